//! What every answer of the server carries, and what no cache may keep.

use crate::http::Server;
use crate::staff::{PASSWORD, Staff, add_account, without_second_factor};
use crate::support::{Place, small_round};
use serde_json::json;

/// Pages, files, redirects, refusals, and what is not there.
const EVERYWHERE: [&str; 14] = [
    "/",
    "/healthz",
    "/emblem.png",
    "/s/p",
    "/s/p/answers",
    "/s/nowhere",
    "/results",
    "/results/r",
    "/api/openapi.json",
    "/api/v1/rounds",
    "/api/v1/nowhere",
    "/admin",
    "/admin/sign-in",
    "/nowhere",
];

#[test]
fn every_answer_is_of_its_type_and_https_stays_https_where_the_public_address_is() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    for (more, expected) in [
        (&[][..], ""),
        (&["--public-url", "http://khaosat.example.gov.vn"], ""),
        (&["--public-url", "https://khaosat.example.gov.vn"], "max-age=31536000"),
    ] {
        let server = Server::start_with(&place, more);
        let held = [("if-none-match", server.get("/results/r").header("etag").to_owned())];
        let unchanged = server.get_with("/results/r", &[(held[0].0, &held[0].1)]);
        assert_eq!(unchanged.status, 304);
        let refused = server.post("/s/p/answers", "i1=%zz", &[]);
        let foreign = server.post("/admin/sign-in", "", &[]);
        let all = EVERYWHERE.map(|path| (path, server.get(path)));
        for (path, reply) in all.into_iter().chain([("304", unchanged), ("400", refused), ("403", foreign)]) {
            assert_eq!(reply.all("x-content-type-options").collect::<Vec<_>>(), ["nosniff"], "{path}");
            assert_eq!(reply.header("strict-transport-security"), expected, "{path} {more:?}");
        }
    }
}

#[test]
fn people_the_log_comments_and_exports_are_kept_by_no_cache() {
    let place = Place::sqlite();
    small_round(&place, json!({"live": true, "minimum_cell": 1}));
    without_second_factor(&place);
    let server = Server::start(&place);
    let staff = Staff::with_role(&place, &server, "lan@x.vn", "system-administrator", None);
    let surveys = Staff::with_role(&place, &server, "an@x.vn", "survey-administrator", None);
    let id = place.rows("SELECT CAST(id AS TEXT) FROM account").remove(0);
    let person = format!("/admin/people/{id}");
    for path in
        ["/admin/people", &person, "/admin/people?format=csv", "/admin/audit", "/admin/audit?format=csv"]
    {
        let reply = staff.get(path);
        assert_eq!((reply.status, reply.header("cache-control")), (200, "no-store"), "{path}");
    }
    let exports =
        ["/admin/rounds?format=csv", "/admin/agencies?format=csv", "/admin/rounds/r/monitor?format=csv"];
    for path in exports {
        let reply = surveys.get(path);
        assert_eq!((reply.status, reply.header("cache-control")), (200, "no-store"), "{path}");
    }
    // Pages on which somebody writes are there again when they go back.
    assert_eq!(surveys.get("/admin/new-round").header("cache-control"), "private, no-cache");
}

#[test]
fn cookies_that_are_no_sessions_write_nothing_into_the_log() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    without_second_factor(&place);
    let server = Server::start(&place);
    add_account(&place, &server, "lan@x.vn", "leader", None);
    let unknown = format!("hailong={}", "A".repeat(22));
    for junk in ["hailong=junk", "hailong=", "hailong=%00;hailong=x", &unknown] {
        for path in ["/results", "/admin", "/admin/sign-in", "/s/p"] {
            assert!(server.get_with(path, &[("cookie", junk)]).status < 400, "{path} {junk}");
        }
        let pairs = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", "lan@x.vn"), ("password", PASSWORD)])
            .finish();
        let headers = [("cookie", junk), ("origin", &*server.base)];
        assert_eq!(server.post("/admin/sign-in", &pairs, &headers).status, 303, "{junk}");
    }
    let log = server.stop();
    let lines: Vec<&str> =
        log.lines().filter(|line| line.contains("session") || line.contains("WARN")).collect();
    assert!(lines.is_empty(), "{lines:#?}");
}
