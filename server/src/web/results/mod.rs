//! What leaders read: rounds over the years, one round, an agency or service area in it, and every chart as a file.
//!
//! The path of a page: [`context`] loads rounds and figures from `report`; the handler builds the typed page of
//! `app::results`, with [`parts`] that several pages have; [`respond`] renders it, or one of its [`charts`], caches what was
//! rendered and answers.

mod changes;
mod charts;
mod context;
mod lineage;
mod parts;
mod request;
mod respond;
mod round;
mod rounds;
mod scope;

pub(super) use round::{show_round, show_summary};
pub(super) use rounds::list_rounds;
pub(super) use scope::{show_agency, show_service_area};
