//! The citizen's three addresses. Nothing here writes a log line about a request, and no metric is kept by point.

mod show;
mod submit;
mod visit;

pub(super) use show::{back_to_form, show_form, show_thanks};
pub(super) use submit::create_response;
