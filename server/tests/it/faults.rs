//! Disks that fill, files that vanish, databases that refuse: what was acknowledged is stored, and once the fault has
//! ended answers are taken again without a restart. The long variants run by `make faults`.

use crate::http::Server;
use crate::intake::{entries, submit_all};
use crate::support::{COMPLETE, Place, on_both, small_round};
use sea_orm::ConnectionTrait;
use serde_json::json;
use server::intake::{Outcome, Queue, Refused};
use server::store::{Database, responses, rounds};
use std::process::Command;
use uuid::Uuid;

/// What another process sees.
fn stored(place: &Place) -> u64 {
    place.json(&["rounds", "--format", "json"])[0]["responses"].as_u64().unwrap()
}

/// What a number of citizens met with: the cookies of those who were acknowledged and of those asked to send again.
#[derive(Default)]
struct Sent {
    acknowledged: Vec<String>,
    deferred: Vec<String>,
}

impl Sent {
    fn send(&mut self, server: &Server, count: usize) {
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

    /// Whoever was asked to send again does so, whoever was acknowledged presses the button once more, and each counts once.
    fn end(mut self, place: &Place, server: Server) {
        for cookie in std::mem::take(&mut self.deferred) {
            self.send_with(&server, cookie);
        }
        assert!(self.deferred.is_empty(), "answers are taken again");
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
        server.stop();
        assert_eq!(stored(place), self.acknowledged.len() as u64);
        place.verify();
    }
}

fn key() -> String {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    BASE64_URL_SAFE_NO_PAD.encode(Uuid::new_v4())
}

/// Asks until it is so; a fault is noticed and forgotten within a second or two.
fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{what}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn a_disk_that_was_full_and_is_free_again_stores_what_it_acknowledges() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let database = Database::open(&place.url).await.unwrap();
        let (queue, writer) = Queue::start(database.clone());
        let mut batch = entries(&database, 40).await;
        for _ in 0..2 {
            // As many pages as there are: the next one that is needed gives SQLITE_FULL, as a full disk does.
            let full = database.write().await.unwrap();
            full.execute_unprepared("PRAGMA max_page_count = 1").await.unwrap();
            full.commit().await.unwrap();
            let mut many = batch[0].clone();
            many.response.language = "x".repeat(100_000);
            many.response.id = Uuid::new_v4();
            assert!(matches!(queue.submit(many).await, Err(Refused::Busy)));
            assert!(queue.health().fault().unwrap().contains("the disk is full"));
        }
        // Where a connection outlives its failed transaction, it has space again.
        let free = database.write().await.unwrap();
        free.execute_unprepared("PRAGMA max_page_count = 1000000").await.unwrap();
        free.commit().await.unwrap();
        for entry in batch.drain(..) {
            assert_eq!(queue.submit(entry).await.unwrap(), Outcome::Stored);
        }
        assert_eq!(queue.health().fault(), None);
        let other = Database::open(&place.url).await.unwrap();
        let round = rounds::by_code(other.reader(), "r").await.unwrap();
        assert_eq!(responses::count(other.reader(), round.id).await.unwrap(), 40, "others see them");
        other.close().await.unwrap();
        queue.close();
        writer.await.unwrap();
        database.close().await.unwrap();
    });
    assert_eq!(stored(&place), 40);
    place.verify();
}

#[test]
fn a_disk_that_cannot_be_written_and_can_again_stores_what_it_acknowledges() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start_ignoring_file_size(&place);
    let mut sent = Sent::default();
    sent.send(&server, 5);
    limit_files(&server, "1");
    sent.send(&server, 4);
    assert_eq!((sent.acknowledged.len(), sent.deferred.len()), (5, 4));
    assert_eq!(server.get("/healthz").body, "answers cannot be stored: the disk cannot be read or written\n");
    limit_files(&server, "unlimited");
    sent.send(&server, 40);
    assert!(sent.acknowledged.len() >= 45);
    sent.end(&place, server);
}

/// No file of the server may grow beyond so many bytes: writing fails as on a broken disk.
fn limit_files(server: &Server, bytes: &str) {
    let pid = server.child.id().to_string();
    let limit = format!("--fsize={bytes}:");
    assert!(Command::new("prlimit").args(["--pid", &pid, &limit]).status().unwrap().success());
}
