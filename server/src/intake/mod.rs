//! The write path: an answer is acknowledged only after the transaction that holds it, its key and its tallies has
//! been committed durably. One task collects what waits into one transaction (group commit).

mod health;
mod queue;
mod write;

pub use health::Health;
pub use queue::{Queue, Refused};
pub(crate) use write::room;
pub use write::{Entry, Outcome, tally, write};
