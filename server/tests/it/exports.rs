//! Files that are taken away: what is not in them, and that the log knows of them.

use crate::http::Server;
use crate::staff::{Staff, without_second_factor};
use crate::support::{Place, on_both, small_round};
use serde_json::{Value, json};

const ROUND: &str = "us-a11-280";

/// A round with comments: six to A1, one to A2.
fn round_with_comments(place: &Place) {
    place.run(&["import", "form", ROUND]);
    small_round(
        place,
        json!({"form": ROUND, "minimum_cell": 5, "audience": "staff", "index": {"scoring": "top2", "aggregation": "pooled"}}),
    );
    let line =
        |agency: &str, n: usize| format!("{agency},dat-dai,2026-03-05,{},lời {agency} {n}\n", 1 + n % 5);
    let rows: String = (0..6).map(|n| line("A1", n)).chain([line("A2", 0)]).collect();
    let file = place.file("r.csv", format!("agency,service_area,answered_on,q1,q3\n{rows}"));
    place.run(&["import", "responses", &file, "--round", "r"]);
}

#[test]
fn comments_leave_apart_from_answers_in_no_order_and_in_lots() {
    on_both(|place| {
        round_with_comments(place);
        let responses = place.run(&["export", "responses", "--round", "r"]);
        let json = place.run(&["export", "responses", "--round", "r", "--format", "json"]);
        assert_eq!(responses.lines().count(), 8);
        assert!(
            !responses.contains("lời") && !responses.contains(",q3,") && !json.contains("lời"),
            "{responses}"
        );
        let comments = |order: &mut Vec<String>| {
            let output = place.try_run(&["export", "comments", "--round", "r", "--format", "json"]);
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(told.contains("1 with comments wait until there are 5 to their agency"), "{told}");
            let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
            for row in rows.as_array().unwrap() {
                assert_eq!((&row["agency"], &row["question"]), (&json!("A1"), &json!("q3")));
                assert_eq!(row.as_object().unwrap().len(), 3, "nothing else stands beside a comment");
                order.push(row["comment"].as_str().unwrap().to_owned());
            }
        };
        let mut orders: Vec<Vec<String>> = vec![Vec::new(); 8];
        orders.iter_mut().for_each(comments);
        assert!(orders.iter().any(|order| *order != orders[0]), "each time in another order");
        orders[0].sort();
        assert_eq!(orders[0], (0..6).map(|n| format!("lời A1 {n}")).collect::<Vec<_>>());
    });
}

#[test]
fn what_is_taken_away_is_in_the_log() {
    on_both(|place| {
        without_second_factor(place);
        round_with_comments(place);
        let server = Server::start(place);
        for arguments in [
            &["responses", "--round", "r"][..],
            &["comments", "--round", "r"],
            &["index", "--round", "r"],
            &["form", ROUND],
        ] {
            place.run(&[&["export"], arguments].concat());
        }
        let leader = Staff::with_role(place, &server, "a1@x.vn", "leader", Some("A1"));
        let system = Staff::with_role(place, &server, "sys@x.vn", "system-administrator", None);
        assert_eq!(leader.get("/admin/rounds/r/comments?agency=A1").status, 200, "looking is no export");
        for (staff, path) in [
            (&leader, "/admin/rounds/r/comments?agency=A1&format=csv"),
            (&leader, "/admin/rounds/r/monitor?format=csv"),
            (&leader, "/admin/forms/us-a11-280/1/document"),
            (&system, "/admin/people?format=csv"),
            (&system, "/admin/audit?format=csv"),
            (&system, "/admin/audit?format=whole"),
        ] {
            let reply = staff.get(path);
            assert_eq!(reply.status, 200, "{path}");
            assert!(reply.header("content-disposition").starts_with("attachment"), "{path}");
        }
        let logged = place
            .rows("SELECT actor || ': ' || subject FROM audit_entry WHERE action = 'export' ORDER BY number");
        assert_eq!(
            logged,
            [
                "command line: responses r",
                "command line: comments r",
                "command line: index r",
                "command line: form us-a11-280",
                "a1@x.vn: comments r A1",
                "a1@x.vn: monitor r",
                "a1@x.vn: form us-a11-280 1",
                "sys@x.vn: people",
                "sys@x.vn: audit",
                "sys@x.vn: audit-log",
            ]
        );
        assert!(system.get("/admin/audit").body.contains("tải tệp về (xuất dữ liệu)"));
        place.verify();
    });
}

#[test]
fn the_page_of_a_round_leads_each_to_the_results_they_may_see() {
    on_both(|place| {
        without_second_factor(place);
        round_with_comments(place);
        let server = Server::start(place);
        let ways = |staff: &Staff| -> Vec<String> {
            let page = staff.get("/admin/rounds/r").body;
            let links =
                page.split("href=\"/results/").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            links.collect()
        };
        let leader = Staff::with_role(place, &server, "a1@x.vn", "leader", Some("A1"));
        let local = Staff::with_role(place, &server, "a2@x.vn", "survey-administrator", Some("A2"));
        let keyer = Staff::with_role(place, &server, "k@x.vn", "data-entry", Some("A1"));
        let whole = Staff::with_role(place, &server, "w@x.vn", "analyst", None);
        assert_eq!(ways(&leader), ["r/agencies/A1"]);
        assert_eq!(ways(&local), ["r/agencies/A2"]);
        assert_eq!(ways(&keyer), [] as [&str; 0]);
        assert_eq!(ways(&whole), ["r"]);
        for (staff, path) in [(&leader, "r/agencies/A1"), (&local, "r/agencies/A2"), (&whole, "r")] {
            assert_eq!(staff.get(&format!("/results/{path}")).status, 200, "{path}");
        }
        place.sql("UPDATE round SET document = REPLACE(document, '\"audience\":\"staff\"', '\"audience\":\"public\"')");
        assert_eq!([ways(&leader), ways(&keyer)], [["r"], ["r"]]);
    });
}

#[test]
fn a_comment_that_names_somebody_is_hidden_from_everybody_by_two_people() {
    on_both(|place| {
        without_second_factor(place);
        round_with_comments(place);
        let server = Server::start(place);
        let first = Staff::with_role(place, &server, "a1@x.vn", "leader", Some("A1"));
        let second = Staff::with_role(place, &server, "w@x.vn", "analyst", None);
        let beyond = Staff::with_role(place, &server, "a2@x.vn", "leader", Some("A2"));
        let list = "/admin/rounds/r/comments?agency=A1";
        let page = first.get(list).body;
        assert_eq!(page.matches("lời A1").count(), 6);
        let links = page.split("href=\"/admin/rounds/r/comments/").skip(1);
        let tokens: Vec<&str> = links.map(|rest| rest.split('?').next().unwrap()).collect();
        let path = |token: &str| format!("/admin/rounds/r/comments/{token}");
        let token = *tokens
            .iter()
            .find(|token| first.get(&format!("{}?agency=A1", path(token))).body.contains("lời A1 3"))
            .unwrap();
        let act = |staff: &Staff, to: &str, reason: &str| {
            let pairs = [("agency", "A1"), ("to", to), ("reason", reason)];
            staff.post(&format!("{}/hiding", path(token)), &pairs).status
        };
        assert_eq!(beyond.get(&format!("{}?agency=A1", path(token))).status, 404);
        assert_eq!(act(&beyond, "propose", "x"), 404);
        assert_eq!(act(&first, "confirm", ""), 409, "nothing was proposed");
        assert_eq!(act(&first, "propose", " "), 422, "a reason is asked for");
        assert_eq!(act(&first, "propose", "nêu tên"), 303);
        assert_eq!(act(&first, "confirm", ""), 409, "one person alone hides nothing");
        assert!(first.get(list).body.contains("lời A1 3") && first.get(list).body.contains("đề nghị ẩn"));
        assert_eq!(act(&second, "withdraw", ""), 303);
        assert!(!first.get(list).body.contains("đề nghị ẩn"));
        assert_eq!(act(&first, "propose", "nêu tên"), 303);
        assert!(
            second
                .get(&format!("{}?agency=A1", path(token)))
                .body
                .contains("a1@x.vn đề nghị ẩn ý kiến này: nêu tên")
        );
        assert_eq!(act(&second, "confirm", ""), 303);
        for staff in [&first, &second] {
            assert_eq!(staff.get(list).body.matches("lời A1").count(), 5);
            assert!(!staff.get(&format!("{list}&format=csv")).body.contains("lời A1 3"));
            assert_eq!(staff.get(&format!("{}?agency=A1", path(token))).status, 404);
        }
        let exported = place.run(&["export", "comments", "--round", "r"]);
        assert!(exported.contains("lời A1 2") && !exported.contains("lời A1 3"));
        let logged = place.rows(
            "SELECT actor || ' ' || action || ' ' || reason FROM audit_entry WHERE action LIKE 'comment.%' ORDER BY number",
        );
        assert_eq!(
            logged,
            [
                "a1@x.vn comment.propose nêu tên",
                "w@x.vn comment.withdraw ",
                "a1@x.vn comment.propose nêu tên",
                "w@x.vn comment.confirm nêu tên",
            ]
        );
        let all = place.rows("SELECT subject || details || reason FROM audit_entry").join("");
        assert!(!all.contains("lời"), "the log repeats no words");
        place.verify();
    });
}
