//! Papers typed into files: what counts once, what is left out, how days are written.

use crate::http::Server;
use crate::support::{Place, golden, on_both, round_document, small_round};
use serde_json::{Value, json};

const HEADER: &str = "agency,service_area,channel,language,answered_on,weight,i1,i2,i3";

/// Six papers of six days, which say the same.
fn papers() -> Vec<String> {
    (1..=6).map(|day| format!("A1,dat-dai,paper,vi,2026-03-0{day},,5,4,3")).collect()
}

fn file(place: &Place, name: &str, rows: &[String]) -> String {
    place.file(name, format!("{HEADER}\n{}\n", rows.join("\n")))
}

fn import(place: &Place, file: &str, more: &[&str]) -> String {
    place.run(&[&["import", "responses", file, "--round", "r"], more].concat())
}

fn refused(place: &Place, file: &str, more: &[&str]) -> String {
    place.refused(&[&["import", "responses", file, "--round", "r"], more].concat())
}

fn stored(place: &Place) -> u64 {
    place.json(&["rounds", "--format", "json"])[0]["responses"].as_u64().unwrap()
}

/// What an import says beside its result.
fn said(place: &Place, file: &str, more: &[&str]) -> (String, String) {
    let output = place.try_run(&[&["import", "responses", file, "--round", "r"], more].concat());
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{err}");
    (out, err)
}

#[test]
fn a_file_saved_again_is_recognised_by_its_rows() {
    on_both(|place| {
        small_round(place, json!({}));
        let rows = papers();
        assert_eq!(import(place, &file(place, "base.csv", &rows), &[]), "6\n");
        let lines = |header: &str, rows: &[String]| format!("\u{feff}{header}\r\n{}\r\n", rows.join("\r\n"));
        let quoted =
            |line: &str| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
        let reversed: Vec<String> = rows.iter().rev().cloned().collect();
        let blanks: Vec<String> = rows.iter().map(|row| format!("{row} ")).collect();
        let other_days: Vec<String> =
            (1..=6).map(|d| rows[d - 1].replace(&format!("2026-03-0{d}"), &format!("{d}/3/2026"))).collect();
        let again = [
            ("semicolon.csv", lines(&HEADER.replace(',', ";"), &rows).replace(',', ";")),
            ("quoted.csv", lines(&quoted(HEADER), &rows.iter().map(|row| quoted(row)).collect::<Vec<_>>())),
            ("reordered.csv", lines(HEADER, &reversed)),
            ("blanks.csv", lines(HEADER, &blanks)),
            ("days.csv", lines(HEADER, &other_days)),
        ];
        for (name, content) in again {
            let told = refused(place, &place.file(name, content), &[]);
            assert!(told.contains("imported before (it repeats batch 1 of 20"), "{name}: {told}");
            assert!(told.contains("--new-only") && told.contains("--again"), "{name}: {told}");
        }
        assert_eq!(stored(place), 6);
        let (out, err) = said(place, &file(place, "base.csv", &rows), &["--new-only"]);
        assert_eq!(out, "0\n");
        assert!(err.contains("6 rows left out that were imported before"), "{err}");
        assert_eq!(import(place, &file(place, "base.csv", &rows), &["--again"]), "6\n");
        assert_eq!(stored(place), 12);
        let other: Vec<String> = rows.iter().map(|row| row.replace("A1", "A2")).collect();
        assert_eq!(
            import(place, &file(place, "other.csv", &other), &[]),
            "6\n",
            "another agency's papers are new"
        );
        place.verify();
    });
}

#[test]
fn two_equal_papers_of_one_file_are_two() {
    on_both(|place| {
        small_round(place, json!({}));
        let twice = [&papers()[..], &papers()[..1]].concat();
        assert_eq!(import(place, &file(place, "twice.csv", &twice), &[]), "7\n");
        assert_eq!(stored(place), 7);
        let thrice = [&twice[..], &papers()[..1]].concat();
        let told = refused(place, &file(place, "thrice.csv", &thrice), &[]);
        assert!(told.contains("7 of its 8 rows are stored, 1 are new"), "{told}");
        assert_eq!(import(place, &file(place, "thrice.csv", &thrice), &["--new-only"]), "1\n");
        place.verify();
    });
}

#[test]
fn a_file_corrected_after_a_part_of_it_was_stored_brings_what_was_missing() {
    on_both(|place| {
        small_round(place, json!({}));
        let right = papers();
        let mut wrong = right.clone();
        wrong[1] = wrong[1].replace(",5,4,3", ",8,4,3");
        wrong[4] = wrong[4].replace("A1", "A9");
        let (out, err) = said(place, &file(place, "wrong.csv", &wrong), &["--partial"]);
        assert_eq!(out, "4\n");
        assert!(err.contains("import the file again with --new-only"), "{err}");
        let told = refused(place, &file(place, "right.csv", &right), &[]);
        assert!(told.contains("4 of its 6 rows are stored, 2 are new"), "{told}");
        assert_eq!(import(place, &file(place, "right.csv", &right), &["--new-only"]), "2\n");
        assert_eq!(stored(place), 6);
        let usage = place.try_run(&["import", "responses", "x", "--round", "r", "--again", "--new-only"]);
        assert_eq!(usage.status.code(), Some(2));
        place.verify();
    });
}

#[test]
fn a_round_that_is_closed_or_published_takes_late_papers_with_a_reason_only() {
    on_both(|place| {
        small_round(place, json!({}));
        let over = json!({"code": "over", "from": "2026-01-01", "to": "2026-06-30",
            "points": [{"slug": "over", "agency": "A1", "service_area": "dat-dai", "channel": "paper"}]});
        place.run(&["import", "round", &place.file("x.json", round_document(over.clone()).to_string())]);
        let mut staff = over;
        (staff["code"], staff["audience"], staff["points"][0]["slug"]) =
            (json!("staff"), json!("staff"), json!("staff"));
        place.run(&["import", "round", &place.file("x.json", round_document(staff).to_string())]);
        let rows = papers();
        let paper = |at: usize| file(place, "p.csv", &rows[at..=at]);
        let arguments = |round: &str, at: usize, more: &[&str]| -> Vec<String> {
            let first = ["import", "responses", &paper(at), "--round", round].map(str::to_owned);
            first.into_iter().chain(more.iter().map(|word| (*word).to_owned())).collect()
        };
        let run = |round: &str, at: usize, more: &[&str]| {
            place.run(&arguments(round, at, more).iter().map(String::as_str).collect::<Vec<_>>())
        };
        // While it goes on, and before anybody could see a number of it, it is ordinary work; so is what staff alone see.
        for (round, at) in [("r", 0), ("r", 1), ("over", 0), ("staff", 0), ("staff", 1)] {
            assert_eq!(run(round, at, &[]), "1\n", "{round}");
        }
        place.sql("UPDATE round SET stage = 'closed' WHERE code = 'r'");
        for round in ["r", "over"] {
            let bare = arguments(round, 2, &[]);
            let told = place.refused(&bare.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(
                told.contains("is closed or its numbers are published") && told.contains("--reason"),
                "{told}"
            );
            assert_eq!(run(round, 2, &["--reason", "sót một hòm phiếu"]), "1\n");
        }
        let logged = place.rows(
            "SELECT subject || '|' || reason FROM audit_entry WHERE action = 'responses.import' AND reason <> '' ORDER BY number",
        );
        assert_eq!(logged, ["r batch 6|sót một hòm phiếu", "over batch 7|sót một hòm phiếu"]);
        place.verify();
    });
}

#[test]
fn a_paper_without_any_answer_is_named_and_left_out() {
    on_both(|place| {
        place.run(&["import", "form", "sipas-2026"]);
        small_round(
            place,
            json!({"form": "sipas-2026", "index": {"scoring": "top2", "aggregation": "factors"},
                "quota": {"cells": {"A1": {"dat-dai": 2}}, "full": "stop"}}),
        );
        let rows = "agency,service_area,answered_on,q9.24,comment_why,survey_date
A1,dat-dai,2026-03-05,5,,
A1,dat-dai,2026-03-05,,,
A1,dat-dai,2026-03-05,,,5/3/2026
A1,dat-dai,2026-03-05, , \u{a0}\u{200b} ,
,,,,,
A1,dat-dai,2026-03-06,4,,
";
        let names = place.json(&["export", "form", "sipas-2026"]);
        let comment = names["questions"].as_array().unwrap().iter().find(|q| q["role"] == "comment").unwrap();
        let rows = rows.replace("comment_why", comment["code"].as_str().unwrap());
        let (out, err) = said(place, &place.file("r.csv", &rows), &[]);
        assert_eq!(out, "2\n");
        assert!(err.contains("3 blank papers left out: lines 3, 4, 5"), "{err}");
        assert_eq!(stored(place), 2);
        let blank = place.file("b.csv", "agency,service_area,answered_on,q9.24\nA2,dat-dai,2026-03-05,\n");
        let (out, err) = said(place, &blank, &[]);
        assert_eq!((out.as_str(), err.trim()), ("0\n", "1 blank paper left out: line 2"));
        let wrong = place.file("w.csv", "agency,service_area,answered_on,q9.24\nA2,dat-dai,2020-03-05,\n");
        assert!(refused(place, &wrong, &[]).contains("line 2, column answered_on: 2020-03-05 lies outside"));
        place.verify();
    });
}

#[test]
fn a_citizen_who_answers_nothing_gets_the_form_back_and_fills_no_quota() {
    on_both(|place| {
        let mut form: Value = serde_json::from_slice(&std::fs::read(golden("form.json")).unwrap()).unwrap();
        form["code"] = json!("free");
        for question in form["questions"].as_array_mut().unwrap() {
            question["required"] = json!(false);
        }
        place.run(&["import", "form", &place.file("free.json", form.to_string())]);
        small_round(
            place,
            json!({"form": "free", "quota": {"cells": {"A1": {"dat-dai": 1}}, "full": "stop"}}),
        );
        let server = Server::start(place);
        let key = server.visit("p");
        for body in ["", "i1=&i2=+", "i1=&i1="] {
            let reply = server.post("/s/p/answers", body, &[("cookie", &key)]);
            assert_eq!(reply.status, 422, "{body}");
            assert!(
                reply.body.contains("Ông/Bà chưa trả lời câu nào") && reply.body.contains("<form"),
                "{body}"
            );
        }
        assert!(server.post("/s/p/answers?lang=en", "", &[]).body.contains("Nothing has been answered yet"));
        assert_eq!(stored(place), 0);
        let reply = server.post("/s/p/answers", "i1=4", &[("cookie", &key)]);
        assert_eq!((reply.status, stored(place)), (303, 1));
    });
}

#[test]
fn a_day_is_read_alike_in_every_file_document_and_question() {
    on_both(|place| {
        place.run(&["import", "form", "sipas-2026"]);
        let agencies = "code,name,valid_from,valid_to\nA1,Một,31/12/2024,\nA2,Hai,1-7-2025,\nA3,Ba,2025/07/01,\nA4,Bốn,1.7.2025,\n";
        place.run(&["import", "agencies", &place.file("a.csv", agencies)]);
        assert_eq!(
            place.rows("SELECT valid_from FROM agency ORDER BY code"),
            ["2024-12-31", "2025-07-01", "2025-07-01", "2025-07-01"]
        );
        let areas = "code,name,valid_from\ndat-dai,Đất đai,1/1/2020\nho-tich,Hộ tịch,\n";
        place.run(&["import", "service-areas", &place.file("s.csv", areas)]);
        let procedures = "code,name,service_area,valid_to\n1.001,Cấp,dat-dai,31.12.2027\n";
        place.run(&["import", "procedures", &place.file("p.csv", procedures)]);
        let events = "kind,day,from,to\nmerge,01/01/2026,A4,A3\n";
        place.run(&["import", "agency-events", &place.file("e.csv", events)]);
        assert_eq!(place.rows("SELECT day FROM lineage_event"), ["2026-01-01"]);
        let round = round_document(json!({"form": "sipas-2026", "from": "01/01/2026", "to": "31-12-2099",
            "minimum_cell": 1, "index": {"scoring": "top2", "aggregation": "factors"}}));
        place.run(&["import", "round", &place.file("r.json", round.to_string())]);
        assert_eq!(place.json(&["rounds", "--format", "json"])[0]["from"], "2026-01-01");
        let rows = "agency,service_area,answered_on,q9.24,survey_date\nA1,dat-dai,05/03/2026,5,5/3/2026\n";
        assert_eq!(import(place, &place.file("d.csv", rows), &[]), "1\n");
        let exported = place.json(&["export", "responses", "--round", "r", "--format", "json"]);
        assert_eq!(exported[0]["answered_on"], "2026-03-05");
        assert_eq!(exported[0]["answers"]["survey_date"], json!({"text": "2026-03-05"}));
    });
}

#[test]
fn what_is_no_day_or_not_yet_is_refused_with_its_line() {
    on_both(|place| {
        small_round(place, json!({}));
        let day = |day: &str| format!("A1,dat-dai,paper,vi,{day},,5,4,3");
        let rows = ["46086", "2099-01-30", "2026-02-29", "2026-03", "12/31/2025", "01/07/25"].map(day);
        let told = refused(place, &file(place, "days.csv", &rows), &[]);
        for expected in [
            "line 2, column answered_on: \"46086\" is a day as a spreadsheet counts it",
            "line 3, column answered_on: 2099-01-30 is still to come; today is 20",
            "line 4, column answered_on: \"2026-02-29\" is not in the calendar",
            "line 5, column answered_on: 2026-03 is a month: exports withhold the day where a visit could be told; --whole-months",
            "line 6, column answered_on: \"12/31/2025\" is not in the calendar",
            "line 7, column answered_on: \"01/07/25\" has a year of two digits",
        ] {
            assert!(told.contains(expected), "{expected}\n{told}");
        }
        assert_eq!(stored(place), 0);
        let agencies = "code,name,valid_from,valid_to\nD4,Bốn,45839,\nD8,Tám,29/02/2023,\n";
        let told = place.refused(&["import", "agencies", &place.file("a.csv", agencies)]);
        assert!(told.contains("line 2, column valid_from: \"45839\" is a day as a spreadsheet"), "{told}");
        let round = round_document(json!({"code": "x", "from": "45839"})).to_string();
        let told = place.refused(&["import", "round", &place.file("x.json", round)]);
        assert!(told.contains("\"45839\" is a day as a spreadsheet counts it"), "{told}");
    });
}
