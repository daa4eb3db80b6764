//! The walls of the house stand where the plan has them.

use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut stack = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = stack.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                stack.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push((path.clone(), std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(!files.is_empty());
    files
}

#[test]
fn pages_know_no_database_and_the_domain_knows_nothing_but_its_rules() {
    for (path, text) in sources("app/src") {
        for foreign in ["sea_orm", "axum", "tokio", "std::fs::write", "SystemTime", "Instant"] {
            assert!(!text.contains(foreign), "{}: {foreign}", path.display());
        }
    }
    for (path, text) in sources("app/domain/src") {
        for foreign in ["leptos", "sea_orm", "std::fs", "std::net", "SystemTime", "Timestamp::now"] {
            assert!(!text.contains(foreign), "{}: {foreign}", path.display());
        }
    }
    let gates: usize = sources("app/src").iter().map(|(_, text)| text.matches("cfg(feature").count()).sum();
    assert!(gates <= 3, "{gates}");
}

#[test]
fn entities_stay_inside_the_store() {
    for (path, text) in sources("server/src") {
        let inside = path.components().any(|c| c.as_os_str() == "store");
        assert!(inside || !text.contains("EntityTrait"), "{}", path.display());
    }
}

/// What a document names is in tables of references; in a pattern a `_` of a code would stand for any character.
#[test]
fn the_store_looks_for_no_code_inside_a_document() {
    for (path, text) in sources("server/src/store") {
        assert!(!text.contains("LIKE $"), "{}", path.display());
    }
}

/// A change begins with a gate and ends in the log; a transaction of one's own would leave both out.
#[test]
fn the_administration_changes_things_only_by_an_act() {
    for (path, text) in sources("server/src/web/admin") {
        for way_around in ["database.write(", ".begin()", "begin_with"] {
            assert!(!text.contains(way_around), "{}: {way_around}", path.display());
        }
    }
}

#[test]
fn only_one_place_writes_a_textarea() {
    let count: usize = sources("app/src").iter().map(|(_, text)| text.matches("<textarea ").count()).sum();
    assert_eq!(count, 1, "Leptos does not escape its children; app::textarea does");
}
