//! Rounds that are copied, and two people who plan at once.

use super::{plan, prepared, stage};
use crate::staff::{Staff, hidden};
use crate::support::on_both;

#[test]
fn last_years_round_is_copied_and_two_who_plan_at_once_lose_nothing() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let token = hidden(&staff.get("/admin/rounds/r/rules").body, "revision_token");
        let rules = |minimum: &str| {
            staff.post(
                "/admin/rounds/r/rules",
                &[("revision_token", &token), ("minimum", minimum), ("audience", "staff")],
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
