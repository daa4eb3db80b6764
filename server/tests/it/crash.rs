//! Twenty times the process is ended in the middle of its work.

use crate::http::{Server, post};
use crate::support::{COMPLETE, on_both, small_round};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[test]
fn twenty_kills_under_load_lose_nothing_acknowledged_and_double_nothing() {
    on_both(|place| {
        small_round(place, json!({}));
        let (mut sent, mut acknowledged) = (Vec::new(), Vec::new());
        for kill in 0..20u64 {
            let server = Server::start(place);
            let stop = Arc::new(AtomicBool::new(false));
            let log = Arc::new(Mutex::new((Vec::new(), Vec::new())));
            let threads: Vec<_> = (0..6)
                .map(|_| {
                    let (base, stop, log) = (server.base.clone(), stop.clone(), log.clone());
                    std::thread::spawn(move || {
                        while !stop.load(Ordering::Relaxed) {
                            let cookie = format!("k={}", BASE64_URL_SAFE_NO_PAD.encode(uuid::Uuid::new_v4()));
                            log.lock().unwrap().0.push(cookie.clone());
                            let reply = post(&base, "/s/p/answers", COMPLETE, &[("cookie", &cookie)]);
                            if reply.status == 303 {
                                assert_eq!(reply.header("location"), "/s/p/thanks");
                                log.lock().unwrap().1.push(cookie);
                            } else {
                                assert_eq!(reply.status, 0, "{reply:?}");
                                break;
                            }
                        }
                    })
                })
                .collect();
            std::thread::sleep(Duration::from_millis(60 + 17 * (kill % 7)));
            server.kill();
            stop.store(true, Ordering::Relaxed);
            threads.into_iter().for_each(|t| t.join().unwrap());
            let log = log.lock().unwrap();
            sent.extend(log.0.clone());
            acknowledged.extend(log.1.clone());
        }
        let stored = || {
            usize::try_from(place.json(&["rounds", "--format", "json"])[0]["responses"].as_u64().unwrap())
                .unwrap()
        };
        let kept = stored();
        assert!(acknowledged.len() > 100, "the load was real: {}", acknowledged.len());
        assert!(
            acknowledged.len() <= kept && kept <= sent.len(),
            "{} ≤ {kept} ≤ {}",
            acknowledged.len(),
            sent.len()
        );
        place.verify();
        // Every browser presses again: what was acknowledged is known, and in the end each visit counts once.
        let server = Server::start(place);
        for cookie in &acknowledged {
            let reply = server.post("/s/p/answers", COMPLETE, &[("cookie", cookie)]);
            assert_eq!(reply.header("location"), "/s/p/thanks?again=1", "an acknowledged answer was lost");
        }
        for cookie in &sent {
            assert_eq!(server.post("/s/p/answers", COMPLETE, &[("cookie", cookie)]).status, 303);
        }
        assert_eq!(stored(), sent.len());
        server.stop();
        place.verify();
    });
}

#[test]
fn an_orderly_end_writes_everything_that_was_taken() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        let threads: Vec<_> = (0..40)
            .map(|_| {
                let base = server.base.clone();
                std::thread::spawn(move || post(&base, "/s/p/answers", COMPLETE, &[]).status)
            })
            .collect();
        std::thread::sleep(Duration::from_millis(30));
        server.stop();
        let taken = threads.into_iter().map(|t| t.join().unwrap()).filter(|status| *status == 303).count();
        assert_eq!(place.json(&["rounds", "--format", "json"])[0]["responses"], taken);
        place.verify();
    });
}
