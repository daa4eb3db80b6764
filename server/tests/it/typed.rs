//! Addresses as people type them and as messengers send them; and pages of failures in their reader's language.

use crate::http::{Reply, Server};
use crate::support::{COMPLETE, on_both, round_document, small_round};
use serde_json::{Value, json};

/// Where a reply leads; it never sets the key of a visit.
fn way(reply: &Reply) -> (u16, &str) {
    assert_eq!(reply.header("set-cookie"), "");
    (reply.status, reply.header("location"))
}

#[test]
fn an_address_as_people_type_it_leads_to_what_was_meant() {
    on_both(|place| {
        let point =
            |slug: &str| json!({"slug": slug, "agency": "A1", "service_area": "dat-dai", "channel": "qr"});
        small_round(place, json!({"points": [point("p"), point("Big-1")]}));
        let early = |changes: Value| round_document(changes).to_string();
        let early = early(
            json!({"code": "early", "from": "2198-01-01", "to": "2199-12-31", "points": [point("early")]}),
        );
        place.run(&["import", "round", &place.file("early.json", early)]);
        let server = Server::start(place);
        for (typed, meant) in [
            ("/s/P", "/s/p"),
            ("/S/P", "/s/p"),
            ("/s/p/", "/s/p"),
            ("/s/P/?lang=en", "/s/p?lang=en"),
            ("/s/p.", "/s/p"),
            ("/s/p,", "/s/p"),
            ("/s/p)", "/s/p"),
            ("/s/p%5D", "/s/p"),
            ("/s/p%3E", "/s/p"),
            ("/s/p%22", "/s/p"),
            ("/s/p%E2%80%9D", "/s/p"),
            ("/s/p%E2%80%A6", "/s/p"),
            ("/s/p%20", "/s/p"),
            ("/s/p?lang=en.", "/s/p?lang=en"),
            ("/s/p/thanks/", "/s/p/thanks"),
            ("/s/Big-1).", "/s/Big-1"),
            ("/results/", "/results"),
            ("/results/R", "/results/r"),
            ("/results/r/", "/results/r"),
            ("/results/r.?lang=en", "/results/r?lang=en"),
            ("/RESULTS/R/AGENCIES/A1", "/results/r/agencies/A1"),
            ("/results/r/agencies/A1,", "/results/r/agencies/A1"),
            ("/admin/", "/admin"),
        ] {
            assert_eq!(way(&server.get(typed)), (303, meant), "{typed}");
        }
        assert_eq!(server.get("/s/Big-1").status, 200, "a slug that has capitals");
        // Why there is nothing yet is said at once.
        for address in ["/s/early", "/s/EARLY", "/s/early)"] {
            let page = server.get(address);
            assert!(page.status == 404 && page.body.contains("chưa bắt đầu"), "{address}: {}", page.body);
        }
        for nowhere in
            ["/s/none", "/s/NONE.", "/s/none/", "/s//example.org/", "//example.org/", "/results/NONE/"]
        {
            for (query, language) in [("", "vi"), ("?lang=en", "en")] {
                let page = server.get(&format!("{nowhere}{query}"));
                assert_eq!(way(&page), (404, ""), "{nowhere}{query}");
                assert!(page.body.contains(&format!("<html lang=\"{language}\">")), "{}", page.body);
            }
        }
        // What is sent goes where it was sent.
        assert_eq!(way(&server.post("/s/P/answers", COMPLETE, &[])), (404, ""));
        assert_eq!(place.rows("SELECT day FROM response").len(), 0);
    });
}

#[test]
fn a_failure_is_told_in_the_language_of_the_address() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        place.sql("ALTER TABLE collection_point RENAME TO gone");
        place.sql("ALTER TABLE setting RENAME TO gone_too");
        for address in ["/s/p", "/s/p/thanks", "/", "/emblem.png"] {
            for (query, language, title) in [
                ("", "vi", "Có lỗi ở phía chúng tôi"),
                ("?lang=en", "en", "Something went wrong on our side"),
            ] {
                let page = server.get(&format!("{address}{query}"));
                assert_eq!(page.status, 500, "{address}{query}: {}", page.body);
                assert!(page.body.contains(&format!("<html lang=\"{language}\">")), "{}", page.body);
                assert!(page.body.contains(&format!("<h1>{title}</h1>")), "{}", page.body);
            }
        }
    });
}
