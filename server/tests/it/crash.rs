//! Twenty times the process is ended in the middle of its work.

use crate::faults::until;
use crate::http::{Server, post};
use crate::support::{COMPLETE, Place, on_both, small_round};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::json;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
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
            // In the middle of real load, however slow the machine: some were acknowledged, more are on their way.
            until("answers are acknowledged", || log.lock().unwrap().1.len() >= 8);
            std::thread::sleep(Duration::from_millis(7 * (kill % 7)));
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

/// Sends an answer on a connection of its own, and returns once the server has begun to read it.
fn begin_to_answer(server: &Server) -> TcpStream {
    const READS: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut stream = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).unwrap();
    let head = format!(
        "POST /s/p/answers HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n\
            content-length: {}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n",
        COMPLETE.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut reply = [0; READS.len()];
    stream.read_exact(&mut reply).unwrap();
    assert_eq!(reply, READS);
    stream.write_all(COMPLETE.as_bytes()).unwrap();
    stream
}

#[test]
fn an_orderly_end_writes_everything_that_was_taken() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        let locked = place.lock();
        let mut citizens: Vec<TcpStream> = (0..40).map(|_| begin_to_answer(&server)).collect();
        for citizen in &citizens {
            citizen.set_nonblocking(true).unwrap();
            let waits = citizen.peek(&mut [0]).unwrap_err().kind() == ErrorKind::WouldBlock;
            assert!(waits, "all wait for a commit");
            citizen.set_nonblocking(false).unwrap();
        }
        server.terminate();
        let address = server.base.strip_prefix("http://").unwrap();
        until("nobody new is let in", || TcpStream::connect(address).is_err());
        drop(locked);
        let replies = citizens.iter_mut().map(|citizen| {
            let mut reply = String::new();
            citizen.read_to_string(&mut reply).map(|_| reply).unwrap_or_default()
        });
        let taken = replies.filter(|reply| reply.starts_with("HTTP/1.1 303 ")).count();
        server.stop();
        assert_eq!(taken, 40);
        assert_eq!(place.json(&["rounds", "--format", "json"])[0]["responses"], taken);
        place.verify();
    });
}

#[test]
fn a_database_that_goes_away_costs_nobody_their_answers() {
    let Some(place) = Place::postgres() else { return };
    small_round(&place, json!({}));
    let server = Server::start(&place);
    let cookie = server.visit("p");
    place.outage(true);
    let reply = server.post("/s/p/answers", COMPLETE, &[("cookie", &cookie)]);
    assert_eq!((reply.status, reply.header("retry-after")), (503, "5"), "{}", reply.body);
    for answer in COMPLETE.split('&') {
        let (name, value) = answer.split_once('=').unwrap();
        let hidden = format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\"");
        assert!(reply.body.contains(&hidden), "{answer}");
    }
    assert!(reply.body.contains("action=\"/s/p/answers\"") && reply.body.contains("<button>"));
    assert_eq!(server.get("/healthz").status, 503);
    place.outage(false);
    assert_eq!(
        server.post("/s/p/answers", COMPLETE, &[("cookie", &cookie)]).header("location"),
        "/s/p/thanks"
    );
    assert_eq!(server.get("/healthz").status, 200);
    server.stop();
    assert_eq!(place.json(&["rounds", "--format", "json"])[0]["responses"], 1);
    place.verify();
}

#[test]
fn a_client_that_fell_asleep_does_not_hold_up_the_end() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start(&place);
    let address = server.base.strip_prefix("http://").unwrap();
    let half = |text: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let post = "POST /s/p/answers HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let _asleep = [
        half("GET /healthz HTTP/1.1\r\nHost"),
        half(&format!("{post}Content-Length: 500\r\n\r\ni1=")),
        half(""),
    ];
    assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
    let log = server.stop();
    assert!(log.contains("some requests did not finish in time"), "it ends without them: {log}");
    assert_eq!(place.json(&["rounds", "--format", "json"])[0]["responses"], 1);
}
