//! The end of a round's last day. The clock is the real one; the time zone is chosen so that here it is just past midnight.

use crate::http::Server;
use crate::support::{COMPLETE, Place, on_both, small_round};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::json;

/// A time zone in which it is this hour now.
fn zone_where_it_is(hour: i64) -> String {
    let utc = Timestamp::now().to_zoned(TimeZone::UTC);
    let east = (hour - i64::from(utc.hour()) + 12).rem_euclid(24) - 12;
    // Their names have the sign the other way round.
    format!("Etc/GMT{:+}", -east)
}

fn today(zone: &str) -> jiff::civil::Date {
    Timestamp::now().to_zoned(TimeZone::get(zone).unwrap()).date()
}

#[test]
fn a_form_opened_on_the_last_day_is_taken_past_midnight_and_counts_for_that_day() {
    on_both(|place| {
        let zone = zone_where_it_is(1);
        let last = today(&zone).saturating_sub(1.day());
        small_round(place, json!({"to": last.to_string()}));
        place.run(&["rounds"]);
        place.sql(&format!("INSERT INTO setting (key, value) VALUES ('time_zone', '{zone}')"));
        let server = Server::start(place);
        // Who comes now is told that it is over, and still nothing is lost of who came before.
        let over = server.get("/s/p");
        assert!(over.status == 410 && over.header("set-cookie").is_empty(), "{}", over.body);
        let incomplete = server.post("/s/p/answers", "i1=4", &[]);
        assert!(incomplete.status == 422 && incomplete.body.contains("checked"), "{}", incomplete.body);
        let key = [("cookie", "k=AAAAAAAAAAAAAAAAAAAAAA")];
        for location in ["/s/p/thanks", "/s/p/thanks?again=1"] {
            let reply = server.post("/s/p/answers", COMPLETE, &key);
            assert_eq!((reply.status, reply.header("location")), (303, location));
        }
        assert_eq!(place.rows("SELECT day FROM response"), [last.to_string()]);
        let month = last.to_string()[..7].to_owned();
        assert_eq!(place.rows("SELECT month FROM tally"), [month]);
        place.sql("UPDATE round SET stage = 'closed'");
        let closed = server.post("/s/p/answers", COMPLETE, &[]);
        assert_eq!(closed.status, 410, "closing by hand is immediate");
        assert_eq!(place.rows("SELECT day FROM response").len(), 1);
        place.verify();
    });
}

#[test]
fn after_the_hours_of_grace_nothing_is_taken() {
    on_both(|place| {
        let zone = zone_where_it_is(i64::from(domain::GRACE_HOURS) + 1);
        let last = today(&zone).saturating_sub(1.day());
        small_round(place, json!({"to": last.to_string()}));
        place.run(&["rounds"]);
        place.sql(&format!("INSERT INTO setting (key, value) VALUES ('time_zone', '{zone}')"));
        let server = Server::start(place);
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 410);
        assert_eq!(place.rows("SELECT day FROM response"), [""; 0]);
    });
}

/// A server at this hour of the day after the round's last one.
fn server_after_the_end(place: &Place, hour: i64) -> Server {
    let zone = zone_where_it_is(hour);
    let last = today(&zone).saturating_sub(1.day());
    let before = place.json(&["rounds", "--format", "json"])[0]["to"].as_str().unwrap().to_owned();
    let changed = format!("REPLACE(document, '\"to\":\"{before}\"', '\"to\":\"{last}\"')");
    place.sql(&format!("UPDATE round SET document = {changed}"));
    place.sql("DELETE FROM setting WHERE key = 'time_zone'");
    place.sql(&format!("INSERT INTO setting (key, value) VALUES ('time_zone', '{zone}')"));
    Server::start(place)
}

#[test]
fn the_rest_is_published_when_the_hours_of_grace_have_passed_and_nothing_is_taken_after_it() {
    on_both(|place| {
        small_round(place, json!({"live": false}));
        let rows = "A1,dat-dai,2026-01-05,4,5\n".repeat(15) + &"A2,dat-dai,2026-01-05,4,5\n".repeat(9);
        let file = place.file("a.csv", format!("agency,service_area,answered_on,i1,i2\n{rows}"));
        place.run(&["import", "responses", &file, "--round", "r"]);
        let published = |server: &Server| {
            let round = server.get("/api/v1/rounds").json()[0].clone();
            let index = server.get("/api/v1/rounds/r/index").json()[0].clone();
            (round["status"].as_str().unwrap().to_owned(), index["n"].clone())
        };
        // While forms that were opened before midnight are taken, it is not over, and the rest waits.
        let server = server_after_the_end(place, 1);
        assert_eq!(published(&server), ("open".into(), json!(15)));
        let page = server.get("/results/r?lang=en").body;
        assert!(page.contains("The last numbers of the round are published on"), "{page}");
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
        assert_eq!(published(&server), ("open".into(), json!(15)));
        server.stop();
        let server = server_after_the_end(place, i64::from(domain::GRACE_HOURS));
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 410);
        assert_eq!(published(&server), ("closed".into(), json!(25)));
        assert!(
            !server.get("/results/r?lang=en").body.contains("The last numbers of the round are published on")
        );
        place.verify();
    });
}

#[test]
fn a_server_whose_clock_is_behind_takes_nothing_after_the_last_publication() {
    on_both(|place| {
        small_round(place, json!({"live": false}));
        place.run(&["rounds"]);
        place.sql("INSERT INTO publication (round_id, day) SELECT id, '2100-01-01' FROM round");
        let server = Server::start(place);
        let page = server.post("/s/p/answers", COMPLETE, &[]);
        assert!(page.status == 503 && page.body.contains("name=\"i1\" value=\"4\""), "{}", page.body);
        place.sql("UPDATE publication SET day = '2099-12-31'");
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
        assert_eq!(place.rows("SELECT day FROM response").len(), 1);
        place.verify();
    });
}
