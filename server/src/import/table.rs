//! Tables as people make them: with commas, semicolons or tabs, with or without a first line that says which (`sep=;`),
//! with a line that names the columns in whatever case and order, with empty rows and columns between.

use super::{Bounds, columns::Columns, text::TableText};
use crate::export::plain;
use csv::StringRecord;
use domain::composed;
use domain::import::{
    CellFault, Doubt, FileFault, LineFault, LineFaults, Measure, SpreadsheetError, invisible_character,
    letters_of_column, on_one_line, suspected_encoding,
};
use std::borrow::Cow;
use std::collections::HashMap;

/// Twice the lines of the longest form, and what stands before them.
pub(super) const MOST_COLUMNS: usize = 1_100;
/// Rows among which the names of the columns are looked for.
pub(super) const ROWS_ABOVE: usize = 20;
const DELIMITERS: [u8; 3] = *b",;\t";

/// A table with its header.
pub(crate) struct Table<'a> {
    file: &'a TableText<'a>,
    /// Where the rows begin, and on which line.
    start: (usize, u64),
    delimiter: u8,
    /// The line that names the columns.
    header_line: u64,
    header: Header,
}

/// The columns of a file.
#[derive(Debug, Default, Clone)]
pub(crate) struct Header {
    columns: Vec<Column>,
    places: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
struct Column {
    /// As it is called in the file; the letters of spreadsheets where it has no name.
    written: String,
    /// Which column it is.
    name: Option<String>,
}

impl Header {
    /// An empty cell means none; a column that is not there says nothing, and what is known stays.
    pub(crate) fn new_or_known<T>(&self, column: &str, new: T, known: T) -> T {
        if self.places.contains_key(column) { new } else { known }
    }

    /// What a column is called in the file.
    pub(crate) fn written<'c>(&'c self, column: &'c str) -> &'c str {
        self.places.get(column).map_or(column, |place| &self.columns[*place].written)
    }
}

impl<'a> Table<'a> {
    /// Reads the header; refuses columns that are unknown, twice or missing, and files that are larger than any that is meant.
    pub(crate) fn open(
        file: &'a TableText<'a>,
        columns: &Columns,
        bounds: Bounds,
    ) -> Result<Self, FileFault> {
        let mut table = Self::without_header(file, columns, bounds)?;
        let (Row { line, record, .. }, named_below) = table.top(columns)?;
        if let Some(header) = named_below {
            let title = record.iter().map(str::trim).find(|cell| !cell.is_empty()).unwrap_or("");
            let title = title.chars().take(60).collect();
            return Err(FileFault::Title { line, title, header });
        }
        let width = width_of(&record);
        if width > MOST_COLUMNS {
            return Err(FileFault::TooMuch { what: Measure::Columns, most: MOST_COLUMNS });
        }
        let (header, faults) = header_of(&record, width, columns, line);
        faults.refused()?;
        (table.header_line, table.header) = (line, header);
        Ok(table)
    }

    /// The same, where the columns may also stand in their order without a line of ours that names them; `is_row` says
    /// whether the first line is one of values then, or names them in other words.
    pub(crate) fn open_in_order(
        file: &'a TableText<'a>,
        columns: &Columns,
        bounds: Bounds,
        is_row: impl Fn(&[&str]) -> bool,
    ) -> Result<Self, FileFault> {
        let mut table = Self::without_header(file, columns, bounds)?;
        let (Row { line, record, .. }, named_below) = table.top(columns)?;
        let width = width_of(&record);
        if columns.fit(&record) || named_below.is_some() || width != columns.known.len() {
            return Self::open(file, columns, bounds);
        }
        let names = StringRecord::from(columns.known.to_vec());
        let cells: Vec<&str> = record.iter().collect();
        table.header_line = if is_row(&cells) { 0 } else { line };
        table.header = header_of(&names, width, columns, line).0;
        Ok(table)
    }

    fn without_header(file: &'a TableText<'a>, columns: &Columns, bounds: Bounds) -> Result<Self, FileFault> {
        let text = file.text.as_ref();
        let (start, named) = separator_line(text);
        // Line breaks within quotes are counted too; it is a bound, no count.
        if line_breaks(text.as_bytes(), 0..text.len()).nth(bounds.lines + 1).is_some() {
            return Err(FileFault::TooMuch { what: Measure::Lines, most: bounds.lines });
        }
        let delimiter = named.unwrap_or_else(|| delimiter_of(&text[start.0..], columns));
        Ok(Self { file, start, delimiter, header_line: 0, header: Header::default() })
    }

    /// The first row; and where it does not name the columns, the line of one further down that does.
    fn top(&self, columns: &Columns) -> Result<(Row, Option<u64>), FileFault> {
        let mut rows = self.rows();
        let first = rows.next().ok_or(FileFault::Empty)?;
        let is_title = !columns.fit(&first.record);
        let below = is_title.then(|| rows.take(ROWS_ABOVE).find(|row| columns.fit(&row.record)));
        Ok((first, below.flatten().map(|row| row.line)))
    }

    /// Its columns, for when the file itself is no longer there.
    pub(crate) fn into_header(self) -> Header {
        self.header
    }

    /// What is wrong with the shape of the whole.
    pub(crate) fn faults(&self) -> LineFaults {
        let below = self.file.faults.iter().filter(|fault| fault.line >= self.header_line);
        below.cloned().collect()
    }

    /// Whether numbers may be written with a decimal comma.
    pub(crate) fn decimal_comma(&self) -> bool {
        self.delimiter != b','
    }

    /// The lines after the header. Lines of nothing but blanks, which spreadsheets leave at the end, are none.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let rows = self.rows().skip_while(|row| row.line <= self.header_line);
        rows.map(|row| Line::new(self, row))
    }

    /// The rows that are not empty.
    fn rows(&self) -> impl Iterator<Item = Row> {
        let (begin, line) = self.start;
        let text = &self.file.text[begin..];
        let mut reader = reader(text, self.delimiter);
        let mut lines = LineNumbers { text: text.as_bytes(), rows: self.file.sheet.is_some(), at: 0, line };
        let at = |reader: &csv::Reader<&[u8]>| {
            usize::try_from(reader.position().byte()).map_or(text.len(), |at| at.min(text.len()))
        };
        std::iter::from_fn(move || {
            let mut record = StringRecord::new();
            loop {
                let begin = at(&reader);
                // Text that is read from memory with rows of any length cannot fail.
                if !reader.read_record(&mut record).unwrap_or(false) {
                    return None;
                }
                let line = lines.of_row(begin);
                if width_of(&record) > 0 {
                    let is_last = at(&reader) == text.len();
                    let has_open_quote = is_last && has_open_quote(&record, &text[begin..]);
                    return Some(Row { line, record, has_open_quote });
                }
            }
        })
    }
}

/// A row that is not empty.
struct Row {
    line: u64,
    record: StringRecord,
    has_open_quote: bool,
}

/// Whether the last row of a text begins a quotation that is never closed: everything behind it is then in one cell.
fn has_open_quote(record: &StringRecord, text: &str) -> bool {
    let has_break = record.iter().any(|cell| cell.contains(['\n', '\r']));
    has_break && text.matches('"').count() % 2 == 1 && !text.trim_end().ends_with('"')
}

/// Where the rows of a text begin, on which line, and the delimiter that a first line names.
fn separator_line(text: &str) -> ((usize, u64), Option<u8>) {
    let first = text.split(['\n', '\r']).next().unwrap_or("");
    let plain = first.trim_matches(|c| matches!(c, '"' | ' ' | '\u{feff}'));
    let named =
        plain.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).map(|_| &plain.as_bytes()[4..]);
    let Some([delimiter]) = named.filter(|signs| signs.iter().all(|sign| DELIMITERS.contains(sign))) else {
        return ((0, 1), None);
    };
    let rest = &text[first.len()..];
    let breaks = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
    ((first.len() + breaks, 2), Some(*delimiter))
}

/// The delimiter by which most columns are known, or else most cells are found.
fn delimiter_of(text: &str, columns: &Columns) -> u8 {
    let found = |delimiter: u8| {
        let rows = reader(text, delimiter).into_records().map_while(Result::ok);
        // A row of nothing but delimiters is empty, whichever of them is meant.
        let is_row = |row: &StringRecord| row.iter().any(|cell| cell.contains(|c| !is_blank_or_delimiter(c)));
        let rows: Vec<StringRecord> = rows.filter(is_row).take(ROWS_ABOVE).collect();
        let known = rows.iter().map(|row| columns.named_in(row)).max().unwrap_or(0);
        (known, rows.first().map_or(0, StringRecord::len))
    };
    // The first of those that find the same.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| found(*delimiter)).unwrap_or(b',')
}

fn is_blank_or_delimiter(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';')
}

fn header_of(record: &StringRecord, width: usize, columns: &Columns, line: u64) -> (Header, LineFaults) {
    let mut faults = LineFaults::default();
    let mut header = Header { columns: Vec::with_capacity(width), places: HashMap::with_capacity(width) };
    for (place, cell) in record.iter().take(width).enumerate() {
        let written = composed(cell.trim());
        let mut fault =
            |reason| faults.push(LineFault { line, column: written.clone().into_owned(), reason });
        let name = columns.find(&written);
        match &name {
            Some(name) => {
                if header.places.insert(name.clone(), place).is_some() {
                    fault(CellFault::Twice);
                }
            }
            None if written.is_empty() => {}
            None => fault(CellFault::Unknown),
        }
        let written = if written.is_empty() { letters_of_column(place) } else { written.into_owned() };
        header.columns.push(Column { written, name });
    }
    for name in columns.needed.iter().filter(|name| !header.places.contains_key(**name)) {
        faults.push(LineFault { line, column: (*name).to_owned(), reason: CellFault::Missing });
    }
    (header, faults)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Cells of a row up to the last that is not blank.
fn width_of(record: &StringRecord) -> usize {
    (0..record.len()).rfind(|at| !record[*at].trim().is_empty()).map_or(0, |last| last + 1)
}

/// The places behind which a line ends: LF, CR LF, or CR alone.
fn line_breaks(text: &[u8], range: std::ops::Range<usize>) -> impl Iterator<Item = usize> {
    range.filter(move |at| match text[*at] {
        b'\n' => true,
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    })
}

/// Counts lines as rows are read, one after another.
struct LineNumbers<'a> {
    text: &'a [u8],
    /// Whether a row is one line, whatever breaks it holds.
    rows: bool,
    at: usize,
    line: u64,
}

impl LineNumbers<'_> {
    /// The line on which the next row begins, whose reading begins at `begin`: before it empty lines are passed over.
    fn of_row(&mut self, begin: usize) -> u64 {
        let blank = self.text[begin..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        let until = begin + blank;
        let passed = match self.rows {
            true => blank + usize::from(self.at > 0),
            false => line_breaks(self.text, self.at..until).count(),
        };
        self.line += u64::try_from(passed).unwrap_or(0);
        self.at = until.max(1);
        self.line
    }
}

/// One line of a table, with what is found wrong while it is read.
pub struct Line<'a> {
    table: &'a Table<'a>,
    record: StringRecord,
    /// Its number in the file.
    pub(crate) line: u64,
    faults: Vec<LineFault>,
    doubts: Vec<Doubt>,
}

impl<'a> Line<'a> {
    fn new(table: &'a Table<'a>, Row { line, record, has_open_quote }: Row) -> Self {
        let mut new = Self { table, record, line, faults: Vec::new(), doubts: Vec::new() };
        let (width, named) = (width_of(&new.record), table.header.columns.len());
        let is_short = new.record.len() < named && table.file.sheet.is_none();
        let first = table.header.columns.first().map_or("", |column| &column.written);
        if has_open_quote {
            let reason = CellFault::OpenQuote;
            new.faults.push(LineFault { line, column: first.to_owned(), reason });
        } else if width > named || is_short {
            let reason = CellFault::Shape(new.record.len(), named);
            new.faults.push(LineFault { line, column: first.to_owned(), reason });
        } else {
            let without = table.header.columns.iter().enumerate().filter(|(_, column)| column.name.is_none());
            let filled =
                without.filter(|(at, _)| new.record.get(*at).is_some_and(|cell| !cell.trim().is_empty()));
            let fault = |(_, column): (usize, &Column)| LineFault {
                line,
                column: column.written.clone(),
                reason: CellFault::Unnamed,
            };
            new.faults = filled.map(fault).collect();
        }
        new
    }

    /// Whether its cells stand beneath the names of their columns.
    pub(crate) fn has_shape(&self) -> bool {
        !self.faults.iter().any(|fault| matches!(fault.reason, CellFault::Shape(..) | CellFault::OpenQuote))
    }

    /// A fault of this line.
    pub(crate) fn fault(&mut self, column: &str, reason: impl Into<CellFault>) {
        let column = self.table.header.written(column).to_owned();
        self.faults.push(LineFault { line: self.line, column, reason: reason.into() });
    }

    /// What stands in a cell, without the marks of our exports, composed and on one line; nothing where the column is
    /// missing.
    pub(crate) fn cell(&self, column: &str) -> Cow<'_, str> {
        let place = self.table.header.places.get(column);
        let cell = place.and_then(|place| self.record.get(*place)).map_or("", str::trim);
        match (plain(cell), composed(cell)) {
            (Cow::Borrowed(_), Cow::Borrowed(cell)) => on_one_line(cell),
            (bare, _) => Cow::Owned(on_one_line(&composed(&bare)).into_owned()),
        }
    }

    /// A cell whose letters are as they should be: empty, or what stands there. Faults are noted.
    fn checked(&mut self, column: &str) -> Result<Option<String>, Noted> {
        let cell = self.cell(column).into_owned();
        if let Some((character, after)) = invisible_character(&cell) {
            let before: Vec<char> = after.chars().collect();
            let after = before[before.len().saturating_sub(20)..].iter().collect();
            self.fault(column, CellFault::Invisible { character, after });
            return Err(Noted);
        }
        if let Some(error) = SpreadsheetError::of_cell(&cell) {
            self.fault(column, CellFault::Spreadsheet(error));
            return Err(Noted);
        }
        if let Some((encoding, meant)) = suspected_encoding(&cell) {
            let (line, column) = (self.line, self.table.header.written(column).to_owned());
            self.doubts.push(Doubt::OldEncoding { line, column, encoding, written: cell.clone(), meant });
        }
        Ok(Some(cell).filter(|cell| !cell.is_empty()))
    }

    /// A cell that may be empty, read by a function.
    pub(crate) fn read_maybe<T, F: Into<CellFault>>(
        &mut self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, F>,
    ) -> Option<T> {
        let cell = self.checked(column).ok()??;
        read(&cell).map_err(|fault| self.fault(column, fault)).ok()
    }

    /// A cell that must be there, read by a function.
    pub(crate) fn read_needed<T, F: Into<CellFault>>(
        &mut self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, F>,
    ) -> Option<T> {
        match self.checked(column) {
            Ok(Some(cell)) => read(&cell).map_err(|fault| self.fault(column, fault)).ok(),
            Ok(None) => {
                self.fault(column, CellFault::Empty);
                None
            }
            Err(Noted) => None,
        }
    }

    /// A cell that must be there and parse.
    pub(crate) fn need<T>(&mut self, column: &str) -> Option<T>
    where
        T: std::str::FromStr<Err: Into<CellFault>>,
    {
        self.read_needed(column, str::parse)
    }

    /// A cell that parses where it is not empty.
    pub(crate) fn maybe<T>(&mut self, column: &str) -> Option<T>
    where
        T: std::str::FromStr<Err: Into<CellFault>>,
    {
        self.read_maybe(column, str::parse)
    }

    /// What is to be asked of it.
    pub(crate) fn take_doubts(&mut self) -> Vec<Doubt> {
        std::mem::take(&mut self.doubts)
    }

    /// What was read, unless something is wrong with the line.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<LineFault>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }

    /// The columns that are kept by a filter, with their cells as they stand there.
    pub(crate) fn cells(&self, keep: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let columns = self.table.header.columns.iter().zip(self.record.iter());
        let named = columns.filter_map(|(column, cell)| Some((column.name.as_ref()?, cell)));
        let kept = named.filter(|(name, _)| keep(name));
        kept.map(|(name, cell)| (name.clone(), composed(cell).into_owned())).collect()
    }
}

/// A fault that is noted already.
struct Noted;
