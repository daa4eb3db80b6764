//! Files of tables as people make them and as spreadsheets and other programs save them.

use crate::http::Server;
use crate::staff::{Staff, hidden, without_second_factor};
use crate::support::{Place, golden, on_both, small_round};
use domain::{
    Agency, LineageEvent,
    import::{Changes, FileFault},
};
use serde_json::json;
use server::import::{ListFile, parse};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

fn read<T: ListFile>(file: impl AsRef<[u8]>, stored: &T::Stored) -> Result<Changes<T>, FileFault> {
    let bytes = file.as_ref().to_vec();
    let read = tokio::runtime::Runtime::new().unwrap().block_on(parse::<T>(bytes)).unwrap();
    T::plan(read.lines?, stored)
}

/// Code, name and level of the new agencies of a file.
fn agencies(file: impl AsRef<[u8]>) -> Vec<String> {
    let shown = String::from_utf8_lossy(file.as_ref()).into_owned();
    let changes =
        read::<Agency>(file, &Vec::new()).unwrap_or_else(|fault| panic!("{shown}: {}", told(&fault)));
    let level = |agency: &Agency| agency.level.map_or("", domain::Level::as_str);
    changes.new.iter().map(|agency| format!("{} {} {}", agency.code, agency.name, level(agency))).collect()
}

fn told(fault: &FileFault) -> String {
    match fault {
        FileFault::Lines(faults) => {
            faults.told().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
        fault => fault.to_string(),
    }
}

fn refused(file: impl AsRef<[u8]>) -> String {
    told(&read::<Agency>(file, &Vec::new()).unwrap_err())
}

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn tables_are_read_whatever_saved_them() {
    let rows = ["A Sở Y tế province", "B Xã Đông An commune"];
    for file in [
        "code,name,level\nA,Sở Y tế,province\nB,Xã Đông An,commune\n",
        "code;name;level\r\nA;Sở Y tế;province\r\nB;Xã Đông An;commune\r\n",
        "code\tname\tlevel\nA\tSở Y tế\tprovince\nB\tXã Đông An\tcommune",
        "code,name,level\rA,Sở Y tế,province\rB,Xã Đông An,commune\r",
        "sep=;\r\ncode;name;level\r\nA;Sở Y tế;province\r\nB;Xã Đông An;commune\r\n",
        "\"sep=,\"\ncode,name,level\nA,Sở Y tế,province\nB,Xã Đông An,commune\n",
        "\u{feff}CODE,Name,LEVEL\nA,Sở Y tế,province\nB,Xã Đông An,commune\n",
        "Cấp;Mã cơ quan;Tên cơ quan\nSở;A;Sở Y tế\nPhường;B;Xã Đông An\n",
        "cap,ma,ten\ntỉnh,A,Sở Y tế\nđặc khu,B,Xã Đông An\n",
        "\n,,,,\n,code,name,,level\n,,,,\n,A,Sở Y tế,,province\n,B,Xã Đông An,,commune,,\n,,,,\n\n",
        "code,name,level\nA,\"Sở\r\n Y tế\",province\nB\u{a0},\u{a0}Xã Đông An ,\u{a0}commune\n",
        "code,name,level\nA,So\u{31b}\u{309} Y te\u{302}\u{301},ti\u{309}nh\nB,Xa\u{303} \u{110}o\u{302}ng An,CẤP XÃ\n",
    ] {
        assert_eq!(agencies(file), rows, "{file}");
    }
    assert_eq!(
        agencies(utf16("\u{feff}code\tname\tlevel\r\nA\tSở Y tế\tprovince\r\nB\tXã Đông An\tcommune\r\n")),
        rows
    );
}

#[test]
fn what_cannot_be_read_is_told_in_words_that_help() {
    for (file, said) in [
        (
            "DANH SÁCH CƠ QUAN,,\n\nMã,Tên,Cấp\nA,Sở Y tế,sở\n".as_bytes(),
            "line 1, “DANH SÁCH CƠ QUAN”, is no name of a column; the columns are named in line 3",
        ),
        ("code,name,level\nA,Sở Y tế,Tổ\n".as_bytes(), "line 2, column level: must be central"),
        (
            "Mã,Tên,Cấp\nA,Vinh,Thành phố\n".as_bytes(),
            "line 2, column Cấp: “Thành phố” can be a province or a district",
        ),
        (
            "code,name\nA,Sở \u{202e}ABC\n".as_bytes(),
            "line 2, column name: holds the invisible character U+202E after “Sở ”",
        ),
        (
            "code,name\nA,\u{200b}\u{200b}\n".as_bytes(),
            "line 2, column name: holds the invisible character U+200B after “”",
        ),
        (
            "code,name,level\nA,#N/A,xã\n".as_bytes(),
            "line 2, column name: #N/A is an error of the spreadsheet",
        ),
        ("code,,name\nA,,Sở A\nB,x,Sở B\n".as_bytes(), "line 3, column B: has no name in the first line"),
        ("code,name\nA,\"Sở A\nB,Sở B\n".as_bytes(), "line 2, column code: a quotation mark opens here"),
        (
            "code,name\nA,S\u{eb} N\u{e9}i v\u{f4}\n".as_bytes(),
            "looks like TCVN3 (.VnTime), from before Unicode; is “Sở Nội vụ” meant?",
        ),
        (b"code,name\nA,S\xeb N\xe9i v\xf4\n", "line 2 is not UTF-8 but looks like TCVN3 (.VnTime)"),
        (
            b"code,name\nA,So\xd2 No\xf2i vu\xf2\n",
            "line 2 is not UTF-8; save the file in UTF-8, in a spreadsheet as “CSV UTF-8”",
        ),
        (b"c\0o\0d\0e\0,\0", "(UTF-16) without its mark"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "of the old kind (.xls), or has a password"),
        (b"PK\x03\x04 and more", "is not a workbook (.xlsx), or is damaged"),
        (b",,\n\n", "the file is empty"),
    ] {
        let shown = String::from_utf8_lossy(file);
        let found = match read::<Agency>(file, &Vec::new()) {
            Ok(changes) => changes.doubts.iter().map(ToString::to_string).collect(),
            Err(fault) => told(&fault),
        };
        assert!(found.contains(said), "{shown}: {found}");
    }
    // Emoji and other scripts are letters that are seen.
    assert_eq!(
        agencies("code,name\nA,Sở 👨\u{200d}👩\u{200d}👧 ស្រុក 北京\n"),
        ["A Sở 👨\u{200d}👩\u{200d}👧 ស្រុក 北京 "]
    );
}

#[test]
fn a_fault_stands_on_its_line_of_the_file() {
    for (file, line) in [
        ("code,name\nA,\n", 2),
        ("code,name\r\n\r\n\r\nA,\r\n", 4),
        ("\n\ncode,name\n\nA,\n", 5),
        ("code,name\rB,Sở B\rA,\r", 3),
        ("sep=,\ncode,name\nA,\n", 3),
        ("code,name\nB,\"Sở\nB\"\n,\nA,\n", 5),
        ("code,name\r\nB,\"Sở\r\nB\"\r\nA,\r\n", 4),
        ("\u{feff}code;name\nB;b\nA;", 3),
    ] {
        assert_eq!(refused(file), format!("line {line}, column name: is empty"), "{file:?}");
    }
}

#[test]
fn a_fault_of_one_line_hides_none_of_another() {
    let file = "code,name,level,parent,valid_from,valid_to
A,,town,,31/2/2025,
B,Sở B,,Z,,
C,Sở C,,A,2026-01-01,2025-01-01
D,Sở D,,D,,
B,,,,,
x y,Sở x,,,,
";
    let told = refused(file);
    let expected = [
        "line 2, column name: is empty",
        "line 2, column level: must be central",
        "line 2, column valid_from: \"31/2/2025\" is not in the calendar",
        "line 3, column parent: agency B: its parent Z does not exist",
        "line 4, column valid_to: agency C: it would end before it begins",
        "line 5, column parent: agency D: going up from parent to parent comes back to it",
        "line 6, column name: is empty",
        "line 6, column code: B stands in the file twice",
        "line 7, column code: holds the character ' '",
    ];
    assert_eq!(told.lines().count(), expected.len(), "{told}");
    for (line, start) in told.lines().zip(expected) {
        assert!(line.starts_with(start), "{line} begins with {start}");
    }
    // Of a million faults a thousand are told.
    let many: String = (0..5_000).map(|n| format!("A{n},\n")).collect();
    let fault = read::<Agency>(format!("code,name\n{many}"), &Vec::new()).unwrap_err();
    assert!(
        matches!(&fault, FileFault::Lines(faults) if faults.told().len() == 1_000 && faults.untold() == 4_000)
    );
    assert_eq!(fault.to_string(), "5000 faults in 5000 lines; nothing was stored");
}

#[test]
fn every_reorganisation_of_a_file_is_checked_and_wholes_only_once_their_parts_are_read() {
    let known = read::<Agency>("code,name\nA,a\nB,b\nC,c\nD,d\n", &Vec::new()).unwrap().new;
    let plan = |file: &str| read::<LineageEvent>(file, &(known.clone(), Vec::new()));
    let file = "Hình thức;Ngày;Từ;Đến;Tỷ lệ
chia tách;1/7/2025;A;C;33,3
chia tách;1/7/2025;A;D;66,7
;;;;
sáp nhập;1/7/2025;B;C;
";
    let kinds: Vec<&str> = plan(file).unwrap().new.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["split", "merge"]);
    let file = "kind,day,from,to,share
split,1/7/2025,A,c,50%
split,1/7/2025,A,D,50%
fusion,1/7/2025,X,,0
merge,2/7/2025,B,B,
";
    let expected = [
        "line 2, column to: c does not exist; is C meant?",
        "line 4, column kind: must be rename, merge, split or transfer",
        "line 4, column to: is empty",
        "line 4, column share: must be a percentage",
        "line 5, column to: B cannot become itself",
    ];
    let told = told(&plan(file).unwrap_err());
    assert_eq!(told.lines().count(), expected.len(), "{told}");
    for (line, start) in told.lines().zip(expected) {
        assert!(line.starts_with(start), "{line} begins with {start}");
    }
}

/// A workbook of one sheet with these rows and what is said of it behind them.
pub(crate) fn workbook(rows: &str, behind: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData>{behind}</worksheet>"
    );
    let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{of}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{of}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let package = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{of}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let files: [(&str, &[u8]); 4] = [
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    for (name, content) in files.iter().chain(more) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cell = |(column, text): &(&str, &str)| {
        format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    format!("<row r=\"{number}\">{}</row>", cells.iter().map(cell).collect::<String>())
}

#[test]
fn a_workbook_is_read_as_people_see_it() {
    let bytes = std::fs::read(golden("agencies.xlsx")).unwrap();
    let known = read::<Agency>("code,name\n001,Tỉnh\n", &Vec::new()).unwrap().new;
    let changes = read::<Agency>(&bytes, &known).unwrap();
    let values = |agency: &Agency| {
        let values = agency.values().into_iter().map(|(name, value)| format!("{name}={value}"));
        values.filter(|value| !value.ends_with('=')).collect::<Vec<_>>().join(" ")
    };
    let new: Vec<String> = changes.new.iter().map(|a| format!("{}: {}", a.code, values(a))).collect();
    assert_eq!(
        new,
        [
            "SNV: name=Sở Nội vụ parent=001 level=province valid_from=2025-07-01",
            "12: name=Phường Đông Sơn parent=001 level=commune valid_from=2025-07-01",
        ]
    );
    assert_eq!(changes.changed.len(), 1, "a number that is shown with zeros in front is the code with zeros");
    let place = Place::sqlite();
    let file = place.file("a.xlsx", &bytes);
    let output = place.try_run(&["import", "agencies", &file]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "3\n");
    assert!(String::from_utf8_lossy(&output.stderr).contains("read the sheet “Danh sách”, one of 2"));
    // Rows have their numbers, also behind empty ones and behind cells of several lines.
    let rows = row(1, &[("A", "code"), ("B", "name")])
        + &row(3, &[("A", "B"), ("B", "Sở&#10;B")])
        + &row(7, &[("A", "A")]);
    assert_eq!(refused(workbook(&rows, "", &[])), "line 7, column name: is empty");
}

#[test]
fn the_text_of_a_workbook_that_is_sent_again_reads_as_the_workbook() {
    let rows = row(1, &[("A", "code"), ("B", "name"), ("C", "level")])
        + &row(2, &[("A", "A"), ("B", "Sở A")])
        + &row(3, &[("A", "B"), ("B", "Xã B"), ("C", "xã")]);
    let bytes = workbook(&rows, "", &[]);
    let shown = tokio::runtime::Runtime::new().unwrap().block_on(parse::<Agency>(bytes.clone())).unwrap();
    assert_eq!(agencies(shown.text), agencies(bytes));
}

#[test]
fn a_workbook_with_merged_cells_or_made_to_harm_is_refused_with_little_memory() {
    let rows = row(1, &[("A", "code"), ("B", "name")]) + &row(2, &[("A", "A"), ("B", "Sở A")]);
    let merged = workbook(&rows, "<mergeCells count=\"1\"><mergeCell ref=\"B2:B4\"/></mergeCells>", &[]);
    assert_eq!(
        refused(merged),
        "line 2, column B: the cells B2:B4 are merged; split them and write the value into each"
    );
    // 40 megabytes of nothing, in 40 kilobytes.
    let bomb = workbook(&rows, "", &[("xl/media/image1.png", &vec![0; 40 << 20])]);
    assert!(bomb.len() < 200_000);
    assert!(refused(bomb).starts_with("unpacked megabytes of the file are more than 32"));
    // Room is made for as many texts as are announced.
    let strings = b"<sst uniqueCount=\"99999999999\"><si><t>x</t></si></sst>";
    let lying = workbook(&rows, "", &[("xl/sharedStrings.xml", strings)]);
    assert!(refused(lying).contains("or is damaged"));
    let mut cut = workbook(&rows, "", &[]);
    cut.truncate(cut.len() - 30);
    assert!(refused(cut).contains("or is damaged"));
    let far = workbook(&row(1_000_000, &[("A", "x")]), "", &[]);
    assert!(refused(far).starts_with("lines of the file are more than 20000"));
    let wide = workbook(&row(1, &[("XFD", "x")]), "", &[]);
    assert!(refused(wide).starts_with("columns of the file are more than 1100"));
    let backwards = row(2, &[("A", "A"), ("B", "a")]) + &row(1, &[("A", "code"), ("B", "name")]);
    assert!(refused(workbook(&backwards, "", &[])).contains("or is damaged"));
}

#[test]
fn a_code_that_is_nearly_known_is_asked_before_it_is_stored() {
    on_both(|place| {
        without_second_factor(place);
        let known = "code,name,block\n001,Tỉnh,\nSNV,Sở Nội vụ,so\n";
        place.run(&["import", "agencies", &place.file("a.csv", known)]);
        let near = "code,name,block\n1,Tỉnh,\nsnv,Sở Nội vụ,So\n";
        let file = place.file("b.csv", near);
        let said = place.refused(&["import", "agencies", &file]);
        for expected in [
            "line 2, column code: is 1 the same as 001?",
            "line 3, column code: is snv the same as SNV?",
            "line 3, column block: is So the same as so?",
            "--as-written",
        ] {
            assert!(said.contains(expected), "{expected}: {said}");
        }
        let server = Server::start(place);
        let staff = Staff::with_role(place, &server, "lan@x.vn", "survey-administrator", None);
        let preview = staff.post("/admin/import/agencies", &[("text", near)]);
        assert_eq!(preview.status, 200);
        assert!(
            preview.body.contains("Dòng 2, cột code: 1 là mã mới, gần giống 001 đã có"),
            "{}",
            preview.body
        );
        let moment = hidden(&preview.body, "moment");
        let unconfirmed = staff.post("/admin/import/agencies", &[("text", near), ("moment", &moment)]);
        assert!(unconfirmed.body.contains("đánh dấu là đã xem lại"), "{}", unconfirmed.body);
        let codes = || place.rows("SELECT code FROM agency ORDER BY code").len();
        assert_eq!(codes(), 2);
        let agreed = [("text", near), ("moment", &*moment), ("sure", "1")];
        assert_eq!(staff.post("/admin/import/agencies", &agreed).status, 303);
        assert_eq!(codes(), 4);
        // What is known is no longer asked.
        assert_eq!(place.run(&["import", "agencies", &file]), "2\n");
        let old = place.file("c.csv", "code,name\nA1,S\u{eb} N\u{e9}i v\u{f4}\n");
        assert!(place.refused(&["import", "agencies", &old]).contains("is “Sở Nội vụ” meant?"));
        assert_eq!(place.run(&["import", "agencies", &old, "--as-written"]), "1\n");
    });
}

#[test]
fn responses_of_a_workbook_are_stored_and_recognised_when_they_come_as_csv() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let rows = row(1, &[("A", "Cơ quan"), ("B", "Lĩnh vực"), ("C", "Ngày trả lời"), ("D", "I1")])
        + &row(2, &[("A", "A1"), ("B", "dat-dai"), ("C", "5/1/2026")])
            .replace("</row>", "<c r=\"D2\"><v>4</v></c></row>");
    let file = place.file("r.xlsx", workbook(&rows, "", &[]));
    assert_eq!(place.run(&["import", "responses", &file, "--round", "r"]), "1\n");
    let same = place.file("r.csv", "agency;service_area;answered_on;i1\r\nA1;dat-dai;2026-01-05;4\r\n");
    assert!(
        place
            .refused(&["import", "responses", &same, "--round", "r"])
            .contains("a paper that says the same is stored")
    );
    let near = place.file("n.csv", "agency,service_area,answered_on,i1\na1,dat-dai,2026-01-05,4\n");
    let said = place.refused(&["import", "responses", &near, "--round", "r"]);
    assert!(
        said.contains("line 2, column agency: a1 is not an agency of this round; is A1 meant?"),
        "{said}"
    );
    place.verify();
}

#[test]
fn letters_in_pieces_become_one_wherever_they_are_typed() {
    let place = Place::sqlite();
    without_second_factor(&place);
    let server = Server::start(&place);
    let staff = Staff::with_role(&place, &server, "lan@x.vn", "survey-administrator", None);
    let typed = [("code", "so\u{302}"), ("name", "So\u{31b}\u{309} No\u{323}\u{302}i vu\u{323}")];
    assert_eq!(staff.post("/admin/new-agency", &typed).status, 303);
    assert_eq!(place.rows("SELECT code || ' ' || name FROM agency"), ["sô Sở Nội vụ"]);
}
