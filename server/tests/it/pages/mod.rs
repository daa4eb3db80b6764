//! Everything that is sent, as files in `snapshots/`: HTML of pages, JSON of the API, CSV of exports, the OpenAPI
//! document. The same on both databases. A change shows in `cargo test`; `INSTA_UPDATE=always cargo test` accepts it.

use crate::http::{Reply, Server};
use crate::staff::{Staff, without_second_factor};
use crate::support::{COMPLETE, Place, golden, on_both, round_document};
use serde_json::{Value, json};
use server::clock::Clock;
use std::panic::{AssertUnwindSafe, catch_unwind};

mod administration;
mod rounds;

const EVENTS: &str = "kind,day,from,to,share,reference\ntransfer,2026-02-01,A6,A5,100,NQ 12/2026\n";
const PROCEDURES: &str =
    "code,name,name_en,service_area\n1.001193,Đăng ký khai sinh,Birth registration,ho-tich\n";

/// An administration with three rounds: `y2025` is over, `y2026` is open, and `draft` is being planned.
fn administration(place: &Place) {
    without_second_factor(place);
    place.sql("INSERT INTO setting (key, value) VALUES ('administration', 'UBND tỉnh Sơn Trà')");
    for (what, file) in
        [("agencies", "agencies.csv"), ("service-areas", "service-areas.csv"), ("form", "form.json")]
    {
        place.run(&["import", what, golden(file).to_str().unwrap()]);
    }
    for form in ["sipas-2026", "us-a11-280"] {
        place.run(&["import", "form", form]);
    }
    place.run(&["import", "agency-events", &place.file("e.csv", EVENTS)]);
    place.run(&["import", "procedures", &place.file("p.csv", PROCEDURES)]);
    let point = |slug: &str, agency: &str, channel: &str| json!({"slug": slug, "agency": agency, "service_area": "dat-dai", "counter": "Quầy 1", "channel": channel});
    let years = json!({"code": "y2025", "series": "years", "from": "2025-07-01", "to": "2025-12-31", "live": false,
        "title": {"vi": "Khảo sát năm 2025", "en": "Survey of 2025"}, "points": [point("old", "A1", "qr")]});
    import_round(place, years);
    import_round(
        place,
        json!({"code": "y2026", "series": "years", "from": "2026-01-01", "title": {"vi": "Khảo sát năm 2026", "en": "Survey of 2026"},
            "agencies": ["A1", "A2", "A4"], "points": [point("p", "A1", "qr"), point("kiosk", "A2", "kiosk")],
            "quota": {"cells": {"A1": {"dat-dai": 40}, "A2": {"dat-dai": 30}}, "full": "count"}}),
    );
    let index = json!({"scoring": "top2", "aggregation": "pooled"});
    let comments = json!({"code": "words", "form": "us-a11-280", "index": index, "minimum_cell": 5,
        "title": {"vi": "Ý kiến tại quầy", "en": "Opinions at the counter"}, "points": [point("words", "A1", "qr")]});
    import_round(place, comments);
    let sipas = json!({"code": "sipas", "form": "sipas-2026", "index": index, "title": {"vi": "Phiếu SIPAS", "en": "SIPAS form"},
        "points": [point("sipas", "A1", "qr")]});
    import_round(place, sipas);
    import_answers(place, "y2025", "2025-11-03", &["A1", "A2"]);
    import_answers(place, "y2026", "2026-01-05", &["A1", "A2", "A4"]);
    let lines: String = (0..6).map(|n| format!("A1,dat-dai,2026-03-05,{},lời {n}\n", 1 + n % 5)).collect();
    let file = place.file("c.csv", format!("agency,service_area,answered_on,q1,q3\n{lines}"));
    place.run(&["import", "responses", &file, "--round", "words"]);
}

fn import_round(place: &Place, changes: Value) {
    place.run(&["import", "round", &place.file("r.json", round_document(changes).to_string())]);
}

/// Answers that depend on nothing but who gives them; the last agency stays below the minimum cell.
fn import_answers(place: &Place, round: &str, day: &str, agencies: &[&str]) {
    let mut rows = "agency,service_area,answered_on,i1,i2,i3,i4,i5,i6,i7\n".to_owned();
    for (at, agency) in agencies.iter().enumerate() {
        for person in 0..if at == 2 { 4 } else { 130 } {
            let area = if person % 3 == 0 { "ho-tich" } else { "dat-dai" };
            let [a, b] = [1 + (person * 7 + at * 3) % 5, 3 + (person + at) % 3];
            let c = 1 + (person + at) % 4;
            rows += &format!("{agency},{area},{day},{a},{b},{b},{c},{c},{a},{b}\n");
        }
    }
    place.run(&["import", "responses", &place.file("a.csv", rows), "--round", round]);
}

/// Compares texts with their snapshots and fails at the end, so that one run shows every difference.
struct Snapshots {
    /// What differs from run to run, and what stands for it: today as it is printed, the address of the server, slugs.
    masks: Vec<(String, &'static str)>,
    different: Vec<String>,
}

impl Snapshots {
    fn new(place: &Place, server: &Server) -> Self {
        let day = Clock::from_environment().unwrap().today().to_string();
        let [year, month, of_month] =
            [&day[..4], &day[5..7], &day[8..]].map(|number| number.trim_start_matches('0').to_owned());
        let months = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let name = months[month.parse::<usize>().unwrap() - 1];
        let vietnamese = format!("{of_month}/{month}/{year}");
        let today =
            [day, vietnamese, format!("{of_month}\u{a0}{name}\u{a0}{year}")].map(|today| (today, "TODAY"));
        let address = server.base.strip_prefix("http://").unwrap().to_owned();
        let slugs = place.rows("SELECT slug FROM collection_point WHERE LENGTH(slug) = 10");
        let masks = today.into_iter().chain([(address, "HOST")]);
        Self {
            masks: masks.chain(slugs.into_iter().map(|slug| (slug, "SLUG"))).collect(),
            different: Vec::new(),
        }
    }

    fn keep(&mut self, name: &str, text: &str) {
        let text = self.masks.iter().fold(text.to_owned(), |text, (of_now, mask)| text.replace(of_now, mask));
        let settings = {
            let mut settings = insta::Settings::clone_current();
            settings.set_prepend_module_to_snapshot(false);
            settings.set_snapshot_path("../snapshots");
            settings.set_omit_expression(true);
            settings
        };
        let same = catch_unwind(AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(name, text));
        }));
        if same.is_err() {
            self.different.push(name.to_owned());
        }
    }

    /// A page, a tag a line; without the style that is inlined, and with what is drawn at random masked.
    fn page(&mut self, name: &str, reply: &Reply) {
        let mut text = reply.body.replace("><", ">\n<");
        for (before, after, mask) in [
            ("<style>", "</style>", "STYLE"),
            ("name=\"~key\" value=\"", "\"", "KEY"),
            ("<path d=\"M4 4h7v1", "\"", "QR"),
            ("name=\"revision_token\" value=\"", "\"", "TOKEN"),
            // How many days a round still runs.
            ("· còn ", " ngày", "DAYS"),
        ] {
            text = masked(&text, before, after, mask);
        }
        self.keep(name, &format!("status: {}\n{text}", reply.status));
    }

    fn finish(self) {
        assert!(self.different.is_empty(), "differ from their snapshots: {:?}", self.different);
    }
}

/// A text with everything between two marks replaced.
fn masked(text: &str, before: &str, after: &str, mask: &str) -> String {
    let mut parts = text.split(before);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.find(after).map_or("", |at| &part[at..]);
        text + before + mask + rest
    })
}

/// Lines after the first in the order of their letters, where their order is drawn at random.
fn with_sorted_lines(csv: &str) -> String {
    let mut lines: Vec<&str> = csv.lines().collect();
    lines[1..].sort_unstable();
    lines.join("\n") + "\n"
}

#[test]
fn pages_for_everybody_are_as_they_were_reviewed() {
    on_both(|place| {
        administration(place);
        let server = Server::start(place);
        let mut snapshots = Snapshots::new(place, &server);
        for (name, path) in [
            ("home", "/"),
            ("form", "/s/p"),
            ("form-sipas", "/s/sipas"),
            ("form-closed", "/s/old"),
            ("form-none", "/s/none"),
            ("thanks", "/s/p/thanks"),
            ("thanks-again", "/s/p/thanks?again=1"),
            ("results", "/results"),
            ("results-round", "/results/y2026"),
            ("results-summary", "/results/y2026/summary"),
            ("results-round-over", "/results/y2025"),
            ("results-round-empty", "/results/sipas"),
            ("results-agency", "/results/y2026/agencies/A1"),
            ("results-agency-suppressed", "/results/y2026/agencies/A4"),
            ("results-service-area", "/results/y2026/service-areas/dat-dai"),
            ("results-none", "/results/none"),
            ("sign-in", "/admin/sign-in"),
            ("no-such-page", "/nothing"),
        ] {
            for (language, query) in [("vi", ""), ("en", "lang=en")] {
                let mark = if query.is_empty() {
                    ""
                } else if path.contains('?') {
                    "&"
                } else {
                    "?"
                };
                let reply = server.get(&format!("{path}{mark}{query}"));
                snapshots.page(&format!("{name}.{language}"), &reply);
            }
        }
        let answers = |body: &str| server.post("/s/p/answers", body, &[]);
        snapshots.page("form-incomplete.vi", &answers("i1=4"));
        let foreign = server.post("/s/p/answers", COMPLETE, &[("sec-fetch-site", "cross-site")]);
        snapshots.page("form-refused.vi", &foreign);
        snapshots.finish();
    });
}

#[test]
fn json_csv_and_the_openapi_document_are_as_they_were_reviewed() {
    on_both(|place| {
        administration(place);
        let server = Server::start(place);
        let mut snapshots = Snapshots::new(place, &server);
        let document = place.run(&["openapi"]);
        snapshots.keep("openapi.json", &document);
        assert_eq!(server.get("/api/openapi.json").json(), place.json(&["openapi"]));
        let mut json = |name: &str, path: &str| {
            let reply = server.get(path);
            let kind = reply.header("content-type");
            let body = serde_json::to_string_pretty(&reply.json()).unwrap();
            snapshots.keep(&format!("api-{name}.json"), &format!("{} {kind}\n{body}\n", reply.status));
        };
        json("rounds", "/api/v1/rounds");
        for by in ["overall", "agency", "service_area", "block", "content", "factor", "item"] {
            json(&format!("index-by-{by}"), &format!("/api/v1/rounds/y2026/index?by={by}&lang=en"));
        }
        json("no-such-round", "/api/v1/rounds/none/index");
        json("bad-query", "/api/v1/rounds/y2026/index?by=colour");
        json("no-such-address", "/api/v2");
        for (name, arguments) in [
            ("index", &["index", "--round", "y2026", "--by", "agency", "--format", "csv"][..]),
            ("export-index", &["export", "index", "--round", "y2026", "--by", "item"]),
            ("export-responses", &["export", "responses", "--round", "words"]),
            ("export-comments", &["export", "comments", "--round", "words"]),
        ] {
            snapshots.keep(&format!("{name}.csv"), &with_sorted_lines(&place.run(arguments)));
        }
        let system = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        for (name, path) in [
            ("agencies", "/admin/agencies?day=2026-01-31&format=csv"),
            ("people", "/admin/people?format=csv"),
            ("points", "/admin/rounds/y2026/points?format=csv"),
            ("monitor", "/admin/rounds/y2025/monitor?format=csv"),
            ("rounds", "/admin/rounds?format=csv"),
        ] {
            let reply = system.get(path);
            assert_eq!(reply.status, 200, "{path}");
            snapshots.keep(&format!("admin-{name}.csv"), &reply.body);
        }
        snapshots.finish();
    });
}
