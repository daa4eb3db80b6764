//! Codes of collection points: replaced, retired, printed.

use super::{plan, prepared, stage};
use crate::staff::{Staff, hidden};
use crate::support::{COMPLETE, on_both};

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
            let token = hidden(&staff.get(&here).body, "revision_token");
            let pairs: Vec<_> =
                pairs.iter().copied().chain([("form", to), ("revision_token", &*token)]).collect();
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
        assert_eq!((capitals.status, capitals.header("location")), (303, &*format!("/s/{second}")));
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
