//! The read path: tallies in, rows out. It reads responses only to count them for those who run a
//! round, and to verify.

mod list;
mod publish;
mod rows;
mod verify;

pub use list::{RoundRow, published_rounds, rounds};
pub use publish::Shown;
pub use rows::{By, figures, rows, warnings};
pub use verify::{Difference, verify};
