//! A flood of sign-ins keeps nobody out and lifts no memory, and guessing at one account has an end.

use crate::http::Server;
use crate::staff::{PASSWORD, add_account, without_second_factor};
use crate::support::on_both;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

fn sign_in(server: &Server, address: &str, email: &str, password: &str) -> u16 {
    let pairs = [("email", email), ("password", password)];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let headers = [("origin", &*server.base), ("x-forwarded-for", address)];
    server.post("/admin/sign-in", &body, &headers).status
}

/// The most memory that the process has held, in megabytes.
fn peak(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

#[test]
fn while_six_addresses_flood_the_door_others_sign_in_and_memory_stays() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start_with(place, &["--behind-proxy"]);
        let owners: Vec<String> = (0..6).map(|n| format!("owner{n}@x.vn")).collect();
        for owner in &owners {
            add_account(place, &server, owner, "leader", None);
        }
        let before = peak(&server);
        let (over, sent, refused) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for flood in 0..6 * 24 {
                let (server, over, sent, refused) = (&server, &over, &sent, &refused);
                scope.spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        let n = sent.fetch_add(1, Ordering::Relaxed);
                        let address = format!("198.51.100.{}", flood % 6);
                        if sign_in(server, &address, &format!("x{n}@x.vn"), "không phải mật khẩu này") == 503
                        {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
            while refused.load(Ordering::Relaxed) < 100 {
                std::thread::yield_now();
            }
            for (n, owner) in owners.iter().enumerate() {
                let status = sign_in(&server, &format!("203.0.113.{n}"), owner, PASSWORD);
                assert_eq!(status, 303, "{owner} signs in while the flood goes on");
            }
            over.store(true, Ordering::Relaxed);
        });
        let held = peak(&server) - before;
        assert!(held < 150, "{held} MB more than before the flood");
        let log = server.stop();
        assert!(!log.contains("ERROR"), "{log}");
    });
}

#[test]
fn many_addresses_together_have_a_ceiling_that_known_browsers_do_not_meet() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start_with(place, &["--behind-proxy"]);
        add_account(place, &server, "lan@x.vn", "leader", None);
        let body = |password: &str| {
            let pairs = [("email", "lan@x.vn"), ("password", password)];
            form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
        };
        let origin = server.base.clone();
        let own = server.post(
            "/admin/sign-in",
            &body(PASSWORD),
            &[("origin", &origin), ("x-forwarded-for", "203.0.113.1")],
        );
        let device = own.all("set-cookie").find(|cookie| cookie.starts_with("hailong-device=")).unwrap();
        let device = device.split(';').next().unwrap().to_owned();
        let guess = |n: usize| {
            sign_in(&server, &format!("198.51.{}.{}", n / 250, n % 250), "lan@x.vn", "sai mật khẩu rồi")
        };
        let statuses: Vec<u16> = (0..120).map(guess).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 99, "{statuses:?}");
        assert!(statuses[99..].iter().all(|status| *status == 429), "{statuses:?}");
        let known = server.post(
            "/admin/sign-in",
            &body(PASSWORD),
            &[("origin", &origin), ("x-forwarded-for", "198.51.100.7"), ("cookie", &device)],
        );
        assert_eq!(known.status, 303, "a browser that is known goes on");
        assert_eq!(sign_in(&server, "203.0.113.9", "other@x.vn", "x"), 422, "nor is another account touched");
    });
}
