//! Files of lists: what is wrong with one, and what one would change.
//!
//! Not for reading them: that is the server's.

use crate::{AgencyFault, AnswerProblem, CodeFault, Day, DayFault, LineageFault, Name, NameFault};

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
    /// Not CSV at all.
    #[error("cannot be read as CSV")]
    NotCsv,
    /// Not a name.
    #[error("is longer than {} characters or holds control characters", Name::LONGEST)]
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
    /// The same code a second time.
    #[error("{0} stands in the file twice")]
    Repeated(String),
    /// A code that names nothing.
    #[error("{0} does not exist")]
    NotThere(String),
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
    /// Something of transcribed responses.
    #[error("{0}")]
    Other(String),
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

impl From<String> for CellFault {
    fn from(text: String) -> Self {
        Self::Other(text)
    }
}

impl From<&str> for CellFault {
    fn from(text: &str) -> Self {
        Self::Other(text.to_owned())
    }
}

/// A fault of one line of a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct LineFault {
    /// Line of the file, from 1; the header is line 1.
    pub line: u64,
    /// Name of the column.
    pub column: String,
    /// What is wrong and what to do.
    pub reason: CellFault,
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
}

impl Measure {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Megabytes => "megabytes",
            Self::Columns => "columns",
            Self::Lines => "lines",
        }
    }
}

/// Why a file was refused. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// There is nothing in it.
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    /// A line is not text of the kind we read.
    #[error("line {0} is not UTF-8; save the file as CSV UTF-8")]
    NotUtf8(usize),
    /// With what is there already, agencies would be no tree.
    #[error(transparent)]
    Tree(AgencyFault),
    /// Some lines are wrong.
    #[error("{} faults in {} lines; nothing was stored", .0.len(), lines_of(.0))]
    Lines(Vec<LineFault>),
    /// It is larger than any file of its kind.
    #[error("{} of the file are more than {most}; is it the right one, or can it be imported in parts?", what.as_str())]
    TooMuch {
        /// What there is too much of.
        what: Measure,
        /// How much may be.
        most: usize,
    },
}

impl FileFault {
    /// Refuses a file with faulty lines, all of them in their order.
    pub fn unless_none(mut faults: Vec<LineFault>) -> Result<(), Self> {
        faults.sort_by_key(|fault| fault.line);
        if faults.is_empty() { Ok(()) } else { Err(Self::Lines(faults)) }
    }
}

fn lines_of(faults: &[LineFault]) -> usize {
    let mut lines: Vec<u64> = faults.iter().map(|fault| fault.line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.len()
}

/// What a file would add and change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes<T> {
    /// What is not there yet.
    pub new: Vec<T>,
    /// What is there already: as it is, and as it would be.
    pub changed: Vec<(T, T)>,
    /// How many lines say what is there already.
    pub same: usize,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self { new: Vec::new(), changed: Vec::new(), same: 0 }
    }
}

impl<T: Clone + PartialEq> Changes<T> {
    /// Sorts lines by what they would do to what is known.
    pub fn of(lines: impl IntoIterator<Item = T>, known: impl Fn(&T) -> Option<T>) -> Self {
        let mut changes = Self::default();
        for line in lines {
            match known(&line) {
                None => changes.new.push(line),
                Some(old) if old == line => changes.same += 1,
                Some(old) => changes.changed.push((old, line)),
            }
        }
        changes
    }

    /// How many are new, changed and the same.
    pub fn counts(&self) -> [usize; 3] {
        [self.new.len(), self.changed.len(), self.same]
    }

    /// Everything that would be written.
    pub fn written(&self) -> Vec<T> {
        self.new.iter().chain(self.changed.iter().map(|(_, new)| new)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_new_changed_or_the_same() {
        let known = [("a", 1), ("b", 2)];
        let stored = |line: &(&str, i32)| known.iter().find(|(code, _)| *code == line.0).copied();
        let changes = Changes::of([("a", 1), ("b", 3), ("c", 4)], stored);
        assert_eq!(changes.counts(), [1, 1, 1]);
        assert_eq!(changes.changed, [(("b", 2), ("b", 3))]);
        assert_eq!(changes.written(), [("c", 4), ("b", 3)]);
    }

    #[test]
    fn faults_are_told_in_the_order_of_their_lines_and_lines_are_counted_once() {
        let fault = |line| LineFault { line, column: "code".to_owned(), reason: CellFault::Empty };
        assert_eq!(FileFault::unless_none(Vec::new()), Ok(()));
        let refused = FileFault::unless_none(vec![fault(3), fault(2), fault(3)]).unwrap_err();
        assert_eq!(refused.to_string(), "3 faults in 2 lines; nothing was stored");
        assert!(matches!(&refused, FileFault::Lines(faults) if faults[0].line == 2));
    }
}
