//! Agencies as a list and a tree on any day, and one agency with its changes in time.

mod list;
mod new;
mod one;

pub(super) use list::list_agencies;
pub(super) use new::{create_agency, show_new_agency};
pub(super) use one::{delete_agency, show_agency, update_agency};

use super::posted::Posted;
use domain::AgencyInput;

/// The fields of an agency of this code as they were sent.
fn input(posted: &Posted, code: &str) -> AgencyInput {
    let text = |name: &str| posted.text(name).to_owned();
    AgencyInput {
        code: code.to_owned(),
        name: text("name"),
        name_en: text("name_en"),
        parent: text("parent"),
        block: text("block"),
        level: text("level"),
        valid_from: text("valid_from"),
        valid_to: text("valid_to"),
    }
}
