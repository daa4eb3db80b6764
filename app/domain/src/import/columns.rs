//! The columns of files, by the names that the format has for them and those that people give them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The columns of a file of agencies.
pub const AGENCY_COLUMNS: [&str; 8] =
    ["code", "name", "name_en", "block", "level", "parent", "valid_from", "valid_to"];
/// The columns of a file of reorganisations.
pub const EVENT_COLUMNS: [&str; 6] = ["kind", "day", "from", "to", "share", "reference"];
/// The columns of a file of service areas.
pub const SERVICE_AREA_COLUMNS: [&str; 5] = ["code", "name", "name_en", "valid_from", "valid_to"];
/// The columns of a file of procedures.
pub const PROCEDURE_COLUMNS: [&str; 6] =
    ["code", "name", "name_en", "service_area", "valid_from", "valid_to"];
/// The columns of volumes of dossiers.
pub const VOLUME_COLUMNS: [&str; 3] = ["agency", "service_area", "volume"];

/// What people write above columns, without marks and in small letters. A name may stand at several columns of which no
/// file has more than one.
const NAMES: [(&str, &[&str]); 18] = [
    ("code", &["ma", "ma so", "ma co quan", "ma don vi", "ma linh vuc", "ma thu tuc", "ma tthc"]),
    (
        "name",
        &["ten", "ten co quan", "ten don vi", "ten linh vuc", "ten thu tuc", "ten tthc", "ten tieng viet"],
    ),
    ("name_en", &["ten tieng anh", "english name", "name english"]),
    ("block", &["khoi", "ma khoi", "khoi xep hang"]),
    ("level", &["cap", "cap hanh chinh", "cap chinh quyen"]),
    (
        "parent",
        &["cap tren", "ma cap tren", "co quan cap tren", "ma co quan cap tren", "truc thuoc", "thuoc"],
    ),
    ("valid_from", &["tu ngay", "ngay bat dau", "hieu luc tu", "co hieu luc tu"]),
    ("valid_to", &["den ngay", "den het ngay", "ngay ket thuc", "hieu luc den"]),
    ("kind", &["hinh thuc", "loai", "hinh thuc sap xep"]),
    ("day", &["ngay", "ngay co hieu luc", "co hieu luc tu", "tu ngay"]),
    ("from", &["tu", "tu co quan", "co quan cu", "ma cu", "truoc"]),
    ("to", &["den", "sang", "sang co quan", "vao", "thanh", "co quan moi", "ma moi", "sau"]),
    ("share", &["phan", "ty le", "ti le", "phan tram", "ty le phan tram", "ti le phan tram"]),
    ("reference", &["van ban", "can cu", "nghi quyet", "quyet dinh", "so van ban"]),
    ("agency", &["co quan", "don vi", "ma co quan", "ma don vi"]),
    ("service_area", &["linh vuc", "ma linh vuc"]),
    ("answered_on", &["ngay", "ngay tra loi", "ngay khao sat", "ngay phong van"]),
    ("volume", &["so ho so", "so luong", "khoi luong", "so luong ho so", "volumes", "number", "dossiers"]),
];

/// Names of the columns that only files of responses have.
const RESPONSE_NAMES: [(&str, &[&str]); 3] =
    [("channel", &["kenh", "hinh thuc"]), ("language", &["ngon ngu"]), ("weight", &["trong so"])];

/// The column of a file that somebody named so, in whatever case, in English or Vietnamese, with or without marks.
pub fn column_named<'a>(written: &str, columns: &[&'a str]) -> Option<&'a str> {
    let written = plain(written);
    let is_named = |column: &str| {
        let mut names = NAMES.iter().chain(&RESPONSE_NAMES);
        plain(column) == written
            || names.any(|(name, words)| *name == column && words.contains(&written.as_str()))
    };
    // Where a name stands at two, as `mã lĩnh vực` of a procedure, the later is the narrower.
    columns.iter().copied().rfind(|column| is_named(column))
}

/// Small letters without marks, one blank between words.
fn plain(text: &str) -> String {
    let letters = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let letters = letters.map(|c| match c {
        'đ' => 'd',
        c if c.is_alphanumeric() => c,
        _ => ' ',
    });
    letters.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What spreadsheets write above a column, counted from 0: A, B, …, Z, AA, ….
pub fn letters_of_column(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            return letters.iter().rev().collect();
        }
        column = column / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_in_any_case_and_by_vietnamese_names() {
        for (written, columns, column) in [
            ("Code", &AGENCY_COLUMNS[..], "code"),
            ("NAME EN", &AGENCY_COLUMNS, "name_en"),
            ("Mã cơ quan", &AGENCY_COLUMNS, "code"),
            ("Cấp", &AGENCY_COLUMNS, "level"),
            ("Co quan cap tren", &AGENCY_COLUMNS, "parent"),
            ("Từ ngày", &AGENCY_COLUMNS, "valid_from"),
            ("Từ ngày", &EVENT_COLUMNS, "day"),
            ("Đến", &EVENT_COLUMNS, "to"),
            ("Hình thức", &EVENT_COLUMNS, "kind"),
            ("Mã lĩnh vực", &PROCEDURE_COLUMNS, "service_area"),
            ("Mã lĩnh vực", &SERVICE_AREA_COLUMNS, "code"),
            ("Số hồ sơ", &VOLUME_COLUMNS, "volume"),
            ("Ngày trả lời", &crate::RESPONSE_COLUMNS, "answered_on"),
        ] {
            assert_eq!(column_named(written, columns), Some(column), "{written}");
        }
        assert_eq!(column_named("title", &AGENCY_COLUMNS), None);
        assert_eq!(column_named("", &AGENCY_COLUMNS), None);
    }

    #[test]
    fn a_column_is_called_as_spreadsheets_call_it() {
        let letters = [0, 25, 26, 51, 52, 701, 702].map(letters_of_column);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
