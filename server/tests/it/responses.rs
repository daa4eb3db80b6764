//! Responses from files and into files.

use crate::support::{on_both, small_round};
use serde_json::json;

#[test]
fn every_bad_line_is_told_and_nothing_is_stored_unless_asked_for() {
    on_both(|place| {
        small_round(place, json!({}));
        let rows = "agency,service_area,channel,language,answered_on,weight,i1,i4
A1,dat-dai,paper,vi,2026-01-05,,4,1
Z,dat-dai,paper,vi,2026-01-05,,4,1
A1,dat-dai,fax,fr,2025-06-30,0,7,1
A2,ho-tich,telephone,en,2026-02-01,2.5,,9
A1,dat-dai,paper,vi,2026-01-05,,4
";
        let file = place.file("r.csv", rows);
        let said = place.refused(&["import", "responses", &file, "--round", "r"]);
        for expected in [
            "line 3, column agency: Z is not an agency of this round",
            "line 4, column channel: must be qr, link, kiosk, telephone or paper",
            "line 4, column language: the form is not written in fr",
            "line 4, column answered_on: 2025-06-30 lies outside the round, 2025-07-01 to 2099-12-31",
            "line 4, column weight: must be a number above 0",
            "line 4, column i1: \"7\" is not one of the answers",
            "line 6, column agency: has 7 cells where the header has 8",
            "nothing was stored",
        ] {
            assert!(said.contains(expected), "{expected}\n{said}");
        }
        assert_eq!(place.json(&["rounds", "--format", "json"])[0]["responses"], 0);
        assert_eq!(place.run(&["import", "responses", &file, "--round", "r", "--partial"]), "2\n");
        assert!(
            place
                .refused(&["import", "responses", &file, "--round", "r", "--partial"])
                .contains("imported before")
        );
        // Saved again by a spreadsheet it is still the same file.
        let resaved = place.file("again.csv", format!("\u{feff}{}\r\n", rows.replace('\n', "\r\n")));
        let said = place.refused(&["import", "responses", &resaved, "--round", "r", "--partial"]);
        assert!(said.contains("imported before"), "{said}");
        assert_eq!(place.run(&["import", "responses", &file, "--round", "r", "--partial", "--again"]), "2\n");
        assert_eq!(place.json(&["rounds", "--format", "json"])[0]["responses"], 4);
        let unknown = place.file("r.csv", "agency,service_area,answered_on,q99\n");
        let said = place.refused(&["import", "responses", &unknown, "--round", "r"]);
        assert!(said.contains("line 1, column q99: is not a known column"), "{said}");
        place.verify();
    });
}

#[test]
fn a_round_with_populations_takes_no_weights() {
    on_both(|place| {
        small_round(place, json!({"population": {"A1": 100, "A2": {"ho-tich": 50}}}));
        let rows = "agency,service_area,answered_on,weight,i1\nA1,dat-dai,2026-01-05,2,4\nA2,dat-dai,2026-01-05,,4\n";
        let said = place.refused(&["import", "responses", &place.file("r.csv", rows), "--round", "r"]);
        assert!(said.contains("line 2, column weight: must be empty or 1"), "{said}");
        assert!(said.contains("line 3, column service_area: A2 × dat-dai has no population"), "{said}");
    });
}

#[test]
fn an_export_tells_no_single_visit_and_runs_no_formula() {
    on_both(|place| {
        place.run(&["import", "form", "us-a11-280"]);
        small_round(
            place,
            json!({"form": "us-a11-280", "minimum_cell": 3, "index": {"scoring": "top2", "aggregation": "pooled"}}),
        );
        let mut rows = "agency;service_area;answered_on;weight;q1;q3\n".to_owned();
        rows.push_str(&"A1;dat-dai;2026-03-05;0,5;4;\"=HYPERLINK(\"\"x\"\"), rồi\"\n".repeat(3));
        rows.push_str("A1;dat-dai;2026-03-06;;5;\n");
        place.run(&["import", "responses", &place.file("r.csv", rows), "--round", "r"]);
        let file = place.folder.path().join("out.csv");
        place.run(&["export", "responses", "--round", "r", "--output", file.to_str().unwrap()]);
        let csv = std::fs::read_to_string(&file).unwrap();
        let header =
            "\u{feff}agency,service_area,channel,language,answered_on,weight,q1,q2,q4,q5,q6,q7,q8\r\n";
        assert!(csv.starts_with(header), "{csv}");
        let mut lines: Vec<&str> = csv.lines().skip(1).collect();
        lines.sort_unstable();
        let busy = "A1,dat-dai,paper,en,2026-03-05,0.5,4,,,,,,";
        let alone = "A1,dat-dai,paper,en,2026-03,1,5,,,,,,";
        assert_eq!(lines, [alone, busy, busy, busy]);
        let json = place.json(&["export", "responses", "--round", "r", "--format", "json"]);
        assert_eq!(json.as_array().unwrap().len(), 4);
        let comments = place.run(&["export", "comments", "--round", "r"]);
        let lines: Vec<&str> = comments.lines().collect();
        assert_eq!(lines[0], "\u{feff}agency,question,comment");
        assert_eq!(lines[1..], ["A1,q3,\"'=HYPERLINK(\"\"x\"\"), rồi\""; 3]);
        let index = place.run(&["export", "index", "--round", "r", "--by", "item"]);
        assert!(index.starts_with("\u{feff}code,name,n,"));
    });
}

#[test]
fn several_choices_days_and_notes_of_field_workers_survive_a_round_trip() {
    on_both(|place| {
        place.run(&["import", "form", "sipas-2026"]);
        small_round(
            place,
            json!({"form": "sipas-2026", "minimum_cell": 1, "index": {"scoring": "top2", "aggregation": "factors"}}),
        );
        let rows = "agency,service_area,channel,answered_on,q2,q2.specify,q9.24,survey_date,interviewer_name\nA1,dat-dai,telephone,2026-03-05,7|1,Qua Zalo,5,2026-03-05,- An\n";
        place.run(&["import", "responses", &place.file("r.csv", rows), "--round", "r"]);
        let json = place.json(&["export", "responses", "--round", "r", "--format", "json"]);
        let expected = json!({"q2": ["1", "7"], "q9.24": "5", "survey_date": {"text": "2026-03-05"}, "interviewer_name": {"text": "- An"}});
        assert_eq!((&json[0]["answers"], &json[0]["channel"]), (&expected, &json!("telephone")));
        // What was exported can be imported again.
        let csv = place.run(&["export", "responses", "--round", "r"]);
        let again = place.file("again.csv", csv);
        assert_eq!(place.run(&["import", "responses", &again, "--round", "r"]), "1\n");
        let json = place.json(&["export", "responses", "--round", "r", "--format", "json"]);
        assert_eq!([&json[0]["answers"], &json[1]["answers"]], [&expected; 2]);
        let told = place.refused(&["import", "responses", &again, "--round", "r"]);
        assert!(told.contains("a paper that says the same is stored"), "{told}");
        place.verify();
    });
}
