//! Faults of the domain in the reader's language. The command line has them in English from the types.

mod accounts;
mod forms;
mod values;

pub(super) use accounts::least;
pub use accounts::{
    ProofFault, email_fault, grant_fault, name_fault, password_fault, proof_fault, roles_fault,
};
pub use forms::form_fault;
pub use values::code_fault;
