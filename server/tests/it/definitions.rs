//! Index definitions as objects: files, pages, and the rounds that have them.

use crate::http::Server;
use crate::running::{plan, prepared};
use crate::staff::{Staff, hidden};
use crate::support::{Place, on_both, round_document, small_round};
use serde_json::{Value, json};

/// Which version each round has.
fn named(place: &Place) -> Vec<String> {
    place.rows(
        "SELECT r.code || ' ' || d.code || ' ' || d.version FROM round r
        JOIN index_definition d ON d.id = r.definition_id ORDER BY r.id",
    )
}

fn stored(place: &Place) -> Vec<String> {
    place.rows("SELECT code || ' ' || version FROM index_definition ORDER BY id")
}

fn import(place: &Place, code: &str, title: &str, index: &Value) -> String {
    let document =
        json!({"code": code, "title": {"vi": title, "en": format!("{title} (en)")}, "index": index});
    place.run(&["import", "definition", &place.file("d.json", document.to_string())])
}

fn import_round(place: &Place, code: &str, index: Value) {
    let document = round_document(json!({"code": code, "index": index, "points": null}));
    place.run(&["import", "round", &place.file("x.json", document.to_string())]);
}

#[test]
fn a_round_file_names_a_definition_or_declares_one_and_keeps_the_version_it_has() {
    on_both(|place| {
        small_round(place, json!({}));
        let (mean, top2) = (
            json!({"scoring": "mean_range", "aggregation": "items"}),
            json!({"scoring": "top2", "aggregation": "pooled"}),
        );
        assert_eq!(named(place), ["r mean_range-items 1"]);
        assert_eq!(import(place, "sipas", "SIPAS", &top2), "sipas 1\n");
        assert_eq!(import(place, "sipas", "SIPAS", &top2), "sipas 1\n", "the same again is the same version");
        import_round(place, "first", json!("sipas"));
        assert_eq!(import(place, "sipas", "SIPAS", &mean), "sipas 2\n");
        import_round(place, "second", json!("sipas"));
        // What is declared in place is the oldest definition that says the same, or becomes one.
        import_round(place, "declared", mean);
        import_round(place, "other", json!({"scoring": "mean_max", "aggregation": "factors"}));
        let expected = [
            "r mean_range-items 1",
            "first sipas 1",
            "second sipas 2",
            "declared mean_range-items 1",
            "other mean_max-factors 1",
        ];
        assert_eq!(named(place), expected);
        for (file, said) in [
            (
                json!({"code": "x", "index": "none", "points": null}),
                "the index definition none does not exist",
            ),
            (json!({"code": "x", "index": 7, "points": null}), "not a round file"),
            (json!({"code": "x", "index": null, "points": null}), "index: is missing"),
        ] {
            let refused =
                place.refused(&["import", "round", &place.file("x.json", round_document(file).to_string())]);
            assert!(refused.contains(said), "{refused}");
        }
        for (file, said) in [
            (json!({"code": "d", "title": {"vi": "D"}}), "missing field `index`"),
            (
                json!({"code": "d", "title": {"vi": ""}, "index": {"scoring": "top2", "aggregation": "pooled"}}),
                "title: has no words",
            ),
            (
                json!({"code": "d", "title": {"vi": "D"}, "index": {"scoring": "top2", "aggregation": "weights"}}),
                "index.weights",
            ),
        ] {
            let refused = place.refused(&["import", "definition", &place.file("d.json", file.to_string())]);
            assert!(refused.contains(said), "{refused}");
        }
        // The page of results says which one it is.
        let server = Server::start(place);
        let page = |round: &str| server.get(&format!("/results/{round}?lang=en")).body;
        assert!(page("first").contains("Index definition: “SIPAS (en)” (sipas), version 1."));
        assert!(page("second").contains("“SIPAS (en)” (sipas), version 2."));
        assert!(page("r").contains("(mean_range-items), version 1."));
        place.verify();
    });
}

#[test]
fn a_definition_gets_versions_on_its_page_and_a_planned_round_chooses_one_that_fits() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let leader = Staff::with_role(place, &server, "an@x.vn", "leader", None);
        let typed = [("title", "SIPAS"), ("scoring", "top2"), ("aggregation", "pooled")];
        let with = |more: &[(&'static str, &'static str)]| [&typed[..], more].concat();
        let make = |pairs: &[(&str, &str)]| staff.post("/admin/definitions", pairs);
        for (bad, said) in [
            (with(&[("code", "a b")]), "Mã chỉ gồm chữ"),
            (vec![("code", "d"), ("scoring", "top2"), ("aggregation", "pooled")], "Xin ghi tên"),
            (vec![("code", "d"), ("title", "D"), ("aggregation", "pooled")], "Xin chọn trong danh sách"),
            (
                vec![
                    ("code", "d"),
                    ("title", "D"),
                    ("scoring", "top2"),
                    ("aggregation", "weights"),
                    ("weights", "f1"),
                ],
                "không phải là một mã và một số",
            ),
        ] {
            let reply = make(&bad);
            assert!(reply.status == 422 && reply.body.contains(said), "{bad:?}: {}", reply.body);
        }
        let made = make(&with(&[("code", "sipas")]));
        assert_eq!(
            (made.status, made.header("location")),
            (303, "/admin/definitions/sipas?done=definition-saved")
        );
        assert!(make(&with(&[("code", "sipas")])).body.contains("Đã có định nghĩa mang mã này"));
        let weighted =
            [("title", "SIPAS"), ("scoring", "top2"), ("aggregation", "weights"), ("weights", "zz 1")];
        assert_eq!(staff.post("/admin/definitions/sipas", &weighted).status, 303);
        assert_eq!(staff.post("/admin/definitions/none", &weighted).status, 404);
        assert_eq!(leader.post("/admin/definitions/sipas", &weighted).status, 403);
        assert_eq!(stored(place), ["sipas 1", "sipas 2"]);
        assert!(leader.get("/admin/definitions").body.contains("/admin/definitions/sipas"));
        assert!(leader.get("/admin/definitions/sipas").body.contains("zz 1"));

        plan(&staff, "r");
        assert_eq!(named(place), ["r sipas 1"], "a new round begins with the same, which is there");
        let choose = |definition: &str, more: &[(&str, &str)]| {
            let page = staff.get("/admin/rounds/r/definition").body;
            let token = hidden(&page, "revision_token");
            let begun = [("revision_token", &*token), ("definition", definition), ("sample", "open")];
            let pairs = [&begun[..], more].concat();
            staff.post("/admin/rounds/r/definition", &pairs)
        };
        let unfit = choose("sipas 2", &[]);
        assert!(unfit.status == 422 && unfit.body.contains("Định nghĩa này không khớp"), "{}", unfit.body);
        assert_eq!(choose("sipas 3", &[]).status, 422);
        // What is declared in place and no round has any more is gone.
        assert_eq!(choose("", &[("scoring", "mean_max"), ("aggregation", "items")]).status, 303);
        assert_eq!((named(place), stored(place).len()), (vec!["r mean_max-items 1".to_owned()], 3));
        assert_eq!(choose("sipas 1", &[]).status, 303);
        assert_eq!(named(place), ["r sipas 1"]);
        assert_eq!(stored(place), ["sipas 1", "sipas 2"]);
        assert!(staff.get("/admin/definitions/sipas").body.contains("<dd>r</dd>"));
        place.verify();
    });
}
