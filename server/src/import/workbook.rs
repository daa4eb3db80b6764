//! Sheets of workbooks (`.xlsx`), as text: numbers and days as people see them, formulas by their values.
//!
//! Whatever is packed into the file is unpacked once before it is read, so that one that grows without bound is refused
//! with the memory of a small one.

use super::{
    columns::Columns,
    table::{MOST_COLUMNS, ROWS_ABOVE},
    text::{Bounds, SheetName, TableText},
};
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use domain::import::{
    CellFault, FileFault, LineFault, LineFaults, Measure, WorkbookFault, letters_of_column,
};
use std::{
    borrow::Cow,
    io::{Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

type Workbook<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Files that are packed into a workbook at most.
const MOST_ENTRIES: usize = 2_000;
/// Sheets that are looked at.
const MOST_SHEETS: usize = 50;
const MEGABYTE: usize = 1 << 20;

/// Reads the first sheet that can be seen and fits; where none does, the first.
pub(super) fn read(bytes: &[u8], columns: &Columns, bounds: Bounds) -> Result<TableText<'static>, FileFault> {
    check_unpacked(bytes, bounds.unpacked)?;
    // The reader is made for whole workbooks; one that was damaged on purpose may bring it to its end.
    let read = catch_unwind(AssertUnwindSafe(|| read_sheet(bytes, columns, bounds)));
    read.unwrap_or(Err(WorkbookFault::Broken.into()))
}

fn read_sheet(bytes: &[u8], columns: &Columns, bounds: Bounds) -> Result<TableText<'static>, FileFault> {
    let mut workbook: Workbook = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let is_seen = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let seen = workbook.sheets_metadata().iter().filter(is_seen);
    let names: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    let mut chosen = names.first().ok_or(WorkbookFault::NoSheet)?;
    for name in names.iter().take(MOST_SHEETS) {
        let above = Rows { rows: ROWS_ABOVE, ..Rows::of(bounds) };
        let text = above.read(&mut workbook, name)?;
        let mut rows =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        if rows.records().map_while(Result::ok).any(|row| columns.fit(&row)) {
            chosen = name;
            break;
        }
    }
    let text = Rows::of(bounds).read(&mut workbook, chosen)?;
    let merged = workbook.merge_cells_by_sheet_name(chosen).map_err(broken)?;
    let sheet = SheetName { name: chosen.clone(), of: names.len() };
    let faults =
        merged.iter().filter(|cells| cells.start != cells.end).take(LineFaults::MOST_TOLD).map(merged_fault);
    Ok(TableText { text: Cow::Owned(text), sheet: Some(sheet), faults: faults.collect() })
}

fn broken(_: XlsxError) -> FileFault {
    WorkbookFault::Broken.into()
}

fn merged_fault(cells: &Dimensions) -> LineFault {
    let corner = |(row, column): (u32, u32)| {
        format!("{}{}", letters_of_column(usize::try_from(column).unwrap_or(0)), u64::from(row) + 1)
    };
    let reason = CellFault::Merged(format!("{}:{}", corner(cells.start), corner(cells.end)));
    let column = letters_of_column(usize::try_from(cells.start.1).unwrap_or(0));
    LineFault { line: u64::from(cells.start.0) + 1, column, reason }
}

/// Unpacks everything and keeps nothing of it: what a file says of its own size need not be so.
fn check_unpacked(bytes: &[u8], megabytes: usize) -> Result<(), FileFault> {
    const TOO_MUCH: fn(usize) -> FileFault = |most| FileFault::TooMuch { what: Measure::Unpacked, most };
    let broken = || FileFault::from(WorkbookFault::Broken);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_ENTRIES {
        return Err(broken());
    }
    let mut left = megabytes * MEGABYTE;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|_| broken())?;
        let announces_its_length =
            entry.name().map_err(|_| broken())?.to_lowercase().ends_with("sharedstrings.xml");
        let mut kept = Vec::new();
        let (mut chunk, mut length) = ([0; 16 * 1024], 0);
        loop {
            let n = entry.read(&mut chunk).map_err(|_| broken())?;
            if n == 0 {
                break;
            }
            (length, left) = (length + n, left.checked_sub(n).ok_or_else(|| TOO_MUCH(megabytes))?);
            if announces_its_length {
                kept.extend_from_slice(&chunk[..n]);
            }
        }
        if announces_its_length && !is_as_long_as_announced(&kept) {
            return Err(broken());
        }
    }
    Ok(())
}

/// Whether shared texts may be as many as is written above them: room for so many is made before they are read.
fn is_as_long_as_announced(xml: &[u8]) -> bool {
    const NAME: &[u8] = b"uniqueCount";
    let counts = xml.windows(NAME.len()).enumerate().filter(|(_, window)| *window == NAME).map(|(at, _)| {
        let behind = xml[at + NAME.len()..].iter().skip_while(|b| b" \t\r\n=\"'".contains(b));
        let digits: Vec<u8> = behind.copied().take_while(u8::is_ascii_digit).take(20).collect();
        std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<usize>().ok()).unwrap_or(0)
    });
    // In another encoding the count could not be found.
    !xml.contains(&0) && counts.max().unwrap_or(0) <= xml.len()
}

/// How much of a sheet is read.
struct Rows {
    /// Rows with something in them.
    rows: usize,
    bounds: Bounds,
}

impl Rows {
    fn of(bounds: Bounds) -> Self {
        Self { rows: usize::MAX, bounds }
    }

    /// The cells of a sheet with commas between them, a row a line.
    fn read(&self, workbook: &mut Workbook, sheet: &str) -> Result<String, FileFault> {
        let too_much = |what, most| FileFault::TooMuch { what, most };
        let mut cells = workbook.worksheet_cells_reader(sheet).map_err(broken)?;
        let formats: Vec<Shown> = cells.styles().iter().map(Shown::of).collect();
        let mut sheet = Sheet::default();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(broken)? {
            let text = formats.get(style).unwrap_or(&Shown::General).text(cell.get_value());
            if text.trim().is_empty() {
                continue;
            }
            let (row, column) = cell.get_position();
            let (row, column) = (usize::try_from(row).unwrap_or(0), usize::try_from(column).unwrap_or(0));
            if row > self.bounds.lines {
                return Err(too_much(Measure::Lines, self.bounds.lines));
            }
            if column >= MOST_COLUMNS {
                return Err(too_much(Measure::Columns, MOST_COLUMNS));
            }
            if !sheet.put(row, column, text) {
                return Err(WorkbookFault::Broken.into());
            }
            if sheet.length > self.bounds.unpacked * MEGABYTE {
                return Err(too_much(Measure::Unpacked, self.bounds.unpacked));
            }
            if sheet.filled > self.rows {
                break;
            }
        }
        sheet.finish().ok_or(WorkbookFault::Broken.into())
    }
}

/// Rows as they are written, one after another.
#[derive(Default)]
struct Sheet {
    text: Vec<u8>,
    cells: Vec<String>,
    row: usize,
    /// Cells of the widest row so far. Workbooks leave out empty cells at the end of a row; a line of text may not.
    width: usize,
    /// Rows with something in them, and bytes.
    filled: usize,
    length: usize,
}

impl Sheet {
    /// Puts a text into its cell; `false` where the rows are out of order.
    fn put(&mut self, row: usize, column: usize, text: String) -> bool {
        if row < self.row {
            return false;
        }
        while self.row < row {
            self.end_row();
        }
        self.filled += usize::from(self.cells.is_empty());
        self.length += text.len();
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        true
    }

    fn end_row(&mut self) {
        if self.cells.is_empty() {
            self.text.push(b'\n');
        } else {
            self.width = self.width.max(self.cells.len());
            self.cells.resize(self.width, String::new());
            self.length += self.width;
            let mut writer = csv::WriterBuilder::new().from_writer(&mut self.text);
            // Writing into memory cannot fail.
            let _ = writer.write_record(&self.cells).and_then(|()| Ok(writer.flush()?));
            drop(writer);
            self.cells.clear();
        }
        self.row += 1;
    }

    fn finish(mut self) -> Option<String> {
        if !self.cells.is_empty() {
            self.end_row();
        }
        String::from_utf8(self.text).ok()
    }
}

/// How a number is shown.
enum Shown {
    General,
    /// As a percentage.
    Percent,
    /// With zeros in front, up to so many digits.
    Padded(usize),
}

impl Shown {
    fn of(style: &calamine::Style) -> Self {
        let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
        match code {
            code if code.len() > 1 && code.bytes().all(|b| b == b'0') => Self::Padded(code.len()),
            code if code.contains('%') => Self::Percent,
            _ => Self::General,
        }
    }

    fn text(&self, value: &DataRef) -> String {
        match (value, self) {
            (DataRef::Float(value), Self::Percent) => number(value * 100.0) + "%",
            (DataRef::Float(value), Self::Padded(digits)) => format!("{:0>digits$}", number(*value)),
            (DataRef::Float(value), Self::General) => number(*value),
            (DataRef::DateTime(value), _) => day_and_time(value),
            (DataRef::DateTimeIso(value), _) => value
                .split_once('T')
                .filter(|(_, time)| time.starts_with("00:00"))
                .map_or(value.as_str(), |(day, _)| day)
                .to_owned(),
            (DataRef::SharedString(text), _) => (*text).to_owned(),
            (other, _) => Data::from(other.clone()).to_string(),
        }
    }
}

/// A number with the fifteen digits that spreadsheets have, without those that binary fractions add.
fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string()
}

fn day_and_time(value: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (value.as_f64(), time.as_str()) {
        (serial, _) if value.is_duration() || serial < 1.0 => time,
        (_, "00:00:00") => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}
