//! CSV files as people make them: UTF-8 with or without a BOM, comma or semicolon, a header line.

use super::without_bom;
use domain::import::{CellFault, FileFault, LineFault, Measure};
use std::collections::HashMap;

/// Twice the lines of the longest form, and what stands before them.
const MOST_COLUMNS: usize = 1_100;

/// A CSV file with its header.
pub(crate) struct Table<'a> {
    text: &'a str,
    delimiter: u8,
    header: Header,
}

/// The columns of a file.
#[derive(Debug, Default, Clone)]
pub(crate) struct Header {
    names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Header {
    /// An empty cell means none; a column that is not there says nothing, and what is known stays.
    pub(crate) fn new_or_known<T>(&self, column: &str, new: T, known: T) -> T {
        if self.places.contains_key(column) { new } else { known }
    }
}

impl<'a> Table<'a> {
    /// Reads the header; refuses columns that are unknown, twice or missing, and files that are larger than any that is meant.
    pub(crate) fn open(
        bytes: &'a [u8],
        most_lines: usize,
        required: &[&str],
        known: impl Fn(&str) -> bool,
    ) -> Result<Self, FileFault> {
        let bytes = without_bom(bytes);
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
            FileFault::NotUtf8(line)
        })?;
        let first = text.lines().next().unwrap_or("");
        let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
        let mut reader = reader(text, delimiter);
        let names: Vec<String> = match reader.headers() {
            Ok(header) if header.len() > MOST_COLUMNS => {
                return Err(FileFault::TooMuch { what: Measure::Columns, most: MOST_COLUMNS });
            }
            Ok(header) if !header.is_empty() => header.iter().map(|name| name.trim().to_owned()).collect(),
            _ => return Err(FileFault::Empty),
        };
        // Lines within quotes are counted too; it is a bound, no count.
        if text.bytes().filter(|b| *b == b'\n').nth(most_lines + 1).is_some() {
            return Err(FileFault::TooMuch { what: Measure::Lines, most: most_lines });
        }
        let (mut places, mut faults) = (HashMap::with_capacity(names.len()), Vec::new());
        let mut fault = |column: &str, reason: CellFault| {
            faults.push(LineFault { line: 1, column: column.to_owned(), reason });
        };
        for (place, name) in names.iter().enumerate() {
            if places.insert(name.clone(), place).is_some() {
                fault(name, CellFault::Twice);
            } else if !known(name) {
                fault(name, CellFault::Unknown);
            }
        }
        for name in required.iter().filter(|name| !places.contains_key(**name)) {
            fault(name, CellFault::Missing);
        }
        let header = Header { names, places };
        if faults.is_empty() { Ok(Self { text, delimiter, header }) } else { Err(FileFault::Lines(faults)) }
    }

    /// Its columns, for when the file itself is no longer there.
    pub(crate) fn into_header(self) -> Header {
        self.header
    }

    /// Whether numbers may be written with a decimal comma.
    pub(crate) fn decimal_comma(&self) -> bool {
        self.delimiter == b';'
    }

    /// The lines after the header, each with what is wrong with its shape. Lines of nothing but blanks, which spreadsheets
    /// leave at the end, are none.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Result<Line<'_>, LineFault>> {
        let mut reader = reader(self.text, self.delimiter);
        let skipped_header = reader.headers().is_ok();
        let is_line = |record: &csv::Result<csv::StringRecord>| {
            record.as_ref().map_or(true, |record| record.iter().any(|cell| !cell.trim().is_empty()))
        };
        reader.into_records().filter(move |record| skipped_header && is_line(record)).map(|record| {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |at| line_of(self.text, at));
                    let names = &self.header.names;
                    if record.len() == names.len() {
                        return Ok(Line { table: self, record, line });
                    }
                    let reason = CellFault::Shape(record.len(), names.len());
                    Err(LineFault { line, column: names[0].clone(), reason })
                }
                Err(error) => {
                    let line = error.position().map_or(0, |at| line_of(self.text, at));
                    Err(LineFault { line, column: self.header.names[0].clone(), reason: CellFault::NotCsv })
                }
            }
        })
    }
}

/// The line of a record, from 1. Where lines end in CR LF the position still stands before the LF.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let before_lf = usize::try_from(at.byte()).is_ok_and(|at| text.as_bytes().get(at) == Some(&b'\n'));
    at.line() + u64::from(before_lf)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes())
}

/// One line of a table.
pub(crate) struct Line<'a> {
    table: &'a Table<'a>,
    record: csv::StringRecord,
    /// Its number in the file.
    pub(crate) line: u64,
}

impl Line<'_> {
    /// A cell without surrounding blanks; empty where the column is missing.
    pub(crate) fn cell(&self, column: &str) -> &str {
        let place = self.table.header.places.get(column);
        place.and_then(|place| self.record.get(*place)).map_or("", str::trim)
    }
    /// A cell that may be empty.
    pub(crate) fn maybe(&self, column: &str) -> Option<&str> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }
    /// A fault of this line.
    pub(crate) fn fault(&self, column: &str, reason: impl Into<CellFault>) -> LineFault {
        LineFault { line: self.line, column: column.to_owned(), reason: reason.into() }
    }
    /// A cell that must be there and parse.
    pub(crate) fn need<T>(&self, column: &str) -> Result<T, LineFault>
    where
        T: std::str::FromStr<Err: Into<CellFault>>,
    {
        let cell = self.maybe(column).ok_or_else(|| self.fault(column, CellFault::Empty))?;
        cell.parse().map_err(|e| self.fault(column, e))
    }
    /// A cell that parses where it is not empty.
    pub(crate) fn parse_maybe<T>(&self, column: &str) -> Result<Option<T>, LineFault>
    where
        T: std::str::FromStr<Err: Into<CellFault>>,
    {
        self.maybe(column).map(|cell| cell.parse().map_err(|e| self.fault(column, e))).transpose()
    }
    /// The names and cells of the columns that are kept by a filter.
    pub(crate) fn cells<'l>(
        &'l self,
        keep: impl Fn(&str) -> bool + 'l,
    ) -> impl Iterator<Item = (&'l str, &'l str)> {
        let pairs = self.table.header.names.iter().zip(self.record.iter());
        pairs.map(|(name, cell)| (name.as_str(), cell)).filter(move |(name, _)| keep(name))
    }
}
