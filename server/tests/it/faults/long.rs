//! Faults at length, and on small disks where this user may mount them. `make faults` runs them.

use super::{Sent, limit_files, until};
use crate::http::Server;
use crate::support::{HANGS, Place, small_round};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A small disk in memory. Only who may mount has one; elsewhere the short variants above stand for it.
struct SmallDisk(PathBuf, tempfile::TempDir);

impl SmallDisk {
    fn mount(megabytes: u32, owner: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("disk");
        std::fs::create_dir(&path).unwrap();
        let options = format!("size={megabytes}m{owner}");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "none"]).arg(&path).output().unwrap();
        if !mounted.status.success() {
            eprintln!("not tested on a small disk: this user may not mount one");
            return None;
        }
        Some(Self(path, folder))
    }

    fn grow(&self, megabytes: u32) {
        let how = format!("remount,size={megabytes}m");
        assert!(Command::new("mount").args(["-o", &how]).arg(&self.0).status().unwrap().success());
    }

    fn fill(&self) {
        use std::io::Write;
        let mut file = std::fs::File::create(self.0.join("fill")).unwrap();
        while file.write_all(&[1; 4_096]).is_ok() {}
    }

    fn free(&self) {
        std::fs::remove_file(self.0.join("fill")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["--lazy"]).arg(&self.0).status();
    }
}

/// Sends until somebody is refused.
fn send_until_refused(sent: &mut Sent, server: &Server) {
    let begun = Instant::now();
    while sent.deferred.is_empty() {
        sent.send(server, 50);
        assert!(begun.elapsed() < HANGS, "the disk is not full");
    }
}

#[test]
#[ignore = "needs a disk of its own; `make faults` runs it"]
fn a_small_disk_that_fills_again_and_again_loses_nothing_acknowledged() {
    let Some(disk) = SmallDisk::mount(12, "") else { return };
    let mut place = Place::sqlite();
    place.url = format!("sqlite://{}", disk.0.join("h.db").display());
    small_round(&place, json!({}));
    let server = Server::start(&place);
    let mut sent = Sent::default();
    for round in 1..=10 {
        sent.send(&server, 20);
        disk.fill();
        send_until_refused(&mut sent, &server);
        sent.send(&server, 20);
        // Something is deleted, or the disk is made larger.
        match round % 2 {
            0 => disk.grow(12 + 2 * round),
            _ => disk.free(),
        }
        until("answers are taken again", || server.get("/healthz").status == 200);
        sent.again(&server);
    }
    sent.end(&place, server);
}

#[test]
#[ignore = "needs a disk of its own; `make faults` runs it"]
fn a_postgresql_whose_disk_fills_again_and_again_loses_nothing_acknowledged() {
    let Some(place) = Place::postgres() else { return };
    let owner = Path::new(&std::env::var("HAILONG_TEST_POSTGRES_FOLDER").unwrap()).join("data");
    let owner = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(owner).unwrap());
    let Some(disk) = SmallDisk::mount(40, &format!(",uid={owner},mode=700")) else { return };
    // The folders above are of the user that runs the test.
    let above = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(disk.1.path(), above).unwrap();
    place.move_to(&disk.0);
    small_round(&place, json!({}));
    let server = Server::start(&place);
    let mut sent = Sent::default();
    for _ in 0..5 {
        disk.fill();
        send_until_refused(&mut sent, &server);
        sent.send(&server, 20);
        assert_eq!(server.get("/healthz").body, "answers cannot be stored: the disk is full\n");
        disk.free();
        until("answers are taken again", || server.get("/healthz").status == 200);
        sent.again(&server);
    }
    sent.end(&place, server);
    place.move_back();
}

#[test]
#[ignore = "long; `make faults` runs it"]
fn a_disk_that_fails_now_and_then_under_load_loses_nothing_acknowledged() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start_ignoring_file_size(&place);
    let sent = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let mut sent = Sent::default();
                    sent.send(&server, 400);
                    sent
                })
            })
            .collect();
        while senders.iter().any(|sender| !sender.is_finished()) {
            limit_files(&server, "1");
            std::thread::sleep(Duration::from_millis(120));
            limit_files(&server, "unlimited");
            std::thread::sleep(Duration::from_millis(250));
        }
        let mut all = Sent::default();
        for sender in senders {
            let sent = sender.join().unwrap();
            all.acknowledged.extend(sent.acknowledged);
            all.deferred.extend(sent.deferred);
        }
        all
    });
    assert!(
        !sent.acknowledged.is_empty() && !sent.deferred.is_empty(),
        "some met with the fault, some did not"
    );
    until("answers are taken again", || server.get("/healthz").status == 200);
    sent.end(&place, server);
}
