//! Accounts as people meet them: the first one, signing in, second factors, links, roles, and the log of it all.

use crate::http::Server;
use crate::staff::{PASSWORD, Staff, add_account, code, hidden, link_on, without_second_factor};
use crate::support::{Place, golden, on_both};

#[test]
fn the_first_account_needs_the_code_from_the_terminal_and_there_is_no_second_first_one() {
    on_both(|place| {
        let server = Server::start(place);
        let set_up_code = server.set_up_code();
        let staff = Staff::nobody(&server);
        assert_eq!(staff.get("/admin/sign-in").header("location"), "/admin/set-up");
        let first = |code: &str, password: &str| {
            let pairs = [("code", code), ("name", "Lan"), ("email", "Lan@X.vn"), ("password", password)];
            staff.post("/admin/set-up", &pairs)
        };
        let wrong = first("aaaa-bbbb-cccc-dddd", PASSWORD);
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("Mã không đúng") && wrong.body.contains("value=\"Lan@X.vn\""));
        assert_eq!(first(&set_up_code, "ngắn").status, 422);
        assert_eq!(place.rows("SELECT email FROM account"), [""; 0]);
        let done = first(&set_up_code.to_uppercase().replace('-', " "), PASSWORD);
        assert_eq!((done.status, done.header("location")), (303, "/admin/account/second-factor"));
        assert_eq!(place.rows("SELECT email FROM account"), ["lan@x.vn"]);
        assert_eq!(Staff::nobody(&server).get("/admin/set-up").status, 410);
        assert_eq!(first(&set_up_code, PASSWORD).status, 410);
        // Every page asks for the second factor first.
        assert_eq!(staff.get("/admin").header("location"), "/admin/account/second-factor");
        assert_eq!(staff.get("/admin/people").header("location"), "/admin/account/second-factor");
        assert!(!server.stop().contains(PASSWORD));
    });
}

#[test]
fn a_second_factor_is_asked_for_works_once_and_can_be_recovered() {
    on_both(|place| {
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "system-administrator", None);
        let secret = hidden(&staff.get("/admin/account/second-factor").body, "secret");
        let wrong = staff.post("/admin/account/second-factor", &[("secret", &secret), ("code", "000000")]);
        assert_eq!((wrong.status, hidden(&wrong.body, "secret")), (422, secret.clone()));
        let page =
            staff.post("/admin/account/second-factor", &[("secret", &secret), ("code", &code(&secret, -1))]);
        assert_eq!((page.status, page.body.matches("<li><code>").count()), (200, 10));
        let recovery = page.body.split("<li><code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!(staff.get("/admin/people").status, 200);

        let fresh = code(&secret, 0);
        let enter = |browser: &Staff, code: &str| {
            assert!(browser.sign_in("lan@x.vn").body.contains("name=\"code\""));
            assert!(browser.get("/admin/people").header("location").starts_with("/admin/second-factor"));
            browser.post("/admin/second-factor", &[("code", code), ("next", "/admin/people")])
        };
        let second = enter(&Staff::nobody(&server), &fresh);
        assert_eq!((second.status, second.header("location")), (303, "/admin/people"));
        let replayed = enter(&Staff::nobody(&server), &fresh);
        assert_eq!(replayed.status, 422);
        assert!(replayed.body.contains("vừa được dùng"));
        let typed = recovery.to_uppercase().replace('-', " ");
        assert_eq!(enter(&Staff::nobody(&server), &typed).status, 303, "however it is typed");
        assert_eq!(enter(&Staff::nobody(&server), &recovery).status, 422, "a recovery code works once");
        // Nobody takes over the second factor of a session that was left open.
        let mine = hidden(&staff.get("/admin/account/second-factor").body, "secret");
        let taken =
            staff.post("/admin/account/second-factor", &[("secret", &mine), ("code", &code(&mine, 0))]);
        assert_eq!(taken.status, 422);
        assert!(taken.body.contains("Mật khẩu hiện tại không đúng"));
    });
}

#[test]
fn a_wrong_password_is_told_in_the_language_of_the_page() {
    on_both(|place| {
        let server = Server::start(place);
        add_account(place, &server, "lan@x.vn", "leader", None);
        for lang in ["vi", "en"] {
            let pairs = [("email", "lan@x.vn"), ("password", "a wrong password"), ("lang", lang)];
            let reply = Staff::nobody(&server).post("/admin/sign-in", &pairs);
            assert_eq!(reply.status, 422);
            assert!(reply.body.contains(&format!("<html lang=\"{lang}\">")));
        }
    });
}

#[test]
fn guessing_is_slowed_down_where_it_happens_and_the_owner_is_never_locked_out() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start_with(place, &["--behind-proxy"]);
        let owner = Staff::with_role(place, &server, "lan@x.vn", "leader", None);
        let guess = |from: &str, cookies: &str| {
            let body = "email=LAN%40x.vn&password=a+wrong+password";
            let headers = [("origin", &*server.base), ("x-forwarded-for", from), ("cookie", cookies)];
            server.post("/admin/sign-in", body, &headers)
        };
        let statuses: Vec<u16> = (0..7).map(|_| guess("198.51.100.7, 203.0.113.9", "").status).collect();
        assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429]);
        let waiting = guess("203.0.113.9", "");
        assert!(waiting.header("retry-after").parse::<u32>().unwrap() <= 16);
        assert!(waiting.body.contains("value=\"lan@x.vn\""), "nothing typed is lost");
        assert_eq!(guess("203.0.113.10", "").status, 422, "another place is not slowed down");
        // The owner's browser is known by its cookie, wherever it is.
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", "lan@x.vn"), ("password", PASSWORD)])
            .finish();
        let device = owner.cookie_line();
        let headers = [("origin", &*server.base), ("x-forwarded-for", "203.0.113.9"), ("cookie", &*device)];
        let in_again = server.post("/admin/sign-in", &body, &headers);
        assert_eq!((in_again.status, in_again.header("location")), (303, "/admin"));
        assert!(!server.stop().contains("203.0.113"), "addresses are not logged");
    });
}

#[test]
fn a_stranger_locks_nobody_else_out_however_the_proxy_writes_addresses() {
    let place = Place::sqlite();
    without_second_factor(&place);
    let server = Server::start_with(&place, &["--behind-proxy"]);
    let sign_in = |email: &str, password: &str, from: &str| {
        let pairs = [("email", email), ("password", password)];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let headers = [("origin", &*server.base), ("x-forwarded-for", from)];
        server.post("/admin/sign-in", &body, &headers).status
    };
    for (n, (stranger, owner)) in [
        ("203.0.113.9:500{}", "198.51.100.4:5001"),
        ("[2001:db8::{}]:5001", "[2001:db8:7::9]:5001"),
        ("\"[2001:db8:8::{}]\"", "\"[2001:db8:9::9]\""),
        ("_stranger", "_owner"),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("lan{n}@x.vn");
        add_account(&place, &server, &email, "leader", None);
        // Neither another port nor another address of one network is another place.
        let guesses =
            (0..7).map(|i| sign_in(&email, "a wrong password", &stranger.replace("{}", &i.to_string())));
        assert_eq!(guesses.collect::<Vec<_>>(), [422, 422, 422, 422, 422, 429, 429], "{stranger}");
        assert_eq!(sign_in(&email, PASSWORD, owner), 303, "{owner}, in a browser that nobody knows yet");
    }
}

#[test]
fn what_was_typed_before_a_session_ended_is_sent_after_signing_in_again() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "leader", None);
        place.sql("DELETE FROM session");
        let ended = staff.post("/admin/account", &[("name", "Lan & <b>Cúc"), ("language", "vi")]);
        assert_eq!(ended.status, 401);
        let carried = hidden(&ended.body, "carried-body");
        assert_eq!(place.rows("SELECT name FROM account"), ["lan@x.vn"], "nothing is stored yet");
        let pairs = [
            ("email", "lan@x.vn"),
            ("password", PASSWORD),
            ("carried-path", "/admin/account"),
            ("carried-body", &carried),
        ];
        let page = staff.post("/admin/sign-in", &pairs);
        assert_eq!(page.status, 200);
        assert!(page.body.contains("action=\"/admin/account\""), "{}", page.body);
        let name = hidden(&page.body, "name");
        assert_eq!(name, "Lan & <b>Cúc");
        assert_eq!(staff.post("/admin/account", &[("name", &name), ("language", "vi")]).status, 303);
        assert_eq!(place.rows("SELECT name FROM account"), ["Lan & <b>Cúc"]);
        // Neither the way on nor what is carried leads out of the administration.
        for next in ["https://evil.example/", "//evil.example", "/admin\\@evil.example", "/results"] {
            let pairs = [("email", "lan@x.vn"), ("password", PASSWORD), ("next", next)];
            assert_eq!(Staff::nobody(&server).post("/admin/sign-in", &pairs).header("location"), "/admin");
        }
    });
}

#[test]
fn a_change_must_certainly_come_from_a_page_of_ours() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "leader", None);
        let cookies = staff.cookie_line();
        for headers in [
            vec![],
            vec![("origin", "null")],
            vec![("origin", "https://evil.example")],
            vec![("origin", &*server.base), ("sec-fetch-site", "same-site")],
            vec![("sec-fetch-site", "none")],
        ] {
            let headers: Vec<_> = headers.into_iter().chain([("cookie", &*cookies)]).collect();
            let reply = server.post("/admin/account", "name=Evil&language=vi", &headers);
            assert_eq!(reply.status, 403, "{headers:?}");
        }
        assert_eq!(place.rows("SELECT name FROM account"), ["lan@x.vn"]);
        assert_eq!(staff.post("/admin/account", &[("name", "a\0b"), ("language", "vi")]).status, 400);
        assert_eq!(staff.get("/admin/rounds/a%00b").status, 404);
        let cookie = staff.sign_in("lan@x.vn");
        let session = cookie.all("set-cookie").find(|c| c.starts_with("hailong=")).unwrap().to_owned();
        assert!(
            session.contains("HttpOnly") && session.contains("SameSite=Lax") && session.contains("Path=/")
        );
    });
}

#[test]
fn a_link_works_once_and_passwords_and_disabling_end_sessions() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start(place);
        let admin = Staff::with_role(place, &server, "admin@x.vn", "system-administrator", None);
        let page = admin.post(
            "/admin/people",
            &[("name", "Minh"), ("email", "minh@x.vn"), ("language", "en"), ("role", "leader"), ("over", "")],
        );
        assert_eq!(page.status, 200, "{}", page.body);
        let link = link_on(&page.body);
        let minh = Staff::nobody(&server);
        assert_eq!(minh.get(&link).status, 200);
        assert_eq!(minh.post(&link, &[("password", "short")]).status, 422);
        assert_eq!(minh.post(&link, &[("password", PASSWORD)]).status, 200);
        assert_eq!(minh.post(&link, &[("password", PASSWORD)]).status, 410, "a link works once");
        minh.sign_in("minh@x.vn");
        assert!(minh.get("/admin").body.contains("Overview"), "in the language of the account");
        let id = place.rows("SELECT CAST(id AS TEXT) FROM account WHERE email = 'minh@x.vn'").pop().unwrap();
        let reset = admin.post(&format!("/admin/people/{id}/link"), &[]);
        let other = link_on(&reset.body);
        assert_eq!(minh.post(&other, &[("password", "một mật khẩu khác")]).status, 200);
        assert!(
            minh.get("/admin").header("location").starts_with("/admin/sign-in"),
            "its sessions have ended"
        );
        let back = Staff::nobody(&server);
        let pairs = [("email", "minh@x.vn"), ("password", "một mật khẩu khác")];
        assert_eq!(back.post("/admin/sign-in", &pairs).status, 303);
        assert_eq!(admin.post(&format!("/admin/people/{id}/state"), &[("reason", "nghỉ việc")]).status, 303);
        assert!(back.get("/admin").header("location").starts_with("/admin/sign-in"));
        assert_eq!(back.post("/admin/sign-in", &pairs).status, 422);
        assert_eq!(admin.post(&format!("/admin/people/{id}/state"), &[("active", "1")]).status, 303);
        assert_eq!(back.post("/admin/sign-in", &pairs).status, 303);
        let twice = admin.post(
            "/admin/people",
            &[("name", "Minh"), ("email", "MINH@x.vn"), ("language", "vi"), ("role", "leader"), ("over", "")],
        );
        assert_eq!(twice.status, 422);
        assert!(twice.body.contains("Đã có tài khoản"));
        assert!(!place.rows("SELECT hash FROM session").contains(&"".to_owned()));
        assert_eq!(place.rows("SELECT email FROM account WHERE password LIKE '$argon2id$%'").len(), 2);
    });
}

#[test]
fn nobody_gives_or_takes_more_than_they_reach_and_one_administrator_stays() {
    on_both(|place| {
        place.run(&["import", "agencies", golden("agencies.csv").to_str().unwrap()]);
        place.sql("UPDATE agency SET parent = NULL");
        without_second_factor(place);
        let server = Server::start(place);
        let local = Staff::with_role(place, &server, "local@x.vn", "system-administrator", Some("A1"));
        let add = |over: &str, email: &str| {
            let pairs = [
                ("name", "N"),
                ("email", email),
                ("language", "vi"),
                ("role", "system-administrator"),
                ("over", over),
            ];
            local.post("/admin/people", &pairs)
        };
        assert_eq!(add("A1", "a@x.vn").status, 200);
        for beyond in ["", "A2", "nowhere"] {
            let reply = add(beyond, "b@x.vn");
            assert_eq!(reply.status, 422, "{beyond:?}");
        }
        let page = local.get("/admin/people").body;
        assert!(page.contains("a@x.vn") && !page.contains("b@x.vn"));

        let root = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        assert!(!local.get("/admin/people").body.contains("root@x.vn"), "nor sees who reaches further");
        let id = place.rows("SELECT CAST(id AS TEXT) FROM account WHERE email = 'root@x.vn'").pop().unwrap();
        let path = format!("/admin/people/{id}");
        let token = hidden(&root.get(&path).body, "revision_token");
        let less = [
            ("revision_token", &*token),
            ("name", "Root"),
            ("language", "vi"),
            ("role", "leader"),
            ("over", ""),
        ];
        let last = root.post(&path, &less);
        assert_eq!(last.status, 422);
        assert!(last.body.contains("Phải còn ít nhất một"));
        // Two people edit one account: the second sees what the first has stored, and nothing is lost.
        let grant = "system-administrator ";
        let first = [("revision_token", &*token), ("name", "First"), ("language", "vi"), ("grant", grant)];
        assert_eq!(root.post(&path, &first).status, 303);
        let second = [("revision_token", &*token), ("name", "Second"), ("language", "vi"), ("grant", grant)];
        let conflict = root.post(&path, &second);
        assert_eq!(conflict.status, 409);
        assert!(
            conflict.body.contains("value=\"Second\"")
                && conflict.body.contains("người khác đã lưu thay đổi")
        );
        assert_eq!(place.rows("SELECT name FROM account WHERE email = 'root@x.vn'"), ["First"]);
    });
}

#[test]
fn the_log_tells_who_did_what_and_shows_when_it_was_touched() {
    on_both(|place| {
        without_second_factor(place);
        let server = Server::start(place);
        let admin = Staff::with_role(place, &server, "admin@x.vn", "system-administrator", None);
        admin.post("/admin/account", &[("name", "=Lan"), ("language", "vi")]);
        let page = admin.get("/admin/audit");
        assert!(page.body.contains("sửa tài khoản") && page.body.contains("lệnh trên máy chủ"));
        let found = admin.get("/admin/audit?q=sua+tai+khoan").body;
        assert!(found.contains("sửa tài khoản") && !found.contains("lệnh trên máy chủ"));
        let file = admin.get("/admin/audit?format=whole");
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert!(file.body.starts_with('\u{feff}') && file.body.contains("account.change"));
        place.verify();
        // The engine itself refuses to change or take out an entry …
        let touch = "UPDATE audit_entry SET actor = 'nobody' WHERE number = 2";
        assert!(std::panic::catch_unwind(|| place.sql(touch)).is_err());
        assert!(std::panic::catch_unwind(|| place.sql("DELETE FROM audit_entry WHERE number = 2")).is_err());
        // … and who gets around that is found out.
        if place.is_postgres() {
            place.sql("ALTER TABLE audit_entry DISABLE TRIGGER ALL");
        } else {
            place.sql("DROP TRIGGER audit_entry_stays; DROP TRIGGER audit_entry_remains");
        }
        place.sql(touch);
        let broken = place.try_run(&["verify"]);
        assert_eq!(broken.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&broken.stdout).contains("audit log\tentry 2\twas changed"));
        place.sql("DELETE FROM audit_entry WHERE number = 3");
        let gone = place.try_run(&["verify"]);
        assert!(String::from_utf8_lossy(&gone.stdout).contains("entries 3 to 3 are missing"));
        assert_eq!(
            place.refused(&["user", "add", "nobody", "--role", "leader"]).matches("e-mail").count(),
            1
        );
        add_account(place, &server, "late@x.vn", "analyst", None);
        assert!(place.run(&["user", "list"]).contains("late@x.vn"));
    });
}
