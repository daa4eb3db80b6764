//! The text of a file of a table, whatever saved it: UTF-8, UTF-16 with its mark, or a sheet of a workbook (`.xlsx`).

use super::{columns::Columns, workbook};
use domain::import::{FileFault, LineFault, OldEncoding, WorkbookFault, suspected_encoding};
use std::borrow::Cow;

/// The sheet of a workbook that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetName {
    /// Its name.
    pub name: String,
    /// How many the workbook has that can be seen.
    pub of: usize,
}

/// Rows of a file as text.
#[derive(Debug)]
pub(crate) struct TableText<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where it is a sheet: which one. Then a row is a line, however many line breaks its cells hold.
    pub(crate) sheet: Option<SheetName>,
    /// What is wrong with the shape of the sheet.
    pub(super) faults: Vec<LineFault>,
}

/// How much of a file is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Lines.
    pub(crate) lines: usize,
    /// Megabytes of a workbook, unpacked.
    pub(crate) unpacked: usize,
}

impl<'a> TableText<'a> {
    /// Reads the bytes of a file. Of a workbook it is the first sheet that can be seen and names the columns that are
    /// needed; where none does, the first.
    pub(crate) fn of(bytes: &'a [u8], columns: &Columns, bounds: Bounds) -> Result<Self, FileFault> {
        if bytes.starts_with(b"PK\x03\x04") {
            return workbook::read(bytes, columns, bounds);
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            return Err(WorkbookFault::OldOrLocked.into());
        }
        Ok(Self { text: decoded(bytes)?, sheet: None, faults: Vec::new() })
    }

    /// The same without the bytes of the file.
    pub(super) fn into_owned(self) -> TableText<'static> {
        let Self { text, sheet, faults } = self;
        TableText { text: Cow::Owned(text.into_owned()), sheet, faults }
    }

    /// What is read, to be shown and sent again.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// A text that somebody typed or pasted.
    pub(crate) fn typed(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), sheet: None, faults: Vec::new() }
    }
}

/// A text in UTF-8, or in UTF-16 where its mark says so.
pub(crate) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, FileFault> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => of_utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xfe, 0xff, rest @ ..] => of_utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        // Every second byte of the first line, which is no text of any encoding that is one byte a letter.
        [0, 1..=255, 0, 1..=255, ..] | [1..=255, 0, 1..=255, 0, ..] => Err(FileFault::Utf16),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            std::str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|error| not_utf8(bytes, error.valid_up_to()))
        }
    }
}

fn of_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, FileFault> {
    let (units, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(FileFault::Utf16);
    }
    char::decode_utf16(units.iter().map(|pair| unit(*pair)))
        .collect::<Result<_, _>>()
        .map_err(|_| FileFault::Utf16)
}

/// Which line is no UTF-8, and whether it looks like an encoding from before Unicode.
fn not_utf8(bytes: &[u8], at: usize) -> FileFault {
    const LINE: usize = 1_000;
    let line = 1 + bytes[..at].iter().filter(|b| **b == b'\n').count();
    let from = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |before| before + 1);
    let words = bytes[from..].split(|b| *b == b'\n').next().unwrap_or(&[]);
    // A byte of those encodings is the letter of the same number.
    let words: String = words.iter().take(LINE).map(|b| char::from(*b)).collect();
    let cells = words.split([',', ';', '\t', '"', '\r']);
    let encoding: Option<OldEncoding> =
        cells.filter_map(suspected_encoding).map(|(encoding, _)| encoding).next();
    FileFault::NotUtf8 { line, encoding }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, mark: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let text = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf_16_is_read_by_its_mark_and_told_without() {
        let text = "code\tname\r\nA\tSở Nội vụ 😀\r\n";
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(decoded(&utf16(text, true, bytes)).unwrap(), text);
            assert_eq!(decoded(&utf16(text, false, bytes)), Err(FileFault::Utf16));
        }
        let mut cut = utf16(text, true, u16::to_le_bytes);
        cut.pop();
        assert_eq!(decoded(&cut), Err(FileFault::Utf16));
        assert_eq!(decoded(b"\xef\xbb\xbfcode").unwrap(), "code");
    }

    #[test]
    fn other_bytes_are_told_with_their_line_and_what_they_look_like() {
        let tcvn3 = b"code,name\nA,S\xeb N\xe9i v\xf4\n";
        let encoding = Some(OldEncoding::Tcvn3);
        assert_eq!(decoded(tcvn3), Err(FileFault::NotUtf8 { line: 2, encoding }));
        let unknown = b"code,name\nA,b\nB,S\xff\n";
        assert_eq!(decoded(unknown), Err(FileFault::NotUtf8 { line: 3, encoding: None }));
    }
}
