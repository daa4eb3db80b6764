//! Citizens who note what became of what they sent.

use crate::http::Server;
use crate::support::{COMPLETE, HANGS, Place};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What another process sees.
pub(crate) fn stored(place: &Place) -> u64 {
    place.json(&["rounds", "--format", "json"])[0]["responses"].as_u64().unwrap()
}

/// What a number of citizens met with: the cookies of those who were acknowledged and of those asked to send again.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) acknowledged: Vec<String>,
    pub(crate) deferred: Vec<String>,
}

impl Sent {
    pub(crate) fn send(&mut self, server: &Server, count: usize) {
        for _ in 0..count {
            self.send_with(server, format!("k={}", key()));
        }
    }

    fn send_with(&mut self, server: &Server, cookie: String) {
        let reply = server.post("/s/p/answers", COMPLETE, &[("cookie", &cookie)]);
        match reply.status {
            303 => self.acknowledged.push(cookie),
            503 => {
                assert!(reply.body.contains("name=\"i1\" value=\"4\""), "the answers stay on the page");
                self.deferred.push(cookie);
            }
            other => panic!("{other}: {}", reply.body),
        }
    }

    /// Whoever was asked to send again does so, and is taken.
    pub(super) fn again(&mut self, server: &Server) {
        for cookie in std::mem::take(&mut self.deferred) {
            self.send_with(server, cookie);
        }
        assert!(self.deferred.is_empty(), "answers are taken again");
    }

    /// Whoever was asked to send again does so, whoever was acknowledged presses the button once more, and each counts once.
    pub(crate) fn end(self, place: &Place, server: Server) {
        self.end_with_log(place, server);
    }

    /// The same, and what the server has logged.
    pub(crate) fn end_with_log(mut self, place: &Place, server: Server) -> String {
        self.again(&server);
        for cookie in &self.acknowledged {
            let reply = server.post("/s/p/answers", COMPLETE, &[("cookie", cookie)]);
            assert_eq!(reply.header("location"), "/s/p/thanks?again=1", "an acknowledged answer was lost");
        }
        assert_eq!(
            stored(place),
            self.acknowledged.len() as u64,
            "another process sees them while the server runs"
        );
        assert_eq!(server.get("/healthz").body, "ok\n");
        let log = server.stop();
        assert_eq!(stored(place), self.acknowledged.len() as u64);
        place.verify();
        log
    }
}

fn key() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Uuid::new_v4())
}

/// Asks until it is so.
pub(crate) fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < HANGS, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
