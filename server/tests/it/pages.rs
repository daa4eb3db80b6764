//! Everything that is sent, as files in `snapshots/`: HTML of pages, JSON of the API, CSV of exports, the OpenAPI
//! document. The same on both databases. A change shows in `cargo test`; `INSTA_UPDATE=always cargo test` accepts it.

use crate::http::{Reply, Server};
use crate::staff::{Staff, add_account, hidden, without_second_factor};
use crate::support::{COMPLETE, Place, golden, on_both, round_document};
use serde_json::{Value, json};
use server::clock::Clock;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
        let today = [day, vietnamese, format!("{of_month} {name} {year}")].map(|today| (today, "TODAY"));
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
fn pages_of_the_administration_are_as_they_were_reviewed() {
    on_both(|place| {
        administration(place);
        let server = Server::start(place);
        let system = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        place.run(&["user", "add", "root@x.vn", "--role", "survey-administrator"]);
        place.run(&["user", "add", "root@x.vn", "--role", "analyst"]);
        add_account(place, &server, "a1@x.vn", "leader", Some("A1"));
        let plan = [
            ("code", "draft"),
            ("title", "Đợt đang lập"),
            ("form", "golden"),
            ("from", "2026-01-01"),
            ("to", "2099-12-31"),
        ];
        assert_eq!(system.post("/admin/new-round", &plan).status, 303);
        let mut snapshots = Snapshots::new(place, &server);
        let point = place.rows("SELECT CAST(id AS TEXT) FROM collection_point WHERE slug = 'p'").remove(0);
        for (name, path) in [
            ("home", "/admin"),
            ("account", "/admin/account"),
            ("people", "/admin/people"),
            ("person", "/admin/people/2"),
            ("settings", "/admin/settings"),
            ("agencies", "/admin/agencies?day=2026-01-31"),
            ("agencies-search", "/admin/agencies?day=2026-03-01&q=tan"),
            ("agency", "/admin/agencies/A5"),
            ("new-agency", "/admin/new-agency"),
            ("agency-events", "/admin/agency-events"),
            ("new-agency-event", "/admin/new-agency-event"),
            ("blocks", "/admin/blocks"),
            ("block", "/admin/blocks/so"),
            ("service-areas", "/admin/service-areas"),
            ("service-area", "/admin/service-areas/dat-dai"),
            ("procedures", "/admin/procedures"),
            ("procedure", "/admin/procedures/1.001193"),
            ("import-agencies", "/admin/import/agencies"),
            ("import-agency-events", "/admin/import/agency-events"),
            ("import-service-areas", "/admin/import/service-areas"),
            ("forms", "/admin/forms"),
            ("form", "/admin/forms/golden"),
            ("form-wording", "/admin/forms/us-a11-280/wording"),
            ("form-preview", "/admin/forms/golden/1/preview"),
            ("templates", "/admin/templates"),
            ("template", "/admin/templates/counter-5"),
            ("rounds", "/admin/rounds"),
            ("new-round", "/admin/new-round"),
            ("round", "/admin/rounds/y2026"),
            ("round-over", "/admin/rounds/y2025"),
            ("round-planned", "/admin/rounds/draft"),
            ("round-basics", "/admin/rounds/draft/basics"),
            ("round-definition", "/admin/rounds/draft/definition"),
            ("round-places", "/admin/rounds/draft/places"),
            ("round-volumes", "/admin/rounds/draft/volumes"),
            ("round-rules", "/admin/rounds/draft/rules"),
            ("round-removal", "/admin/rounds/draft/removal"),
            ("round-copy", "/admin/rounds/y2026/copy"),
            ("points", "/admin/rounds/y2026/points"),
            ("point", &format!("/admin/rounds/y2026/points/{point}")),
            ("sheets", "/admin/rounds/y2026/sheets"),
            ("monitor", "/admin/rounds/y2025/monitor"),
            ("comments", "/admin/rounds/words/comments"),
            ("no-such-page", "/admin/nothing"),
        ] {
            let reply = system.get(path);
            snapshots.page(&format!("admin-{name}.vi"), &reply);
        }
        for (name, path, pairs) in [
            ("new-agency", "/admin/new-agency", &[("code", "A 1"), ("name", "")][..]),
            ("new-round", "/admin/new-round", &[("code", "y2026"), ("title", ""), ("from", "2026-13-01")]),
            ("blocks", "/admin/blocks", &[("code", ""), ("name", "Khối")]),
        ] {
            let reply = system.post(path, pairs);
            snapshots.page(&format!("admin-{name}-refused.vi"), &reply);
        }
        snapshots.finish();
    });
}

/// Every step of a plan, what is wrong with what was typed into each, and what can be done with a round at every stage.
#[test]
fn pages_of_rounds_are_as_they_were_reviewed() {
    on_both(|place| {
        administration(place);
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let local = Staff::with_role(place, &server, "a1@x.vn", "survey-administrator", Some("A1"));
        for (code, title) in [("draft", "Đợt đang lập"), ("gone", "Đợt hỏng")] {
            let period = [("from", "2026-01-01"), ("to", "2099-12-31")];
            let plan = [("code", code), ("title", title), ("form", "golden"), period[0], period[1]];
            assert_eq!(staff.post("/admin/new-round", &plan).status, 303);
        }
        let save = |step: &str, pairs: &[(&str, &str)]| {
            let path = format!("/admin/rounds/draft/{step}");
            let token = hidden(&staff.get(&path).body, "revision_token");
            staff.post(&path, &[pairs, &[("revision_token", &*token)]].concat())
        };
        let mut snapshots = Snapshots::new(place, &server);

        let dates = [("from", "2026-02-01"), ("to", "2026-01-01")];
        let basics = [("title", ""), ("title_en", "a\tb"), ("form", "golden x"), ("series", "a b")];
        snapshots.page("admin-round-basics-refused.vi", &save("basics", &[&basics[..], &dates].concat()));
        let basics = [("title", "Đợt"), ("form", "none 1"), ("from", "2026-02-01"), ("to", "2026-03-01")];
        snapshots.page("admin-round-basics-no-form.vi", &save("basics", &basics));
        snapshots.page(
            "admin-round-basics-changed.vi",
            &staff.post("/admin/rounds/draft/basics", &[&basics[..], &[("revision_token", "old")]].concat()),
        );
        let definition = [("sample", "drawn"), ("scoring", "points"), ("aggregation", "weights")];
        let lines = [("weights", "f1 1\nf1"), ("points", "s5 1 x")];
        let definition = [&definition[..], &lines].concat();
        snapshots.page("admin-round-definition-refused.vi", &save("definition", &definition));
        let definition = [("scoring", "points"), ("aggregation", "pooled"), ("points", "s5 1 20")];
        snapshots.page("admin-round-definition-scale.vi", &save("definition", &definition));
        let definition = [("scoring", "top2"), ("aggregation", "weights"), ("weights", "none 1")];
        snapshots.page("admin-round-definition-unfit.vi", &save("definition", &definition));
        snapshots.page("admin-round-places-refused.vi", &save("places", &[("agency", "A1")]));
        let volumes = [("v/A1/dat-dai", "x"), ("formula", "yamane"), ("error", "90"), ("weigh", "1")];
        snapshots.page("admin-round-volumes-refused.vi", &save("volumes", &volumes));
        let volumes = [("csv", "a,b,c\nA1;x\nA1,dat-dai,y\n"), ("formula", "typed"), ("error", "5")];
        snapshots.page("admin-round-volumes-lines.vi", &save("volumes", &volumes));
        let volumes = [("v/A1/dat-dai", "1.000"), ("formula", "yamane"), ("error", "5"), ("weigh", "1")];
        snapshots.page("admin-round-volumes-missing.vi", &save("volumes", &volumes));
        assert_eq!(save("volumes", &volumes[..3]).status, 303);
        snapshots.page("admin-round-volumes-computed.vi", &staff.get("/admin/rounds/draft/volumes"));
        let volumes =
            [("v/A1/dat-dai", "7"), ("formula", "cochran"), ("error", "3"), ("revision_token", "old")];
        snapshots
            .page("admin-round-volumes-changed.vi", &staff.post("/admin/rounds/draft/volumes", &volumes));
        snapshots.page("admin-round-rules-refused.vi", &save("rules", &[("minimum", "x"), ("audience", "")]));
        snapshots.page("admin-round-rules-small.vi", &save("rules", &[("minimum", "2")]));

        let stage = |round: &str, pairs: &[(&str, &str)]| {
            let token = hidden(&staff.get(&format!("/admin/rounds/{round}")).body, "revision_token");
            let pairs = [pairs, &[("revision_token", &*token)]].concat();
            staff.post(&format!("/admin/rounds/{round}/stage"), &pairs)
        };
        snapshots.page("admin-round-open-refused.vi", &stage("draft", &[("to", "open")]));
        let remove = [("to", "remove"), ("typed", "other")];
        snapshots.page("admin-round-remove-refused.vi", &stage("draft", &remove));
        let points = [("agency", ""), ("area", "dat-dai"), ("channel", "qr")];
        assert_eq!(staff.post("/admin/rounds/draft/points", &points).status, 303);
        assert_eq!(stage("draft", &[("to", "test")]).status, 303);
        snapshots.page("admin-round-test.vi", &staff.get("/admin/rounds/draft"));
        let extend = [("to", "extend"), ("day", "2020-01-01"), ("reason", "x")];
        snapshots.page("admin-round-extend-refused.vi", &stage("y2026", &extend));
        let extend = [("to", "extend"), ("day", "31/2/2026")];
        snapshots.page("admin-round-extend-no-day.vi", &stage("y2026", &extend));
        snapshots.page("admin-round-close-refused.vi", &stage("y2026", &[("to", "close")]));
        let rename = [("to", "rename"), ("title", ""), ("title_en", "a\tb"), ("reason", "x")];
        snapshots.page("admin-round-rename-refused.vi", &stage("y2026", &rename));
        let close = [("to", "close"), ("revision_token", "old")];
        snapshots.page("admin-round-changed.vi", &staff.post("/admin/rounds/y2026/stage", &close));
        assert_eq!(stage("y2025", &[("to", "unpublish"), ("reason", "x")]).status, 303);
        snapshots.page("admin-round-unpublished.vi", &staff.get("/admin/rounds/y2025"));

        let path = "/admin/rounds/y2026/copy";
        let copy = [("code", "y 1"), ("title", ""), ("from", ""), ("to", "x")];
        snapshots.page("admin-round-copy-refused.vi", &staff.post(path, &copy));
        let copy = [("code", "y1"), ("title", "Đợt"), ("from", "1900-01-01"), ("to", "1900-12-31")];
        snapshots.page("admin-round-copy-empty.vi", &staff.post(path, &copy));
        snapshots.page("admin-new-round-empty.vi", &staff.post("/admin/new-round", &copy));
        snapshots.page("admin-new-round-of-form.vi", &staff.get("/admin/new-round?form=golden"));
        snapshots.page("admin-round-followed.vi", &local.get("/admin/rounds/y2026"));
        snapshots.page("admin-round-planned-followed.vi", &local.get("/admin/rounds/draft"));
        snapshots.page("admin-rounds-followed.vi", &local.get("/admin/rounds"));

        place.sql("UPDATE round SET document = REPLACE(document, '\"A1\"', '\"GONE\"') WHERE code = 'gone'");
        place.sql("UPDATE round SET document = '{}' WHERE code = 'words'");
        let removal = "/admin/rounds/gone/removal";
        snapshots.page("admin-round-removal-refused.vi", &staff.post(removal, &[("typed", "other")]));
        assert_eq!(staff.post("/admin/account", &[("name", "Lan"), ("language", "en")]).status, 303);
        for language in ["en", "vi"] {
            for (name, path) in [
                ("rounds-broken", "/admin/rounds"),
                ("new-round", "/admin/new-round"),
                ("round", "/admin/rounds/y2026"),
                ("round-test", "/admin/rounds/draft"),
                ("round-basics", "/admin/rounds/draft/basics"),
                ("round-definition", "/admin/rounds/draft/definition"),
                ("round-places", "/admin/rounds/draft/places"),
                ("round-volumes-computed", "/admin/rounds/draft/volumes"),
                ("round-rules", "/admin/rounds/draft/rules"),
                ("round-copy", "/admin/rounds/y2026/copy"),
                ("round-basics-locked", "/admin/rounds/y2026/basics"),
                ("round-definition-locked", "/admin/rounds/y2026/definition"),
                ("round-places-locked", "/admin/rounds/y2026/places"),
                ("round-volumes-locked", "/admin/rounds/y2026/volumes"),
                ("round-broken", "/admin/rounds/gone"),
                ("round-broken-planned", removal),
                ("round-broken-opened", "/admin/rounds/words/removal"),
            ] {
                if language == "en" || name.contains("broken") || name.contains("locked") {
                    snapshots.page(&format!("admin-{name}.{language}"), &staff.get(path));
                }
            }
            assert_eq!(staff.post("/admin/account", &[("name", "Lan"), ("language", "vi")]).status, 303);
        }
        snapshots.finish();
    });
}

#[test]
fn pages_of_points_and_definitions_are_as_they_were_reviewed() {
    on_both(|place| {
        administration(place);
        let server = Server::start(place);
        let system = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        place.run(&["user", "add", "root@x.vn", "--role", "survey-administrator"]);
        let leader = Staff::with_role(place, &server, "a1@x.vn", "leader", Some("A1"));
        let id = |of: &str| {
            place.rows(&format!("SELECT CAST(MIN(id) AS TEXT) FROM collection_point WHERE {of}")).remove(0)
        };
        let (point, keyed) = (id("slug = 'p'"), id("channel = 'paper'"));
        let points = "/admin/rounds/y2026/points";
        let mut snapshots = Snapshots::new(place, &server);
        let definition = [("code", "sipas"), ("title", "SIPAS"), ("title_en", "SIPAS (en)")];
        let index = [
            ("scoring", "points"),
            ("aggregation", "weights"),
            ("weights", "f1 1,5\nf2 2"),
            ("points", "s5 4 75%\ns5 5 100"),
        ];
        assert_eq!(system.post("/admin/definitions", &[&definition[..], &index].concat()).status, 303);
        let second = [("title", "SIPAS"), ("scoring", "top2"), ("aggregation", "pooled")];
        assert_eq!(system.post("/admin/definitions/sipas", &second).status, 303);
        for (name, path) in [
            ("points-silent", format!("{points}?silent=1")),
            ("points-none", "/admin/rounds/words/points?silent=1&q=none".to_owned()),
            ("point-keyed", format!("/admin/rounds/y2025/points/{keyed}")),
            ("sheet", format!("{points}/{point}/sheet?layout=a6")),
            ("sheets-none", format!("/admin/rounds/y2025/points/{keyed}/sheet")),
            ("sheets-print", format!("{points}/{point}/sheet?format=print&layout=a6x4")),
            ("monitor-open", "/admin/rounds/words/monitor".to_owned()),
            ("monitor-still", "/admin/rounds/words/monitor?still=1".to_owned()),
            ("definitions", "/admin/definitions".to_owned()),
            ("definition", "/admin/definitions/sipas".to_owned()),
        ] {
            snapshots.page(&format!("admin-{name}.vi"), &system.get(&path));
        }
        for (name, path) in [
            ("points", points.to_owned()),
            ("point", format!("{points}/{point}")),
            ("sheets", "/admin/rounds/y2026/sheets".to_owned()),
            ("monitor", "/admin/rounds/y2025/monitor".to_owned()),
            ("definitions", "/admin/definitions".to_owned()),
            ("definition", "/admin/definitions/sipas".to_owned()),
        ] {
            snapshots.page(&format!("leader-{name}.vi"), &leader.get(&path));
        }
        let quota = system.get("/admin/rounds/y2026/monitor?format=csv");
        snapshots.keep("admin-monitor-quota.csv", &quota.body);
        let token = hidden(&system.get(&format!("{points}/{point}")).body, "revision_token");
        let of_point = |what: &str| format!("{points}/{point}/{what}");
        let long = "x".repeat(101);
        let no_channel = [("counters", "Quầy 1\nQuầy 1")];
        let all_there = [("agency", "A1"), ("area", "dat-dai"), ("channel", "qr"), ("counters", "Quầy 1")];
        let counter = [("form", "counter"), ("revision_token", &*token), ("counter", &*long)];
        let rotation = [("form", "rotation"), ("revision_token", &*token), ("reason", "")];
        let state = [("form", "state"), ("revision_token", &*token), ("reason", "")];
        let changed = [("form", "counter"), ("revision_token", "other"), ("counter", "Quầy 2")];
        let lines = [
            ("title", "T"),
            ("scoring", "points"),
            ("aggregation", "weights"),
            ("weights", "f1"),
            ("points", "s5 4"),
        ];
        let misplaced = [("title", "T"), ("scoring", "top2"), ("aggregation", "weights")];
        for (name, path, pairs) in [
            ("points-refused", points.to_owned(), &no_channel[..]),
            ("points-there", points.to_owned(), &all_there),
            ("point-counter-refused", of_point("counter"), &counter),
            ("point-rotation-refused", of_point("rotation"), &rotation),
            ("point-state-refused", of_point("state"), &state),
            ("point-changed", of_point("counter"), &changed),
            (
                "definitions-refused",
                "/admin/definitions".to_owned(),
                &[("code", "a b"), ("title", "T"), ("scoring", "top2"), ("aggregation", "pooled")],
            ),
            ("definition-refused", "/admin/definitions/sipas".to_owned(), &lines),
            ("definition-misplaced", "/admin/definitions/sipas".to_owned(), &misplaced),
        ] {
            snapshots.page(&format!("admin-{name}.vi"), &system.post(&path, pairs));
        }
        let retired = [("form", "state"), ("revision_token", &*token), ("retire", "1"), ("reason", "Hỏng")];
        assert_eq!(system.post(&of_point("state"), &retired).status, 303);
        snapshots
            .page("admin-point-retired.vi", &system.get(&format!("{points}/{point}?done=point-retired")));
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
