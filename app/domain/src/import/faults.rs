//! What is wrong with a file, as a whole or line by line.

use super::{Doubt, OldEncoding};
use crate::{
    AgencyFault, AnswerProblem, CodeFault, Day, DayFault, LevelFault, LineageFault, Month, NameFault,
};
use std::collections::BTreeSet;
use strum::{EnumString, IntoStaticStr};

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellFault {
    /// Nothing stands there.
    #[error("is empty")]
    Empty,
    /// The column is not there.
    #[error("is missing")]
    Missing,
    /// The column stands there twice.
    #[error("stands there twice")]
    Twice,
    /// The column is not known.
    #[error("is not a known column")]
    Unknown,
    /// More or fewer cells than the header.
    #[error("has {0} cells where the header has {1}")]
    Shape(usize, usize),
    /// Something stands in a column that has no name.
    #[error("has no name in the first line, and something stands in it")]
    Unnamed,
    /// A quotation mark that opens and never closes.
    #[error("a quotation mark opens here and is never closed; close it, or write it twice")]
    OpenQuote,
    /// A character that nobody sees, or that turns the direction of the text.
    #[error("holds the invisible character U+{:04X} after “{after}”; delete it, or type the text anew", u32::from(*.character))]
    Invisible {
        /// Which.
        character: char,
        /// What stands before it.
        after: String,
    },
    /// What a spreadsheet writes where a formula fails.
    #[error("{} is an error of the spreadsheet; write the value itself", .0.as_str())]
    Spreadsheet(SpreadsheetError),
    /// Several cells of a spreadsheet are one.
    #[error("the cells {0} are merged; split them and write the value into each")]
    Merged(String),
    /// Not a name.
    #[error(transparent)]
    Name(NameFault),
    /// Not a code.
    #[error(transparent)]
    Code(#[from] CodeFault),
    /// Not a day.
    #[error(transparent)]
    Day(#[from] DayFault),
    /// A day that is still to come.
    #[error("{day} is still to come; today is {today}")]
    Future {
        /// The day written.
        day: Day,
        /// The local day.
        today: Day,
    },
    /// Not one of the words that can stand there.
    #[error("must be {}", or(.0))]
    Word(Vec<&'static str>),
    /// Not a level of government.
    #[error(transparent)]
    Level(#[from] LevelFault),
    /// The same code a second time.
    #[error("{0} stands in the file twice")]
    Repeated(String),
    /// A code that names nothing.
    #[error("{code} does not exist{}", instead(.similar))]
    NotThere {
        /// Which.
        code: String,
        /// A code that is nearly the same.
        similar: Option<String>,
    },
    /// A code that the round does not have.
    #[error("{code} is not {} of this round{}", .part.with_article(), instead(.similar))]
    NotInRound {
        /// Which.
        code: String,
        /// Where it would be looked for.
        part: RoundPart,
        /// One of the round that is nearly the same.
        similar: Option<String>,
    },
    /// A pair of which the round asks nobody.
    #[error("{agency} × {service_area} has no population in this round")]
    OutsidePopulation {
        /// The agency.
        agency: String,
        /// The service area.
        service_area: String,
    },
    /// A language without a form.
    #[error("the form is not written in {0}")]
    NotWritten(String),
    /// A day on which the round did not run.
    #[error("{day} lies outside the round, {from} to {to}")]
    OutsideRound {
        /// The day.
        day: Day,
        /// The first day of the round.
        from: Day,
        /// The last.
        to: Day,
    },
    /// A month, where nobody has agreed that its first day stands for it.
    #[error(
        "{0} is a month: exports withhold the day where a visit could be told; --whole-months stores such answers on the first day of the month"
    )]
    WithheldDay(Month),
    /// A weight where the round has its own.
    #[error("must be empty or 1 in a round that declares populations")]
    WeightGiven,
    /// Not a weight.
    #[error("must be a number above 0 up to 1000 with at most six decimals")]
    Weight,
    /// Not a volume of dossiers.
    #[error("must be a whole number, such as 1234 or 1.234")]
    Volume,
    /// Not a share.
    #[error("must be a percentage above 0 and at most 100 with at most four decimals")]
    Share,
    /// Its last day lies before its first.
    #[error("it would end before it begins")]
    EndsBeforeBegin,
    /// No tree.
    #[error(transparent)]
    Agency(#[from] AgencyFault),
    /// No reorganisation.
    #[error(transparent)]
    Lineage(#[from] LineageFault),
    /// No answer.
    #[error(transparent)]
    Answer(#[from] AnswerProblem),
}

/// What a round has codes of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundPart {
    /// Its agencies.
    Agencies,
    /// Its service areas.
    ServiceAreas,
}

impl RoundPart {
    fn with_article(self) -> &'static str {
        match self {
            Self::Agencies => "an agency",
            Self::ServiceAreas => "a service area",
        }
    }
}

/// What spreadsheets write into a cell that they cannot compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
pub enum SpreadsheetError {
    /// A value that is not available.
    #[strum(serialize = "#N/A")]
    NotAvailable,
    /// A reference to a cell that is no longer there.
    #[strum(serialize = "#REF!")]
    Reference,
    /// A function that the spreadsheet does not know.
    #[strum(serialize = "#NAME?")]
    Name,
    /// A value of another kind.
    #[strum(serialize = "#VALUE!")]
    Value,
    /// A division by zero.
    #[strum(serialize = "#DIV/0!")]
    DivisionByZero,
    /// A number that cannot be.
    #[strum(serialize = "#NUM!")]
    Number,
    /// Ranges that do not meet.
    #[strum(serialize = "#NULL!")]
    Null,
}

impl SpreadsheetError {
    /// The error that stands in a cell.
    pub fn of_cell(cell: &str) -> Option<Self> {
        cell.parse().ok()
    }
    /// What stands in the cell.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What to write instead.
fn instead(similar: &Option<String>) -> String {
    similar.as_ref().map_or_else(String::new, |code| format!("; is {code} meant?"))
}

/// a, b or c.
fn or(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

impl From<NameFault> for CellFault {
    fn from(fault: NameFault) -> Self {
        if fault == NameFault::Empty { Self::Empty } else { Self::Name(fault) }
    }
}

/// A fault of one line of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct LineFault {
    /// Line of the file, from 1; in a spreadsheet its row.
    pub line: u64,
    /// Name of the column.
    pub column: String,
    /// What is wrong and what to do.
    pub reason: CellFault,
}

/// Faults of lines: the first are kept, all are counted, so that a file of another kind fills neither memory nor page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineFaults {
    told: Vec<LineFault>,
    untold: usize,
    lines: BTreeSet<u64>,
}

impl LineFaults {
    /// So many are kept.
    pub const MOST_TOLD: usize = 1_000;

    /// One more.
    pub fn push(&mut self, fault: LineFault) {
        self.lines.insert(fault.line);
        if self.told.len() < Self::MOST_TOLD { self.told.push(fault) } else { self.untold += 1 }
    }
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }
    /// Those that are kept, in the order of their lines.
    pub fn told(&self) -> Vec<&LineFault> {
        let mut told: Vec<&LineFault> = self.told.iter().collect();
        told.sort_by_key(|fault| fault.line);
        told
    }
    /// How many there are beside those.
    pub fn untold(&self) -> usize {
        self.untold
    }
    /// Refuses a file with faulty lines.
    pub fn refused(self) -> Result<(), FileFault> {
        if self.is_empty() { Ok(()) } else { Err(FileFault::Lines(self)) }
    }
}

impl Extend<LineFault> for LineFaults {
    fn extend<T: IntoIterator<Item = LineFault>>(&mut self, faults: T) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }
}

impl FromIterator<LineFault> for LineFaults {
    fn from_iter<T: IntoIterator<Item = LineFault>>(faults: T) -> Self {
        let mut all = Self::default();
        all.extend(faults);
        all
    }
}

/// What is bounded in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Its size.
    Megabytes,
    /// Columns of its first line.
    Columns,
    /// Its lines.
    Lines,
    /// What is packed into it.
    Unpacked,
}

impl Measure {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Megabytes => "megabytes",
            Self::Columns => "columns",
            Self::Lines => "lines",
            Self::Unpacked => "unpacked megabytes",
        }
    }
}

/// Why a file that should be a spreadsheet cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookFault {
    /// `.xls`, or a workbook with a password: both look the same from outside.
    #[error("the file is a workbook of the old kind (.xls), or has a password; save it without one as .xlsx")]
    OldOrLocked,
    /// A packed file that is no workbook, or a damaged one.
    #[error(
        "the file is not a workbook (.xlsx), or is damaged; open it in a spreadsheet and save it anew as .xlsx"
    )]
    Broken,
    /// A workbook without a sheet that can be seen.
    #[error("the workbook has no sheet that can be seen")]
    NoSheet,
}

/// Why a file was refused. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// There is nothing in it.
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    /// A line is not text of the kind we read.
    #[error("line {line} is not UTF-8{}; save the file in UTF-8, in a spreadsheet as “CSV UTF-8”", guessed(.encoding))]
    NotUtf8 {
        /// The line.
        line: usize,
        /// Which encoding it looks like.
        encoding: Option<OldEncoding>,
    },
    /// UTF-16 without the mark that says so, or damaged.
    #[error(
        "the file is “Unicode text” (UTF-16) without its mark; save it in UTF-8, in a spreadsheet as “CSV UTF-8”"
    )]
    Utf16,
    /// It is no workbook that can be read.
    #[error(transparent)]
    Workbook(#[from] WorkbookFault),
    /// What stands above the line that names the columns.
    #[error(
        "line {line}, “{title}”, is no name of a column; the columns are named in line {header}: delete what stands above it"
    )]
    Title {
        /// Where the title stands.
        line: u64,
        /// The title.
        title: String,
        /// Where the columns are named.
        header: u64,
    },
    /// With what is there already, agencies would be no tree.
    #[error(transparent)]
    Tree(AgencyFault),
    /// Some lines are wrong.
    #[error("{} faults in {} lines; nothing was stored", .0.told.len() + .0.untold, .0.lines.len())]
    Lines(LineFaults),
    /// Something may be meant otherwise than it is written.
    #[error("{} things of the file may be meant otherwise; nothing was stored", .0.len())]
    Doubtful(Vec<Doubt>),
    /// It is larger than any file of its kind.
    #[error("{} of the file are more than {most}; is it the right one, or can it be imported in parts?", what.as_str())]
    TooMuch {
        /// What there is too much of.
        what: Measure,
        /// How much may be.
        most: usize,
    },
}

fn guessed(encoding: &Option<OldEncoding>) -> String {
    match encoding {
        Some(encoding) => format!(" but looks like {encoding}; convert it to Unicode first"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_in_the_order_of_their_lines_and_lines_are_counted_once() {
        let fault = |line| LineFault { line, column: "code".to_owned(), reason: CellFault::Empty };
        assert_eq!(LineFaults::default().refused(), Ok(()));
        let refused = LineFaults::from_iter([fault(3), fault(2), fault(3)]).refused().unwrap_err();
        assert_eq!(refused.to_string(), "3 faults in 2 lines; nothing was stored");
        assert!(matches!(&refused, FileFault::Lines(faults) if faults.told()[0].line == 2));
    }

    #[test]
    fn faults_are_kept_up_to_a_number_and_counted_beyond() {
        let fault = |line| LineFault { line, column: "code".to_owned(), reason: CellFault::Empty };
        let faults = LineFaults::from_iter((2..2_502).map(fault));
        assert_eq!((faults.told().len(), faults.untold()), (LineFaults::MOST_TOLD, 1_500));
        let refused = faults.refused().unwrap_err().to_string();
        assert_eq!(refused, "2500 faults in 2500 lines; nothing was stored");
    }

    #[test]
    fn a_cell_that_a_spreadsheet_could_not_compute_is_known() {
        assert_eq!(SpreadsheetError::of_cell("#N/A"), Some(SpreadsheetError::NotAvailable));
        assert_eq!(SpreadsheetError::of_cell("#1"), None);
    }
}
