//! A round from plan to publication, as those who run it do it, and what citizens see meanwhile.

use crate::http::Server;
use crate::staff::{Staff, hidden, without_second_factor};
use crate::support::{COMPLETE, Place, golden, on_both};

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
        (303, &*format!("/admin/rounds/{code}?done=done-round"))
    );
}

pub(crate) fn stage(staff: &Staff, code: &str, pairs: &[(&str, &str)]) -> u16 {
    let page = staff.get(&format!("/admin/rounds/{code}")).body;
    let seen = hidden(&page, "seen");
    let pairs: Vec<(&str, &str)> = pairs.iter().copied().chain([("seen", &*seen)]).collect();
    staff.post(&format!("/admin/rounds/{code}/stage"), &pairs).status
}

/// Makes the points of one agency, or of all, for one service area.
pub(crate) fn make_points(staff: &Staff, agency: &str, channel: &str) {
    let points = [("agency", agency), ("area", "dat-dai"), ("channel", channel)];
    assert_eq!(staff.post("/admin/rounds/r/points", &points).status, 303);
}

pub(crate) fn slugs(place: &Place) -> Vec<String> {
    place.rows("SELECT slug FROM collection_point ORDER BY id")
}

#[test]
fn a_round_goes_from_plan_over_trial_to_publication_and_back_with_reasons() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let send = |pairs: &[(&str, &str)]| staff.post("/admin/new-round", pairs);
        for (bad, said) in [
            (
                &[
                    ("code", "r 1"),
                    ("title", "x"),
                    ("form", "golden"),
                    ("from", "2026-01-01"),
                    ("to", "2026-02-01"),
                ][..],
                "Mã chỉ gồm chữ",
            ),
            (
                &[
                    ("code", "r"),
                    ("title", ""),
                    ("form", "golden"),
                    ("from", "2026-01-01"),
                    ("to", "2026-02-01"),
                ],
                "Xin ghi tên",
            ),
            (
                &[
                    ("code", "r"),
                    ("title", "x"),
                    ("form", "none"),
                    ("from", "2026-01-01"),
                    ("to", "2026-02-01"),
                ],
                "Xin chọn trong danh sách",
            ),
            (
                &[
                    ("code", "r"),
                    ("title", "x"),
                    ("form", "golden"),
                    ("from", "2026-03-01"),
                    ("to", "2026-02-01"),
                ],
                "kết thúc trước khi bắt đầu",
            ),
            (
                &[
                    ("code", "r"),
                    ("title", "x"),
                    ("form", "golden"),
                    ("from", "hôm nay"),
                    ("to", "2026-02-01"),
                ],
                "không phải là ngày",
            ),
        ] {
            let reply = send(bad);
            assert_eq!(reply.status, 422, "{bad:?}");
            assert!(reply.body.contains(said), "{bad:?}: {}", reply.body);
        }
        plan(&staff, "r");
        assert_eq!(
            send(&[
                ("code", "r"),
                ("title", "x"),
                ("form", "golden"),
                ("from", "2026-01-01"),
                ("to", "2026-02-01")
            ])
            .status,
            422
        );
        assert_eq!(place.json(&["rounds", "--format", "json"])[0]["status"], "plan");
        let line = "agency,service_area,answered_on,i1\nA,dat-dai,2026-01-02,3\n";
        let early = place.refused(&["import", "responses", &place.file("p.csv", line), "--round", "r"]);
        assert!(early.contains("has not been opened yet"), "{early}");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 422, "a round without points is not opened");
        let points =
            [("agency", "A"), ("area", "dat-dai"), ("channel", "qr"), ("counters", "Quầy 1\nQuầy 2\n")];
        assert_eq!(staff.post("/admin/rounds/r/points", &points).status, 303);
        assert_eq!(staff.post("/admin/rounds/r/points", &points).status, 422, "they are there already");
        let slug = slugs(place)[0].clone();
        assert_eq!(server.get(&format!("/s/{slug}")).status, 404, "nobody answers what is planned");
        // What a plan names is not deleted from under it, though it has no point there.
        let admin = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        for (what, code) in [("service-areas", "ho-tich"), ("agencies", "B")] {
            let removal = admin.post(&format!("/admin/{what}/{code}/removal"), &[("code", code)]);
            assert_eq!(removal.status, 422, "{what}");
        }
        place.sql("UPDATE agency SET valid_to = '2025-12-31' WHERE code = 'B'");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 422, "an agency that has ended takes no part");
        place.sql("UPDATE agency SET valid_to = NULL WHERE code = 'B'");

        // A score from 1 to 5 is no percentage.
        let define = |points: &str| {
            let seen = hidden(&staff.get("/admin/rounds/r/definition").body, "seen");
            let pairs =
                [("seen", &*seen), ("scoring", "points"), ("aggregation", "pooled"), ("points", points)];
            staff.post("/admin/rounds/r/definition", &pairs)
        };
        let bare = define("");
        assert!(bare.status == 422 && bare.body.contains("chưa có điểm phần trăm"), "{}", bare.body);
        assert_eq!(define("s5 1 0\ns5 2 mười").status, 422);
        assert_eq!(define("s5 1 0\ns5 2 25").status, 422, "some levels have none");

        assert_eq!(stage(&staff, "r", &[("to", "test")]), 303);
        let form = server.get(&format!("/s/{slug}"));
        assert!(form.status == 200 && form.body.contains("Bản thử"));
        let tried = server.post(&format!("/s/{slug}/answers?trial"), COMPLETE, &[]);
        assert_eq!(tried.status, 303);
        assert!(server.get(tried.header("location")).body.contains("không được lưu"));
        assert_eq!(server.post(&format!("/s/{slug}/answers"), "i1=4", &[]).status, 422, "a trial is checked");
        assert!(staff.get("/admin/rounds/r").body.contains("Đã thử 1 lần"));
        assert_eq!(place.rows("SELECT answers FROM response"), [""; 0], "what is tried is not stored");

        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        // Whoever began a trial before the round was opened ends it as a trial.
        let action = form.body.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let ended = server.post(&action, COMPLETE, &[]);
        assert!(server.get(ended.header("location")).body.contains("không được lưu"), "{action}");
        assert_eq!(
            place.rows("SELECT CAST(answers AS TEXT) FROM trial"),
            ["1"],
            "nor is it counted any more"
        );
        assert_eq!(place.rows("SELECT answers FROM response"), [""; 0]);
        let key = server.visit(&slug);
        let answered = server.post(&format!("/s/{slug}/answers"), COMPLETE, &[("cookie", &key)]);
        assert_eq!(answered.status, 303);
        assert_eq!(place.rows("SELECT answers FROM response").len(), 1);
        // Another process closes the round; this one has the form in memory still, and takes nothing all the same.
        place.sql("UPDATE round SET stage = 'closed'");
        assert_eq!(server.post(&format!("/s/{slug}/answers"), COMPLETE, &[]).status, 410);
        assert_eq!(place.rows("SELECT answers FROM response").len(), 1);
        place.sql("UPDATE round SET stage = 'open'");
        // What answers rest on stays as it is.
        let seen = hidden(&staff.get("/admin/rounds/r").body, "seen");
        let late = staff.post(
            "/admin/rounds/r/definition",
            &[("seen", &seen), ("scoring", "top2"), ("aggregation", "items")],
        );
        assert!(late.status == 409 && late.body.contains("giữ nguyên"));
        assert_eq!(stage(&staff, "r", &[("to", "remove"), ("typed", "r")]), 409);
        // Results are staff's until they are published.
        assert_eq!(server.get("/results/r").status, 404);
        assert_eq!(server.get("/api/v1/rounds/r/index").status, 404);
        assert!(!server.get("/results").body.contains("Đợt thử"));
        assert_eq!(staff.get("/results/r").status, 200);

        assert!(staff.get("/results").body.contains("Chưa công bố"), "staff find what is theirs to see");
        assert_eq!(staff.get("/admin/rounds/r/stage").header("location"), "/admin/rounds/r");

        assert_eq!(stage(&staff, "r", &[("to", "close")]), 422, "a reason is asked for");
        assert_eq!(stage(&staff, "r", &[("to", "close"), ("reason", "đủ phiếu")]), 303);
        let closed = server.get(&format!("/s/{slug}"));
        assert!(closed.status == 410 && !closed.body.contains("2099"), "{}", closed.body);
        assert_eq!(stage(&staff, "r", &[("to", "reopen"), ("reason", "thêm"), ("day", "2020-01-01")]), 422);
        assert_eq!(stage(&staff, "r", &[("to", "reopen"), ("reason", "thêm"), ("day", "2098-01-01")]), 303);
        assert_eq!(server.get(&format!("/s/{slug}")).status, 200);
        assert_eq!(stage(&staff, "r", &[("to", "close"), ("reason", "xong")]), 303);
        assert_eq!(stage(&staff, "r", &[("to", "publish"), ("reason", "QĐ 12")]), 303);
        assert_eq!(server.get("/results/r").status, 200);
        assert_eq!(stage(&staff, "r", &[("to", "unpublish"), ("reason", "sai sót")]), 303);
        assert_eq!(server.get("/results/r").status, 404);
        let told = place.rows("SELECT action || ' ' || reason FROM audit_entry WHERE subject = 'r' AND reason <> '' ORDER BY number");
        assert_eq!(
            told,
            [
                "round.close đủ phiếu",
                "round.reopen thêm",
                "round.close xong",
                "round.publish QĐ 12",
                "round.unpublish sai sót"
            ]
        );
        place.verify();
    });
}

#[test]
fn volumes_become_sample_sizes_and_quotas_that_stop_turn_citizens_away() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let send = |pairs: &[(&str, &str)]| {
            let page = staff.get("/admin/rounds/r/volumes").body;
            let seen = hidden(&page, "seen");
            let pairs: Vec<(&str, &str)> = pairs.iter().copied().chain([("seen", &*seen)]).collect();
            staff.post("/admin/rounds/r/volumes", &pairs)
        };
        let odd = send(&[
            ("v/A/dat-dai", "1.000"),
            ("v/B/ho-tich", "nhiều"),
            ("formula", "yamane"),
            ("error", "5"),
            ("precision", "cell"),
        ]);
        assert_eq!(odd.status, 422);
        assert!(
            odd.body.contains("Sở B")
                && odd.body.contains("value=\"nhiều\"")
                && odd.body.contains("value=\"1.000\"")
        );
        assert!(
            send(&[("v/A/dat-dai", "9"), ("formula", "yamane"), ("error", "0")])
                .body
                .contains("Phải từ 0,1 đến 30")
        );
        let csv = "agency,service_area,n\nA,dat-dai,1000\nZ,dat-dai,5\n";
        let pasted = send(&[("csv", csv), ("formula", "yamane"), ("error", "5"), ("precision", "cell")]);
        assert!(pasted.status == 422 && pasted.body.contains("Dòng 3: “Z,dat-dai,5”"), "{}", pasted.body);
        let missing = send(&[
            ("v/A/dat-dai", "1000"),
            ("formula", "yamane"),
            ("error", "5"),
            ("precision", "cell"),
            ("weigh", "1"),
        ]);
        assert!(missing.body.contains("mọi cơ quan của đợt phải có khối lượng"));
        let good = [
            ("v/A/dat-dai", "1.000"),
            ("v/B/dat-dai", "10000"),
            ("formula", "yamane"),
            ("error", "5"),
            ("precision", "cell"),
            ("full", "count"),
            ("weigh", "1"),
        ];
        assert_eq!(send(&good).status, 303);
        let page = staff.get("/admin/rounds/r/volumes").body;
        assert!(
            page.contains("cần 286") && page.contains("cần 385") && page.contains("Tổng cỡ mẫu: 671 phiếu")
        );
        let document = place.rows("SELECT document FROM round").pop().unwrap();
        assert!(document.contains("\"population\":{\"A\":{\"dat-dai\":1000}"), "{document}");

        // Two answers and no more.
        assert_eq!(send(&[("v/A/dat-dai", "2"), ("formula", "typed"), ("full", "stop")]).status, 303);
        make_points(&staff, "A", "qr");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let slug = slugs(place)[0].clone();
        let statuses: Vec<u16> =
            (0..4).map(|_| server.post(&format!("/s/{slug}/answers"), COMPLETE, &[]).status).collect();
        assert_eq!(statuses, [303, 303, 410, 410]);
        // Who was turned away is not told later that they were counted.
        let key = format!("visit={}", "k".repeat(22));
        for _ in 0..2 {
            let reply = server.post(&format!("/s/{slug}/answers"), COMPLETE, &[("cookie", &key)]);
            assert_eq!(reply.status, 410, "{}", reply.header("location"));
        }
        assert_eq!(place.rows("SELECT answers FROM response").len(), 2);
        let page = staff.get("/admin/rounds/r/monitor");
        assert!(page.body.contains("2 trên 2 theo kế hoạch"), "{}", page.body);
        assert_eq!(page.header("refresh"), "60");
        assert_eq!(staff.get("/admin/rounds/r/monitor?still=1").header("refresh"), "");
        place.verify();
    });
}

#[test]
fn a_code_is_replaced_and_retired_and_its_sheets_are_printed() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let points = [("agency", "A"), ("area", "dat-dai"), ("channel", "qr"), ("channel", "paper")];
        assert_eq!(staff.post("/admin/rounds/r/points", &points).status, 303);
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let of = |channel: &str| {
            let query = format!(
                "SELECT CAST(id AS TEXT) || ' ' || slug FROM collection_point WHERE channel = '{channel}'"
            );
            let line = place.rows(&query).pop().unwrap();
            let (id, slug) = line.split_once(' ').unwrap();
            (id.to_owned(), slug.to_owned())
        };
        let (id, first) = of("qr");
        let here = format!("/admin/rounds/r/points/{id}");
        assert!(first.len() == 10 && staff.get(&here).body.contains(&format!("/s/{first}")));
        let svg = staff.get(&format!("{here}/qr.svg"));
        assert!(svg.header("content-type") == "image/svg+xml" && svg.body.starts_with("<svg"));
        assert_eq!(staff.get(&format!("/admin/rounds/r/points/{}/qr.png", of("paper").0)).status, 404);
        let print = staff.get("/admin/rounds/r/sheets?format=print&layout=a6x4").body;
        assert_eq!(print.matches("<section>").count(), 1, "paper needs no code");
        assert!(print.contains("Sở A") && print.contains(&first) && !print.contains("<script"));
        assert_eq!(staff.get("/admin/rounds/r/sheets?format=pdf").header("content-type"), "application/pdf");

        let send = |to: &str, pairs: &[(&str, &str)]| {
            let seen = hidden(&staff.get(&here).body, "seen");
            let pairs: Vec<_> = pairs.iter().copied().chain([("form", to), ("seen", &*seen)]).collect();
            staff.post(&format!("{here}/{to}"), &pairs).status
        };
        let rotate = |why: &str, reason: &str| send("rotation", &[("why", why), ("reason", reason)]);
        assert_eq!(rotate("worn", ""), 422);
        assert_eq!(rotate("worn", "giấy rách"), 303);
        let second = of("qr").1;
        let old = server.get(&format!("/s/{first}"));
        assert!(old.status == 410 && old.body.contains(&format!("/s/{second}")), "a worn code leads on");
        let begun = server.post(&format!("/s/{first}/answers"), COMPLETE, &[]);
        assert_eq!(begun.status, 303, "and takes what was begun upon it");
        let capitals = server.get(&format!("/s/{}", second.to_uppercase()));
        assert!(capitals.status == 404 && capitals.body.contains(&format!("href=\"/s/{second}\"")));
        assert_eq!(rotate("misused", "bị phát tán"), 303);
        let third = of("qr").1;
        let spread = server.get(&format!("/s/{second}"));
        assert!(spread.status == 410 && !spread.body.contains(&third), "a misused one does not");
        assert_eq!(server.get(&format!("/s/{third}")).status, 200);
        assert_eq!(server.post(&format!("/s/{second}/answers"), COMPLETE, &[]).status, 410);
        let state = |retire: &str| send("state", &[("retire", retire), ("reason", "đóng quầy")]);
        assert_eq!(state("1"), 303);
        assert_eq!(server.get(&format!("/s/{third}")).status, 410);
        assert!(
            !server.get(&format!("/s/{first}")).body.contains(&third),
            "nor does a worn one to a retired point"
        );
        assert_eq!(state(""), 303);
        assert_eq!(server.get(&format!("/s/{third}")).status, 200);
        let log = staff.get("/admin/rounds").status;
        assert_eq!(log, 200);
        assert!(
            place
                .rows("SELECT details || subject FROM audit_entry")
                .iter()
                .all(|line| !line.contains(&third))
        );
    });
}

#[test]
fn forms_come_from_the_gallery_are_worded_anew_and_agreed_to_by_somebody_else() {
    on_both(|place| {
        let server = prepared(place);
        place.sql("INSERT INTO setting (key, value) VALUES ('form_approval', 'required')");
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let other = Staff::with_role(place, &server, "minh@x.vn", "approver", None);
        let unsure = staff.post("/admin/templates/cmt-core", &[]);
        assert!(unsure.status == 422 && unsure.body.contains("đánh dấu xác nhận"));
        let looked_at = staff.get("/admin/templates/counter-5/preview?lang=en");
        assert!(looked_at.status == 200 && looked_at.body.contains("<html lang=\"en\""));
        assert!(staff.get("/admin/templates?q=counter-5").body.contains("/admin/templates/counter-5"));
        for bad in ["", "{", "{\"code\": \"x\"}"] {
            assert_eq!(staff.post("/admin/forms", &[("text", bad)]).status, 422, "{bad}");
        }
        assert_eq!(staff.post("/admin/templates/counter-5", &[]).status, 303);
        let draft = staff.get("/admin/forms/counter-5").body;
        assert!(draft.contains("chờ một người khác phê duyệt") && !draft.contains("Lập đợt khảo sát</a>"));
        assert!(!staff.get("/admin/new-round").body.contains("counter-5"));
        assert_eq!(staff.post("/admin/forms/counter-5/1/approval", &[]).status, 403);
        // Whoever prepares and approves at once still needs somebody else.
        place.run(&["user", "add", "lan@x.vn", "--role", "approver"]);
        assert_eq!(staff.post("/admin/forms/counter-5/1/approval", &[]).status, 409);
        let seen = hidden(&other.get("/admin/forms/counter-5").body, "seen");
        let agreed = [("seen", &*seen), ("reason", "đồng ý")];
        assert_eq!(other.post("/admin/forms/counter-5/1/approval", &agreed).status, 303);
        assert!(staff.get("/admin/new-round").body.contains("counter-5"));

        let page = staff.get("/admin/forms/counter-5/wording").body;
        let mut pairs: Vec<(String, String)> = Vec::new();
        for name in (0..200).map(|n| format!("t{n}")) {
            let field = page.split(&format!("name=\"{name}\"")).nth(1);
            let Some(field) = field else { break };
            let value = match field.split_once("value=\"") {
                Some((before, rest)) if !before.contains('>') => rest.split('"').next().unwrap(),
                _ => field.split_once('>').unwrap().1.split('<').next().unwrap(),
            };
            pairs.push((name, value.replace("&quot;", "\"").replace("&amp;", "&")));
        }
        assert!(pairs.len() > 20);
        pairs[0].1 = "Ý kiến tại phường".to_owned();
        pairs.push(("version".to_owned(), "1".to_owned()));
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let asked = staff.post("/admin/forms/counter-5/wording", &pairs);
        assert!(asked.status == 200 && asked.body.contains("→ Ý kiến tại phường"), "{}", asked.body);
        assert!(asked.body.contains("1 câu thay đổi"));
        let sure: Vec<_> = pairs.iter().copied().chain([("sure", "1")]).collect();
        assert_eq!(staff.post("/admin/forms/counter-5/wording", &sure).status, 303);
        // Somebody who began with the first version finds their own change upon the second.
        let mut late = pairs.clone();
        late[0].1 = "Ý kiến tại quầy";
        late[1].1 = "At the desk";
        let merged = staff.post("/admin/forms/counter-5/wording", &late);
        assert_eq!(merged.status, 409);
        assert!(merged.body.contains("value=\"Ý kiến tại phường\"") && merged.body.contains("At the desk"));
        // A wording that was there before is named, not stored again.
        late[1].1 = "At the counter";
        late.last_mut().unwrap().1 = "2";
        let known = staff.post("/admin/forms/counter-5/wording", &late);
        assert!(known.status == 422 && known.body.contains("đã là phiên bản 1"), "{}", known.body);
        let page = staff.get("/admin/forms/counter-5").body;
        assert!(
            page.contains("Phiên bản 2 khác phiên bản 1") && page.contains("→ Ý kiến tại phường"),
            "{page}"
        );
        assert_eq!(
            place.rows("SELECT CAST(COUNT(*) AS TEXT) FROM form_version WHERE same_as IS NOT NULL"),
            ["1"]
        );
        let preview = server.get("/admin/forms/counter-5/2/preview");
        assert!(preview.header("location").contains("sign-in"));
        let preview = staff.get("/admin/forms/counter-5/2/preview");
        assert!(preview.header("content-security-policy").contains("frame-ancestors 'self'"));
        assert!(preview.body.contains("Ý kiến tại phường") && !preview.body.contains("<script"));
        assert_eq!(other.post("/admin/forms/counter-5/2/removal", &[]).status, 403);
        let seen = hidden(&page, "seen");
        assert_eq!(staff.post("/admin/forms/counter-5/2/removal", &[("seen", &seen)]).status, 422);
        let typed = [("seen", &*seen), ("code", "counter-5")];
        assert_eq!(staff.post("/admin/forms/counter-5/2/removal", &typed).status, 303);
        assert_eq!(
            staff.post("/admin/forms/counter-5/1/removal", &[]).status,
            404,
            "what is published stays"
        );
    });
}

#[test]
fn last_years_round_is_copied_and_two_who_plan_at_once_lose_nothing() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let seen = hidden(&staff.get("/admin/rounds/r/rules").body, "seen");
        let rules = |minimum: &str| {
            staff.post(
                "/admin/rounds/r/rules",
                &[("seen", &seen), ("minimum", minimum), ("audience", "staff")],
            )
        };
        assert_eq!(rules("2").status, 422);
        assert_eq!(rules("20").status, 303);
        let late = rules("30");
        assert!(
            late.status == 409
                && late.body.contains("value=\"30\"")
                && late.body.contains("người khác đã lưu thay đổi")
                && late.body.contains("Đang lưu: 20")
        );
        place.sql("UPDATE agency SET valid_to = '2026-12-31' WHERE code = 'B'");
        let copy = staff.get("/admin/rounds/r/copy").body;
        assert!(copy.contains("value=\"2027-01-01\""));
        let pairs = [("code", "r-2027"), ("title", "Đợt 2027"), ("from", "2027-01-01"), ("to", "2027-12-31")];
        assert_eq!(staff.post("/admin/rounds/r/copy", &pairs).status, 303);
        let document = place.rows("SELECT document FROM round WHERE code = 'r-2027'").pop().unwrap();
        assert!(
            document.contains("\"agencies\":[\"A\"]") && document.contains("\"minimum_cell\":20"),
            "{document}"
        );
        assert!(document.contains("\"series\":\"golden\""));
        assert_eq!(stage(&staff, "r", &[("to", "remove"), ("typed", "R")]), 422);
        assert_eq!(stage(&staff, "r", &[("to", "remove"), ("typed", "r")]), 303);
        assert_eq!(place.rows("SELECT code FROM round"), ["r-2027"]);
    });
}

#[test]
fn a_leader_of_one_agency_follows_it_and_sees_no_other_before_publication() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        make_points(&staff, "", "qr");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let leader = Staff::with_role(place, &server, "a@x.vn", "leader", Some("A"));
        let page = leader.get("/admin/rounds/r/monitor").body;
        assert!(page.contains("Sở A") && !page.contains("Sở B"));
        assert!(
            leader.get("/admin").body.contains("href=\"/results/r/agencies/A\""),
            "one step from the desk"
        );
        assert_eq!(leader.get("/results/r").status, 404, "the whole is not theirs");
        assert_eq!(leader.get("/results/r/agencies/A").status, 200);
        assert_eq!(leader.get("/results/r/agencies/B").status, 404);
        assert_eq!(leader.get("/admin/rounds/r/points").body.matches("Sở B").count(), 0);
        let keyer = Staff::with_role(place, &server, "k@x.vn", "data-entry", None);
        assert_eq!(keyer.get("/admin/rounds/r/monitor").status, 200);
        assert_eq!(keyer.get("/results/r").status, 404, "whoever keys in need not see results");
        // Settings that do not fit are refused, others hold.
        let admin = Staff::with_role(place, &server, "s@x.vn", "system-administrator", None);
        for (key, odd) in
            [("public_url", "khaosat.vn"), ("public_url", "https://khaosat.vn/x"), ("time_zone", "Hà Nội")]
        {
            assert_eq!(admin.post("/admin/settings", &[(key, odd)]).status, 422, "{odd}");
        }
        let seen = || hidden(&admin.get("/admin/settings").body, "seen");
        let now = seen();
        let named = [("seen", &*now), ("administration", "UBND tỉnh Sơn Trà"), ("second_factor", "optional")];
        assert_eq!(admin.post("/admin/settings", &named).status, 303);
        let late = admin.post("/admin/settings", &[("seen", &*now), ("administration", "Khác")]);
        assert!(late.status == 409 && late.body.contains("value=\"Khác\""), "two who set at once");
        for page in ["/", "/results"] {
            assert!(server.get(page).body.contains("UBND tỉnh Sơn Trà"), "{page}");
        }
        assert!(admin.get("/admin").body.contains("UBND tỉnh Sơn Trà"));
        let odd = admin.send_file("/admin/settings", &named, "emblem", "<svg onload=alert(1)>");
        assert!(
            odd.status == 422 && odd.body.contains("phải là tệp PNG") || odd.body.contains("Phải là tệp PNG")
        );
        assert_eq!(server.get("/emblem.png").status, 404);
        assert_eq!(
            admin
                .post(
                    "/admin/settings",
                    &[("seen", &seen()), ("language", "en"), ("second_factor", "optional")]
                )
                .status,
            303
        );
        assert!(server.get("/admin/sign-in").body.contains("<html lang=\"en\""));
    });
}

#[test]
fn comments_come_in_lots_without_order_or_person_to_the_agencys_own_staff() {
    on_both(|place| {
        let server = prepared(place);
        place.run(&["import", "form", "counter-5"]);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let pairs = [
            ("code", "r"),
            ("title", "x"),
            ("form", "counter-5"),
            ("from", "2026-01-01"),
            ("to", "2099-12-31"),
        ];
        assert_eq!(staff.post("/admin/new-round", &pairs).status, 303);
        make_points(&staff, "", "qr");
        let seen = hidden(&staff.get("/admin/rounds/r/rules").body, "seen");
        let rules = [("seen", &*seen), ("minimum", "5"), ("audience", "staff")];
        assert_eq!(staff.post("/admin/rounds/r/rules", &rules).status, 303);
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let leader = Staff::with_role(place, &server, "a@x.vn", "leader", Some("A"));
        let slug = slugs(place)[0].clone();
        let form = server.get(&format!("/s/{slug}")).body;
        let answer = |words: &str| {
            let mut body = form_urlencoded::Serializer::new(String::new());
            let mut known = std::collections::BTreeSet::new();
            for field in form.split("<input").skip(1).filter(|field| field.contains("type=\"radio\"")) {
                let of = |name: &str| {
                    field.split(&format!(" {name}=\"")).nth(1).map(|v| v.split('"').next().unwrap())
                };
                if let (Some(name), Some(value)) = (of("name"), of("value"))
                    && known.insert(name.to_owned())
                {
                    body.append_pair(name, value);
                }
            }
            let area = form.split("<textarea").nth(1).unwrap();
            body.append_pair(area.split("name=\"").nth(1).unwrap().split('"').next().unwrap(), words);
            let reply = server.post(&format!("/s/{slug}/answers"), &body.finish(), &[]);
            assert_eq!(reply.status, 303, "{}", reply.body);
        };
        let shown = || leader.get("/admin/rounds/r/comments?agency=A").body.matches("lời-").count();
        for n in 0..4 {
            answer(&format!("lời-{n} <b>"));
        }
        assert_eq!(shown(), 0, "fewer than a lot");
        answer("lời-4");
        assert_eq!(shown(), 5);
        answer("lời-5");
        assert_eq!(shown(), 5, "the next one waits for four others");
        assert!(leader.get("/admin/rounds/r/comments?agency=A").body.contains("&lt;b&gt;"));
        assert!(!leader.get("/admin/rounds/r/comments?agency=B").body.contains("lời-"));
        assert!(!leader.get("/admin/rounds/r/comments").body.contains("Sở B"));
        let keyer = Staff::with_role(place, &server, "k@x.vn", "data-entry", None);
        assert_eq!(keyer.get("/admin/rounds/r/comments?agency=A").status, 403);
    });
}
