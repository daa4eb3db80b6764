//! The citizen's three addresses: the form, where it is sent, and the thanks. Nothing here writes a log line about a request, and no metric is kept by point.

mod fill;
mod posted;
mod refusal;
mod show;
mod submit;
mod visit;

pub(super) use fill::fill_form;
pub(super) use show::{back_to_form, show_form, show_thanks};
pub(super) use submit::create_response;
