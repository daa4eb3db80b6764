//! Somebody collects every surface on several days and subtracts: nobody is told apart in a group below the minimum cell.
//!
//! The answers come in groups whose sizes are powers of two, so that each published n tells exactly which groups it
//! counts. Whatever is computed from published totals has one coefficient for all people that the same numbers count, so
//! it concerns whole classes of groups that were never told apart.

use crate::http::Server;
use crate::support::{Place, on_both, round_document, small_round};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const MINIMUM: u64 = 10;
const AGENCIES: [&str; 3] = ["A1", "A2", "A4"];
const AREAS: [&str; 2] = ["dat-dai", "ho-tich"];

/// Agency, service area and people of each group, by wave. Four groups are smaller than the minimum cell.
const WAVES: [[(&str, &str, u64); 6]; 2] = [
    [
        ("A1", "dat-dai", 16),
        ("A1", "ho-tich", 4),
        ("A2", "dat-dai", 32),
        ("A2", "ho-tich", 64),
        ("A4", "dat-dai", 1),
        ("A4", "ho-tich", 128),
    ],
    [
        ("A1", "dat-dai", 8),
        ("A1", "ho-tich", 256),
        ("A2", "dat-dai", 512),
        ("A2", "ho-tich", 2),
        ("A4", "dat-dai", 1_024),
        ("A4", "ho-tich", 2_048),
    ],
];
const EVERYBODY: u64 = 4_095;

fn import(place: &Place, wave: &[(&str, &str, u64)]) {
    let mut rows = "agency,service_area,answered_on,i1,i2,i3,i4,i5,i6,i7\n".to_owned();
    for (agency, area, people) in wave {
        for person in 0..*people {
            let of_five = |shift: u64| 1 + (person + shift) % 5;
            let of_four = 1 + person % 4;
            rows.push_str(&format!(
                "{agency},{area},2026-01-01,{},{},{},{of_four},{of_four},{},{}\n",
                of_five(0),
                of_five(1),
                of_five(2),
                of_five(3),
                of_five(people % 5),
            ));
        }
    }
    let file = place.file(&format!("w{}.csv", wave[0].2), rows);
    place.run(&["import", "responses", &file, "--round", "r"]);
}

/// Every surface by its address: pages in both languages, their charts, the API.
fn surfaces(server: &Server) -> BTreeMap<String, String> {
    let mut bodies = BTreeMap::new();
    let agencies = AGENCIES.map(|agency| format!("/results/r/agencies/{agency}"));
    let areas = AREAS.map(|area| format!("/results/r/service-areas/{area}"));
    let whole = ["/results", "/results/r", "/results/later", "/results/later/agencies/A1"];
    let pages: Vec<String> = whole.map(str::to_owned).into_iter().chain(agencies).chain(areas).collect();
    for page in &pages {
        for language in ["", "?lang=en"] {
            let html = server.get(&format!("{page}{language}")).body;
            let links = html.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
            let charts: Vec<String> =
                links.filter(|link| link.contains(".svg")).map(|link| link.replace("&amp;", "&")).collect();
            bodies.insert(format!("{page}{language}"), html);
            for chart in charts {
                let drawing = server.get(&chart).body;
                bodies.insert(format!("{page}{language} {chart}"), drawing);
            }
        }
    }
    for by in ["overall", "agency", "service_area", "block", "content", "factor", "item"] {
        let path = if by == "overall" { String::new() } else { format!("?by={by}") };
        let path = format!("/api/v1/rounds/r/index{path}");
        bodies.insert(path.clone(), server.get(&path).body);
    }
    bodies.insert("/api/v1/rounds".to_owned(), server.get("/api/v1/rounds").body);
    bodies
}

/// Every n on every surface.
fn numbers(server: &Server) -> BTreeSet<u64> {
    let mut seen = BTreeSet::new();
    for (path, body) in surfaces(server) {
        if path.starts_with("/api/") {
            let rows: Value = serde_json::from_str(&body).unwrap();
            let n = |row: &Value| row["n"].as_u64().or(row["responses"].as_u64());
            seen.extend(rows.as_array().unwrap().iter().filter_map(n).filter(|n| *n <= EVERYBODY));
            continue;
        }
        let (words, thousands) = match path.contains("lang=en") {
            true => ([" responses", " responses)"], ','),
            false => ([" phiếu trả lời", " phiếu)"], '.'),
        };
        // The method section speaks of bounds, not of numbers.
        let body = body.split("<section id=\"method\"").next().unwrap_or_default();
        // Nor do soft sentences: the one on what is left out counts people and tells nothing of their answers.
        let text = body.split("class=\"soft\">").map(|part| part.split_once("</p>").map_or(part, |p| p.1));
        for part in text {
            for word in words {
                seen.extend(part.split(word).filter_map(|before| number_before(before, thousands)));
            }
            // Under a number of the table of changes, and in the map.
            let small = part.split("n = ").skip(1).filter_map(|after| after.split('<').next());
            seen.extend(small.filter_map(|n| number_before(n, thousands)));
        }
        // The last cell of a line of numbers.
        for row in body.split("</tr>") {
            seen.extend(
                row.rsplit_once("<td>")
                    .and_then(|(_, cell)| number_before(cell.strip_suffix("</td>")?, thousands)),
            );
        }
    }
    seen
}

/// The whole number at the end of a text.
fn number_before(text: &str, thousands: char) -> Option<u64> {
    let digits: String = text.chars().rev().take_while(|c| c.is_ascii_digit() || *c == thousands).collect();
    let digits: String = digits.chars().rev().filter(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| (1..=EVERYBODY).contains(n))
}

/// Groups that the same numbers count, with their people, are at least as many as the minimum cell.
fn nobody_is_alone(numbers: &BTreeSet<u64>) {
    assert!(numbers.len() > 3, "the surfaces were read: {numbers:?}");
    let mut classes: BTreeMap<Vec<u64>, u64> = BTreeMap::new();
    for bit in (0..12).map(|bit| 1u64 << bit) {
        let counted_in: Vec<u64> = numbers.iter().copied().filter(|n| n & bit != 0).collect();
        if !counted_in.is_empty() {
            *classes.entry(counted_in).or_default() += bit;
        }
    }
    for (numbers, people) in &classes {
        assert!(
            *people >= MINIMUM,
            "{people} people can be told apart, being alone in {numbers:?}: {classes:?}"
        );
    }
}

fn round(place: &Place, live: bool) {
    small_round(place, json!({"code": "other"}));
    let changes = json!({"live": live, "minimum_cell": MINIMUM, "agencies": AGENCIES, "service_areas": AREAS,
        "points": null, "index": {"scoring": "top2", "aggregation": "pooled"}});
    place.run(&["import", "round", &place.file("r.json", round_document(changes).to_string())]);
    later(place);
}

/// The next round of the series, in which A1 has taken A4 of another block in: it is compared with both of them together. Each
/// agency has more people than all of the groups.
fn later(place: &Place) {
    let changes = json!({"code": "later", "minimum_cell": MINIMUM, "agencies": ["A1", "A2"],
        "service_areas": AREAS, "points": null, "index": {"scoring": "top2", "aggregation": "pooled"}});
    place.run(&["import", "round", &place.file("later.json", round_document(changes).to_string())]);
    let rows = ["A1", "A2"].map(|agency| format!("{agency},dat-dai,2026-01-01,4\n").repeat(4_200)).concat();
    let file = place.file("later.csv", format!("agency,service_area,answered_on,i1\n{rows}"));
    place.run(&["import", "responses", &file, "--round", "later"]);
    for (of_r, of_later) in [("2099-12-31", "2101-12-31"), ("2025-07-01", "2101-01-01")] {
        place.sql(&format!(
            "UPDATE round SET document = REPLACE(document, '{of_r}', '{of_later}') WHERE code = 'later'"
        ));
    }
    let event = "kind,day,from,to,share\ntransfer,2101-01-01,A4,A1,100\n";
    place.run(&["import", "agency-events", &place.file("e.csv", event)]);
}

/// The server of the next day: publications moved back by one.
fn next_day(place: &Place) -> Server {
    place.sql("UPDATE publication SET day = '2026-01-01'");
    Server::start(place)
}

#[test]
fn subtracting_every_surface_of_several_days_tells_of_no_group_below_the_minimum_cell() {
    on_both(|place| {
        round(place, false);
        let mut seen = BTreeSet::new();
        for wave in &WAVES {
            import(place, wave);
            let server = next_day(place);
            seen.extend(numbers(&server));
        }
        nobody_is_alone(&seen);
        // Closed on the same day, it takes everybody in; the whole is everybody.
        place.sql("UPDATE round SET stage = 'closed' WHERE code = 'r'");
        let server = Server::start(place);
        let closed = numbers(&server);
        let whole = server.get("/api/v1/rounds/r/index").json()[0]["n"].clone();
        assert_eq!(whole, json!(EVERYBODY));
        let all = place.json(&["index", "--round", "r", "--format", "json"]);
        assert_eq!(all[0]["n"], json!(EVERYBODY));
        seen.extend(closed);
        nobody_is_alone(&seen);
        assert!(server.get("/results/r/agencies/A1?lang=en").body.contains("figures as of"));
    });
}

#[test]
fn subtracting_every_surface_of_one_moment_of_a_live_round_tells_of_no_small_group() {
    on_both(|place| {
        round(place, true);
        let server = Server::start(place);
        for wave in &WAVES {
            import(place, wave);
            let now = numbers(&server);
            nobody_is_alone(&now);
            let whole = server.get("/api/v1/rounds/r/index").json()[0]["n"].as_u64();
            assert_eq!(whole, now.iter().next_back().copied(), "the whole is the index of all");
        }
        let overall: Value = server.get("/api/v1/rounds/r/index").json();
        assert_eq!(overall[0]["n"], json!(EVERYBODY));
    });
}

/// A round in which of A1's twenty people one answered the last item, with `answer`; A2 and A4 have twenty and 410.
fn with_a_rare_answer(place: &Place, live: bool, answer: u8) {
    round(place, live);
    let mut rows = "agency,service_area,answered_on,i1,i2,i3,i4,i5,i6,i7\n".to_owned();
    for (agency, people) in [("A1", 20), ("A2", 20), ("A4", 410)] {
        for person in 0..people {
            let rare = match agency {
                "A1" if person == 7 => answer.to_string(),
                "A1" => String::new(),
                _ => (1 + person % 5).to_string(),
            };
            let (five, four) = (1 + person % 5, 1 + person % 4);
            rows.push_str(&format!("{agency},dat-dai,2026-01-01,{five},4,{five},{four},2,3,{rare}\n"));
        }
    }
    let file = place.file("rare.csv", rows);
    place.run(&["import", "responses", &file, "--round", "r"]);
}

/// The addresses whose bodies differ.
fn that_differ(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<String> {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    one.iter().filter(|(path, body)| other[*path] != **body).map(|(path, _)| path.clone()).collect()
}

#[test]
fn whatever_the_only_one_of_an_agency_answered_its_pages_are_the_same() {
    let with = |place: &Place, live, closed, answer| {
        with_a_rare_answer(place, live, answer);
        if closed {
            place.sql("UPDATE round SET stage = 'closed' WHERE code = 'r'");
        }
        surfaces(&Server::start(place))
    };
    for places in [|| Some(Place::sqlite()), Place::postgres] {
        for (live, closed) in [(false, false), (false, true), (true, false)] {
            let (Some(one), Some(other)) = (places(), places()) else { continue };
            let (one, other) = (with(&one, live, closed, 1), with(&other, live, closed, 5));
            let differ = that_differ(&one, &other);
            // It is in no number, as if nobody had given it: 430 others have answered the item.
            assert_eq!(differ, Vec::<String>::new(), "{live} {closed}");
            if !live && !closed {
                continue;
            }
            let n = |by: &str, code: &str| {
                let rows: Value =
                    serde_json::from_str(&one[&format!("/api/v1/rounds/r/index?by={by}")]).unwrap();
                rows.as_array().unwrap().iter().find(|row| row["code"] == code).unwrap()["n"].clone()
            };
            assert_eq!(
                [n("item", "i7"), n("agency", "A1"), n("agency", "A2")],
                [json!(430), json!(20), json!(20)]
            );
        }
    }
}

#[test]
fn a_closed_round_shows_what_came_after_the_last_look_on_the_same_day() {
    on_both(|place| {
        // 15 answers, looked at, 4 more, 6 on paper at another agency, closed: everybody is in the whole.
        small_round(place, json!({"code": "other"}));
        let changes = json!({"live": false, "minimum_cell": 5, "points": null});
        place.run(&["import", "round", &place.file("r.json", round_document(changes).to_string())]);
        let more = |agency: &str, people: usize| {
            let rows = format!("{agency},dat-dai,2026-01-01,4,4\n").repeat(people);
            let file = place.file("m.csv", format!("agency,service_area,answered_on,i1,i2\n{rows}"));
            place.run(&["import", "responses", &file, "--round", "r", "--again"]);
        };
        more("A1", 15);
        let server = Server::start(place);
        let n = |server: &Server, by: &str, at: usize| {
            server.get(&format!("/api/v1/rounds/r/index?by={by}")).json()[at]["n"].clone()
        };
        assert_eq!(n(&server, "block", 0), json!(15));
        more("A1", 5);
        more("A2", 6);
        assert_eq!(n(&server, "block", 0), json!(15));
        drop(server);
        place.sql("UPDATE round SET stage = 'closed' WHERE code = 'r'");
        let server = Server::start(place);
        assert_eq!([n(&server, "agency", 0), n(&server, "agency", 1)], [json!(20), json!(6)]);
        assert_eq!(n(&server, "block", 0), json!(26));
        let page = server.get("/results/r").body;
        assert!(page.contains("đã kết thúc, số liệu đến ngày"), "{page}");
    });
}
