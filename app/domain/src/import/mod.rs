//! Files of tables: which columns they have, what is wrong with one, what one would change, and what has to be asked first.
//!
//! Not for reading them: that is the server's.

mod changes;
mod columns;
mod doubts;
mod faults;
mod letters;
mod old_encodings;

pub use changes::Changes;
pub use columns::{
    AGENCY_COLUMNS, EVENT_COLUMNS, PROCEDURE_COLUMNS, SERVICE_AREA_COLUMNS, VOLUME_COLUMNS, column_named,
    letters_of_column,
};
pub use doubts::{Doubt, SimilarCodes};
pub use faults::{
    CellFault, FileFault, LineFault, LineFaults, Measure, RoundPart, SpreadsheetError, WorkbookFault,
};
pub use letters::{invisible_character, on_one_line};
pub use old_encodings::{OldEncoding, suspected_encoding};
