//! Rounds: what a plan must be, and how its numbers are shown.

use crate::http::Server;
use crate::support::{COMPLETE, Place, on_both, round_document, small_round};
use serde_json::{Value, json};

#[test]
fn a_round_that_does_not_fit_is_refused_with_what_and_where() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let cases = [
        (json!({"code": "r"}), "the round r is already taken"),
        (json!({"to": "2025-06-30"}), "to: the round would end on 2025-06-30 before it begins on 2025-07-01"),
        (json!({"from": "7-2025"}), "is not a day like"),
        (json!({"form": "none"}), "the form none does not exist; import it first"),
        (json!({"agencies": ["A1", "Z9"]}), "the agency Z9 does not exist"),
        (json!({"agencies": ["A1", "A1"]}), "agencies: A1 stands there twice"),
        (json!({"service_areas": ["x"]}), "the service area x does not exist"),
        (json!({"surprise": 1}), "unknown field `surprise`"),
        (json!({"minimum_cell": 0}), "minimum_cell: must be at least 1"),
        (json!({"population": {"A1": 10}}), "population: the agency A2 is missing"),
        (json!({"population": {"A1": 10, "A2": 0}}), "population.A2: must be at least 1"),
        (json!({"population": {"A1": 10, "A2": 5, "A3": 5}}), "population.A3: is not an agency of the round"),
        (
            json!({"population": {"A1": {"ho-tich": 10}, "A2": 5}, "points": [{"slug": "q", "agency": "A1", "service_area": "dat-dai", "channel": "qr"}]}),
            "points[0]: A1 × dat-dai has no population",
        ),
        (json!({"index": {"scoring": "median", "aggregation": "pooled"}}), "unknown variant `median`"),
        (json!({"index": {"scoring": "top2", "aggregation": "weights"}}), "index.weights"),
        (
            json!({"points": [{"slug": "p", "agency": "A1", "service_area": "dat-dai", "channel": "qr"}]}),
            "the slug p is already taken",
        ),
        (
            json!({"points": [{"slug": "q", "agency": "A3", "service_area": "dat-dai", "channel": "qr"}]}),
            "A3 × dat-dai is not part of the round",
        ),
        (
            json!({"points": [{"slug": "a/b", "agency": "A1", "service_area": "dat-dai", "channel": "qr"}]}),
            "holds the character '/'",
        ),
    ];
    for (change, expected) in cases {
        let mut document = round_document(json!({"code": "r2", "points": null}));
        for (key, value) in change.as_object().unwrap() {
            document[key] = value.clone();
        }
        let said = place.refused(&["import", "round", &place.file("x.json", document.to_string())]);
        assert!(said.contains(expected), "{change}: {said}");
    }
    assert_eq!(
        place.json(&["rounds", "--format", "json"]).as_array().unwrap().len(),
        1,
        "nothing is stored half"
    );
}

#[test]
fn lists_and_points_that_are_left_out_mean_everything() {
    let place = Place::sqlite();
    small_round(&place, json!({"agencies": null, "service_areas": null, "points": null}));
    let document =
        round_document(json!({"code": "r2", "agencies": null, "service_areas": null, "points": null}));
    let printed = place.run(&["import", "round", &place.file("x.json", document.to_string())]);
    let lines: Vec<Vec<&str>> = printed.lines().map(|l| l.split('\t').collect()).collect();
    assert_eq!(lines[0], ["r2"]);
    assert_eq!(lines.len() - 1, 6 * 3, "a point for each agency × service area");
    assert!(lines[1..].iter().all(|l| l[0].len() == 10 && l[3] == "qr"));
}

#[test]
fn suppressed_rows_and_empty_rows_look_the_same() {
    on_both(|place| {
        small_round(place, json!({"minimum_cell": 3}));
        let mut rows = "agency,service_area,answered_on,i1\n".to_owned();
        rows.push_str(&"A1,dat-dai,2026-01-01,4\n".repeat(2));
        place.run(&["import", "responses", &place.file("r.csv", rows), "--round", "r"]);
        let rows = place.json(&["index", "--round", "r", "--by", "agency", "--format", "json"]);
        let without_names = |row: &Value| {
            let mut row = row.clone();
            row["code"] = json!("");
            row["name"] = json!("");
            row
        };
        assert_eq!(without_names(&rows[0]), without_names(&rows[1]));
        assert!(rows[0]["n"].is_null() && rows[0]["estimate"].is_null());
        let csv = place.run(&["index", "--round", "r", "--by", "agency", "--format", "csv"]);
        assert!(csv.starts_with("\u{feff}code,name,n,estimate,se,ci_low,ci_high,method\r\nA1,"));
        assert!(csv.lines().nth(1).unwrap().contains(",,,,,\"mean_range"));
    });
}

#[test]
fn the_api_gives_the_rows_of_the_command_line() {
    on_both(|place| {
        small_round(place, json!({"minimum_cell": 2}));
        let mut rows = "agency,service_area,answered_on,i1,i4,i2,i3,i5,i6,i7\n".to_owned();
        for (agency, i1, i4) in [("A1", 4, 9), ("A1", 2, 1), ("A1", 5, 3), ("A2", 5, 2), ("A2", 3, 2)] {
            rows.push_str(&format!("{agency},dat-dai,2026-01-01,{i1},{i4},3,4,2,1,3\n"));
        }
        place.run(&["import", "responses", &place.file("r.csv", rows), "--round", "r"]);
        let server = Server::start(place);
        for by in ["overall", "agency", "service_area", "block", "content", "factor", "item"] {
            let printed = place.json(&["index", "--round", "r", "--by", by, "--format", "json"]);
            // The API rounds as pages do: whole percent below a hundred respondents.
            let mut rounded = printed;
            for row in rounded.as_array_mut().unwrap() {
                for key in ["estimate", "se", "ci_low", "ci_high"] {
                    row[key] = row[key].as_f64().map(|number| (number + 1e-9).round()).into();
                }
            }
            assert_eq!(server.get(&format!("/api/v1/rounds/r/index?by={by}")).json(), rounded);
        }
        let listed = place.json(&["rounds", "--format", "json"]);
        assert_eq!(server.get("/api/v1/rounds").json(), listed);
        for (path, status) in
            [("r/index?by=colour", 400), ("r/index?lang=xx", 400), ("r/index?x=1", 400), ("none/index", 404)]
        {
            let reply = server.get(&format!("/api/v1/rounds/{path}"));
            assert_eq!(
                (reply.status, reply.header("content-type")),
                (status, "application/problem+json"),
                "{path}"
            );
        }
    });
}

#[test]
fn numbers_of_a_round_that_is_not_live_wait_for_a_minimum_cell_of_new_answers() {
    on_both(|place| {
        small_round(place, json!({"live": false, "minimum_cell": 3}));
        let server = Server::start(place);
        let shown = || server.get("/api/v1/rounds/r/index").json()[0]["n"].clone();
        let answer = || assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
        (0..2).for_each(|_| answer());
        assert_eq!(shown(), Value::Null);
        assert_eq!(server.get("/api/v1/rounds").json()[0]["responses"], Value::Null);
        answer();
        assert_eq!(shown(), json!(3));
        // Two more are not enough, and three more come on the same day.
        (0..3).for_each(|_| answer());
        assert_eq!(shown(), json!(3));
        assert_eq!(place.json(&["index", "--round", "r", "--format", "json"])[0]["n"], json!(6));
        // As if the number had last advanced yesterday, and the server came up this morning.
        drop(server);
        place.sql("UPDATE publication SET day = '2026-01-01'");
        let server = Server::start(place);
        let shown = || server.get("/api/v1/rounds/r/index").json()[0]["n"].clone();
        assert_eq!(shown(), json!(6));
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
        place.sql("UPDATE publication SET day = '2026-01-01'");
        assert_eq!(shown(), json!(6), "one new answer could be told by subtraction");
        assert_eq!(server.get("/results/r").status, 200);
        place.verify();
    });
}

#[test]
fn pages_that_do_not_exist_say_so() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let closed = json!({"code": "old", "to": "2025-12-31", "points": [{"slug": "old", "agency": "A1", "service_area": "dat-dai", "channel": "qr"}]});
    let planned = json!({"code": "new", "from": "2098-01-01", "points": [{"slug": "new", "agency": "A1", "service_area": "dat-dai", "channel": "qr"}]});
    for round in [closed, planned] {
        place.run(&["import", "round", &place.file("x.json", round_document(round).to_string())]);
    }
    let server = Server::start(&place);
    for (path, status, words) in [
        ("/s/none", 404, "Không tìm thấy phiếu"),
        ("/s/none?lang=en", 404, "There is no such survey"),
        ("/s/a%2Fb", 404, "Không tìm thấy phiếu"),
        ("/s/p?lang=fr", 404, "/s/p?lang=en"),
        ("/s/old", 410, "31/12/2025"),
        ("/s/old?lang=en", 410, "31\u{a0}December\u{a0}2025"),
        ("/s/new", 404, "1/1/2098"),
        ("/results/none", 404, "Không có đợt khảo sát này"),
        ("/nothing?lang=en", 404, "There is no such page"),
        ("/results/r", 200, "Chưa đủ phiếu trả lời"),
    ] {
        let reply = server.get(path);
        assert_eq!(reply.status, status, "{path}");
        assert!(reply.body.contains(words), "{path}: {}", reply.body);
        assert!(!reply.body.contains("<script") && !reply.body.contains(" style="), "{path}");
        assert!(reply.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(reply.header("set-cookie"), "", "{path}");
    }
    for path in ["/s/old/answers", "/s/new/answers"] {
        assert!([410, 404].contains(&server.post(path, COMPLETE, &[]).status), "{path}");
    }
    assert_eq!(server.get("/s/p/answers").header("location"), "/s/p");
    assert_eq!(server.get("/healthz").body, "ok\n");
}
