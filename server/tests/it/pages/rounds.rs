//! Pages of a round from plan to publication.

use super::{Snapshots, administration};
use crate::http::Server;
use crate::staff::{Staff, hidden};
use crate::support::on_both;

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
