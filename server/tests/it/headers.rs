//! What every answer of the server carries, and what no cache may keep.

use crate::http::Server;
use crate::staff::{PASSWORD, Staff, add_account, hidden, without_second_factor};
use crate::support::{Place, on_both, small_round};
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

/// What a server answers that follows the public address.
fn followed(server: &Server, staff: &Staff<'_>, point: &str) -> [bool; 4] {
    let form = server.get("/s/p");
    let sheets = staff.get("/admin/rounds/r/sheets?format=print").body;
    let svg = staff.get(&format!("/admin/rounds/r/points/{point}")).body;
    [
        !form.header("strict-transport-security").is_empty(),
        form.header("set-cookie").contains("; Secure"),
        sheets.contains(">khaosat.example.gov.vn/s/p<"),
        svg.contains("<code>https://khaosat.example.gov.vn/s/p</code>"),
    ]
}

#[test]
fn the_public_address_is_in_force_as_soon_as_it_is_saved_unless_the_command_line_says_another() {
    const ADDRESS: &str = "https://khaosat.example.gov.vn";
    on_both(|place| {
        small_round(place, json!({}));
        without_second_factor(place);
        let point = place.rows("SELECT CAST(id AS TEXT) FROM collection_point").remove(0);
        let server = Server::start(place);
        let admin = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        let surveys = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let set = |staff: &Staff<'_>, url: &str| {
            let token = hidden(&staff.get("/admin/settings").body, "revision_token");
            let pairs = [("revision_token", &*token), ("public_url", url), ("second_factor", "optional")];
            staff.post("/admin/settings", &pairs).status
        };
        assert_eq!(followed(&server, &surveys, &point), [false; 4]);
        assert!(surveys.get("/admin/rounds/r/sheets").body.contains("Chưa đặt địa chỉ công khai"));
        assert_eq!(set(&admin, ADDRESS), 303);
        // Whoever signed in by plain http signs in again, and now the cookie is Secure.
        assert!(surveys.get("/admin/rounds").header("location").contains("sign-in"));
        let own = [("origin", ADDRESS)];
        let pairs = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", "lan@x.vn"), ("password", PASSWORD)])
            .finish();
        let signed_in = server.post("/admin/sign-in", &pairs, &own);
        let cookies: Vec<&str> = signed_in.all("set-cookie").collect();
        let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-hailong=")).unwrap();
        assert!(signed_in.status == 303 && cookies.iter().all(|cookie| cookie.contains("; Secure")));
        surveys.forget_cookies();
        surveys.hold(session);
        assert_eq!(followed(&server, &surveys, &point), [true; 4]);
        // A page by plain http under the name of the public address is anybody's on the way.
        let downgraded = [("origin", "http://khaosat.example.gov.vn")];
        assert_eq!(server.post("/admin/sign-in", &pairs, &downgraded).status, 403);
        server.stop();

        let given = ["--public-url", "http://khac.example.gov.vn"];
        let server = Server::start_with(place, &given);
        let admin = Staff::nobody(&server);
        admin.sign_in("root@x.vn");
        let page = admin.get("/admin/settings").body;
        assert!(page.contains("--public-url http://khac.example.gov.vn") && page.contains(ADDRESS), "{page}");
        assert_eq!(set(&admin, "https://nua.example.gov.vn"), 303);
        assert_eq!(server.get("/s/p").header("strict-transport-security"), "");
    });
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
