//! What the domain promises, as one test program.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that panics has failed, which is what it is for"
)]

mod answers;
mod coverage;
mod disclosure;
mod edits;
mod forms;
mod growth;
mod plans;
mod published;
mod reorganisations;
mod standings;
mod support;
mod tally_laws;
