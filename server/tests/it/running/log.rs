//! The log of changes, as its readers see it.

use super::{make_points, plan, prepared, save_volumes, stage};
use crate::staff::{Staff, hidden};
use crate::support::{golden, on_both};
use std::collections::BTreeSet;

#[test]
fn every_entry_says_in_the_words_of_its_reader_what_it_is_about() {
    on_both(|place| {
        let server = prepared(place);
        let lan = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&lan, "r");
        save_volumes(&lan);
        make_points(&lan, "A", "qr");
        assert_eq!(stage(&lan, "r", &[("to", "open")]), 303);
        let point = place.rows("SELECT CAST(id AS TEXT) FROM collection_point").pop().unwrap();
        let path = format!("/admin/rounds/r/points/{point}");
        let token = hidden(&lan.get(&path).body, "revision_token");
        let rotation =
            [("form", "rotation"), ("revision_token", &*token), ("why", "worn"), ("reason", "giấy rách")];
        assert_eq!(lan.post(&format!("{path}/rotation"), &rotation).status, 303);
        for arguments in
            [&["user", "add", "b@x.vn", "--role", "leader"][..], &["export", "responses", "--round", "r"]]
        {
            place.run(arguments);
        }
        let rows = "agency,service_area,answered_on,i1\nA,dat-dai,2026-01-05,4\n";
        let file = place.file("r.csv", rows);
        place.run(&["import", "responses", &file, "--round", "r"]);
        place.run(&["import", "agencies", &place.file("a.csv", "code,name\nC,Sở C\nD,Sở D\n")]);
        place.run(&["import", "form", golden("form.json").to_str().unwrap()]);
        let agency = [("code", "E"), ("name", "Sở E")];
        assert_eq!(lan.post("/admin/new-agency", &agency).status, 303);
        let event = [
            ("kind", "merge"),
            ("day", "2026-07-01"),
            ("reference", "NQ 1"),
            ("lines", "6"),
            ("from-0", "C"),
            ("to-0", "D"),
            ("share-0", ""),
            ("sure", "1"),
        ];
        let recorded = lan.post("/admin/new-agency-event", &event);
        assert_eq!(recorded.status, 303, "{}", recorded.body);
        assert_eq!(lan.get("/admin/agencies?format=csv").status, 200);
        let reader = Staff::with_role(place, &server, "sys@x.vn", "system-administrator", None);
        let page = reader.get("/admin/audit").body;
        for told in [
            "Đợt r<",
            &format!("Điểm số {point} của đợt r"),
            "Lô nhập số 1 của đợt r",
            "Phiếu golden, phiên bản 1",
            "Tài khoản b@x.vn",
            "Cơ quan E",
            "Cơ quan C, D",
            "Phiếu trả lời – đợt r",
            "Danh sách cơ quan",
            "lệnh trên máy chủ",
            "b@x.vn",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // Nothing that was done here stands there as it is stored, and no text is missing.
        let subjects = "SELECT subject FROM audit_entry WHERE subject <> '' AND subject NOT LIKE '%@%'";
        let stored: BTreeSet<String> = place.rows(subjects).into_iter().collect();
        assert!(stored.len() >= 8, "{stored:?}");
        for subject in stored {
            assert!(!page.contains(&format!(">{subject}</td>")), "{subject}: {page}");
        }
        assert!(!page.contains("log-") && !page.contains(">command line<"), "{page}");
        // The whole log is as it was written, and whole.
        let whole = reader.get("/admin/audit?format=whole").body;
        assert!(whole.contains(",responses.import,r batch 1,"), "{whole}");
        place.verify();
    });
}
