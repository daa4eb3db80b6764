//! Faults of the domain in the reader's language. The command line has them in English from the types.

mod accounts;
mod agencies;
mod catalog;
mod definitions;
mod edits;
mod files;
mod forms;
mod lines;
mod points;
mod rounds;
mod values;

pub(super) use accounts::least;
pub use accounts::{
    ProofFault, email_fault, grant_fault, line_fault, name_fault, password_fault, proof_fault, roles_fault,
};
pub use agencies::{agency_edit_fault, agency_fault, event_edit_fault, lineage_fault};
pub use catalog::{catalog_fault, removal_fault};
pub use definitions::{definition_edit_fault, definition_fault};
pub use edits::{edit_problem, field_problem, kind_name, place_words};
pub use files::{doubt_lines, file_faults};
pub use forms::{form_fault, form_problem};
pub(super) use lines::{beyond, first_lines};
pub use points::{bulk_fault, point_fault, points_fault};
pub use rounds::{new_round_fault, opening_fault, plan_fault, stage_refusal, unfit_reason};
pub use values::{answer_problem, code_fault, day_fault, level_fault};
