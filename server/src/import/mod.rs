//! What comes in from files. A file is checked whole before anything of it is stored, in one transaction.

mod agencies;
mod earlier;
mod events;
mod form;
mod plan;
mod reason;
mod responses;
mod round;
mod service_areas;
mod table;
mod transcript;

pub use agencies::{AgencyChanges, import_agencies};
use earlier::Earlier;
pub use events::{EventChanges, import_events};
pub(crate) use events::{carry_out_events, dated, same, share};
pub use form::{StoredVersion, import_form};
pub use plan::{Changes, Lines, Plan, carry_out, parse};
pub use reason::Reason;
pub use responses::{Imported, Repeated, Terms, import_responses};
pub use round::{ImportedRound, import_round};
pub use service_areas::{import_procedures, import_service_areas};

use crate::store;
use strum::IntoStaticStr;

/// A fault of one line of a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct LineFault {
    /// Line of the file, from 1; the header is line 1.
    pub line: u64,
    /// Name of the column.
    pub column: String,
    /// What is wrong and what to do.
    pub reason: Reason,
}

/// Why a file was refused. Nothing of it is stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be read at all.
    #[error("{0}")]
    Unreadable(String),
    /// A line is not text of the kind we read.
    #[error("line {0} is not UTF-8; save the file as CSV UTF-8")]
    NotUtf8(usize),
    /// With what is there already, agencies would be no tree.
    #[error(transparent)]
    Tree(domain::AgencyFault),
    /// Some lines are wrong.
    #[error("{} faults in {} lines; nothing was stored", .0.len(), lines_of(.0))]
    Lines(Vec<LineFault>),
    /// The document as a whole is wrong.
    #[error("{0}")]
    Document(String),
    /// Numbers that stand would move.
    #[error(
        "the round {0} is closed or its numbers are published; say with --reason TEXT why answers are added, for the log"
    )]
    ReasonNeeded(domain::Code),
    /// A row cannot be written as it would be stored.
    #[error("a row cannot be stored: {0}")]
    Row(#[from] serde_json::Error),
    /// It is larger than any file of its kind.
    #[error("{} of the file are more than {most}; is it the right one, or can it be imported in parts?", what.as_str())]
    TooMuch {
        /// What there is too much of.
        what: Measure,
        /// How much may be.
        most: usize,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What is bounded in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Measure {
    /// Its size.
    Megabytes,
    /// Columns of its first line.
    Columns,
    /// Its lines.
    Lines,
}

impl Measure {
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }
    fn beyond(self, most: usize) -> ImportError {
        ImportError::TooMuch { what: self, most }
    }
}

/// Megabytes of a file of lists or of a document at most.
pub const LARGEST_FILE: usize = 16;
/// Megabytes of a file of responses at most: a million of the longest shipped form.
pub const LARGEST_RESPONSES: usize = 512;
/// Lines of a file of lists at most: there were 10,600 communes, the most there ever was of anything in such a file.
pub(crate) const MOST_LINES: usize = 20_000;
/// Lines of a file of responses at most.
const MOST_RESPONSES: usize = 1_000_000;

/// Refuses a file of more megabytes than this, by its size in bytes.
pub fn check_size(bytes: u64, megabytes: usize) -> Result<(), ImportError> {
    let most = u64::try_from(megabytes).map_or(u64::MAX, |megabytes| megabytes << 20);
    if bytes > most { Err(Measure::Megabytes.beyond(megabytes)) } else { Ok(()) }
}

/// A file without the mark that spreadsheets put before UTF-8.
fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn lines_of(faults: &[LineFault]) -> usize {
    let mut lines: Vec<u64> = faults.iter().map(|fault| fault.line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.len()
}
