//! Whatever was done is told on the page that follows.

use super::{make_points, plan, prepared};
use crate::http::Reply;
use crate::staff::{Staff, hidden};
use crate::support::{Place, on_both};

/// The page that a done act leads to says so in a notice.
fn tells(staff: &Staff<'_>, reply: &Reply, what: &str, words: &str) {
    assert_eq!(reply.status, 303, "{what}: {}", reply.body);
    let page = staff.get(reply.header("location"));
    let notice = format!("role=\"status\" class=\"notice\">{words}</p>");
    assert!(page.status == 200 && page.body.contains(&notice), "{what} does not say {words}: {}", page.body);
}

/// Posts to an address with the token of the page on which the form stands.
fn send(staff: &Staff<'_>, page: &str, path: &str, pairs: &[(&str, &str)]) -> Reply {
    let token = hidden(&staff.get(page).body, "revision_token");
    staff.post(path, &[pairs, &[("revision_token", &*token)]].concat())
}

#[test]
fn every_change_of_a_round_says_what_was_done() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let points = [("agency", "A"), ("area", "dat-dai"), ("channel", "qr")];
        let made = staff.post("/admin/rounds/r/points", &points);
        tells(&staff, &made, "points", "Đã tạo các điểm khảo sát.");
        let copied = [("code", "next"), ("title", "Đợt sau"), ("from", "2027-01-01"), ("to", "2027-12-31")];
        let copied = staff.post("/admin/rounds/r/copy", &copied);
        tells(&staff, &copied, "copy", "Đã sao chép đợt. Xin xem lại từng bước trước khi mở.");
        let point = place.rows("SELECT CAST(id AS TEXT) FROM collection_point").remove(0);
        let at = format!("/admin/rounds/r/points/{point}");
        let reason = ("reason", "theo kế hoạch");
        let changes = [
            ("counter", &at, &[("counter", "Quầy 9")][..], "Đã lưu."),
            ("rotation", &at, &[("why", "worn"), reason], "Đã thay mã. Xin in tờ mới."),
            ("state", &at, &[("retire", "1"), reason], "Đã ngừng điểm khảo sát."),
            ("state", &at, &[reason], "Điểm khảo sát được dùng lại."),
        ];
        for (what, page, pairs, words) in changes {
            tells(&staff, &send(&staff, page, &format!("{page}/{what}"), pairs), what, words);
        }
        let rules = [("minimum", "10"), ("audience", "staff")];
        tells(
            &staff,
            &send(&staff, "/admin/rounds/r/rules", "/admin/rounds/r/rules", &rules),
            "rules",
            "Đã lưu.",
        );
        for (to, more, words) in [
            ("test", &[][..], "Đã bắt đầu chạy thử."),
            ("plan", &[], "Đã dừng chạy thử; đợt trở lại kế hoạch."),
            ("open", &[], "Đã mở đợt."),
            ("rename", &[("title", "Tên khác"), reason], "Đã sửa tên đợt."),
            ("extend", &[("day", "2098-01-01"), reason], "Đã đổi ngày cuối của đợt."),
            ("close", &[reason], "Đã đóng đợt; không nhận phiếu nữa."),
            ("reopen", &[("day", "2098-01-01"), reason], "Đã mở lại đợt."),
            ("close", &[reason], "Đã đóng đợt; không nhận phiếu nữa."),
            ("publish", &[reason], "Đã công bố kết quả."),
            ("unpublish", &[reason], "Đã gỡ công bố; chỉ cán bộ có quyền xem được kết quả."),
        ] {
            let pairs = [&[("to", to)], more].concat();
            let reply = send(&staff, "/admin/rounds/r", "/admin/rounds/r/stage", &pairs);
            tells(&staff, &reply, to, words);
        }
        let removal = [("to", "remove"), ("typed", "next")];
        let removed = send(&staff, "/admin/rounds/next", "/admin/rounds/next/stage", &removal);
        tells(&staff, &removed, "removal", "Đã xóa kế hoạch của đợt.");
    });
}

#[test]
fn every_change_of_forms_people_places_and_settings_says_what_was_done() {
    on_both(|place| {
        let server = prepared(place);
        place.sql("INSERT INTO setting (key, value) VALUES ('form_approval', 'required')");
        let root = Staff::with_role(place, &server, "root@x.vn", "system-administrator", None);
        for role in ["survey-administrator", "approver"] {
            place.run(&["user", "add", "root@x.vn", "--role", role]);
        }
        let lan = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let draft = "Đã lưu; đang chờ người khác phê duyệt.";
        tells(&lan, &lan.post("/admin/templates/counter-5", &[]), "draft", draft);
        let (form, approval) = ("/admin/forms/counter-5", "/admin/forms/counter-5/1/approval");
        let approved = send(&root, form, approval, &[]);
        tells(&root, &approved, "approval", "Đã phê duyệt phiếu; đợt khảo sát dùng được từ bây giờ.");
        assert_eq!(lan.post("/admin/templates/us-a11-280", &[]).status, 303);
        let (form, removal) = ("/admin/forms/us-a11-280", "/admin/forms/us-a11-280/1/removal");
        let discarded = send(&lan, form, removal, &[("code", "us-a11-280")]);
        tells(&lan, &discarded, "discard", "Đã bỏ bản phiếu chờ phê duyệt.");

        let person = id_of(place, "lan@x.vn");
        let at = format!("/admin/people/{person}");
        let kept = [("name", "Lan"), ("language", "vi"), ("grant", "survey-administrator ")];
        tells(&root, &send(&root, &at, &at, &kept), "person", "Đã lưu thay đổi của tài khoản.");
        let state = format!("{at}/state");
        tells(&root, &root.post(&state, &[("reason", "nghỉ")]), "disabling", "Đã khóa tài khoản.");
        tells(&root, &root.post(&state, &[("active", "1")]), "enabling", "Đã mở lại tài khoản.");

        let agency = [("code", "C"), ("name", "Sở C"), ("block", "so")];
        tells(&root, &root.post("/admin/new-agency", &agency), "agency", "Đã thêm cơ quan.");
        let removed = root.post("/admin/agencies/C/removal", &[("code", "C")]);
        tells(&root, &removed, "removal of an agency", "Đã xóa cơ quan.");
        let block = [("code", "khac"), ("name", "Khối khác")];
        tells(&root, &root.post("/admin/blocks", &block), "block", "Đã thêm khối.");
        tells(
            &root,
            &root.post("/admin/blocks/khac/removal", &[("code", "khac")]),
            "removal of a block",
            "Đã xóa khối.",
        );
        let settings = [("administration", "UBND tỉnh"), ("second_factor", "optional"), ("language", "vi")];
        tells(
            &root,
            &send(&root, "/admin/settings", "/admin/settings", &settings),
            "settings",
            "Đã lưu cài đặt.",
        );
        tells(
            &root,
            &root.post("/admin/account", &[("name", "Gốc"), ("language", "vi")]),
            "account",
            "Đã lưu tên và ngôn ngữ của Ông/Bà.",
        );
        tells(&root, &root.post("/admin/sign-out", &[]), "sign-out", "Đã đăng xuất.");
    });
}

fn id_of(place: &Place, email: &str) -> String {
    place.rows(&format!("SELECT CAST(id AS TEXT) FROM account WHERE email = '{email}'")).remove(0)
}

/// What waits for a second person is named on the first page of those who may agree, and of nobody else.
#[test]
fn the_second_person_finds_what_waits_for_them_on_the_first_page() {
    on_both(|place| {
        let server = prepared(place);
        place.sql("INSERT INTO setting (key, value) VALUES ('form_approval', 'required')");
        let lan = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let minh = Staff::with_role(place, &server, "minh@x.vn", "approver", None);
        plan(&lan, "r");
        make_points(&lan, "A", "qr");
        let waits = |staff: &Staff<'_>| staff.get("/admin").body.contains("/admin/forms/counter-5?version=1");
        assert_eq!(lan.post("/admin/templates/counter-5", &[]).status, 303);
        assert!(waits(&minh));
        place.run(&["user", "add", "lan@x.vn", "--role", "approver"]);
        assert!(!waits(&lan), "nobody agrees to what they have prepared");
        assert_eq!(
            send(&minh, "/admin/forms/counter-5", "/admin/forms/counter-5/1/approval", &[]).status,
            303
        );
        assert!(!waits(&minh));

        let opened = send(&lan, "/admin/rounds/r", "/admin/rounds/r/stage", &[("to", "open")]);
        assert_eq!(opened.status, 303);
        place.sql(
            "INSERT INTO hidden_comment (round_id, agency_id, token, reason, proposed_by)
            SELECT r.id, a.id, 't', 'có tên người', 'hoa@x.vn' FROM round r, agency a WHERE a.code = 'A'",
        );
        let leader = |email: &str, over: &str| {
            let staff = Staff::with_role(place, &server, email, "leader", Some(over));
            staff.get("/admin").body.contains("/admin/rounds/r/comments?agency=A")
        };
        assert!(leader("a@x.vn", "A"));
        assert!(!leader("b@x.vn", "B"), "out of reach");
        assert!(!leader("hoa@x.vn", "A"), "their own proposal");
    });
}
