//! What somebody with a role over one agency sees, and settings for all.

use super::{make_points, plan, prepared, stage};
use crate::staff::{Staff, hidden};
use crate::support::on_both;

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
        let token = || hidden(&admin.get("/admin/settings").body, "revision_token");
        let now = token();
        let named = [
            ("revision_token", &*now),
            ("administration", "UBND tỉnh Sơn Trà"),
            ("second_factor", "optional"),
        ];
        assert_eq!(admin.post("/admin/settings", &named).status, 303);
        let late = admin.post("/admin/settings", &[("revision_token", &*now), ("administration", "Khác")]);
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
                    &[("revision_token", &token()), ("language", "en"), ("second_factor", "optional")]
                )
                .status,
            303
        );
        assert!(server.get("/admin/sign-in").body.contains("<html lang=\"en\""));
    });
}
