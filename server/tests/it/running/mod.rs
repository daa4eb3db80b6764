//! A round from plan to publication, as those who run it do it, and what citizens see meanwhile.

use crate::http::Server;
use crate::staff::{Staff, hidden, without_second_factor};
use crate::support::{Place, golden};

mod codes;
mod comments;
mod conflicts;
mod forms;
mod log;
mod names;
mod notices;
mod points;
mod quotas;
mod scope;
mod stages;
mod volumes;
mod writing;

const TREE: &str =
    "code,name,block,level,parent\nP,Tỉnh,,province,\nA,Sở A,so,province,P\nB,Sở B,so,province,P\n";

pub(crate) fn prepared(place: &Place) -> Server {
    without_second_factor(place);
    place.run(&["import", "agencies", &place.file("a.csv", TREE)]);
    place.run(&["import", "service-areas", golden("service-areas.csv").to_str().unwrap()]);
    place.run(&["import", "form", golden("form.json").to_str().unwrap()]);
    Server::start(place)
}

pub(crate) fn plan(staff: &Staff, code: &str) {
    let pairs = [
        ("code", code),
        ("title", "Đợt thử"),
        ("form", "golden"),
        ("from", "2026-01-01"),
        ("to", "2099-12-31"),
    ];
    let reply = staff.post("/admin/new-round", &pairs);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, &*format!("/admin/rounds/{code}?done=round-planned"))
    );
}

pub(crate) fn stage(staff: &Staff, code: &str, pairs: &[(&str, &str)]) -> u16 {
    let page = staff.get(&format!("/admin/rounds/{code}")).body;
    let token = hidden(&page, "revision_token");
    let pairs: Vec<(&str, &str)> = pairs.iter().copied().chain([("revision_token", &*token)]).collect();
    staff.post(&format!("/admin/rounds/{code}/stage"), &pairs).status
}

/// Makes the points of one agency, or of all, for one service area.
pub(crate) fn make_points(staff: &Staff, agency: &str, channel: &str) {
    let points = [("agency", agency), ("area", "dat-dai"), ("channel", channel)];
    assert_eq!(staff.post("/admin/rounds/r/points", &points).status, 303);
}

/// Volumes of A for land and of B for civil status, and of nothing else.
pub(crate) fn save_volumes(staff: &Staff) {
    let token = hidden(&staff.get("/admin/rounds/r/volumes").body, "revision_token");
    let volumes = [
        ("revision_token", &*token),
        ("v/A/dat-dai", "1000"),
        ("v/B/ho-tich", "500"),
        ("formula", "yamane"),
        ("error", "5"),
        ("precision", "cell"),
    ];
    assert_eq!(staff.post("/admin/rounds/r/volumes", &volumes).status, 303);
}

pub(crate) fn slugs(place: &Place) -> Vec<String> {
    place.rows("SELECT slug FROM collection_point ORDER BY id")
}
