//! The read path: tallies in, rows out. It reads responses only to count them for those who run a
//! round, and to verify.

mod comments;
mod day_counts;
mod figures;
mod list;
mod round_cache;
mod rows;
mod scope;
mod trend;
mod verify;

pub use comments::{Comment, CommentCache, Comments, comments};
pub use day_counts::{CountsByDay, DayCounts};
pub use figures::RoundFigures;
pub use list::{RoundRow, published_rounds, rounds};
pub use round_cache::{DataVersion, RoundCache, Rounds};
pub use rows::{By, rows, warnings};
pub use scope::{Scope, sums};
pub use trend::{Comparison, TrendPoint, mix, series};
pub use verify::{Difference, verify};
