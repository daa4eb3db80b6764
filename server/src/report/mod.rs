//! The read path: tallies in, rows out. It never reads a response (but for `verify`).

mod list;
mod publish;
mod rows;
mod verify;

pub use list::{RoundRow, published_rounds, rounds};
pub use publish::published_rows;
pub use rows::{By, Figures, figures, rows, warnings};
pub use verify::{Difference, verify};
