//! Gates: what a handler must begin with. Each is an extractor that lets in those who may and nobody else, and tells the
//! table of routes what it decides.

mod decision;
mod may;
mod over;
mod person;
mod round;
mod viewer;

pub use decision::{Begins, Decision, Denied, Gate};
pub use may::{May, Whole};
pub use over::{Over, OverPerson};
pub use person::{Anyone, HalfSignedIn, Person, SignedIn};
pub use round::{InRound, OverRound};
pub(crate) use viewer::SESSION_COOKIE;
pub use viewer::Viewer;
