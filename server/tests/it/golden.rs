//! Estimates agree with R's `survey` (see `tests/golden/make.R`), from CSV to printed JSON.

use crate::support::{golden, on_both};
use serde_json::Value;
use std::collections::BTreeSet;

const GROUPINGS: [&str; 7] = ["overall", "agency", "service_area", "block", "content", "factor", "item"];

#[test]
fn every_row_agrees_with_r_to_a_billionth_of_a_percent() {
    on_both(|place| {
        let expected: Vec<Value> =
            serde_json::from_slice(&std::fs::read(golden("expected.json")).unwrap()).unwrap();
        for (what, file) in
            [("agencies", "agencies.csv"), ("service-areas", "service-areas.csv"), ("form", "form.json")]
        {
            place.run(&["import", what, golden(file).to_str().unwrap()]);
        }
        let designs: BTreeSet<&str> = expected.iter().map(|row| row["design"].as_str().unwrap()).collect();
        assert_eq!(designs.len(), 4);
        let mut compared = 0;
        for design in designs {
            let rounds: Vec<Value> =
                serde_json::from_slice(&std::fs::read(golden(&format!("{design}.rounds.json"))).unwrap())
                    .unwrap();
            // Every round on SQLite; on PostgreSQL the same arithmetic reads other bytes, so one in four will do.
            for round in rounds.iter().step_by(if place.is_postgres() { 4 } else { 1 }) {
                let code = round["code"].as_str().unwrap();
                place.run(&["import", "round", &place.file("round.json", round.to_string())]);
                let responses = golden(&format!("{design}.csv"));
                place.run(&["import", "responses", responses.to_str().unwrap(), "--round", code]);
                for by in GROUPINGS {
                    let rows = place.json(&["index", "--round", code, "--by", by, "--format", "json"]);
                    for row in rows.as_array().unwrap() {
                        let same =
                            |e: &&Value| e["round"] == *code && e["by"] == *by && e["code"] == row["code"];
                        let expected =
                            expected.iter().find(same).unwrap_or_else(|| panic!("{code} {by} {row}"));
                        agree(expected, row);
                        compared += 1;
                    }
                }
            }
        }
        let all = if place.is_postgres() { expected.len() / 4 } else { expected.len() };
        assert_eq!(compared, all, "every row that R computed was compared");
        place.verify();
    });
}

fn agree(expected: &Value, row: &Value) {
    // R counts nobody as 0; a published row does not tell nobody from too few.
    let n = expected["n"].as_u64().filter(|n| *n > 0);
    assert_eq!(n, row["n"].as_u64(), "{expected} {row}");
    for key in ["estimate", "se", "ci_low", "ci_high"] {
        match (expected[key].as_f64(), row[key].as_f64()) {
            (Some(r), Some(ours)) => {
                assert!((r - ours).abs() <= 1e-9, "{key}: R {r}, ours {ours}: {expected}")
            }
            (None, None) => {}
            _ => panic!("{key}: {expected} {row}"),
        }
    }
}
