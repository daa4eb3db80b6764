//! Why a change was not made.

use crate::store;

/// Why a change was not made: nothing has been stored. `R` is what its rules say.
#[derive(Debug, thiserror::Error)]
pub enum Fault<R> {
    /// The rules refuse it as it was asked for.
    #[error("{0}")]
    Refused(R),
    /// What it was based on has changed since it was read.
    #[error("it has been changed in the meantime; look at it again")]
    ChangedMeanwhile,
    /// It lies outside of what the person may change.
    #[error("that is not within reach")]
    OutOfReach,
    /// The database refused or failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}
