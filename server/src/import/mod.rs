//! What comes in from files. A file is checked whole before anything of it is stored, in one transaction.

mod agencies;
mod events;
mod form;
mod plan;
mod reason;
mod responses;
mod round;
mod service_areas;
mod table;

pub use agencies::{AgencyChanges, import_agencies};
pub use events::{EventChanges, import_events};
pub(crate) use events::{carry_out_events, dated, same, share};
pub(crate) use form::digest as form_digest;
pub use form::{StoredVersion, import_form};
pub use plan::{Changes, Plan, carry_out};
pub use reason::Reason;
pub use responses::{Imported, import_responses};
pub(crate) use round::blocks_of;
pub use round::{ImportedRound, import_round, random_slug};
pub use service_areas::{import_procedures, import_service_areas};

use crate::store;

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
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
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
