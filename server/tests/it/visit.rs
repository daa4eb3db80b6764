//! One visit, one answer: the key of a load in the form and in the cookie, in whatever way browsers keep or lose them.

use crate::http::Server;
use crate::staff::hidden;
use crate::support::{COMPLETE, Place, on_both, small_round};
use serde_json::json;
use std::io::Read;

/// A load of the form: the key in it, and the cookie that came along.
struct Load {
    key: String,
    cookie: String,
}

fn load(server: &Server) -> Load {
    let reply = server.get("/s/p");
    assert_eq!(reply.status, 200);
    let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
    Load { key: hidden_key(&reply.body), cookie }
}

/// The key in a page.
fn hidden_key(page: &str) -> String {
    let field = page.split("name=\"~key\" value=\"").nth(1).unwrap_or_else(|| panic!("no key in {page}"));
    field.split('"').next().unwrap().to_owned()
}

/// Sends the form and returns where it leads to.
fn send(server: &Server, answers: &str, key: &str, cookie: &str) -> String {
    let reply = server.post("/s/p/answers", &format!("{answers}&~key={key}"), &[("cookie", cookie)]);
    assert_eq!(reply.status, 303, "{}", reply.body);
    reply.header("location").to_owned()
}

const COUNTED: &str = "/s/p/thanks";
const ALREADY: &str = "/s/p/thanks?again=1";

fn first_answers(place: &Place) -> Vec<String> {
    place.rows("SELECT answers FROM response")
}

#[test]
fn each_load_is_a_visit_and_sending_it_twice_is_one_with_cookies_and_without() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        let mut stored = 0;
        for blocked in [false, true] {
            let cookie_of = |load: &Load| if blocked { String::new() } else { load.cookie.clone() };
            // Back and send again, and with another answer: the first stays.
            let visit = load(&server);
            let cookie = cookie_of(&visit);
            assert_eq!(visit.cookie, format!("k={}", visit.key));
            assert_eq!(send(&server, COMPLETE, &visit.key, &cookie), COUNTED);
            assert_eq!(send(&server, COMPLETE, &visit.key, &cookie), ALREADY);
            let changed = COMPLETE.replace("i1=4", "i1=1");
            assert_eq!(send(&server, &changed, &visit.key, &cookie), ALREADY);
            // Another person at the same phone loads the form anew, though the browser offers what it kept.
            let kept = server.get_with("/s/p", &[("cookie", &cookie), ("if-none-match", "*")]);
            assert_eq!(kept.status, 200);
            assert_eq!(send(&server, COMPLETE, &hidden_key(&kept.body), &cookie), COUNTED);
            // Two tabs of one code: the cookie is that of the second, the forms have keys of their own.
            let (one, two) = (load(&server), load(&server));
            let last = cookie_of(&two);
            assert_eq!(send(&server, COMPLETE, &one.key, &last), COUNTED);
            assert_eq!(send(&server, COMPLETE, &two.key, &last), COUNTED);
            assert_eq!(send(&server, COMPLETE, &one.key, &last), ALREADY);
            // What was missing is asked for under the same key, and Back to the first page is the same visit still.
            let visit = load(&server);
            let cookie = cookie_of(&visit);
            let body = format!("i1=4&~key={}", visit.key);
            let incomplete = server.post("/s/p/answers", &body, &[("cookie", &cookie)]);
            assert_eq!((incomplete.status, hidden_key(&incomplete.body)), (422, visit.key.clone()));
            assert_eq!(send(&server, COMPLETE, &visit.key, &cookie), COUNTED);
            assert_eq!(send(&server, COMPLETE, &visit.key, &cookie), ALREADY);
            // Refused and sent again from the page that kept it.
            let visit = load(&server);
            let body = format!("{COMPLETE}&~key={}", visit.key);
            let foreign = [("sec-fetch-site", "cross-site"), ("cookie", &*cookie_of(&visit))];
            let refused = server.post("/s/p/answers", &body, &foreign);
            assert_eq!((refused.status, hidden(&refused.body, "~key")), (403, visit.key.clone()));
            assert_eq!(send(&server, COMPLETE, &visit.key, ""), COUNTED);
            stored += 6;
            assert_eq!(first_answers(place).len(), stored);
        }
        assert!(first_answers(place).iter().all(|answers| answers.contains("\"i1\":\"4\"")));
        // A form that came without its key, or with a damaged one: the cookie stands in, else it is counted.
        let visit = load(&server);
        assert_eq!(send(&server, COMPLETE, "short", &visit.cookie), COUNTED);
        let without = server.post("/s/p/answers", COMPLETE, &[("cookie", &visit.cookie)]);
        assert_eq!(without.header("location"), ALREADY);
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).header("location"), COUNTED);
        assert_eq!(first_answers(place).len(), stored + 2);
        place.verify();
    });
}

#[test]
fn that_answers_are_stored_is_said_to_nobody_but_who_has_sent_them() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        let said = |path: &str, cookie: &str| {
            let page = server.get_with(path, &[("cookie", cookie)]).body;
            let texts = ["Your answers are stored safely", "already been received", "If you pressed send"];
            texts.into_iter().filter(|text| page.contains(text)).collect::<Vec<_>>()
        };
        let visit = load(&server);
        let other = load(&server);
        for path in ["/s/p/thanks?lang=en", "/s/p/thanks?lang=en&again=1"] {
            for cookie in ["", "k=short", &visit.cookie] {
                assert_eq!(said(path, cookie), ["If you pressed send"], "{path} {cookie}");
            }
        }
        assert_eq!(send(&server, COMPLETE, &visit.key, &visit.cookie), COUNTED);
        assert_eq!(said("/s/p/thanks?lang=en", &visit.cookie), ["Your answers are stored safely"]);
        assert_eq!(said("/s/p/thanks?lang=en&again=1", &visit.cookie), ["already been received"]);
        for cookie in ["", &other.cookie] {
            assert_eq!(said("/s/p/thanks?lang=en", cookie), ["If you pressed send"]);
        }
    });
}

#[test]
fn a_key_is_forgotten_on_the_day_after_the_next_by_a_clock_that_goes_on() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        let visit = load(&server);
        assert_eq!(send(&server, COMPLETE, &visit.key, &visit.cookie), COUNTED);
        server.stop();
        let claimed: domain::Day = place.rows("SELECT day FROM visit_key")[0].parse().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let look = |days: i32| {
            runtime.block_on(async {
                let database = server::store::Database::open(&place.url).await.unwrap();
                server::housekeeping::forget_old(&database, claimed.plus_days(days), 0).await.unwrap();
                database.close().await.unwrap();
            });
            place.rows("SELECT day FROM visit_key").len()
        };
        // Late on the next day a form of this morning's may still be sent again.
        assert_eq!([look(0), look(1), look(1)], [1, 1, 1]);
        assert_eq!(look(2), 0);
        // Whether or not the server ran in between; but a clock that has jumped by weeks is not believed at once.
        for (jump, left) in [(2, 0), (30, 1)] {
            place.sql("DELETE FROM setting WHERE key = 'housekeeping_looks'");
            let server = Server::start(place);
            let visit = load(&server);
            assert_eq!(send(&server, COMPLETE, &visit.key, &visit.cookie), COUNTED);
            server.stop();
            assert_eq!([look(0), look(jump)], [1, left], "{jump}");
        }
        assert_eq!(look(31), 0);
    });
}

#[test]
fn a_shared_screen_keeps_no_form_and_no_field_keeps_words() {
    let place = Place::sqlite();
    place.run(&["import", "form", "sipas-2026"]);
    let point = |slug: &str, channel: &str| json!({"slug": slug, "agency": "A1", "service_area": "dat-dai", "channel": channel});
    small_round(
        &place,
        json!({"form": "sipas-2026", "index": {"scoring": "top2", "aggregation": "pooled"},
            "points": [point("p", "qr"), point("kiosk", "kiosk")]}),
    );
    let server = Server::start(&place);
    let form = |page: &str| page.split("<form ").nth(1).unwrap().split('>').next().unwrap().to_owned();
    let own = server.get("/s/p");
    assert_eq!(
        own.header("cache-control"),
        "private, no-cache",
        "on one's own phone Back shows what was written"
    );
    assert!(!form(&own.body).contains("autocomplete"), "{}", form(&own.body));
    let kiosk = server.get("/s/kiosk");
    assert_eq!(kiosk.header("cache-control"), "no-store");
    assert!(form(&kiosk.body).contains("autocomplete=\"off\""), "{}", form(&kiosk.body));
    // A form that comes back with answers in it is kept like the one that was sent.
    for (slug, kept) in [("p", "private, no-cache"), ("kiosk", "no-store")] {
        for (action, status) in [("/answers", 422), ("?lang=en", 200)] {
            let back = server.post(&format!("/s/{slug}{action}"), "gender=2", &[]);
            assert_eq!((back.status, back.header("cache-control")), (status, kept), "{slug}{action}");
            assert_eq!(form(&back.body).contains("autocomplete=\"off\""), slug == "kiosk", "{slug}{action}");
        }
        let thanks = server.get(&format!("/s/{slug}/thanks?lang=en")).body;
        assert_eq!(thanks.contains("Back still shows what was chosen"), slug == "p", "{slug}: {thanks}");
    }
    let fields =
        own.body.split('<').filter(|tag| tag.starts_with("textarea") || tag.contains("type=\"text\""));
    let fields: Vec<&str> = fields.collect();
    assert!(fields.len() > 3 && fields.iter().all(|tag| tag.contains("autocomplete=\"off\"")), "{fields:?}");
}

#[test]
fn the_page_is_the_same_in_every_coding_but_for_its_key_and_fits_one_round_trip() {
    let place = Place::sqlite();
    place.run(&["import", "form", "sipas-2026"]);
    small_round(&place, json!({"form": "sipas-2026", "index": {"scoring": "top2", "aggregation": "pooled"}}));
    let server = Server::start_with(&place, &["--public-url", "https://khaosat.example.gov.vn"]);
    let whole = server.get("/s/p?lang=en").body;
    let mut keys = vec![hidden_key(&whole)];
    for coding in ["gzip", "br", "gzip", "br"] {
        let (size, packed) = server.packed("/s/p?lang=en", coding);
        assert!(size <= 10_000, "{coding}: {size} bytes on the wire");
        let mut page = String::new();
        match coding {
            "gzip" => flate2::bufread::GzDecoder::new(&*packed).read_to_string(&mut page).unwrap(),
            _ => brotli::Decompressor::new(&*packed, 4_096).read_to_string(&mut page).unwrap(),
        };
        let key = hidden_key(&page);
        assert_eq!(page.replace(&key, &keys[0]), whole, "{coding}");
        assert!(!keys.contains(&key));
        keys.push(key);
    }
    assert!(server.get("/s/p").header("etag").is_empty(), "a browser that keeps it would keep its key");
}

#[test]
fn what_was_sent_before_is_shown_to_nobody_once_the_visit_is_counted() {
    on_both(|place| {
        small_round(place, json!({}));
        let server = Server::start(place);
        let Load { key, .. } = load(&server);
        let gaps = format!("i1=4&~key={key}");
        let refused = server.post("/s/p/answers", &gaps, &[]);
        assert!(refused.status == 422 && refused.body.contains(" checked"), "{}", refused.body);
        assert_eq!(server.post("/s/p/answers", &format!("{COMPLETE}&~key={key}"), &[]).status, 303);
        // Back to the page with gaps and loaded again, by whoever holds the phone now.
        for address in ["/s/p/answers", "/s/p?lang=en"] {
            let again = server.post(address, &gaps, &[]);
            assert_eq!(again.status, 303, "{address}: {}", again.body);
            assert!(again.header("location").contains("again=1"), "{}", again.header("location"));
        }
        assert_eq!(place.rows("SELECT day FROM response").len(), 1);
    });
}
