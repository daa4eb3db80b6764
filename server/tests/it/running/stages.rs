//! From plan over trial to publication and back, with reasons.

use super::{make_points, plan, prepared, save_volumes, slugs, stage};
use crate::staff::{Staff, hidden};
use crate::support::{COMPLETE, on_both};

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
            let token = hidden(&staff.get("/admin/rounds/r/definition").body, "revision_token");
            let pairs = [
                ("revision_token", &*token),
                ("scoring", "points"),
                ("aggregation", "pooled"),
                ("points", points),
            ];
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
        let action = form.body.split(" action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let gaps = server.post(&action, "i1=4", &[]);
        assert!(
            gaps.status == 303 && gaps.header("location").contains("trial"),
            "a page with gaps is no trial any more"
        );
        let ended = server.post(&action, COMPLETE, &[]);
        assert!(server.get(ended.header("location")).body.contains("không được lưu"), "{action}");
        // In another language it begins anew, as the round that is open now.
        let other = form.body.split("formaction=\"").nth(1).unwrap().split('"').next().unwrap();
        let other = server.post(&other.replace("&amp;", "&"), COMPLETE, &[]);
        assert_eq!((other.status, other.header("location")), (303, &*format!("/s/{slug}?lang=en")));
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
        let token = hidden(&staff.get("/admin/rounds/r").body, "revision_token");
        let late = staff.post(
            "/admin/rounds/r/definition",
            &[("revision_token", &token), ("scoring", "top2"), ("aggregation", "items")],
        );
        assert!(late.status == 409 && late.body.contains("không sửa được nữa"));
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
fn a_round_opened_by_mistake_is_taken_back_and_removed_while_nobody_has_answered() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        make_points(&staff, "", "qr");
        let blocks = || place.rows("SELECT document FROM round").remove(0).contains("\"blocks\"");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        assert!(blocks());
        // Somebody has looked at its results meanwhile.
        assert_eq!(staff.get("/results/r").status, 200);
        assert_eq!(stage(&staff, "r", &[("to", "take-back")]), 422, "a reason is asked for");
        assert_eq!(stage(&staff, "r", &[("to", "take-back"), ("reason", "mở nhầm")]), 303);
        let slug = slugs(place)[0].clone();
        assert_eq!((server.get(&format!("/s/{slug}")).status, blocks()), (404, false));
        let told = "SELECT action || ' ' || reason FROM audit_entry WHERE action = 'round.take-back'";
        assert_eq!(place.rows(told), ["round.take-back mở nhầm"]);

        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        assert!(staff.get("/admin/rounds/r").body.contains("value=\"take-back\""));
        let answered = server.post(&format!("/s/{slug}/answers"), COMPLETE, &[]);
        assert_eq!(answered.status, 303);
        let page = staff.get("/admin/rounds/r").body;
        assert!(!page.contains("value=\"take-back\""));
        let token = hidden(&page, "revision_token");
        let late = [("to", "take-back"), ("reason", "mở nhầm"), ("revision_token", &*token)];
        let refused = staff.post("/admin/rounds/r/stage", &late);
        assert!(refused.status == 422 && refused.body.contains("Đợt đã có 1 phiếu"), "{}", refused.body);

        plan(&staff, "s");
        let points = [("area", "dat-dai"), ("channel", "qr")];
        assert_eq!(staff.post("/admin/rounds/s/points", &points).status, 303);
        assert_eq!(stage(&staff, "s", &[("to", "open")]), 303);
        assert_eq!(staff.get("/results/s").status, 200);
        assert_eq!(stage(&staff, "s", &[("to", "take-back"), ("reason", "mở nhầm")]), 303);
        assert_eq!(stage(&staff, "s", &[("to", "remove"), ("typed", "s")]), 303);
        assert_eq!(place.rows("SELECT code FROM round"), ["r"]);
        place.verify();
    });
}

#[test]
fn the_page_of_a_plan_says_what_is_set_and_what_keeps_it_from_being_opened() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let page = || staff.get("/admin/rounds/r").body;
        let line = |class: &str, words: &str| {
            let body = page();
            let lines = body.split("<li class=\"").skip(1);
            lines.filter(|line| line.starts_with(class)).any(|line| line.contains(words))
        };
        assert!(line("refuses", "Xin tạo điểm trước") && page().contains("Chưa mở được đợt"));
        // A point for every cell, before volumes say to which citizens come.
        assert_eq!(staff.post("/admin/rounds/r/points", &[("channel", "qr")]).status, 303);
        assert!(line("warns", "chưa có chỉ tiêu") && page().contains("Có thể mở đợt"));
        save_volumes(&staff);
        assert!(line("warns", "điểm khảo sát không có tác dụng"), "{}", page());
        assert!(line("done", "Ô nào có số lượng hồ sơ cũng đã có điểm khảo sát"));
        assert!(line("warns", "Chưa khai báo địa chỉ công khai") && line("warns", "Chưa chạy thử lần nào"));
        assert!(line("done", "không yêu cầu người thứ hai"));
        place.sql("INSERT INTO setting (key, value) VALUES ('form_approval', 'required')");
        assert!(line("done", "đã được phê duyệt và công bố"));
        place.sql("UPDATE agency SET valid_to = '2025-12-31' WHERE code = 'B'");
        assert!(line("refuses", "Sở B không tồn tại"));
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 422);
        place.sql("UPDATE agency SET valid_to = NULL WHERE code = 'B'");
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        assert!(!page().contains("class=\"steps\""), "what is open is past it");
    });
}
