//! The files of a SQLite database are taken away, replaced or renamed under a running server: nothing is acknowledged into
//! them, everybody is told, and once the right ones are back answers are taken again.

use crate::faults::{Sent, stored, until};
use crate::http::Server;
use crate::support::{Place, small_round};
use serde_json::json;
use std::path::PathBuf;

const REMOVED: &str =
    "answers cannot be stored: the database file was removed or replaced while it was in use\n";

struct Trial {
    place: Place,
    server: Server,
    sent: Sent,
    file: PathBuf,
    metrics: String,
}

impl Trial {
    fn begin() -> Self {
        let place = Place::sqlite();
        small_round(&place, json!({}));
        // A free port, which nobody else takes within a moment.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let metrics = format!("127.0.0.1:{port}");
        let server = Server::start_with(&place, &["--metrics-listen", &metrics]);
        let file = PathBuf::from(place.url.strip_prefix("sqlite://").unwrap());
        let mut sent = Sent::default();
        sent.send(&server, 5);
        Self { place, server, sent, file, metrics }
    }

    fn side(&self, suffix: &str) -> PathBuf {
        PathBuf::from(format!("{}{suffix}", self.file.display()))
    }

    fn metric(&self, name: &str) -> String {
        let reply = crate::http::agent().get(format!("http://{}/metrics", self.metrics)).call();
        let text = reply.unwrap().body_mut().read_to_string().unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name} ")).map(str::to_owned));
        line.unwrap_or_else(|| panic!("{name}: {text}"))
    }

    /// Nobody is acknowledged, and everybody who looks is told.
    fn refuses(&mut self) {
        assert_eq!(self.metric("hailong_writer_healthy"), "1");
        let before = self.sent.deferred.len();
        self.sent.send(&self.server, 6);
        assert_eq!(self.sent.deferred.len(), before + 6);
        let health = self.server.get("/healthz");
        assert_eq!((health.status, health.body.as_str()), (503, REMOVED));
        assert_eq!(self.metric("hailong_writer_healthy"), "0");
        assert_eq!(self.metric("hailong_failed_batches_total"), "6");
    }

    fn goes_on(mut self) {
        until("answers are taken again", || self.server.get("/healthz").status == 200);
        assert_eq!(self.metric("hailong_writer_healthy"), "1");
        self.sent.send(&self.server, 3);
        let log = self.sent.end_with_log(&self.place, self.server);
        assert_eq!(log.matches("ANSWERS ARE NOT STORED").count(), 1, "once, not for each answer: {log}");
        assert!(log.contains("h.db") && log.contains("was removed or replaced"), "{log}");
        assert_eq!(log.matches("answers are stored again").count(), 1);
    }
}

#[test]
fn a_database_file_that_is_moved_away_takes_no_answers_until_it_is_back() {
    let mut trial = Trial::begin();
    let away = trial.side(".away");
    std::fs::rename(&trial.file, &away).unwrap();
    trial.refuses();
    assert!(!trial.file.exists(), "no empty one is made in its place");
    std::fs::rename(&away, &trial.file).unwrap();
    trial.goes_on();
}

#[test]
fn a_database_file_that_is_replaced_takes_no_answers_and_the_other_one_is_left_alone() {
    let mut trial = Trial::begin();
    let (away, other) = (trial.side(".away"), trial.place.folder.path().join("other.db"));
    trial.place.run(&["backup", other.to_str().unwrap()]);
    let before = std::fs::read(&other).unwrap();
    std::fs::rename(&trial.file, &away).unwrap();
    std::fs::rename(&other, &trial.file).unwrap();
    trial.refuses();
    assert_eq!(std::fs::read(&trial.file).unwrap(), before);
    std::fs::rename(&away, &trial.file).unwrap();
    trial.goes_on();
}

#[test]
fn a_folder_that_is_renamed_takes_no_answers_until_it_is_back() {
    let mut trial = Trial::begin();
    let folder = trial.file.parent().unwrap().to_owned();
    let away = folder.with_file_name("away");
    std::fs::rename(&folder, &away).unwrap();
    trial.refuses();
    std::fs::rename(&away, &folder).unwrap();
    trial.goes_on();
}

#[test]
fn a_write_ahead_log_that_is_removed_takes_no_answers_and_a_restart_keeps_what_it_held() {
    for suffix in ["-wal", "-shm"] {
        let mut trial = Trial::begin();
        std::fs::remove_file(trial.side(suffix)).unwrap();
        trial.refuses();
        // The process still holds what was removed, and writes it into the database as it ends.
        trial.server.stop();
        trial.server = Server::start(&trial.place);
        trial.sent.end(&trial.place, trial.server);
    }
}

#[test]
fn a_fault_is_told_before_anybody_is_refused() {
    let trial = Trial::begin();
    let away = trial.side(".away");
    std::fs::rename(&trial.file, &away).unwrap();
    until("the server sees it by itself", || trial.server.get("/healthz").body == REMOVED);
    std::fs::rename(&away, &trial.file).unwrap();
    until("and its end", || trial.server.get("/healthz").status == 200);
    trial.server.stop();
    assert_eq!(stored(&trial.place), 5);
}
