//! Every route × role × own and other agency, from the table of routes itself.

use crate::http::Server;
use crate::staff::{Staff, add_account, code, hidden, without_second_factor};
use crate::support::{Place, golden, on_both, round_document};
use domain::Role;
use server::auth::Decision;
use server::web::{Route, table};

/// Who stands before the gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    /// The password was right; the second factor is still to come.
    Half,
    /// A role over the agency A1.
    Over(Role),
    /// A role over everything.
    Whole(Role),
}

impl Who {
    /// Whether the decision of a route lets them through. `own`: whether the address names A1 or what is under it.
    fn passes(self, decision: Option<Decision>, own: bool) -> bool {
        match (decision, self) {
            (None | Some(Decision::Anyone), _) => true,
            (Some(Decision::HalfSignedIn), _) => self == Self::Half,
            (_, Self::Nobody | Self::Half) => false,
            (Some(Decision::SignedIn), _) => true,
            (Some(Decision::May(permission)), Self::Over(role) | Self::Whole(role)) => {
                role.permits(permission)
            }
            (Some(Decision::Whole(permission)), Self::Whole(role)) => role.permits(permission),
            (Some(Decision::Whole(_)), Self::Over(_)) => false,
            (Some(Decision::Over(permission)), Self::Whole(role)) => role.permits(permission),
            (Some(Decision::Over(permission)), Self::Over(role)) => own && role.permits(permission),
        }
    }
}

/// Which decision each route has: what is reviewed when one is added. The browser tests walk every page of this table.
#[test]
fn the_table_of_routes_is_as_it_was_reviewed() {
    let lines = table().into_iter().map(|Route { method, path, decision }| {
        let roles = |permission| {
            let roles = Role::ALL.into_iter().filter(|role| role.permits(permission));
            roles.map(Role::as_str).collect::<Vec<_>>().join(", ")
        };
        let who = match decision {
            None => "the public".to_owned(),
            Some(Decision::Anyone) => "anyone".to_owned(),
            Some(Decision::HalfSignedIn) => "after the password".to_owned(),
            Some(Decision::SignedIn) => "signed in".to_owned(),
            Some(Decision::May(permission)) => format!("somewhere: {}", roles(permission)),
            Some(Decision::Whole(permission)) => format!("over everything: {}", roles(permission)),
            Some(Decision::Over(permission)) => format!("over the one named: {}", roles(permission)),
        };
        format!("{method:4} {path:50} {who}")
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_route_lets_in_those_who_may_and_nobody_else() {
    on_both(|place| {
        place.run(&["import", "agencies", golden("agencies.csv").to_str().unwrap()]);
        place.sql("UPDATE agency SET parent = NULL");
        without_second_factor(place);
        for what in ["service-areas", "form"] {
            let file = golden(if what == "form" { "form.json" } else { "service-areas.csv" });
            place.run(&["import", what, file.to_str().unwrap()]);
        }
        for (code, agency, slug) in [("own", "A1", "own-point"), ("other", "A2", "other-point")] {
            let point = serde_json::json!({
                "slug": slug, "agency": agency, "service_area": "dat-dai", "channel": "qr"
            });
            let changes = serde_json::json!({"code": code, "agencies": [agency], "points": [point]});
            place.run(&["import", "round", &place.file("r.json", round_document(changes).to_string())]);
        }
        let point = |slug: &str| {
            let query = format!("SELECT CAST(id AS TEXT) FROM collection_point WHERE slug = '{slug}'");
            place.rows(&query).pop().unwrap()
        };
        let points = [point("own-point"), point("other-point")];
        let server = Server::start(place);
        let doors = Doors { place, server: &server };
        let own = doors.person("own@x.vn", "A1");
        let other = doors.person("other@x.vn", "A2");
        let mut everybody = vec![(Who::Nobody, String::new()), (Who::Half, "half@x.vn".to_owned())];
        doors.half("half@x.vn");
        for role in Role::ALL {
            for (who, over) in [(Who::Over(role), Some("A1")), (Who::Whole(role), None)] {
                let email = format!("{}-{}@x.vn", role.as_str(), over.unwrap_or("whole"));
                add_account(place, &server, &email, role.as_str(), over);
                everybody.push((who, email));
            }
        }
        // Two at a time: each has an account and a session of their own.
        let named = Named { own: &own, other: &other, own_point: &points[0], other_point: &points[1] };
        let tried: usize = std::thread::scope(|scope| {
            let walks = everybody.chunks(everybody.len().div_ceil(2)).map(|some| {
                let (doors, named) = (&doors, &named);
                scope.spawn(move || {
                    some.iter().map(|(who, email)| doors.walk(*who, email, named)).sum::<usize>()
                })
            });
            let walks: Vec<_> = walks.collect();
            walks.into_iter().map(|walk| walk.join().unwrap()).sum()
        });
        assert!(tried > 14 * 20, "{tried}");
    });
}

/// What stands in addresses: of the agency A1 and of another.
struct Named<'a> {
    own: &'a str,
    other: &'a str,
    own_point: &'a str,
    other_point: &'a str,
}

/// Whether a gate stayed shut.
fn denied(reply: &crate::http::Reply) -> bool {
    matches!(reply.status, 401 | 403) || reply.header("location").contains("?next=")
}

/// An address of a route with names that are there.
fn fill(path: &str, names: &[(&str, &str)]) -> String {
    let others = [
        ("{form}", "golden"),
        ("{version}", "1"),
        ("{template}", "sipas-2026"),
        ("{file}", "qr.svg"),
        ("{*rest}", "x"),
    ];
    let filled =
        names.iter().chain(&others).fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    filled.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/")
}

struct Doors<'a> {
    place: &'a Place,
    server: &'a Server,
}

impl Doors<'_> {
    /// Tries every route as somebody; how many were tried.
    fn walk(&self, who: Who, email: &str, named: &Named<'_>) -> usize {
        let Named { own, other, own_point, other_point } = *named;
        let mut tried = 0;
        let staff = Staff::nobody(self.server);
        let sign_in = || {
            staff.forget_cookies();
            if !email.is_empty() {
                staff.sign_in(email);
            }
        };
        sign_in();
        for Route { method, path, decision } in table() {
            // Answers are given by citizens; they have their own tests.
            if path.starts_with("/s/") || path == "/admin/sign-in" && method == "POST" {
                continue;
            }
            let named = path.starts_with("/admin/")
                && ["{agency}", "{person}", "{round}"].iter().any(|name| path.contains(name));
            for is_own in if named { vec![true, false] } else { vec![true] } {
                let names = match is_own {
                    true => {
                        [("{agency}", "A1"), ("{person}", own), ("{round}", "own"), ("{point}", own_point)]
                    }
                    false => [
                        ("{agency}", "A2"),
                        ("{person}", other),
                        ("{round}", "other"),
                        ("{point}", other_point),
                    ],
                };
                let address = fill(path, &names);
                let ask = || if method == "GET" { staff.get(&address) } else { staff.knock(&address) };
                let mut reply = ask();
                // An earlier route ended the session, as it should; the next is tried with a fresh one.
                if who.passes(decision, is_own) && denied(&reply) && reply.status != 403 {
                    sign_in();
                    reply = ask();
                }
                let what =
                    format!("{who:?} {method} {address}: {} {}", reply.status, reply.header("location"));
                assert_eq!(!denied(&reply), who.passes(decision, is_own), "{what}");
                assert!(reply.status < 500, "{what}\n{}", reply.body);
                tried += 1;
            }
        }
        tried
    }

    /// An account that may only do something over an agency; its number.
    fn person(&self, email: &str, agency: &str) -> String {
        add_account(self.place, self.server, email, "leader", Some(agency));
        let query = format!("SELECT CAST(id AS TEXT) FROM account WHERE email = '{email}'");
        self.place.rows(&query).pop().unwrap()
    }

    /// An account with a second factor.
    fn half(&self, email: &str) {
        let staff = Staff::with_role(self.place, self.server, email, "system-administrator", None);
        let secret = hidden(&staff.get("/admin/account/second-factor").body, "secret");
        let code = code(&secret, 0);
        let reply = staff.post("/admin/account/second-factor", &[("secret", &secret), ("code", &code)]);
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
}
