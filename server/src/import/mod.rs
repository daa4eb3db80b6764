//! Files as they are read and checked. A file is checked whole before anything of it is stored; that is done by `acts`.

mod agencies;
mod columns;
mod earlier;
mod events;
mod list_file;
mod service_areas;
mod table;
mod text;
mod transcript;
mod volumes;
mod workbook;

pub(crate) use columns::Columns;
pub(crate) use earlier::Earlier;
pub use list_file::{Lines, ListFile, ReadFile, parse};
pub use table::Line;
pub(crate) use table::Table;
pub use text::SheetName;
pub(crate) use text::{Bounds, TableText, decoded};
pub use transcript::DayRule;
pub(crate) use transcript::{Mark, RoundCodes, Row, Unusable, mark, read};
pub(crate) use volumes::{read_volumes, volume_file};

use crate::store;
use domain::import::{FileFault, Measure};

/// Why a file was refused. Nothing of it is stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be read at all.
    #[error("{0}")]
    Unreadable(String),
    /// It cannot be a file of its kind, or some of its lines are wrong.
    #[error(transparent)]
    File(#[from] FileFault),
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
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Megabytes of a file of lists or of a document at most.
pub const LARGEST_FILE: usize = 16;
/// Megabytes of a file of responses at most: a million of the longest shipped form.
pub const LARGEST_RESPONSES: usize = 512;
/// Of a file of lists: there were 10,600 communes, the most there ever was of anything in such a file.
pub(crate) const LIST_BOUNDS: Bounds = Bounds { lines: 20_000, unpacked: 32 };
/// Of a file of responses.
pub(crate) const RESPONSE_BOUNDS: Bounds = Bounds { lines: 1_000_000, unpacked: 512 };

/// Refuses a file of more megabytes than this, by its size in bytes.
pub fn check_size(bytes: u64, megabytes: usize) -> Result<(), FileFault> {
    let most = u64::try_from(megabytes).map_or(u64::MAX, |megabytes| megabytes << 20);
    if bytes > most { Err(FileFault::TooMuch { what: Measure::Megabytes, most: megabytes }) } else { Ok(()) }
}
