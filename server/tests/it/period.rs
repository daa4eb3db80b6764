//! The end of a round's last day. The clock is the real one; the time zone is chosen so that here it is just past midnight.

use crate::http::Server;
use crate::support::{COMPLETE, on_both, small_round};
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
