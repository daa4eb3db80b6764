//! The command line: what it prints, what it refuses, what it leaves behind.

use crate::support::{Place, golden, on_both, small_round};
use serde_json::{Value, json};

const TEMPLATES: [&str; 8] = [
    "cmt-core",
    "counter-5",
    "decree-61",
    "ikm-indonesia",
    "sipas-2017",
    "sipas-2022",
    "sipas-2026",
    "us-a11-280",
];

#[test]
fn a_form_comes_out_as_the_same_value_and_the_same_content_is_the_same_version() {
    on_both(|place| {
        for code in TEMPLATES {
            assert_eq!(place.run(&["import", "form", code]), format!("{code} 1\n"));
            let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/domain/templates/");
            let file = format!("{shipped}{code}.json");
            assert_eq!(place.run(&["import", "form", &file]), format!("{code} 1\n"));
            let document: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            assert_eq!(place.json(&["export", "form", code]), document);
        }
        let mut changed: Value =
            serde_json::from_slice(&std::fs::read(golden("form.json")).unwrap()).unwrap();
        changed["x-unknown"] = json!({"kept": [1.5, null, "ă"]});
        place.run(&["import", "form", golden("form.json").to_str().unwrap()]);
        assert_eq!(place.run(&["import", "form", &place.file("f.json", changed.to_string())]), "golden 2\n");
        assert_eq!(place.json(&["export", "form", "golden"]), changed);
        // Other blanks and another order of keys are the same content.
        let pretty = serde_json::to_string_pretty(&changed).unwrap();
        assert_eq!(place.run(&["import", "form", &place.file("f.json", pretty)]), "golden 2\n");
        assert_eq!(place.run(&["import", "form", golden("form.json").to_str().unwrap()]), "golden 1\n");
    });
}

#[test]
fn a_damaged_form_is_refused_with_the_path() {
    let place = Place::sqlite();
    let damaged =
        place.file("f.json", r#"{"code": "x", "title": {"vi": "x"}, "questions": [{"code": "a b"}]}"#);
    assert!(
        place.refused(&["import", "form", &damaged]).contains("questions[0].code: holds the character ' '")
    );
    assert!(place.refused(&["import", "form", &place.file("f.json", "{")]).contains("not JSON"));
    let deep = "[".repeat(5_000);
    assert!(place.refused(&["import", "form", &place.file("f.json", deep)]).contains("not JSON"));
    assert!(
        place.refused(&["import", "form", "no-such-file.json"]).contains("cannot read no-such-file.json")
    );
    assert!(place.refused(&["export", "form", "x"]).contains("the form x does not exist"));
}

#[test]
fn agencies_are_refused_line_by_line_and_nothing_is_stored_half() {
    on_both(|place| {
        let file = place.file(
            "a.csv",
            "code,name,level,valid_from\nA,Sở A,province,\nB,,commune,\nC,x,x,2025-02-30\nA,y,,\nD d,x,,\n",
        );
        let said = place.refused(&["import", "agencies", &file]);
        for expected in [
            "line 3, column name: is empty",
            "line 4, column level: must be central, province, district or commune",
            "line 5, column code: A stands in the file twice",
            "line 6, column code: holds the character ' '",
        ] {
            assert!(said.contains(expected), "{said}");
        }
        // The same line by whatever ends lines.
        for end in ["\n", "\r\n"] {
            let file = place.file("a.csv", ["code,name", "A,Sở A", "B,", "C,Sở C", "D,"].join(end) + end);
            let said = place.refused(&["import", "agencies", &file]);
            assert!(said.contains("line 3, column name: is empty"), "{end:?}: {said}");
            assert!(said.contains("line 5, column name: is empty"), "{end:?}: {said}");
        }
        let orphan = place.file("a.csv", "code,name,parent\nA,Sở A,Z\n");
        assert!(
            place.refused(&["import", "agencies", &orphan]).contains("agency A: its parent Z does not exist")
        );
        let circle = place.file("a.csv", "code,name,parent\nA,a,B\nB,b,A\n");
        assert!(place.refused(&["import", "agencies", &circle]).contains("comes back to it"));
        let unknown = place.file("a.csv", "code,name,colour\nA,a,red\n");
        assert!(
            place
                .refused(&["import", "agencies", &unknown])
                .contains("line 1, column colour: is not a known column")
        );
        let not_utf8 = place.file("a.csv", b"code,name\nA,S\xff\n");
        assert!(place.refused(&["import", "agencies", &not_utf8]).contains("line 2 is not UTF-8"));
        // A BOM and semicolons, as spreadsheets save it; then the same again with another name.
        let file = place.file("a.csv", "\u{feff}code;name;block\nA;Sở A;so\nB;\"Sở B; C\";so\n");
        assert_eq!(place.run(&["import", "agencies", &file]), "2\n");
        // A column that is not there says nothing; an empty cell says none.
        let stored = || place.rows("SELECT name || '|' || COALESCE(block, '-') FROM agency WHERE code = 'B'");
        let renamed = place.file("a.csv", "code,name\nB,Sở B mới\n");
        assert_eq!(place.run(&["import", "agencies", &renamed]), "1\n");
        assert_eq!(stored(), ["Sở B mới|so"]);
        place.run(&["import", "agencies", &place.file("a.csv", "code,name,block\nB,Sở B,\n")]);
        assert_eq!(stored(), ["Sở B|-"]);
    });
}

#[test]
fn results_go_to_stdout_messages_to_stderr_and_usage_faults_exit_with_2() {
    let place = Place::sqlite();
    let output = place.try_run(&["index", "--round", "x", "--by", "colour"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert_eq!(place.try_run(&[]).status.code(), Some(2));
    place.run(&["user", "list"]);
    assert!(place.refused(&["index", "--round", "x"]).contains("the round x does not exist"));
    assert_eq!(place.json(&["rounds", "--format", "json"]), json!([]));
    assert!(place.run(&["--help"]).contains("hailong"));
    let document = place.json(&["openapi"]);
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/api/v1/rounds", "/api/v1/rounds/{code}/index"]);
}

#[test]
fn the_demonstration_is_the_same_by_seed_and_doing_it_again_changes_nothing() {
    let (first, second) = (Place::sqlite(), Place::sqlite());
    for place in [&first, &second] {
        assert!(place.run(&["demo", "--responses", "2500", "--seed", "7"]).starts_with("sipas-"));
    }
    let code = first.run(&["demo", "--responses", "2500", "--seed", "7"]).trim().to_owned();
    first.run(&["demo", "--responses", "300", "--seed", "8"]);
    let rounds = first.json(&["rounds", "--format", "json"]);
    let rounds = rounds.as_array().unwrap();
    let all: u64 = rounds.iter().map(|round| round["responses"].as_u64().unwrap()).sum();
    assert_eq!(all, 2500);
    assert!(rounds.len() >= 2 && rounds.iter().all(|round| round["responses"].as_u64() > Some(200)));
    assert_eq!((&rounds[0]["status"], &rounds[0]["form"]), (&json!("open"), &json!("sipas-2026")));
    for by in ["overall", "agency", "item"] {
        let index = |place: &Place| place.json(&["index", "--round", &code, "--by", by, "--format", "json"]);
        assert_eq!(index(&first), index(&second));
    }
    // More people can come later, and they are the same as if they had come at once.
    let third = Place::sqlite();
    for count in ["700", "2300", "2500"] {
        third.run(&["demo", "--responses", count, "--seed", "7"]);
    }
    let index = |place: &Place| place.json(&["index", "--round", &code, "--by", "item", "--format", "json"]);
    assert_eq!(index(&third), index(&first));
    first.verify();
}

#[test]
fn verify_tells_a_tally_that_was_tampered_with() {
    on_both(|place| {
        small_round(place, json!({}));
        let rows = "agency,service_area,answered_on,i1\nA1,dat-dai,2026-01-01,4\nA2,ho-tich,2026-01-02,5\n";
        place.run(&["import", "responses", &place.file("r.csv", rows), "--round", "r"]);
        place.verify();
        place.sql("DELETE FROM response WHERE day = '2026-01-02'");
        let output = place.try_run(&["verify"]);
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("2026-01\tthere is a tally, but no response"), "{said}");
    });
}
