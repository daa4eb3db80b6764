//! The read path: tallies in, rows out. It reads responses only to count them for those who run a
//! round, and to verify.

mod comments;
mod day_counts;
mod list;
mod rows;
mod scope;
mod shelf;
mod shown;
mod trend;
mod verify;

pub use comments::{Comment, CommentShelf, Comments, comments};
pub use day_counts::{CountsByDay, DayCounts};
pub use list::{RoundRow, published_rounds, rounds};
pub use rows::{By, rows, warnings};
pub use scope::{Scope, sums};
pub use shelf::{Moment, Rounds, Shelf};
pub use shown::Shown;
pub use trend::{TrendPoint, series, trend};
pub use verify::{Difference, verify};
