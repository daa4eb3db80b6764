//! What the domain promises, as one test program.

mod answers;
mod forms;
mod support;
mod tally_laws;
