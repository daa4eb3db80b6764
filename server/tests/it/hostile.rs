//! Files that are too large, too deep or of another kind are refused in words before anybody has to wait for them.

use crate::http::Server;
use crate::staff::{Staff, without_second_factor};
use crate::support::{COMPLETE, on_both, round_document, small_round};
use serde_json::{Value, json};

#[test]
fn a_file_of_another_kind_or_size_is_refused_for_what_it_has_too_much_of() {
    on_both(|place| {
        let header = (0..60_000).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
        let document =
            json!((0..30_000).map(|n| json!({"code": n, "name": "x"})).collect::<Vec<_>>()).to_string();
        let lines = "code,name\n".to_owned() + &(0..20_001).map(|n| format!("a{n},x\n")).collect::<String>();
        let cases = [
            ("wide.csv", header, "columns of the file are more than 1100"),
            ("document.csv", document, "columns of the file are more than 1100"),
            ("long.csv", lines, "lines of the file are more than 20000"),
            ("large.csv", "x".repeat((16 << 20) + 1), "megabytes of the file are more than 16"),
        ];
        for what in ["agencies", "service-areas", "procedures", "agency-events"] {
            for (name, content, fault) in &cases {
                let said = place.refused(&["import", what, &place.file(name, content)]);
                let unknown = *name == "long.csv" && ["procedures", "agency-events"].contains(&what);
                assert!(said.contains(fault) || unknown, "{what} {name}: {}", &said[..said.len().min(300)]);
            }
        }
        let large = place.file("large.json", " ".repeat((16 << 20) + 1));
        for what in ["form", "round"] {
            assert!(
                place.refused(&["import", what, &large]).contains("megabytes of the file are more than 16")
            );
        }
    });
}

#[test]
fn a_chain_of_thousands_of_agencies_is_refused_and_thousands_in_a_tree_are_taken_twice() {
    on_both(|place| {
        let chain: String = (1..3_000).rev().map(|n| format!("a{n},x,a{}\n", n - 1)).collect();
        let said = place.refused(&[
            "import",
            "agencies",
            &place.file("c.csv", format!("code,name,parent\na0,x,\n{chain}")),
        ]);
        assert!(said.contains("lies more than 20 steps below the top"), "{said}");
        let tree: String = (1..5_000).map(|n| format!("a{n},x,a{}\n", n / 20)).collect();
        let file = place.file("t.csv", format!("code,name,parent\na0,x,\n{tree}"));
        for _ in 0..2 {
            assert_eq!(place.run(&["import", "agencies", &file]), "5000\n");
        }
        let events: String =
            (1..4_000).map(|n| format!("merge,1/7/2025,a{n},a{}\n", 4_000 + n % 900)).collect();
        let file = place.file("e.csv", format!("kind,day,from,to\n{events}"));
        for _ in 0..2 {
            assert_eq!(place.run(&["import", "agency-events", &file]), "900\n");
        }
        let round = round_document(
            json!({"form": "counter-5", "agencies": null, "service_areas": null, "points": null}),
        );
        place.run(&["import", "form", "counter-5"]);
        let areas: String = (0..30).map(|n| format!("s{n},x\n")).collect();
        place.run(&["import", "service-areas", &place.file("s.csv", format!("code,name\n{areas}"))]);
        let said = place.refused(&["import", "round", &place.file("r.json", round.to_string())]);
        assert!(said.contains("points: the round would have 20001; 20000 are the most"), "{said}");
    });
}

#[test]
fn looking_at_a_file_waits_for_nobody_who_writes_and_keeps_nobody_from_it() {
    on_both(|place| {
        without_second_factor(place);
        small_round(place, json!({}));
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let file = "code,name\nN1,Mới\n";
        let lock = place.lock();
        let preview = staff.send_file("/admin/import/agencies", &[("text", "")], "file", file);
        assert_eq!(preview.status, 200, "{}", preview.body);
        assert!(preview.body.contains("1 mới, 0 thay đổi, 0 giữ nguyên"), "{}", preview.body);
        let wide = (0..60_000).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
        let refused = staff.send_file("/admin/import/agencies", &[("text", "")], "file", &wide);
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("hơn 1100 cột") || refused.body.contains("hơn 1.100 cột"),
            "{}",
            refused.body
        );
        let many: Value =
            (0..60_000).map(|n| json!({"code": format!("s{n}"), "title": {"vi": "x"}})).collect();
        let form = json!({"code": "x", "title": {"vi": "x"}, "sections": many, "questions": []}).to_string();
        let refused = staff.send_file("/admin/forms", &[("text", "")], "file", &form);
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("sections: có quá 200 mục"), "what is wrong is told");
        assert_eq!(server.get("/s/p").status, 200);
        drop(lock);
        assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
    });
}
