//! What people try who may do something, beyond what they may: each of these once worked or nearly did.

use crate::http::{Reply, Server};
use crate::running::{make_points, plan, prepared, slugs, stage};
use crate::staff::{PASSWORD, Staff, code, hidden, link_on, without_second_factor};
use crate::support::{COMPLETE, Place, on_both};

fn id_of(place: &Place, email: &str) -> String {
    let text = format!("SELECT CAST(id AS TEXT) FROM account WHERE email = '{email}'");
    place.rows(&text).pop().unwrap()
}

/// Has somebody make an account over agency A and returns the link that they see.
fn invite(staff: &Staff, email: &str) -> String {
    let pairs = [("name", "N"), ("email", email), ("language", "vi"), ("role", "leader"), ("over", "A")];
    let page = staff.post("/admin/people", &pairs);
    assert_eq!(page.status, 200, "{}", page.body);
    link_on(&page.body)
}

/// Sends one request from many threads at once.
fn at_once(many: usize, send: impl Fn(usize) -> Reply + Sync) -> Vec<Reply> {
    let send = &send;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..many).map(|n| scope.spawn(move || send(n))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn of_status(replies: &[Reply], status: u16) -> usize {
    replies.iter().filter(|reply| reply.status == status).count()
}

#[test]
fn a_link_ends_with_whatever_changes_about_its_account() {
    on_both(|place| {
        let server = prepared(place);
        let root = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        let local = Staff::with_role(place, &server, "local@x.vn", "system-administrator", Some("A"));
        let works = |link: &str| server.get(link).status == 200;

        // Whoever invited somebody and kept the link does not become what that person becomes.
        let kept = invite(&local, "rises@x.vn");
        assert!(works(&kept));
        let path = format!("/admin/people/{}", id_of(place, "rises@x.vn"));
        let token = hidden(&root.get(&path).body, "revision_token");
        let named =
            [("revision_token", &*token), ("name", "Renamed"), ("language", "vi"), ("grant", "leader A")];
        assert_eq!(root.post(&path, &named).status, 303);
        assert!(works(&kept), "a name may change");
        let token = hidden(&root.get(&path).body, "revision_token");
        let raised = [
            ("revision_token", &*token),
            ("name", "Renamed"),
            ("language", "vi"),
            ("grant", "leader A"),
            ("role", "system-administrator"),
            ("over", ""),
        ];
        assert_eq!(root.post(&path, &raised).status, 303);
        assert_eq!(server.get(&kept).status, 410);
        assert_eq!(Staff::nobody(&server).post(&kept, &[("password", PASSWORD)]).status, 410);

        let kept = invite(&local, "leaves@x.vn");
        let state = format!("/admin/people/{}/state", id_of(place, "leaves@x.vn"));
        for active in ["", "1"] {
            assert_eq!(local.post(&state, &[("active", active)]).status, 303);
        }
        assert_eq!(server.get(&kept).status, 410, "disabled and enabled again");

        let owner = Staff::with_role(place, &server, "owner@x.vn", "leader", Some("A"));
        let reset = format!("/admin/people/{}/link", id_of(place, "owner@x.vn"));
        let kept = link_on(&local.post(&reset, &[]).body);
        let changed = [("old", PASSWORD), ("new", "một mật khẩu khác hẳn")];
        assert_eq!(owner.post("/admin/account/password", &changed).status, 303);
        assert_eq!(server.get(&kept).status, 410, "the owner has chosen another password");
    });
}

#[test]
fn an_account_without_a_role_is_in_the_reach_of_nobody_but_who_reaches_everything() {
    on_both(|place| {
        let server = prepared(place);
        let root = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        let local = Staff::with_role(place, &server, "local@x.vn", "system-administrator", Some("A"));
        Staff::with_role(place, &server, "bare@x.vn", "leader", Some("B"));
        let id = id_of(place, "bare@x.vn");
        place.sql(&format!("DELETE FROM role_grant WHERE account_id = {id}"));
        assert!(!local.get("/admin/people").body.contains("bare@x.vn"));
        assert_eq!(local.get(&format!("/admin/people/{id}")).status, 403);
        assert_eq!(local.post(&format!("/admin/people/{id}/link"), &[]).status, 403);
        assert_eq!(local.post(&format!("/admin/people/{id}/state"), &[]).status, 403);
        assert_eq!(root.get(&format!("/admin/people/{id}")).status, 200);
        // And nobody gets there by taking the last role away.
        invite(&local, "last@x.vn");
        let path = format!("/admin/people/{}", id_of(place, "last@x.vn"));
        let token = hidden(&local.get(&path).body, "revision_token");
        let none = local.post(&path, &[("revision_token", &token), ("name", "N"), ("language", "vi")]);
        assert!(none.status == 422 && none.body.contains("ít nhất một vai trò"), "{}", none.body);
    });
}

#[test]
fn who_reaches_one_agency_puts_no_round_among_those_of_the_province() {
    on_both(|place| {
        let server = prepared(place);
        let lan = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let local = Staff::with_role(place, &server, "local@x.vn", "survey-administrator", Some("A"));
        let series = |code: &str| {
            let page = lan.get(&format!("/admin/rounds/{code}/basics")).body;
            page.split("name=\"series\"").nth(1).unwrap().split('>').next().unwrap().to_owned()
        };
        // Nor into a series that the province has yet to begin.
        plan(&local, "early");
        assert!(series("early").contains("value=\"early\""), "{}", series("early"));
        let begun = [
            ("code", "golden"),
            ("title", "x"),
            ("form", "golden"),
            ("from", "2026-01-01"),
            ("to", "2026-02-01"),
        ];
        assert_eq!(local.post("/admin/new-round", &begun).status, 422);
        plan(&lan, "r");
        plan(&local, "own");
        let basics = |staff: &Staff, code: &str, series: &str| {
            let token = hidden(&staff.get(&format!("/admin/rounds/{code}/basics")).body, "revision_token");
            let pairs = [
                ("revision_token", &*token),
                ("title", "x"),
                ("form", "golden"),
                ("from", "2026-01-01"),
                ("to", "2026-02-01"),
                ("series", series),
            ];
            staff.post(&format!("/admin/rounds/{code}/basics"), &pairs)
        };
        for beyond in ["golden", "", "r", "unheard-of"] {
            let reply = basics(&local, "own", beyond);
            assert!(
                reply.status == 422 && reply.body.contains("Chuỗi này không"),
                "{beyond}: {}",
                reply.body
            );
        }
        assert_eq!(basics(&local, "own", "early").status, 303, "a series of one's own");
        // A round that somebody else has put there stays and can be worked on, but takes no other with it.
        assert_eq!(basics(&lan, "own", "golden").status, 303);
        assert_eq!(basics(&local, "own", "golden").status, 303);
        let pairs = [("code", "next"), ("title", "x"), ("from", "2027-01-01"), ("to", "2027-02-01")];
        assert_eq!(local.post("/admin/rounds/own/copy", &pairs).status, 303);
        assert!(series("next").contains("value=\"next\""));
    });
}

#[test]
fn before_publication_the_page_of_ones_agency_tells_nothing_of_others() {
    on_both(|place| {
        let server = prepared(place);
        let events = "kind,day,reference,from,to,share\ntransfer,2026-01-02,QĐ 1,B,A,0.5\n";
        place.run(&["import", "agency-events", &place.file("e.csv", events)]);
        let lan = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&lan, "r");
        make_points(&lan, "", "paper");
        assert_eq!(stage(&lan, "r", &[("to", "open")]), 303);
        // A is satisfied in one answer of four, B in three of five: 42.5 over all.
        let mut file = String::from("agency,service_area,channel,answered_on,i1,i2,i3\n");
        for n in 0..40 {
            let (a, b) = (if n % 4 == 0 { 5 } else { 1 }, if n % 5 < 3 { 5 } else { 1 });
            file +=
                &format!("A,dat-dai,paper,2026-01-05,{a},{a},{a}\nB,dat-dai,paper,2026-01-05,{b},{b},{b}\n");
        }
        place.run(&["import", "responses", &place.file("p.csv", &file), "--round", "r"]);
        let leader = Staff::with_role(place, &server, "a@x.vn", "leader", Some("A"));
        let whole = lan.get("/results/r/agencies/A");
        let told =
            |page: &str| ["<b>25</b>", "60\u{a0}% (", "43\u{a0}% ("].map(|figure| page.contains(figure));
        assert_eq!(told(&whole.body), [true, true, true], "{}", whole.body);
        let own = leader.get("/results/r/agencies/A");
        assert_eq!(told(&own.body), [true, false, false], "{}", own.body);
        assert!(!own.body.contains("Xếp hạng") && !own.body.contains("href=\"/results/r\""));
        assert_ne!(whole.header("etag"), own.header("etag"));
        assert!(leader.get("/results/r/agencies/A?lang=en").body.contains("<b>25</b>"));
        for shut in ["/results/r/agencies/B", "/results/r", "/results/r/agencies/B/charts/trend.svg"] {
            assert_eq!(leader.get(shut).status, 404, "{shut}");
        }
        for link in own.body.split("href=\"/results").skip(1) {
            let path = format!("/results{}", link.split('"').next().unwrap());
            let plain = path.split('#').next().unwrap();
            assert_ne!(leader.get(plain).status, 404, "{path} leads nowhere");
        }
        assert_eq!(stage(&lan, "r", &[("to", "close"), ("reason", "xong")]), 303);
        assert_eq!(stage(&lan, "r", &[("to", "publish"), ("reason", "xong")]), 303);
        assert_eq!(told(&leader.get("/results/r/agencies/A").body), [true, true, true]);
    });
}

#[test]
fn guesses_that_come_at_once_count_like_those_that_come_one_by_one() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "leader", None);
        let secret = hidden(&staff.get("/admin/account/second-factor").body, "secret");
        let enrolled = [("secret", &*secret), ("code", &*code(&secret, -1))];
        assert_eq!(staff.post("/admin/account/second-factor", &enrolled).status, 200);
        let send = |path: &str, body: &str, cookies: &str| {
            server.post(path, body, &[("origin", &server.base), ("cookie", cookies)])
        };
        let half = Staff::nobody(&server);
        assert!(half.sign_in("lan@x.vn").body.contains("name=\"code\""));
        let codes = at_once(40, |n| {
            send("/admin/second-factor", &format!("code={:06}", 100_000 + n), &half.cookie_line())
        });
        assert_eq!((of_status(&codes, 422), of_status(&codes, 429)), (5, 35));
        // In a session left open the present password is guessed no faster.
        let old = at_once(24, |n| {
            let body = format!("old=guess-{n}&new=mot+mat+khau+khac");
            send("/admin/account/password", &body, &staff.cookie_line())
        });
        let waits = old.iter().filter(|reply| reply.body.contains("Đã thử sai nhiều lần")).count();
        assert_eq!((of_status(&old, 422), waits), (24, 19));
        let passwords =
            at_once(40, |n| send("/admin/sign-in", &format!("email=lan%40x.vn&password=guess-{n}"), ""));
        let looked_at = of_status(&passwords, 422);
        assert_eq!((looked_at, of_status(&passwords, 429)), (5, 35));
    });
}

#[test]
fn one_place_that_floods_the_sign_in_page_keeps_only_itself_waiting() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start_with(place, &["--behind-proxy"]);
        let owner = Staff::with_role(place, &server, "lan@x.vn", "leader", None);
        let replies = at_once(100, |n| {
            // A hundred accounts from one address, and the owner in the midst of them.
            if n == 60 {
                return owner.sign_in("lan@x.vn");
            }
            let body = format!("email=u{n}%40x.vn&password=guess");
            let headers = [("origin", &*server.base), ("x-forwarded-for", "203.0.113.9")];
            server.post("/admin/sign-in", &body, &headers)
        });
        assert_eq!(replies[60].status, 303);
        assert!(of_status(&replies, 503) > 0, "the others are asked to come again");
        assert_eq!(of_status(&replies, 500), 0);
    });
}

#[test]
fn replacing_words_everywhere_stays_within_bounds() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let (long, put) = ("a".repeat(60_000), "b".repeat(300));
        let pairs = [("version", "1"), ("find", "a"), ("put", &*put), ("t0", &*long), ("replace", "1")];
        let reply = staff.post("/admin/forms/golden/wording", &pairs);
        assert!(reply.status == 422 && reply.body.contains("quá dài"), "{}", reply.status);
        assert!(reply.body.len() < 1_000_000 && reply.body.contains(&long), "nothing typed is lost");
        let wide = "x".repeat(301);
        let pairs = [("version", "1"), ("find", "a"), ("put", &*wide), ("t0", "aaa"), ("replace", "1")];
        assert_eq!(staff.post("/admin/forms/golden/wording", &pairs).status, 422);
        let fine = [("version", "1"), ("find", "a"), ("put", "ă"), ("t0", "aaa"), ("replace", "1")];
        let reply = staff.post("/admin/forms/golden/wording", &fine);
        assert!(reply.status == 200 && reply.body.contains("ăăă"));
    });
}

#[test]
fn a_second_person_agrees_to_the_text_they_saw_and_to_no_other() {
    on_both(|place| {
        let server = prepared(place);
        place.sql("INSERT INTO setting (key, value) VALUES ('form_approval', 'required')");
        let lan = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let other = Staff::with_role(place, &server, "minh@x.vn", "approver", None);
        let document = |title: &str| {
            let golden = std::fs::read_to_string(crate::support::golden("form.json")).unwrap();
            let mut value: serde_json::Value = serde_json::from_str(&golden).unwrap();
            value["code"] = "moi".into();
            value["verified"] = true.into();
            value["title"]["vi"] = title.into();
            value.to_string()
        };
        assert_eq!(lan.post("/admin/forms", &[("text", &document("Hiền lành"))]).status, 303);
        let token = hidden(&other.get("/admin/forms/moi").body, "revision_token");
        assert_eq!(
            lan.post("/admin/forms/moi/1/removal", &[("revision_token", &token), ("code", "moi")]).status,
            303
        );
        assert_eq!(lan.post("/admin/forms", &[("text", &document("Khác hẳn"))]).status, 303);
        let late = other.post("/admin/forms/moi/1/approval", &[("revision_token", &token)]);
        assert!(late.status == 409 && late.body.contains("mục này đã thay đổi"), "{}", late.body);
        assert_eq!(place.rows("SELECT state FROM form_version WHERE code = 'moi'"), ["draft"]);
        let token = hidden(&other.get("/admin/forms/moi").body, "revision_token");
        assert_eq!(other.post("/admin/forms/moi/1/approval", &[("revision_token", &token)]).status, 303);
    });
}

#[test]
fn an_opened_round_is_published_with_a_reason_or_not_at_all() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        make_points(&staff, "A", "qr");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let token = hidden(&staff.get("/admin/rounds/r").body, "revision_token");
        let late = [("revision_token", &*token), ("minimum", "10"), ("audience", "public")];
        let reply = staff.post("/admin/rounds/r/rules", &late);
        assert!(reply.status == 409 && reply.body.contains("không sửa được nữa"), "{}", reply.body);
        assert_eq!(server.get("/results/r").status, 404);
    });
}

#[test]
fn of_many_who_replace_one_code_at_once_one_does_and_the_others_are_told() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        make_points(&staff, "A", "qr");
        let id = place.rows("SELECT CAST(id AS TEXT) FROM collection_point").pop().unwrap();
        let path = format!("/admin/rounds/r/points/{id}");
        let token = hidden(&staff.get(&path).body, "revision_token");
        let cookies = staff.cookie_line();
        let replies = at_once(8, |_| {
            let body = format!("form=rotation&why=worn&reason=rach&revision_token={token}");
            let headers = [("cookie", &*cookies), ("origin", &*server.base)];
            server.post(&format!("{path}/rotation"), &body, &headers)
        });
        assert_eq!((of_status(&replies, 303), of_status(&replies, 409)), (1, 7));
        assert_eq!(place.rows("SELECT slug FROM retired_slug").len(), 1);
    });
}

#[test]
fn the_list_of_rounds_counts_what_lies_within_reach_and_nothing_else() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        make_points(&staff, "", "qr");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let slugs = slugs(place);
        for slug in [&slugs[0], &slugs[1], &slugs[1]] {
            assert_eq!(server.post(&format!("/s/{slug}/answers"), COMPLETE, &[]).status, 303);
        }
        let counted = |staff: &Staff| {
            let file = staff.get("/admin/rounds?format=csv").body;
            file.lines().nth(1).unwrap().rsplit(',').next().unwrap().to_owned()
        };
        let leader = Staff::with_role(place, &server, "a@x.vn", "leader", Some("A"));
        assert_eq!([counted(&staff), counted(&leader)], ["3", "1"]);
        place.sql("UPDATE index_definition SET document = REPLACE(document, '\"pooled\"', '\"weights\"')");
        server.terminate();
        let server = Server::start(place);
        let told = |email: &str| {
            let again = Staff::nobody(&server);
            again.sign_in(email);
            again.get("/admin/rounds").body.contains("Đợt r chưa xem được")
        };
        assert_eq!([told("lan@x.vn"), told("a@x.vn")], [true, false]);
    });
}

#[test]
fn pages_with_secrets_are_kept_nowhere() {
    on_both(|place| {
        let server = prepared(place);
        let root = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        let kept = |reply: &Reply| reply.header("cache-control").contains("no-store");
        let pairs =
            [("name", "N"), ("email", "n@x.vn"), ("language", "vi"), ("role", "leader"), ("over", "A")];
        assert!(kept(&root.post("/admin/people", &pairs)), "a new link");
        let page = root.get("/admin/account/second-factor");
        assert!(kept(&page), "a secret");
        let secret = hidden(&page.body, "secret");
        let enrolled = [("secret", &*secret), ("code", &*code(&secret, -1))];
        let codes = root.post("/admin/account/second-factor", &enrolled);
        assert!(codes.status == 200 && kept(&codes), "recovery codes");
        let before = place.rows("SELECT hash FROM recovery_code ORDER BY hash");
        for (password, status) in [("", 422), ("a wrong password", 422), (PASSWORD, 200)] {
            let renewed = root.post("/admin/account/recovery-codes", &[("password", password)]);
            assert_eq!((renewed.status, kept(&renewed)), (status, true), "{password}");
            let same = place.rows("SELECT hash FROM recovery_code ORDER BY hash") == before;
            assert_eq!(same, status == 422, "a session left open is not enough");
        }
        // What somebody sent after their session had ended is carried on, but no password.
        place.sql("DELETE FROM session");
        for path in
            ["/admin/account/password", "/admin/account/second-factor", "/admin/account/recovery-codes"]
        {
            let ended = root.post(path, &[("old", "bí mật"), ("password", "bí mật"), ("code", "bí mật")]);
            assert_eq!((ended.status, kept(&ended)), (401, true), "{path}");
            assert!(!ended.body.contains("m%E1%BA%ADt") && !ended.body.contains("bí mật"), "{path}");
        }
        // A name of the machine that no code could hold breaks nothing.
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        make_points(&staff, "A", "qr");
        let id = place.rows("SELECT CAST(id AS TEXT) FROM collection_point").pop().unwrap();
        let host = "h".repeat(5_000);
        let headers = [("cookie", &*staff.cookie_line()), ("host", &*host)];
        for path in [format!("/admin/rounds/r/points/{id}"), format!("/admin/rounds/r/points/{id}/qr.svg")] {
            assert_eq!(server.get_with(&path, &headers).status, 200, "{path}");
        }
    });
}

#[test]
fn what_strangers_and_open_sessions_send_is_bounded() {
    on_both(|place| {
        let server = prepared(place);
        let root = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        // A form with files is read where there are files, and nowhere before signing in.
        let file = root.send_file("/admin/sign-in", &[("email", "x@x.vn")], "file", "x");
        assert_eq!(file.status, 415);
        let parts: Vec<(&str, &str)> = (0..200).map(|_| ("reason", "")).collect();
        assert_eq!(root.send_file("/admin/settings", &parts, "emblem", "x").status, 413, "too many parts");
        let long = "a".repeat(1_100_000);
        // Refused by its announced length; the client may see no more than that nobody listens.
        let refused = root.post("/admin/sign-in", &[("email", &long)]).status;
        assert!(matches!(refused, 413 | 0), "{refused}");
        // A secret of another length is no secret, and stands in no log.
        let secret = "A".repeat(4_800);
        let reply = root.post("/admin/account/second-factor", &[("secret", &secret), ("code", "000000")]);
        assert_eq!(reply.status, 422);
        // One's own password is not changed around the present one.
        let own = format!("/admin/people/{}/link", id_of(place, "root@x.vn"));
        assert_eq!(root.post(&own, &[("factor", "1")]).status, 403);
        // A phone is not put into an account whose session was left open.
        let data = place.rows("SELECT data FROM session").pop().unwrap();
        let begun = data.split("\"begun\":").nth(1).unwrap().split([',', '}']).next().unwrap();
        let earlier = begun.parse::<i64>().unwrap() - 3_600;
        place
            .sql(&format!("UPDATE session SET data = REPLACE(data, 'begun\":{begun}', 'begun\":{earlier}')"));
        let page = root.get("/admin/account/second-factor");
        assert!(page.status == 200 && page.body.contains("name=\"password\""), "{}", page.body);
        let shown = hidden(&page.body, "secret");
        let pairs = [("secret", &*shown), ("code", &*code(&shown, 0))];
        assert_eq!(root.post("/admin/account/second-factor", &pairs).status, 422);
        assert!(!server.stop().contains(&secret[..100]));
    });
}

#[test]
fn a_copy_of_a_live_round_is_not_live() {
    on_both(|place| {
        place.run(&["demo", "--responses", "50"]);
        place.sql("INSERT INTO setting (key, value) VALUES ('second_factor', 'optional')");
        let server = Server::start(place);
        let lan = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let pairs = [("code", "next"), ("title", "x"), ("from", "2027-01-01"), ("to", "2027-12-31")];
        assert_eq!(lan.post("/admin/rounds/sipas-2026-demo/copy", &pairs).status, 303);
        let document = place.rows("SELECT document FROM round WHERE code = 'next'").pop().unwrap();
        assert!(!document.contains("\"live\":true"), "{document}");
    });
}

#[test]
fn of_many_who_save_one_thing_at_once_one_succeeds_and_the_others_are_told() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let token = hidden(&staff.get("/admin/rounds/r/rules").body, "revision_token");
        let cookies = staff.cookie_line();
        let replies = at_once(8, |n| {
            let body = format!("revision_token={token}&minimum={}&audience=staff", 11 + n);
            let headers = [("cookie", &*cookies), ("origin", &*server.base)];
            server.post("/admin/rounds/r/rules", &body, &headers)
        });
        assert_eq!((of_status(&replies, 303), of_status(&replies, 409)), (1, 7));
    });
}
