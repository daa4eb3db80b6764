//! Charts by plotters as inline SVG: pure functions from data to markup. The numbers always stand in a table beneath.

mod ranking;
mod widths;

pub use ranking::{Dot, ranking};
