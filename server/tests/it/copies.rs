//! Backups, and how they come back.

use crate::http::Server;
use crate::support::{COMPLETE, Place, on_both, small_round};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

#[test]
fn a_backup_is_a_database_that_verifies_and_never_overwrites() {
    let place = Place::sqlite();
    place.run(&["demo", "--responses", "300"]);
    let copy = place.folder.path().join("copy.db");
    place.run(&["backup", copy.to_str().unwrap()]);
    assert!(place.refused(&["backup", copy.to_str().unwrap()]).contains("exists already"));
    let mut restored = Place::sqlite();
    restored.url = format!("sqlite://{}", copy.display());
    restored.verify();
    assert_eq!(restored.json(&["rounds", "--format", "json"]), place.json(&["rounds", "--format", "json"]));
}

#[test]
fn a_backup_of_postgresql_is_an_archive() {
    let Some(place) = Place::postgres() else { return };
    place.run(&["demo", "--responses", "100"]);
    let copy = place.folder.path().join("copy.dump");
    place.run(&["backup", copy.to_str().unwrap()]);
    let listed = std::process::Command::new("pg_restore").arg("--list").arg(&copy).output().unwrap();
    assert!(String::from_utf8_lossy(&listed.stdout).contains("TABLE DATA public response"));
}

/// The file of a SQLite database.
fn file_of(place: &Place) -> PathBuf {
    PathBuf::from(place.url.strip_prefix("sqlite://").unwrap())
}

/// A statement on a file of SQLite, which is made where there is none.
fn sqlite(file: &str, statement: &str) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let connection = sea_orm::Database::connect(format!("sqlite://{file}?mode=rwc")).await.unwrap();
        connection.execute_unprepared(statement).await.unwrap();
        connection.close().await.unwrap();
    });
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The files beside a database whose names begin with its name.
fn beside(place: &Place) -> Vec<String> {
    let (file, mut names) = (file_of(place), Vec::new());
    for entry in std::fs::read_dir(file.parent().unwrap()).unwrap() {
        names.push(entry.unwrap().file_name().into_string().unwrap());
    }
    names.sort();
    names
}

#[test]
fn where_there_is_no_database_only_the_commands_that_make_one_do() {
    on_both(|place| {
        for command in [
            &["rounds"][..],
            &["verify"],
            &["index", "--round", "r"],
            &["export", "responses", "--round", "r"],
            &["export", "form", "f"],
            &["backup", place.folder.path().join("b").to_str().unwrap()],
        ] {
            let said = place.refused(command);
            assert!(said.contains("there is no database at") && said.contains("`hailong serve`"), "{said}");
        }
        assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0, "nothing was made");
        if place.is_postgres() {
            assert_eq!(place.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"), [""; 0]);
        }
        // Nor is a database of somebody else taken for ours.
        let mut other = Place::sqlite();
        std::fs::create_dir(other.folder.path().join("data")).unwrap();
        let path = file_of(&other);
        sqlite(path.to_str().unwrap(), "CREATE TABLE t (a)");
        let before = std::fs::read(&path).unwrap();
        assert!(other.refused(&["verify"]).contains("there is no database at"));
        other.url = format!("sqlite://{}", other.file("empty.db", ""));
        assert!(other.refused(&["verify"]).contains("there is no database at"));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    });
}

#[test]
fn databases_and_backups_are_their_owners_alone() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start(&place);
    server.visit("p");
    let file = file_of(&place);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    assert_eq!(beside(&place), ["h.db", "h.db-shm", "h.db-wal"]);
    for name in beside(&place) {
        assert_eq!(mode(&file.with_file_name(&name)), 0o600, "{name}");
    }
    let copy = place.folder.path().join("copy.db");
    place.run(&["backup", copy.to_str().unwrap()]);
    assert_eq!(mode(&copy), 0o600);
    server.stop();
    // Files of earlier versions are closed too.
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    place.verify();
    assert_eq!(mode(&file), 0o600);
    let Some(place) = Place::postgres() else { return };
    small_round(&place, json!({}));
    let copy = place.folder.path().join("copy.dump");
    place.run(&["backup", copy.to_str().unwrap()]);
    assert_eq!(mode(&copy), 0o600);
}

#[test]
fn a_backup_takes_the_place_of_the_database_and_the_old_files_are_kept() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start(&place);
    assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
    let copy = place.folder.path().join("copy.db");
    let restore = ["restore", copy.to_str().unwrap()];
    place.run(&["backup", copy.to_str().unwrap()]);
    assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
    assert!(place.refused(&restore).contains("is in use; stop the server"));
    // Ended in the middle of its work: the newest answer is in the write-ahead log alone, which must not meet the backup.
    server.kill();
    assert!(beside(&place).contains(&"h.db-wal".to_owned()));
    let output = place.try_run(&restore);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && output.stdout.is_empty(), "{said}");
    for what in ["put ", " aside as ", "every tally equals its responses", "restored "] {
        assert!(said.contains(what), "{what}: {said}");
    }
    let stored = |place: &Place| place.json(&["rounds", "--format", "json"])[0]["responses"].clone();
    assert_eq!(stored(&place), 1);
    place.verify();
    assert_eq!(mode(&file_of(&place)), 0o600);
    let names = beside(&place);
    let kept = names.iter().find(|name| name.contains(".before-") && !name.contains("db-")).unwrap();
    assert!(names.iter().all(|name| !name.contains("restoring")), "{names:?}");
    let mut old = Place::sqlite();
    old.url = format!("sqlite://{}", file_of(&place).with_file_name(kept).display());
    assert_eq!(stored(&old), 2, "what was put aside is whole");
    let server = Server::start(&place);
    assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
    server.stop();
    assert_eq!(stored(&place), 2);
}

#[test]
fn a_backup_comes_back_where_there_is_no_database_or_a_damaged_one() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let copy = place.folder.path().join("copy.db");
    place.run(&["backup", copy.to_str().unwrap()]);
    let rounds = place.json(&["rounds", "--format", "json"]);
    let elsewhere = Place::sqlite();
    elsewhere.run(&["restore", copy.to_str().unwrap()]);
    assert_eq!(elsewhere.json(&["rounds", "--format", "json"]), rounds);
    std::fs::write(file_of(&place), b"what a broken disk leaves").unwrap();
    place.run(&["restore", copy.to_str().unwrap()]);
    assert_eq!(place.json(&["rounds", "--format", "json"]), rounds);
}

#[test]
fn what_is_no_backup_of_ours_or_is_too_new_is_refused_and_nothing_changes() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let refused = |file: &str| {
        let before = (std::fs::read(file_of(&place)).unwrap(), beside(&place));
        let said = place.refused(&["restore", file]);
        assert_eq!((std::fs::read(file_of(&place)).unwrap(), beside(&place)), before, "{said}");
        said
    };
    assert!(refused("no-such-file").contains("cannot read no-such-file"));
    assert!(refused(&place.file("words", "some words")).contains("is not a backup"));
    assert!(refused(file_of(&place).to_str().unwrap()).contains("is the database itself"));
    let foreign = place.folder.path().join("foreign.db").to_str().unwrap().to_owned();
    sqlite(&foreign, "CREATE TABLE t (a)");
    assert!(refused(&foreign).contains("is not a backup of Hài Lòng"));
    let copy = place.folder.path().join("copy.db").to_str().unwrap().to_owned();
    place.run(&["backup", &copy]);
    let damaged = place.file("damaged.db", {
        let mut bytes = std::fs::read(&copy).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..].fill(0x55);
        bytes
    });
    let said = refused(&damaged);
    assert!(said.contains("nothing was changed") || said.contains("cannot be restored"), "{said}");
    sqlite(&copy, "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)");
    assert!(refused(&copy).contains("a later version"));
}

#[test]
fn a_backup_of_postgresql_comes_back_into_an_empty_database_only() {
    let (Some(place), Some(empty)) = (Place::postgres(), Place::postgres()) else { return };
    small_round(&place, json!({}));
    let rows = "agency,service_area,answered_on,i1\nA1,dat-dai,2026-01-01,4\n";
    place.run(&["import", "responses", &place.file("r.csv", rows), "--round", "r"]);
    let copy = place.folder.path().join("copy.dump");
    let restore = ["restore", copy.to_str().unwrap()];
    place.run(&["backup", copy.to_str().unwrap()]);
    let said = place.refused(&restore);
    assert!(said.contains("is not empty") && said.contains("createdb"), "{said}");
    assert!(empty.refused(&["restore", &empty.file("words", "some words")]).contains("is not a backup"));
    empty.run(&restore);
    assert_eq!(empty.json(&["rounds", "--format", "json"]), place.json(&["rounds", "--format", "json"]));
    empty.verify();
    place.sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)");
    let later = place.folder.path().join("later.dump");
    let dump = ["--format=custom", "--file", later.to_str().unwrap(), &place.url];
    assert!(std::process::Command::new("pg_dump").args(dump).status().unwrap().success());
    let fresh = Place::postgres().unwrap();
    assert!(fresh.refused(&["restore", later.to_str().unwrap()]).contains("a later version"));
}
