//! What files bring in: read and checked whole by `import`, stored here in one transaction.

mod definition;
mod form;
mod list;
mod responses;
mod round;

pub use definition::import_definition;
pub use form::{StoredVersion, import_form_file};
pub use list::{ImportList, import_list, import_list_at_command_line, plans_token};
pub use responses::{Imported, Repeated, Terms, import_responses};
pub use round::{ImportedRound, import_round};
