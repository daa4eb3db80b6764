//! What goes out in files: the same numbers as on the page, in shapes that spreadsheets and programs read.

mod cells;
mod comments;
mod index;
mod responses;

pub use cells::{csv_line, neutral, plain};
pub use comments::export_comments;
pub use index::{index_csv, index_json};
pub use responses::{Format, export_responses};
