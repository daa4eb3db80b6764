//! Volumes of dossiers from files: they fill the table, and are saved from there.

use super::{plan, prepared};
use crate::http::Reply;
use crate::imports::{row, utf16, workbook};
use crate::staff::{Staff, hidden};
use crate::support::on_both;

const ADDRESS: &str = "/admin/rounds/r/volumes";
const RULE: [(&str, &str); 4] =
    [("formula", "yamane"), ("error", "5"), ("precision", "cell"), ("full", "count")];

/// Sends a form of the step with more fields; with a file by the button that reads it.
fn send(staff: &Staff, pairs: &[(&str, &str)], file: Option<&[u8]>) -> Reply {
    let token = hidden(&staff.get(ADDRESS).body, "revision_token");
    let all: Vec<(&str, &str)> =
        pairs.iter().chain(&RULE).copied().chain([("revision_token", &*token)]).collect();
    match file {
        None => staff.post(ADDRESS, &all),
        Some(file) => {
            let look: Vec<(&str, &str)> = all.iter().copied().chain([("look", "1")]).collect();
            staff.send_file(ADDRESS, &look, "file", file)
        }
    }
}

/// What stands in a cell of the table.
fn cell(page: &str, name: &str) -> String {
    hidden(page, name)
}

#[test]
fn a_file_of_volumes_fills_the_table_whatever_saved_it_and_is_stored_from_there() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let number = |column, row, value| format!("<c r=\"{column}{row}\"><v>{value}</v></c></row>");
        let sheet = row(1, &[("A", "Mã cơ quan"), ("B", "Mã lĩnh vực"), ("C", "Số lượng hồ sơ")])
            + &row(3, &[("A", "A"), ("B", "dat-dai")]).replace("</row>", &number("C", 3, "1000"))
            + &row(4, &[("A", "B"), ("B", "ho-tich")]).replace("</row>", &number("C", 4, "2500"));
        let stored = || place.rows("SELECT document FROM round").pop().unwrap();
        let before = stored();
        for file in [
            workbook(&sheet, "", &[]),
            "\u{feff}agency;service_area;volume\r\nA;dat-dai;1.000\r\nB;ho-tich;2500\r\n".into(),
            "sep=,\r\nCơ quan,Lĩnh vực,Số hồ sơ\r\nA,dat-dai,\"1,000\"\r\nB,ho-tich,2 500\r\n".into(),
            utf16("\u{feff}Cơ quan\tLĩnh vực\tSố hồ sơ\r\nA\tdat-dai\t1000\r\nB\tho-tich\t2500\r\n"),
            "A,dat-dai,1000\rB,ho-tich,2500\r".into(),
        ] {
            let typed = [("v/A/dat-dai", "7"), ("v/A/ho-tich", "8"), ("csv", "x"), ("error", "4")];
            let read = send(&staff, &typed, Some(&file));
            assert_eq!(read.status, 200, "{}", read.body);
            let there = ["v/A/dat-dai", "v/A/ho-tich", "v/B/dat-dai", "v/B/ho-tich"];
            assert_eq!(there.map(|name| cell(&read.body, name)), ["1000", "", "", "2500"]);
            assert!(read.body.contains("Số liệu của tệp (2 ô)"), "{}", read.body);
            assert_eq!(read.body.contains("Đọc trang tính “S”"), file.starts_with(b"PK"));
            assert_eq!(stored(), before, "it is looked at first");
        }
        assert_eq!(send(&staff, &[("v/A/dat-dai", "1000"), ("v/B/ho-tich", "2500")], None).status, 303);
        let document = stored();
        assert!(
            document.contains("\"volumes\":{\"A\":{\"dat-dai\":1000},\"B\":{\"ho-tich\":2500}}"),
            "{document}"
        );
    });
}

#[test]
fn a_file_of_volumes_that_is_refused_says_where_and_loses_nothing() {
    on_both(|place| {
        let server = prepared(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        plan(&staff, "r");
        let head = row(1, &[("A", "Cơ quan"), ("B", "Lĩnh vực"), ("C", "Số hồ sơ")]);
        let typed = [("v/B/ho-tich", "17"), ("error", "3,5"), ("weigh", "1")];
        let odd = head.clone()
            + &row(2, &[("A", "a"), ("B", "dat-dai"), ("C", "5")])
            + &row(5, &[("A", "A"), ("B", "dat-dai"), ("C", "1,5")])
            + &row(6, &[("A", "A"), ("B", "dat-dai"), ("C", "#N/A")])
            + &row(7, &[("A", "A"), ("B", "dat-dai"), ("C", "2"), ("D", "x")]);
        let refused = send(&staff, &typed, Some(&workbook(&odd, "", &[])));
        assert_eq!(refused.status, 422);
        for told in [
            "Dòng 2, cột Cơ quan: Đợt này không có cơ quan mã a. Có phải là A không?",
            "Dòng 5, cột Số hồ sơ: Phải là số nguyên",
            "Dòng 6, cột Số hồ sơ: ",
            "Dòng 7, cột Cơ quan: ",
            // What the file holds can be mended where it stands.
            "Cơ quan,Lĩnh vực,Số hồ sơ",
            "value=\"3,5\"",
        ] {
            assert!(refused.body.contains(told), "{told}: {}", refused.body);
        }
        assert_eq!(cell(&refused.body, "v/B/ho-tich"), "17");
        let merged = "<mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>";
        let rows = head
            + &row(2, &[("A", "A"), ("B", "dat-dai"), ("C", "5")])
            + &row(3, &[("B", "ho-tich"), ("C", "5")]);
        for (file, told) in [
            (workbook(&rows, merged, &[]), "A2:A3"),
            (b"PK\x03\x04 and more".to_vec(), "không phải là bảng tính .xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more".to_vec(), ".xls"),
            (b"agency,service_area,volume\nA,S\xeb,5\n".to_vec(), "TCVN3"),
            ("SỐ LƯỢNG HỒ SƠ\n\nagency,service_area,volume\nA,dat-dai,5\n".into(), "SỐ LƯỢNG HỒ SƠ"),
            (Vec::new(), "Xin chọn"),
        ] {
            let refused = send(&staff, &typed, Some(&file));
            assert!(refused.status == 422 && refused.body.contains(told), "{told}: {}", refused.body);
            assert_eq!(cell(&refused.body, "v/B/ho-tich"), "17");
        }
        // The button that saves sends no more of a file than its name.
        let unread = send(&staff, &[("v/B/ho-tich", "17"), ("file", "volumes.xlsx")], None);
        assert!(unread.status == 422 && unread.body.contains("Tệp này chưa được đọc"), "{}", unread.body);
        // A table of a whole province comes with its file.
        let cells: Vec<String> = (0..3_000).map(|n| format!("v/A{n}/dat-dai")).collect();
        let cells: Vec<(&str, &str)> = cells.iter().map(|name| (name.as_str(), "5")).collect();
        assert_eq!(send(&staff, &cells, Some(b"A,dat-dai,1000\n")).status, 200);
        assert!(!place.rows("SELECT document FROM round").pop().unwrap().contains("quota\":{"));
    });
}
