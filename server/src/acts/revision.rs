//! Whether what somebody wants to change still is what they have seen.

use super::Fault;
use crate::credentials::hashed;

/// A token of what is stored, which a form carries along: the change is refused where what is stored has another one by then.
pub fn revision_token(stored: &str) -> String {
    hashed(stored)
}

/// Refuses a change of what has another token now.
pub(super) fn unchanged_since<R>(token: &str, stored: &str) -> Result<(), Fault<R>> {
    if token == revision_token(stored) { Ok(()) } else { Err(Fault::ChangedMeanwhile) }
}
