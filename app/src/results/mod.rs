//! What leaders read. No script; the answer stands first, its method last.

mod parts;
mod round;
mod rounds;

pub use round::{BlockResults, RoundResults, round_page};
pub use rounds::{RoundLine, home_page, rounds_page};
