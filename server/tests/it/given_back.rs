//! Whatever becomes of answers that a citizen has sent, the reply holds them.

use crate::http::{Reply, Server};
use crate::staff::hidden;
use crate::support::{Place, on_both, round_document, small_round};
use serde_json::{Value, json};

const WORDS: &str = "Cán bộ tận tình & nhanh <b>";
/// How they stand in a page.
const IN_PAGE: &str = "Cán bộ tận tình &amp; nhanh &lt;b&gt;";

/// Two choices and words, with more pairs.
fn answers(more: &[(&str, &str)]) -> String {
    let pairs = [("q1", "4"), ("q2", "5"), ("q3", WORDS)];
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).extend_pairs(more).finish()
}

/// A round `code` with a point of the same name on a form of two choices and words.
fn round(place: &Place, code: &str, changes: Value) {
    let mut document = round_document(json!({
        "code": code, "form": "us-a11-280", "index": {"scoring": "top2", "aggregation": "pooled"},
        "points": [{"slug": code, "agency": "A1", "service_area": "dat-dai", "channel": "qr"}],
    }));
    for (key, value) in changes.as_object().unwrap() {
        document[key] = value.clone();
    }
    place.run(&["import", "round", &place.file("r.json", document.to_string())]);
}

/// What the page of a refusal shows of answers: to be read, to be corrected, or to be sent again.
#[derive(Debug, PartialEq)]
enum Shown {
    Read,
    Form,
    Again,
}

#[track_caller]
fn holds_answers(reply: &Reply, status: u16, shown: Shown) {
    let page = &reply.body;
    assert_eq!(reply.status, status, "{page}");
    assert!(page.contains(IN_PAGE), "the words: {page}");
    for choice in ["name=\"q1\" value=\"4\"", "name=\"q2\" value=\"5\""] {
        assert!(page.contains(choice), "{choice}: {page}");
    }
    // A form is kept for Back like the one it was sent from; on no other page does anybody who comes after find answers.
    let kept = if shown == Shown::Form { "private, no-cache" } else { "no-store" };
    assert_eq!(reply.header("cache-control"), kept);
    let is_read = page.contains("<dd>Đồng ý</dd>") && page.contains("Chưa có gì được lưu");
    assert_eq!(is_read, shown == Shown::Read, "{page}");
    assert_eq!(page.contains("<button>Gửi lại</button>"), shown == Shown::Again, "{page}");
    assert_eq!(page.contains("<fieldset"), shown == Shown::Form, "{page}");
}

#[test]
fn every_refusal_of_answers_holds_what_was_written_and_stores_nothing() {
    on_both(|place| {
        place.run(&["import", "form", "us-a11-280"]);
        small_round(place, json!({}));
        round(place, "q", json!({}));
        round(place, "over", json!({"to": "2025-12-31"}));
        round(place, "early", json!({"from": "2198-01-01", "to": "2199-12-31"}));
        round(place, "stopped", json!({}));
        place.sql("UPDATE collection_point SET retired = '2026-01-01' WHERE slug = 'stopped'");
        round(place, "planned", json!({}));
        place.sql("UPDATE round SET stage = 'plan' WHERE code = 'planned'");
        round(place, "replaced", json!({}));
        place.sql(
            "INSERT INTO retired_slug (slug, point_id, day, offers)
             SELECT 'misused', id, '2026-01-01', 0 FROM collection_point WHERE slug = 'replaced'",
        );
        let quota = json!({"quota": {"cells": {"A1": {"dat-dai": 1}}, "full": "stop"}});
        round(place, "full", quota);
        round(place, "closing", json!({}));
        let server = Server::start(place);
        // The one that there is room for.
        assert_eq!(server.post("/s/full/answers", &answers(&[]), &[]).status, 303);
        // Whoever closes the round at another server: this one learns of it from the writer.
        assert_eq!(server.get("/s/closing").status, 200);
        place.sql("UPDATE round SET stage = 'closed' WHERE code = 'closing'");
        let count = || place.rows("SELECT id FROM response").len();
        let stored = count();
        let foreign: &[(&str, &str)] = &[("origin", "https://example.org")];
        let plain: &[(&str, &str)] = &[("content-type", "text/plain")];
        let (whole, unknown) = (answers(&[]), answers(&[("q99", "1")]));
        let (damaged, wrong) = (answers(&[]) + "&q4=%zz", answers(&[("q2", "1")]));
        let large = answers(&[("q3", &"đ".repeat(30_000))]);
        type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], u16, Shown);
        let cases: [Case; 15] = [
            ("/s/q/answers", &unknown, &[], 400, Shown::Again),
            ("/s/q/answers", &damaged, &[], 400, Shown::Again),
            ("/s/q/answers", &whole, foreign, 403, Shown::Again),
            ("/s/over/answers", &whole, foreign, 403, Shown::Again),
            ("/s/q/answers", &large, &[], 413, Shown::Form),
            ("/s/q/answers", &whole, plain, 415, Shown::Again),
            ("/s/q/answers", &wrong, &[], 422, Shown::Form),
            ("/s/early/answers", &whole, &[], 404, Shown::Read),
            ("/s/planned/answers", &whole, &[], 404, Shown::Read),
            ("/s/q/answers?lang=xx", &whole, &[], 404, Shown::Read),
            ("/s/over/answers", &whole, &[], 410, Shown::Read),
            ("/s/stopped/answers", &whole, &[], 410, Shown::Read),
            ("/s/misused/answers", &whole, &[], 410, Shown::Read),
            ("/s/full/answers", &whole, &[], 410, Shown::Read),
            ("/s/closing/answers", &whole, &[], 410, Shown::Read),
        ];
        for (path, body, headers, status, shown) in cases {
            eprintln!("{path} {status}");
            holds_answers(&server.post(path, body, headers), status, shown);
            assert_eq!(count(), stored, "{path}");
        }
        // Where no form is known, they come under their names.
        let nowhere = server.post("/s/nowhere/answers", &whole, &[]);
        assert_eq!(nowhere.status, 404);
        assert!(nowhere.body.contains(&format!("<dt>q3</dt><dd>{IN_PAGE}</dd>")), "{}", nowhere.body);
        // Nobody is shown the words of another website as if they were ours.
        let elsewhere = server.post("/s/nowhere/answers", &whole, foreign);
        assert!(elsewhere.status == 403 && !elsewhere.body.contains("<dd>"), "{}", elsewhere.body);
        place.verify();
    });
}

#[test]
fn a_full_disk_or_database_gives_answers_back_too() {
    let Some(place) = Place::postgres() else { return };
    place.run(&["import", "form", "us-a11-280"]);
    small_round(&place, json!({}));
    round(&place, "q", json!({}));
    let server = Server::start(&place);
    place.outage(true);
    let body = answers(&[("~key", "AAAAAAAAAAAAAAAAAAAAAA")]);
    let page = server.post("/s/q/answers", &body, &[]);
    holds_answers(&page, 503, Shown::Again);
    assert_eq!(hidden(&page.body, "~key"), "AAAAAAAAAAAAAAAAAAAAAA", "and their visit stays one");
    place.outage(false);
}

#[test]
fn what_is_too_large_to_be_read_is_said_to_be_still_in_the_form() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start(&place);
    let huge = format!("i1={}", "x".repeat(300_000));
    for (language, said) in [("", "nút Quay lại"), ("?lang=en", "Back button")] {
        let page = server.post(&format!("/s/p/answers{language}"), &huge, &[]);
        assert!(page.status == 413 && page.body.contains(said), "{}", page.body);
    }
}

#[test]
fn the_other_language_keeps_what_was_written_and_stores_nothing() {
    on_both(|place| {
        place.run(&["import", "form", "us-a11-280"]);
        small_round(place, json!({}));
        round(place, "q", json!({}));
        let server = Server::start(place);
        let form = server.get("/s/q");
        assert!(form.body.contains("formaction=\"/s/q?lang=en\""), "{}", form.body);
        let key = hidden(&form.body, "~key");
        let body = answers(&[("~key", &key)]);
        let english = server.post("/s/q?lang=en", &body, &[]);
        holds_answers(&english, 200, Shown::Form);
        for there in
            ["lang=\"en\"", "strongly agree", "formaction=\"/s/q\"", "action=\"/s/q/answers?lang=en\""]
        {
            assert!(english.body.contains(there), "{there}: {}", english.body);
        }
        assert_eq!(hidden(&english.body, "~key"), key, "the same visit");
        assert_eq!(place.rows("SELECT id FROM response").len(), 0);
        let sent = server.post("/s/q/answers?lang=en", &body, &[]);
        assert_eq!((sent.status, sent.header("location")), (303, "/s/q/thanks?lang=en"));
        // Whoever has written nothing yet gets the page that is there for everybody.
        for (to, body, headers) in [
            ("/s/q?lang=en", "~key=x&q3=", &[][..]),
            ("/s/q", "", &[]),
            ("/s/q?lang=en", &body, &[("sec-fetch-site", "cross-site")]),
        ] {
            let reply = server.post(to, body, headers);
            assert_eq!((reply.status, reply.header("location")), (303, to));
        }
        // Nor does the switch take answers from a round that has ended meanwhile.
        round(place, "over", json!({"to": "2025-12-31"}));
        let over = server.post("/s/over?lang=en", &body, &[]);
        assert!(over.status == 410 && over.body.contains(IN_PAGE), "{}", over.body);
        assert!(over.body.contains("<dd>agree</dd>"), "{}", over.body);
        place.verify();
    });
}

#[test]
fn pages_that_give_a_reason_lead_into_the_other_language() {
    let place = Place::sqlite();
    small_round(&place, json!({"to": "2025-12-31"}));
    let server = Server::start(&place);
    for (path, other) in [
        ("/nothing", "?lang=en"),
        ("/nothing?lang=en", "?lang=vi"),
        ("/results/none", "?lang=en"),
        ("/s/none", "?lang=en"),
        ("/s/p", "/s/p?lang=en"),
        ("/s/p?lang=en", "/s/p"),
    ] {
        let page = server.get(path);
        assert!(page.status >= 400, "{path}");
        assert!(page.body.contains(&format!("<nav><a href=\"{other}\"")), "{path}: {}", page.body);
    }
}
