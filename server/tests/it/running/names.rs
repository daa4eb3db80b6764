//! Lists of agencies and service areas stand in the order of names, whatever the order in which they were imported.

use super::{plan, slugs, stage};
use crate::http::Server;
use crate::staff::{Staff, hidden, without_second_factor};
use crate::support::{COMPLETE, golden, on_both};

const AGENCIES: [&str; 5] = ["Phường 2", "Phường 10", "Phường Dục Tú", "Phường Đa Phúc", "Xã Ân Thi"];
const AREAS: [&str; 3] = ["Chứng thực", "Đất đai", "Hộ tịch"];

/// Where these words stand in a part of a page, which has to be in their order.
#[track_caller]
fn in_order(part: &str, words: &[&str], of: &str) {
    let places: Vec<usize> = words
        .iter()
        .map(|word| part.find(word).unwrap_or_else(|| panic!("{word} on {of}: {part}")))
        .collect();
    assert!(places.is_sorted(), "{of}: {words:?} stand at {places:?}");
}

#[test]
fn agencies_and_service_areas_stand_in_the_order_of_their_names() {
    on_both(|place| {
        without_second_factor(place);
        let listed = |more: &str, names: &[&str], code: &str| -> String {
            let lines = names.iter().enumerate().rev().map(|(n, name)| format!("{code}{n},{name}{more}\n"));
            lines.collect()
        };
        let agencies = format!("code,name,block\n{}", listed(",xa", &AGENCIES, "A"));
        place.run(&["import", "agencies", &place.file("a.csv", agencies)]);
        let areas = format!("code,name\n{}", listed("", &AREAS, "S"));
        place.run(&["import", "service-areas", &place.file("s.csv", areas)]);
        place.run(&["import", "form", golden("form.json").to_str().unwrap()]);
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let page = |path: &str| {
            let reply = staff.get(&format!("/admin/rounds/r{path}"));
            assert_eq!(reply.status, 200, "{path}");
            reply.body.split_once("<main").unwrap().1.to_owned()
        };
        for path in ["/places", "/volumes"] {
            let page = page(path);
            in_order(&page, &AGENCIES, path);
            in_order(&page, &AREAS, path);
        }
        // A page that is shown again is in the same order.
        let token = hidden(&staff.get("/admin/rounds/r/volumes").body, "revision_token");
        let odd = [("revision_token", &*token), ("v/A0/S0", "x"), ("formula", "yamane"), ("error", "0")];
        let refused = staff.post("/admin/rounds/r/volumes", &odd);
        assert_eq!(refused.status, 422);
        let table = refused.body.split_once("<table").unwrap().1;
        in_order(table, &AGENCIES, "what was refused");
        in_order(table, &AREAS, "what was refused");
        let missing = [
            ("revision_token", &*token),
            ("v/A4/S0", "9"),
            ("formula", "yamane"),
            ("error", "5"),
            ("weigh", "1"),
        ];
        let refused = staff.post("/admin/rounds/r/volumes", &missing).body;
        in_order(refused.split_once("Còn thiếu").unwrap().1, &AGENCIES[..4], "what is missing");
        in_order(&page("/points"), &AGENCIES, "/points");
        in_order(&page("/points"), &AREAS, "/points");
        // Points are made in one order, and listed and printed in that of places and counters.
        let counters = [("agency", "A4"), ("area", "S2"), ("channel", "qr"), ("counters", "Quầy 10\nQuầy 2")];
        assert_eq!(staff.post("/admin/rounds/r/points", &counters).status, 303);
        make_points_of_all(&staff);
        let list = page("/points");
        let list = list.split_once("<tbody").unwrap().1.split("</tbody").next().unwrap();
        in_order(list, &AGENCIES, "the list of points");
        in_order(list.rsplit_once(AGENCIES[3]).unwrap().1, &["Hộ tịch", "Quầy 2", "Quầy 10"], "its counters");
        in_order(&page("/sheets"), &AGENCIES, "the choice of sheets");
        in_order(&page("/sheets?format=print&layout=a5"), &AGENCIES, "sheets");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        for slug in slugs(place) {
            assert_eq!(server.post(&format!("/s/{slug}/answers"), COMPLETE, &[]).status, 303);
        }
        let leader = Staff::with_role(place, &server, "leader@x.vn", "leader", None);
        for (who, path) in [(&staff, "/monitor"), (&leader, "/comments")] {
            let reply = who.get(&format!("/admin/rounds/r{path}"));
            assert_eq!(reply.status, 200, "{path}");
            in_order(reply.body.split_once("<main").unwrap().1, &AGENCIES, path);
        }
        for (path, names) in [("/admin/agencies", &AGENCIES[..]), ("/admin/service-areas", &AREAS)] {
            in_order(&staff.get(path).body, names, path);
        }
    });
}

fn make_points_of_all(staff: &Staff) {
    for area in ["S2", "S1", "S0"] {
        let points = [("area", area), ("channel", "qr")];
        assert_eq!(staff.post("/admin/rounds/r/points", &points).status, 303);
    }
}
