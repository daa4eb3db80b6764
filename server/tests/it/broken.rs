//! Forms without an index, and rounds of which what is stored cannot be interpreted: neither takes anything else down with it.

use crate::running::{make_points, plan, prepared, slugs, stage};
use crate::staff::Staff;
use crate::support::{Place, on_both, small_round};
use serde_json::{Value, json};

/// A matrix with rows of its own and a comment; no contents, so that nothing is indexed.
fn without_index() -> Value {
    let text = |words: &str| json!({"vi": words});
    let labels: Vec<Value> =
        (1..=5).map(|v| json!({"value": v, "score": v, "text": text(&format!("mức {v}"))})).collect();
    json!({
        "code": "plain", "title": text("Phiếu không có chỉ số"), "note": "kept, and means nothing",
        "scales": [{"code": "s5", "title": text("s5"), "labels": labels}],
        "questions": [
            {"code": "m", "kind": "matrix", "required": true, "scale": "s5", "text": text("Đánh giá"), "rows": [
                {"code": "r1", "text": text("Dòng một")}, {"code": "r2", "text": text("Dòng hai")}]},
            {"code": "comment", "kind": "text", "role": "comment", "text": text("Ý kiến")},
        ],
    })
}

fn said(place: &Place, arguments: &[&str]) -> (String, String) {
    let output = place.try_run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).into()
}

#[test]
fn a_form_without_an_index_collects_answers_and_every_page_of_its_round_says_so() {
    on_both(|place| {
        let server = prepared(place);
        let file = place.file("plain.json", without_index().to_string());
        let (out, err) = said(place, &["import", "form", &file]);
        assert!(out == "plain 1\n" && err.contains("the form plain has no index"), "{out}{err}");
        // A round from a file needs no definition then; with an index it still does.
        let document = json!({
            "code": "file", "title": {"vi": "Đợt từ tệp"}, "form": "plain", "from": "2025-07-01", "to": "2099-12-31",
            "live": true, "agencies": ["A", "B"], "service_areas": ["dat-dai"], "minimum_cell": 1,
            "points": [{"slug": "p", "agency": "A", "service_area": "dat-dai", "channel": "qr"}],
        });
        place.run(&["import", "round", &place.file("r.json", document.to_string())]);
        let mut indexed = document;
        (indexed["code"], indexed["form"]) = (json!("indexed"), json!("golden"));
        let refused = place.refused(&["import", "round", &place.file("r.json", indexed.to_string())]);
        assert!(refused.contains("index: is missing; the form golden has an index"), "{refused}");

        // On pages.
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        assert!(staff.get("/admin/forms/plain").body.contains("không có chỉ số"));
        let new = [
            ("code", "r"),
            ("title", "Đợt"),
            ("form", "plain"),
            ("from", "2026-01-01"),
            ("to", "2099-12-31"),
        ];
        assert_eq!(staff.post("/admin/new-round", &new).status, 303);
        let step = staff.get("/admin/rounds/r/definition");
        assert!(step.status == 200 && step.body.contains("không có chỉ số"), "{}", step.body);
        let token = crate::staff::hidden(&step.body, "revision_token");
        let saved =
            staff.post("/admin/rounds/r/definition", &[("revision_token", &token), ("sample", "drawn")]);
        assert_eq!(saved.status, 303, "{}", saved.body);
        make_points(&staff, "A", "qr");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);

        for slug in ["p".to_owned(), slugs(place)[1].clone()] {
            assert_eq!(server.get(&format!("/s/{slug}")).status, 200);
            for comment in ["", "&comment=t%E1%BB%91t"] {
                let body = format!("r1=4&r2=5{comment}");
                assert_eq!(server.post(&format!("/s/{slug}/answers"), &body, &[]).status, 303);
            }
        }
        for code in ["r", "file"] {
            let pages = [
                "",
                "/basics",
                "/definition",
                "/places",
                "/volumes",
                "/rules",
                "/points",
                "/monitor",
                "/copy",
            ];
            for page in pages {
                assert_eq!(staff.get(&format!("/admin/rounds/{code}{page}")).status, 200, "{code}{page}");
            }
            assert!(staff.get(&format!("/admin/rounds/{code}")).body.contains("không có chỉ số"));
            let results = staff.get(&format!("/results/{code}"));
            assert!(results.status == 200 && results.body.contains("không có chỉ số"), "{}", results.body);
            let exported = place.run(&["export", "responses", "--round", code]);
            assert!(exported.contains(",4,5\r\n") && exported.lines().count() == 3, "{exported}");
            let (rows, err) = said(place, &["index", "--round", code, "--format", "json"]);
            let rows: Value = serde_json::from_str(&rows).unwrap();
            assert!(rows[0]["n"].is_null() && rows[0]["estimate"].is_null(), "{rows}");
            assert!(err.contains("the form plain has no index"), "{err}");
        }
        assert!(server.get("/results").status == 200 && server.get("/api/v1/rounds").status == 200);
        assert_eq!(server.get("/api/v1/rounds/file/index").json()[0]["n"], Value::Null);
        place.verify();
    });
}

#[test]
fn a_broken_round_is_named_and_takes_no_other_round_page_or_command_with_it() {
    on_both(|place| {
        small_round(place, json!({"minimum_cell": 1}));
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "planned");
        make_points_of(&staff, "planned");
        plan(&staff, "opened");
        make_points_of(&staff, "opened");
        assert_eq!(stage(&staff, "opened", &[("to", "open")]), 303);
        assert_eq!(server.post("/s/p/answers", crate::support::COMPLETE, &[]).status, 303);
        // An agency that is gone, and a plan that is none.
        place
            .sql("UPDATE round SET document = REPLACE(document, '\"B\"', '\"GONE\"') WHERE code = 'planned'");
        place.sql("UPDATE round SET document = '{}' WHERE code = 'opened'");
        place.sql("UPDATE setting SET value = value || '1' WHERE key = 'plan_version'");

        let (_, err) = said(place, &["rounds"]);
        assert!(err.contains("the round planned cannot be interpreted"), "{err}");
        let listed = place.json(&["rounds", "--format", "json"]);
        let status =
            |at: usize| (listed[at]["code"].as_str().unwrap(), listed[at]["status"].as_str().unwrap());
        assert_eq!(
            [status(0), status(1), status(2)],
            [("r", "open"), ("planned", "broken"), ("opened", "broken")]
        );
        assert_eq!((&listed[1]["form"], &listed[0]["responses"]), (&json!("golden"), &json!(1)));
        let verified = place.try_run(&["verify"]);
        let lines = String::from_utf8(verified.stdout).unwrap();
        assert_eq!(verified.status.code(), Some(1));
        assert!(lines.contains("planned\tplan\tthe round cannot be interpreted: GONE is gone\n"), "{lines}");
        assert!(
            lines.contains("opened\tplan\tthe round cannot be interpreted: its plan cannot be read"),
            "{lines}"
        );
        assert!(!lines.contains("r\t"), "{lines}");
        place.run(&["index", "--round", "r"]);
        place.run(&["export", "responses", "--round", "r"]);

        for page in ["/admin", "/admin/rounds", "/admin/rounds/r", "/results", "/results/r", "/api/v1/rounds"]
        {
            let reply = staff.get(page);
            assert_eq!(reply.status, 200, "{page}: {}", reply.body);
        }
        assert_eq!(server.post("/s/p/answers", crate::support::COMPLETE, &[]).status, 303);
        for code in ["planned", "opened"] {
            let way = format!("/admin/rounds/{code}/removal");
            assert!(staff.get("/admin/rounds").body.contains(&way));
            for page in ["", "/basics", "/monitor"] {
                let reply = staff.get(&format!("/admin/rounds/{code}{page}"));
                assert!(reply.status == 409 && reply.body.contains(&way), "{code}{page}: {}", reply.body);
            }
            assert_eq!(staff.get(&way).status, 200);
        }
        assert!(staff.get("/admin/rounds/planned/removal").body.contains("Không còn cơ quan có mã GONE."));

        // What was only planned can be deleted, by those who reach everything; what was opened stays.
        let local = Staff::with_role(place, &server, "an@x.vn", "survey-administrator", Some("A"));
        let remove = |staff: &Staff, code: &str, typed: &str| {
            staff.post(&format!("/admin/rounds/{code}/removal"), &[("typed", typed)]).status
        };
        assert_eq!(remove(&local, "planned", "planned"), 403);
        assert_eq!(remove(&staff, "planned", "plan"), 422);
        assert_eq!(remove(&staff, "opened", "opened"), 422);
        assert_eq!(remove(&staff, "r", "r"), 303, "a round that can be interpreted is not removed here");
        assert_eq!(remove(&staff, "planned", "planned"), 303);
        assert_eq!(place.rows("SELECT code FROM round ORDER BY id"), ["r", "opened"]);
        let left = "SELECT CAST(COUNT(*) AS TEXT) FROM collection_point p JOIN round r ON r.id = p.round_id";
        assert_eq!(place.rows(left), ["2"]);
        assert_eq!(staff.get("/admin/rounds/planned/removal").status, 404);
    });
}

fn make_points_of(staff: &Staff, code: &str) {
    let points = [("agency", "A"), ("area", "dat-dai"), ("channel", "qr")];
    assert_eq!(staff.post(&format!("/admin/rounds/{code}/points"), &points).status, 303);
}

#[test]
fn a_round_for_which_no_definition_fits_is_not_planned_in_the_first_place() {
    on_both(|place| {
        let server = prepared(place);
        let mut form = without_index();
        form["code"] = json!("flat");
        form["scales"][0]["labels"] = json!([{"value": 1, "score": -5, "text": {"vi": "một"}}]);
        form["contents"] = json!([{"code": "c", "title": {"vi": "c"}, "factors": [{"code": "f", "title": {"vi": "f"},
            "items": [{"code": "i", "text": {"vi": "i"}, "scale": "s5"}]}]}]);
        let question = json!({"code": "q", "kind": "single", "role": "satisfaction", "items": ["i"]});
        form["questions"].as_array_mut().unwrap().push(question);
        place.run(&["import", "form", &place.file("flat.json", form.to_string())]);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let new =
            [("code", "r"), ("title", "Đợt"), ("form", "flat"), ("from", "2026-01-01"), ("to", "2099-12-31")];
        let reply = staff.post("/admin/new-round", &new);
        assert!(reply.status == 422 && reply.body.contains("Không khớp"), "{}", reply.body);
        assert_eq!(place.rows("SELECT code FROM round"), [""; 0]);
    });
}

#[test]
fn what_would_silently_have_no_effect_is_refused_at_import_with_its_place() {
    let place = Place::sqlite();
    let server = prepared(&place);
    let mut form = without_index();
    form["questions"][0]["rows"][1]["show_if"] = json!({"question": "r1", "equals": 1});
    let said = place.refused(&["import", "form", &place.file("f.json", form.to_string())]);
    let expected = "questions[0].rows[1].show_if: looks like a condition and would be ignored; write show_if as relevant_if";
    assert!(said.contains(expected), "{said}");
    let staff = Staff::with_role(&place, &server, "lan@x.vn", "survey-administrator", None);
    let reply = staff.post("/admin/forms", &[("text", &form.to_string()), ("sure", "1")]);
    assert!(reply.status == 422 && reply.body.contains("questions[0].rows[1].show_if"), "{}", reply.body);
    assert!(reply.body.contains("trông như một điều kiện"), "{}", reply.body);
    assert_eq!(place.rows("SELECT code FROM form_version WHERE code = 'plain'"), [""; 0]);
}
