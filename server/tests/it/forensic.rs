//! After submissions with telltale headers, no byte of them is in database, side files or logs.

use crate::http::Server;
use crate::support::{COMPLETE, Place, on_both, small_round};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::json;
use std::path::Path;

/// What could tell a citizen, each recognisable.
const TELLTALES: [(&str, &str); 9] = [
    ("user-agent", "TELLTALE-agent-7f3a"),
    ("referer", "http://telltale.example/from-7f3b"),
    ("x-forwarded-for", "203.0.113.77"),
    ("x-real-ip", "203.0.113.78"),
    ("forwarded", "for=203.0.113.79"),
    ("accept-language", "TELLTALE-lang-7f3c"),
    ("authorization", "Bearer TELLTALE-token-7f3d"),
    ("x-device-id", "TELLTALE-device-7f3e"),
    ("from", "telltale-7f3f@example.org"),
];

#[test]
fn nothing_of_a_citizen_is_kept_but_the_answers() {
    on_both(|place| {
        place.run(&["import", "form", "us-a11-280"]);
        small_round(
            place,
            json!({"form": "us-a11-280", "index": {"scoring": "top2", "aggregation": "pooled"}}),
        );
        let server = Server::start(place);
        let key = server.visit("p");
        let cookie = format!("{key}; session=TELLTALE-cookie-7f40");
        let mut headers = TELLTALES.to_vec();
        headers.push(("cookie", &cookie));
        let body = "q1=4&q2=5&q3=ORDINARY-WORDS-9c1d";
        assert_eq!(server.post("/s/p/answers", body, &headers).status, 303);
        assert_eq!(server.post("/s/p/answers", body, &headers).status, 303, "the same visit again");
        assert_eq!(server.post("/s/p/answers", COMPLETE, &headers).status, 400, "another form's answers");
        assert_eq!(server.post("/s/p/answers", "q1=%zz", &headers).status, 400);
        assert_eq!(server.post("/s/none/answers?TELLTALE-query-7f41", body, &headers).status, 404);
        let raw_key = BASE64_URL_SAFE_NO_PAD.decode(key.strip_prefix("k=").unwrap()).unwrap();
        // While it runs and the write-ahead log is warm, and again after an orderly end.
        let folder = place.files();
        search(&folder, &key, &raw_key);
        let log = server.stop();
        let log = log.lines().filter(|line| !line.starts_with("listening on")).collect::<String>();
        search(&folder, &key, &raw_key);
        for trace in ["TELLTALE", "telltale", "203.0.113", "127.0.0.1", key.as_str(), "ORDINARY", "/s/p"] {
            assert!(!log.contains(trace), "{trace} in the log: {log}");
        }
    });
}

fn search(folder: &Path, key: &str, raw_key: &[u8]) {
    let mut found_words = false;
    let mut stack = vec![folder.to_owned()];
    let key_text = key.strip_prefix("k=").unwrap().as_bytes();
    while let Some(folder) = stack.pop() {
        // Other tests make and drop databases of the same cluster meanwhile.
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.map_while(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                stack.push(path);
                continue;
            }
            let Ok(bytes) = std::fs::read(&path) else { continue };
            for trace in [b"TELLTALE".as_slice(), b"telltale", b"203.0.113.", key_text, raw_key] {
                assert!(
                    !holds(&bytes, trace),
                    "{} holds {:?}",
                    path.display(),
                    String::from_utf8_lossy(trace)
                );
            }
            found_words |= holds(&bytes, b"ORDINARY-WORDS-9c1d");
        }
    }
    assert!(found_words, "the search finds what is there: {}", folder.display());
}

fn holds(bytes: &[u8], trace: &[u8]) -> bool {
    let first = trace[0];
    let starts = bytes.iter().enumerate().filter(|(_, b)| **b == first);
    starts.into_iter().any(|(at, _)| bytes[at..].starts_with(trace))
}

/// Tables about people of the administration and about the database itself; the others are about citizens or for all.
const STAFF: [&str; 8] = [
    "access_link",
    "account",
    "audit_entry",
    "form_draft",
    "recovery_code",
    "role_grant",
    "seaql_migrations",
    "session",
];

/// Every column of the migrated database: table, name, type, default.
fn columns(place: &Place) -> Vec<String> {
    let mut columns = place.rows(if place.is_postgres() {
        "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || COALESCE(column_default, '')
            FROM information_schema.columns WHERE table_schema = 'public'"
    } else {
        "SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || COALESCE(c.dflt_value, '')
            FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
    });
    columns.sort();
    columns
}

/// Columns outside the tables of staff that could tell who somebody is or when they came.
fn telltale_columns(columns: &[String]) -> Vec<&String> {
    let telltale = |column: &&String| {
        let mut parts = column.splitn(3, ' ');
        let [table, name, kind] = [(); 3].map(|()| parts.next().unwrap().to_lowercase());
        let words = [
            "ip",
            "address",
            "agent",
            "device",
            "fingerprint",
            "referrer",
            "referer",
            "cookie",
            "session",
            "account",
            "person",
            "email",
            "phone",
            "created",
            "updated",
            "at",
            "time",
            "moment",
            "hour",
        ];
        let named = name.split('_').any(|part| words.contains(&part));
        // A time of day, or a key that counts up, tells the order in which people came.
        let kinds = if table == "response" { &["time", "date", "nextval"][..] } else { &["time", "date"] };
        !STAFF.contains(&&*table) && (named || kinds.iter().any(|word| kind.contains(word)))
    };
    columns.iter().filter(telltale).collect()
}

#[test]
fn no_column_is_named_after_a_person_or_a_moment() {
    on_both(|place| {
        place.run(&["user", "list"]);
        let schema = columns(place);
        for table in STAFF {
            assert!(schema.iter().any(|column| column.starts_with(&format!("{table} "))), "{table}");
        }
        assert_eq!(telltale_columns(&schema), [""; 0]);
        let name = format!("schema-{}", if place.is_postgres() { "postgres" } else { "sqlite" });
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, schema.iter().map(|column| column.trim_end()).collect::<Vec<_>>().join("\n"));
        });
        for added in ["response ADD COLUMN ip TEXT", "visit_key ADD COLUMN moment TIMESTAMP"] {
            place.sql(&format!("ALTER TABLE {added}"));
        }
        assert_eq!(telltale_columns(&columns(place)).len(), 2, "what is there is found");
    });
}

#[test]
fn rows_do_not_lie_in_the_order_in_which_they_came() {
    let place = Place::sqlite();
    place.run(&["import", "form", "us-a11-280"]);
    small_round(&place, json!({"form": "us-a11-280", "index": {"scoring": "top2", "aggregation": "pooled"}}));
    let server = Server::start(&place);
    for number in 0..40 {
        // Its number stands in what is written, and in what is ticked: the digits of base five, each one more.
        let [a, b, c] = [number / 25, number / 5 % 5, number % 5].map(|digit| digit + 1);
        let body = format!("q1={a}&q2={b}&q4={c}&q3=number-{number:03}");
        assert_eq!(server.post("/s/p/answers", &body, &[("cookie", &server.visit("p"))]).status, 303);
    }
    server.stop();
    // Every order in which the engine gives rows by itself.
    for query in [
        "SELECT answers FROM response",
        "SELECT answers FROM response ORDER BY rowid",
        "SELECT hash FROM visit_key",
    ] {
        let rows = place.rows(query);
        assert_eq!(rows.len(), 40, "{query}");
        assert!(!rows.is_sorted(), "{query}");
    }
    let exported = place.run(&["export", "responses", "--round", "r"]);
    let ticked: Vec<Vec<&str>> =
        exported.lines().skip(1).map(|l| l.split(',').skip(6).take(3).collect()).collect();
    let different: std::collections::BTreeSet<_> = ticked.iter().collect();
    assert!(ticked.len() == 40 && different.len() == 40 && !ticked.is_sorted(), "{exported}");
    let exported = place.run(&["export", "comments", "--round", "r"]);
    let written: Vec<&str> = exported.lines().filter_map(|l| l.split("number-").nth(1)).collect();
    assert!(written.len() == 40 && !written.is_sorted(), "{exported}");
}

#[test]
fn keys_of_visits_are_forgotten_after_their_day_and_not_by_a_clock_that_is_wrong_once() {
    on_both(|place| {
        small_round(place, json!({}));
        let looks = || place.rows("SELECT value FROM setting WHERE key = 'housekeeping_looks'");
        // A server that has looked: it does so at the start and every hour.
        let look = || {
            let server = Server::start(place);
            let today = server::clock::Clock::from_environment().unwrap().today().to_string();
            crate::faults::until("housekeeping looks", || {
                looks().iter().any(|looks| looks.starts_with(&today))
            });
            server
        };
        let server = look();
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[("cookie", &server.visit("p"))]).status, 303);
        server.stop();
        let days = || place.rows("SELECT day FROM visit_key");
        assert_eq!(days().len(), 1);
        // Seen from 2026-01-07, when it looked last, today is a long way ahead: perhaps the clock is wrong.
        place.sql("UPDATE visit_key SET day = '2026-01-07'");
        place.sql("UPDATE setting SET value = '2026-01-07 2026-01-06' WHERE key = 'housekeeping_looks'");
        look().stop();
        assert_eq!(days(), ["2026-01-07"], "what was new at the last look is kept");
        look().stop();
        assert_eq!(days(), ["2026-01-07"], "however often it starts on that day");
        // Once another day has come since, the key is old by two looks.
        place.sql("UPDATE setting SET value = '2026-01-09 2026-01-08' WHERE key = 'housekeeping_looks'");
        look().stop();
        assert_eq!(days(), [""; 0]);
    });
}
