//! What people with an account are shown: lists, what is edited there, points and definitions of an index.

use super::{Snapshots, administration};
use crate::http::Server;
use crate::staff::{Staff, add_account, hidden};
use crate::support::on_both;

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
        for draft in [&[("from", "version:golden:1")][..], &[("from", ""), ("code", "moi"), ("english", "1")]]
        {
            assert_eq!(system.post("/admin/form-drafts", draft).status, 303);
        }
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
            ("form-drafts", "/admin/form-drafts"),
            ("form-draft", "/admin/form-drafts/1?at=question:sat1"),
            ("form-draft-begun", "/admin/form-drafts/2"),
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
