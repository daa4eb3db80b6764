//! Fitness tests of the structure: which layer may use which, and what each must not know.

use std::collections::BTreeSet;
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

#[test]
fn handlers_build_no_markup() {
    for (path, text) in sources("server/src/web") {
        for thing in ["Block::", "Field::new", "List::new", "Cell::", "view!"] {
            // A word of its own: `ByCell::new()` is none of a table.
            let mut found = text.match_indices(thing);
            let is_there = found.any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric));
            assert!(!is_there, "{}: {thing}", path.display());
        }
    }
}

/// The modules of the server from the lowest to the highest: each may use those before it and none after it.
const LAYERS: [&str; 26] = [
    "cache",
    "clock",
    "cookies",
    "path_segments",
    "assets",
    "security_policy",
    "store",
    "credentials",
    "intake",
    "metrics",
    "chart",
    "sheet",
    "report",
    "export",
    "open_points",
    "state",
    "import",
    "acts",
    "auth",
    "api",
    "web",
    "demo",
    "housekeeping",
    "serve",
    "cli",
    "lib",
];

/// The modules of the crate that a source names: `crate::x`, and each of `use crate::{x, y::z}`.
fn named(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect());
            continue;
        };
        let (mut depth, mut begins) = (0, true);
        for (at, sign) in group.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                c if begins && !c.is_whitespace() => {
                    let word = group[at..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_');
                    found.insert(word.collect());
                    begins = false;
                }
                _ => {}
            }
        }
    }
    found.remove("");
    found
}

#[test]
fn imports_run_downwards_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
    let place = |module: &str| LAYERS.iter().position(|layer| *layer == module);
    let mut upwards = Vec::new();
    for (path, source) in sources("server/src") {
        let inside = path.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs");
        if module == "main" {
            continue;
        }
        let own = place(module).unwrap_or_else(|| panic!("{module} has no place among the layers"));
        for other in named(&source) {
            let Some(other_place) = place(&other) else {
                upwards.push(format!("{}: {other} has no place among the layers", inside.display()));
                continue;
            };
            if other_place > own {
                upwards.push(format!("{} uses {other}", inside.display()));
            }
        }
    }
    assert!(upwards.is_empty(), "{upwards:#?}");
}

#[test]
fn names_of_modules_are_found_in_every_shape() {
    let source = "use crate::store; crate::a_b::c() use crate::{x, y::{z, w}, v as u};\nuse crate::{\n    p::Q,\n    r,\n};";
    let expected = ["a_b", "p", "r", "store", "v", "x", "y"].map(str::to_owned);
    assert_eq!(named(source), BTreeSet::from(expected));
}
