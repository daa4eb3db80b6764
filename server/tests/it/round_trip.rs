//! Files that were exported and are imported again, and codes that a spreadsheet has written anew.

use crate::support::{Place, on_both};
use serde_json::{Value, json};

/// A form of every kind of question, whose codes and values spreadsheets take for formulas and numbers.
fn form() -> Value {
    let said = |words: &str| json!({"vi": words, "en": words});
    json!({
        "code": "every", "title": said("Mọi loại"), "languages": ["vi", "en"],
        "scales": [{"code": "s", "title": said("Mức"), "labels": [
            {"value": -1, "score": 1, "text": said("Kém")}, {"value": 0, "score": 2, "text": said("Vừa")},
            {"value": 1, "score": 3, "text": said("Tốt")}, {"value": "-", "no_opinion": true, "text": said("Không ý kiến")}]}],
        "contents": [{"code": "c", "title": said("c"), "factors": [{"code": "f", "title": said("f"), "items": [
            {"code": "i1", "text": said("Một"), "scale": "s"}, {"code": "i2", "text": said("Hai"), "scale": "s"}]}]}],
        "questions": [
            {"code": "m", "kind": "matrix", "role": "satisfaction", "scale": "s", "text": said("m"), "items": ["i1", "i2"]},
            {"code": "-how", "kind": "multiple", "role": "experience", "text": said("Bằng cách nào?"), "options": [
                {"value": "001", "text": said("Mạng")}, {"value": "-2", "text": said("Bưu chính")},
                {"value": "x", "text": said("Khác"), "specify": true}]},
            {"code": "age", "kind": "text", "format": "integer", "role": "demographic", "text": said("Tuổi")},
            {"code": "came", "kind": "text", "format": "date", "role": "experience", "text": said("Ngày đến")},
            {"code": "better", "kind": "text", "role": "comment", "text": said("Ý kiến")},
            {"code": "who", "kind": "text", "role": "fieldwork", "text": said("Điều tra viên")},
        ],
    })
}

fn round(place: &Place, code: &str) {
    let document = json!({
        "code": code, "title": {"vi": "Đợt"}, "form": "every", "from": "2026-03-03", "to": "2099-12-31", "live": true,
        "index": {"scoring": "mean_range", "aggregation": "pooled"},
        "agencies": ["-A", "001"], "service_areas": ["dat-dai"], "minimum_cell": 5,
    });
    place.run(&["import", "round", &place.file("r.json", document.to_string())]);
}

fn prepared(place: &Place) {
    let agencies = "code,name\n-A,- Sở A\n001,Xã Một\n";
    place.run(&["import", "agencies", &place.file("a.csv", agencies)]);
    place.run(&["import", "service-areas", &place.file("s.csv", "code,name\ndat-dai,Đất đai\n")]);
    place.run(&["import", "form", &place.file("f.json", form().to_string())]);
    round(place, "r");
}

const HEADER: &str =
    "agency,service_area,channel,language,answered_on,weight,i1,i2,-how,-how.specify,age,came,better,who";

/// What every response of a round says, without the order in which they lie.
fn answers(place: &Place, round: &str, columns: &str) -> Vec<String> {
    let mut rows = place.rows(&format!(
        "SELECT {columns} FROM response JOIN collection_point ON collection_point.id = response.point_id
         JOIN agency ON agency.id = collection_point.agency_id
         JOIN round ON round.id = response.round_id WHERE round.code = '{round}'"
    ));
    rows.sort();
    rows
}

#[test]
fn an_exported_file_imports_to_the_same_answers() {
    on_both(|place| {
        prepared(place);
        let busy = "001,dat-dai,qr,en,2026-03-05,,-1,0,001|-2,,45,2026-02-28,,\n".repeat(5);
        let rows = format!(
            "{HEADER}\n{busy}-A,dat-dai,paper,vi,2026-03-04,0.25,1,-,x|-2,=khác,007,1/2/2026,\"Dòng một\n=1+1; \"\"nhanh\"\"\",=lan
-A,dat-dai,telephone,vi,2026-04-01,2,,1,,,,,,- Lan; =Hoa
-A,dat-dai,kiosk,vi,2026-04-02,,,,,,,,@lan ơi,
"
        );
        assert_eq!(place.run(&["import", "responses", &place.file("in.csv", rows), "--round", "r"]), "8\n");
        let exported = place.run(&["export", "responses", "--round", "r"]);
        assert!(
            !exported.contains("nhanh") && !exported.contains("khác") && !exported.contains("lan ơi"),
            "{exported}"
        );
        // Nothing in it is run by a spreadsheet, the names of columns neither.
        for cell in exported.trim_start_matches('\u{feff}').lines().flat_map(|line| line.split([',', ';'])) {
            let begin = cell.trim_start_matches('"').chars().next();
            assert!(!begin.is_some_and(|sign| "=+-@".contains(sign)), "{cell} in {exported}");
        }
        round(place, "copy");
        let file = place.file("out.csv", &exported);
        let refused = place.refused(&["import", "responses", &file, "--round", "copy"]);
        assert!(refused.contains("2026-03 is a month") && refused.contains("--whole-months"), "{refused}");
        let output = place.try_run(&["import", "responses", &file, "--round", "copy", "--whole-months"]);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "7\n");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("1 blank paper"), "who had only written words is left out, and named: {told}");
        let same = "agency.code || ' ' || channel || ' ' || language || ' ' || weight || ' ' ||
            REPLACE(REPLACE(answers, ',\"better\":{\"text\":\"Dòng một\\n=1+1; \\\"nhanh\\\"\"}', ''), ',\"-how.specify\":{\"text\":\"=khác\"}', '')";
        let before = answers(place, "r", same);
        let after = answers(place, "copy", same);
        assert_eq!(before.len(), 8);
        let there: Vec<String> = before.into_iter().filter(|row| !row.contains("@lan")).collect();
        assert_eq!(after, there);
        // Days are the same where they were told, and else the first of their month in the round.
        let days = answers(place, "copy", "day || ' ' || channel");
        let busy = ["2026-03-05 qr"; 5];
        assert_eq!(days, [&["2026-03-03 paper"][..], &busy, &["2026-04-01 telephone"]].concat());
        for by in ["factor", "item", "agency"] {
            let row = |code: &str| place.json(&["index", "--round", code, "--by", by, "--format", "json"]);
            assert_eq!(row("r")[0]["estimate"], row("copy")[0]["estimate"], "{by}");
        }
        // The same file a second time is recognised.
        let again = place.refused(&["import", "responses", &file, "--round", "copy", "--whole-months"]);
        assert!(again.contains("imported before"), "{again}");
        place.verify();
    });
}

#[test]
fn words_that_begin_like_formulas_come_in_as_they_are_with_and_without_the_marks_of_exports() {
    on_both(|place| {
        prepared(place);
        let words = [
            "=1+1 rất tốt",
            "- nhanh hơn",
            "@lan ơi",
            "Dòng một\nDòng hai; \"nhanh\" 😀👨\u{200d}👩\u{200d}👧",
            "'=x",
        ];
        let line = |words: &str| {
            let words = words.replace('"', "\"\"");
            format!("001,dat-dai,paper,vi,2026-03-05,,1,1,,,,,\"{words}\",\n")
        };
        let rows: String = words.iter().map(|words| line(words)).collect();
        let file = place.file("in.csv", format!("{HEADER}\n{rows}"));
        assert_eq!(place.run(&["import", "responses", &file, "--round", "r"]), "5\n");
        let comments = place.json(&["export", "comments", "--round", "r", "--format", "json"]);
        let mut said: Vec<&str> =
            comments.as_array().unwrap().iter().map(|row| row["comment"].as_str().unwrap()).collect();
        said.sort_unstable();
        let mut expected = words.to_vec();
        // A quote before a formula is what an export writes, and is taken off.
        expected[4] = "=x";
        expected.sort_unstable();
        assert_eq!(said, expected);
        let exported = place.run(&["export", "comments", "--round", "r"]);
        assert!(exported.contains(",'=1+1 rất tốt\r\n") && exported.contains(",'@lan ơi\r\n"), "{exported}");
        // With their marks they are the same papers.
        let marked = ["'=1+1 rất tốt", "'- nhanh hơn", "'@lan ơi", words[3], "'=x"];
        let rows: String = marked.iter().map(|words| line(words)).collect();
        let file = place.file("marked.csv", format!("{HEADER}\n{rows}"));
        let again = place.refused(&["import", "responses", &file, "--round", "r"]);
        assert!(again.contains("imported before"), "{again}");
    });
}

#[test]
fn a_code_that_a_spreadsheet_has_shortened_or_padded_is_asked_in_lists_and_named_in_rows() {
    on_both(|place| {
        let import = |what: &str, text: &str| {
            place.refused(&["import", what, &place.file("near.csv", text)]).lines().next().unwrap().to_owned()
        };
        // Either way, against what is stored and within a file.
        place.run(&["import", "agencies", &place.file("a.csv", "code,name\n001,Một\n2,Hai\n")]);
        place.run(&["import", "service-areas", &place.file("s.csv", "code,name\n01,Đất đai\n7,Hộ tịch\n")]);
        place.run(&[
            "import",
            "procedures",
            &place.file("p.csv", "code,name,service_area\n010,Cấp,01\n3,Đổi,7\n"),
        ]);
        for (what, row, near) in [
            ("agencies", "1,x", "is 1 the same as 001? then write 001"),
            ("agencies", "1.0,x", "is 1.0 the same as 001? then write 001"),
            ("agencies", "002,x", "is 002 the same as 2? then write 2"),
            ("service-areas", "1,x", "is 1 the same as 01? then write 01"),
            ("service-areas", "07,x", "is 07 the same as 7? then write 7"),
        ] {
            assert_eq!(import(what, &format!("code,name\n{row}\n")), format!("line 2, column code: {near}"));
        }
        let within = import("agencies", "code,name\n5,x\n005,x\n");
        assert_eq!(within, "line 3, column code: is 005 the same as 5? then write 5");
        let within = import("service-areas", "code,name\n0005,x\n5,x\n");
        assert_eq!(within, "line 3, column code: is 5 the same as 0005? then write 0005");
        for (row, near) in [
            ("10,x,01", "is 10 the same as 010? then write 010"),
            ("003,x,7", "is 003 the same as 3? then write 3"),
        ] {
            assert_eq!(
                import("procedures", &format!("code,name,service_area\n{row}\n")),
                format!("line 2, column code: {near}")
            );
        }
        // What refers to a code that is not there names the one that is.
        for (what, text, said) in [
            (
                "agencies",
                "code,name,parent\nX,x,1\n",
                "line 2, column parent: 1 does not exist; is 001 meant?",
            ),
            (
                "agencies",
                "code,name,parent\nX,x,02\n",
                "line 2, column parent: 02 does not exist; is 2 meant?",
            ),
            (
                "procedures",
                "code,name,service_area\nX,x,1\n",
                "line 2, column service_area: 1 does not exist; is 01 meant?",
            ),
            (
                "procedures",
                "code,name,service_area\nX,x,07\n",
                "line 2, column service_area: 07 does not exist; is 7 meant?",
            ),
            (
                "agency-events",
                "kind,day,from,to\nmerge,1/7/2026,1,2\n",
                "line 2, column from: 1 does not exist; is 001 meant?",
            ),
            (
                "agency-events",
                "kind,day,from,to\nmerge,1/7/2026,001,02\n",
                "line 2, column to: 02 does not exist; is 2 meant?",
            ),
        ] {
            assert_eq!(import(what, text), said);
        }
        place.run(&["import", "form", &place.file("f.json", form().to_string())]);
        let round = |agencies: Value, areas: Value| {
            json!({
                "code": "r", "title": {"vi": "Đợt"}, "form": "every", "from": "2026-01-01", "to": "2099-12-31", "live": true,
                "index": {"scoring": "mean_range", "aggregation": "pooled"},
                "agencies": agencies, "service_areas": areas, "minimum_cell": 5,
            })
            .to_string()
        };
        for (document, said) in [
            (round(json!(["1"]), json!(["01"])), "the agency 1 does not exist; is 001 meant?"),
            (round(json!(["001"]), json!(["007"])), "the service area 007 does not exist; is 7 meant?"),
        ] {
            let told = place.refused(&["import", "round", &place.file("r.json", document)]);
            assert!(told.contains(said), "{told}");
        }
        let document = round(json!(["001", "2"]), json!(["01", "7"]));
        place.run(&["import", "round", &place.file("r.json", document)]);
        let rows = "agency,service_area,answered_on,i1\n1,07,2026-03-05,1\n002,1,2026-03-05,1\n";
        let told = place.refused(&["import", "responses", &place.file("in.csv", rows), "--round", "r"]);
        for said in [
            "line 2, column agency: 1 is not an agency of this round; is 001 meant?",
            "line 2, column service_area: 07 is not a service area of this round; is 7 meant?",
            "line 3, column agency: 002 is not an agency of this round; is 2 meant?",
            "line 3, column service_area: 1 is not a service area of this round; is 01 meant?",
        ] {
            assert!(told.contains(said), "{said}: {told}");
        }
        // Once somebody has said that they are two, rows of each are its own, and nothing more is asked.
        place.run(&["import", "agencies", &place.file("two.csv", "code,name\n1,Một nữa\n"), "--as-written"]);
        place.run(&["import", "agencies", &place.file("two.csv", "code,name\n1,Một nữa\n001,Một\n")]);
    });
}
