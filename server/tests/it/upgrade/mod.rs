//! A database of an earlier release is brought up to date whole: what it tells is what it told before.
//!
//! `make.sh` says how the fixtures were made.

use crate::support::Place;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/upgrade").join(name)
}

/// Runs a test on the database of both engines as the release with the schema m0007 left it, with what it told then.
fn on_both_of_m0007(test: impl Fn(&Place, &Value)) {
    let told = |file: &str| serde_json::from_slice(&std::fs::read(fixture(file)).unwrap()).unwrap();
    let place = Place::sqlite();
    let file = Path::new(place.url.strip_prefix("sqlite://").unwrap());
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::copy(fixture("m0007.sqlite"), file).unwrap();
    test(&place, &told("m0007.sqlite.json"));
    let Some(place) = Place::postgres() else { return };
    place.sql_file(&fixture("m0007.postgres.sql"));
    test(&place, &told("m0007.postgres.json"));
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// Without what numbers of that version did not say: of how many of their items nobody has given an answer.
fn without_missing_items(told: &str) -> String {
    let mut parts = told.split("; without ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once("have answered").map_or(part, |(_, rest)| rest))
}

#[test]
fn every_command_tells_of_a_database_of_m0007_what_it_told_before() {
    on_both_of_m0007(|place, before| {
        let told = before["told"].as_array().unwrap();
        assert!(told.len() > 20);
        for command in told {
            let words = command[0].as_array().unwrap().iter();
            let arguments: Vec<&str> = words.map(|word| word.as_str().unwrap()).collect();
            let now = String::from_utf8(place.try_run(&arguments).stdout).unwrap();
            let before = command[1].as_str().unwrap();
            let now = without_missing_items(&now);
            // Comments come in another order each time.
            if arguments.starts_with(&["export", "comments"]) {
                assert_eq!(sorted(&now), sorted(before), "{arguments:?}");
            } else {
                assert_eq!(now, before, "{arguments:?}");
            }
        }
        // The log goes on from where it was; the two rounds that could not be read cannot be read now.
        let checkpoint = before["checkpoint"].as_str().unwrap();
        let verified = place.try_run(&["verify", "--checkpoint", checkpoint]);
        assert_eq!(verified.status.code(), Some(1));
        let (out, err) =
            (String::from_utf8(verified.stdout).unwrap(), String::from_utf8(verified.stderr).unwrap());
        assert_eq!(out, told[0][1].as_str().unwrap());
        assert!(err.contains("the audit log is whole"), "{err}");
    });
}

#[test]
fn what_the_rounds_of_m0007_name_is_referred_to_as_far_as_their_documents_can_be_read() {
    on_both_of_m0007(|place, _| {
        place.run(&["rounds"]);
        let agencies = "SELECT r.code || ' ' || a.code || ' ' || x.block FROM round_agency x
            JOIN round r ON r.id = x.round_id JOIN agency a ON a.id = x.agency_id
            WHERE r.code IN ('again', 'gone', 'unreadable') ORDER BY r.code, a.code";
        assert_eq!(place.rows(agencies), ["again A1 so", "again A2 so", "gone A1 so"]);
        let areas =
            "SELECT r.code || ' ' || COUNT(*) FROM round_service_area x JOIN round r ON r.id = x.round_id
            GROUP BY r.code ORDER BY r.code";
        assert_eq!(place.rows(areas), ["again 3", "cells 3", "gone 3", "plain 3", "srs 3"]);
    });
}

#[test]
fn what_the_rounds_of_m0007_declare_becomes_definitions_that_they_share() {
    on_both_of_m0007(|place, _| {
        place.run(&["rounds"]);
        let named = "SELECT r.code || ' ' || COALESCE(d.code || ' ' || d.version, 'none') FROM round r
            LEFT JOIN index_definition d ON d.id = r.definition_id ORDER BY r.code";
        let expected = [
            "again mean_range-items 1",
            "cells points-weights 1",
            "gone mean_range-items 1",
            "plain none",
            "srs mean_range-items 1",
            "unreadable none",
        ];
        assert_eq!(place.rows(named), expected);
        let left = "SELECT code FROM round WHERE document LIKE '%\"scoring\"%'";
        assert_eq!(place.rows(left), [""; 0]);
    });
}
