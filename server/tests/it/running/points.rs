//! Points that follow volumes, and many points at once.

use super::{make_points, plan, prepared, save_volumes, slugs, stage};
use crate::staff::{Staff, hidden};
use crate::support::{COMPLETE, Place, on_both};

fn places(place: &Place) -> Vec<String> {
    place.rows(
        "SELECT a.code || ' ' || s.code FROM collection_point p JOIN agency a ON a.id = p.agency_id
            JOIN service_area s ON s.id = p.service_area_id ORDER BY a.code, s.code",
    )
}

#[test]
fn points_are_made_where_volumes_say_that_citizens_come_and_nowhere_else() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        save_volumes(&staff);
        let make = |pairs: &[(&str, &str)]| staff.post("/admin/rounds/r/points", pairs);
        let nowhere = make(&[("agency", "A"), ("area", "ho-tich"), ("channel", "qr")]);
        assert!(nowhere.status == 422 && nowhere.body.contains("không có số lượng hồ sơ nên không cần"));
        assert_eq!(make(&[("agency", "A"), ("agency", "P"), ("channel", "qr")]).status, 303);
        assert_eq!(places(place), ["A dat-dai"]);
        // The cell that has a volume and no point is named, with one button that makes it.
        let page = staff.get("/admin/rounds/r/points").body;
        assert!(page.contains("<li>Sở B · Hộ tịch</li>") && page.contains("name=\"missing\""), "{page}");
        assert_eq!(make(&[("missing", "1"), ("channel", "qr")]).status, 303);
        assert_eq!(places(place), ["A dat-dai", "B ho-tich"]);
        assert!(!staff.get("/admin/rounds/r/points").body.contains("name=\"missing\""));
        assert_eq!(make(&[("missing", "1"), ("channel", "qr")]).status, 422);
        let twice = make(&[("channel", "qr"), ("counters", "Quầy 1\n\nQuầy 1")]);
        assert!(twice.status == 422 && twice.body.contains("Dòng 3, “Quầy 1”: quầy này đã có"));
    });
}

#[test]
fn many_points_are_removed_at_once_and_those_with_answers_are_only_retired() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        // One of each agency × service area, and one more of A.
        assert_eq!(staff.post("/admin/rounds/r/points", &[("channel", "qr")]).status, 303);
        make_points(&staff, "A", "kiosk");
        let all = places(place).len();
        assert_eq!(stage(&staff, "r", &[("to", "open")]), 303);
        let slug = slugs(place)[0].clone();
        assert_eq!(server.post(&format!("/s/{slug}/answers"), COMPLETE, &[]).status, 303);
        let send = |pairs: &[(&str, &str)]| staff.post("/admin/rounds/r/points/bulk", pairs);
        for (pairs, told) in [
            (&[("change", "remove")][..], "Xin đánh dấu ít nhất một điểm"),
            (&[("of", "A")], "Xin chọn trong danh sách"),
        ] {
            let refused = send(pairs);
            assert!(refused.status == 422 && refused.body.contains(told), "{told}: {}", refused.body);
        }
        let of_a = places(place).iter().filter(|place| place.starts_with("A ")).count();
        let asked = send(&[("of", "A"), ("change", "remove")]);
        assert_eq!(asked.status, 200);
        for told in [format!("Sẽ xóa {} điểm", of_a - 1), "Sẽ ngừng 1 điểm".to_owned()] {
            assert!(asked.body.contains(&told), "{told}: {}", asked.body);
        }
        assert_eq!(places(place).len(), all, "nothing is done before it is confirmed");
        let token = hidden(&asked.body, "revision_token");
        let ids = asked.body.split("name=\"point\" value=\"").skip(1);
        let ids: Vec<String> = ids.map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        let confirm = |token: &str, reason: &str| {
            let known = [("change", "remove"), ("sure", "1"), ("revision_token", token), ("reason", reason)];
            let chosen = ids.iter().map(|id| ("point", id.as_str()));
            send(&known.into_iter().chain(chosen).collect::<Vec<_>>())
        };
        assert_eq!(confirm(&token, "").status, 422, "a reason is asked for");
        // Somebody answers at another of them meanwhile: what was shown is no longer what would be done.
        let kiosk = place.rows("SELECT slug FROM collection_point WHERE channel = 'kiosk'").remove(0);
        assert_eq!(server.post(&format!("/s/{kiosk}/answers"), COMPLETE, &[]).status, 303);
        let late = confirm(&token, "thừa");
        assert!(late.status == 409 && late.body.contains("Sẽ ngừng 2 điểm"), "{}", late.body);
        let done = confirm(&hidden(&late.body, "revision_token"), "thừa");
        let counts = format!("removed={}&retired=2", of_a - 2);
        assert_eq!(done.status, 303);
        assert!(done.header("location").contains(&counts), "{}", done.header("location"));
        let told = staff.get(done.header("location")).body;
        assert!(told.contains(&format!("Đã xóa {} điểm, ngừng 2 điểm", of_a - 2)), "{told}");
        assert_eq!(places(place).len(), all - (of_a - 2));
        assert_eq!(server.get(&format!("/s/{slug}")).status, 410);
        assert_eq!(place.rows("SELECT answers FROM response").len(), 2);
        let log = "SELECT details FROM audit_entry WHERE action = 'points.change'";
        assert_eq!(place.rows(log), [format!("{{\"removed\":{},\"retired\":2}}", of_a - 2)]);
        let again = send(&[("of", "A"), ("change", "retire")]);
        assert!(again.status == 422 && again.body.contains("đã ngừng cả rồi"), "{}", again.body);
        place.verify();
    });
}

#[test]
fn points_of_no_use_are_listed_and_removed_together() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        assert_eq!(staff.post("/admin/rounds/r/points", &[("channel", "qr")]).status, 303);
        save_volumes(&staff);
        let page = staff.get("/admin/rounds/r/points?useless=1").body;
        assert!(page.contains("Ô không có số lượng hồ sơ") && !page.contains(">đang dùng<"), "{page}");
        let asked = staff.post("/admin/rounds/r/points/bulk", &[("of", "?"), ("change", "remove")]);
        let token = hidden(&asked.body, "revision_token");
        let known = [
            ("of", "?"),
            ("change", "remove"),
            ("sure", "1"),
            ("revision_token", &*token),
            ("reason", "không có hồ sơ"),
        ];
        assert_eq!(staff.post("/admin/rounds/r/points/bulk", &known).status, 303);
        assert_eq!(places(place), ["A dat-dai", "B ho-tich"]);
    });
}
