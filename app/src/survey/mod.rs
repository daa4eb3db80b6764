//! The citizen's page. No script; every byte of it counts against one round trip.

mod context;
mod form;
mod question;
mod skip;
mod written;

pub use form::{FormPage, VISIT_KEY, form_page};
pub use skip::skip_style;
pub use written::{WrittenAnswer, written_answers};
