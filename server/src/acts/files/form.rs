//! `import form`: the document is kept to the letter; the same content imported again is the same version.

use crate::{
    acts::{Act, Fault, FormDocument, FormSource, ManageForms, import_form},
    import::{ImportError, decoded},
    store::Database,
};
use domain::{Code, form::DocumentFault};

/// A stored form version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVersion {
    /// The form's code.
    pub code: Code,
    /// 1, 2, 3, …
    pub version: i32,
    /// Whether answers to it become an index.
    pub has_index: bool,
}

/// Checks and stores a form document.
pub async fn import_form_file(database: &Database, bytes: &[u8]) -> Result<StoredVersion, ImportError> {
    let document = FormDocument::read(decoded(bytes)?.into_owned()).map_err(|fault| match fault {
        DocumentFault::NotJson { .. } => ImportError::Unreadable(fault.to_string()),
        DocumentFault::Form(fault) => ImportError::Document(fault.to_string()),
    })?;
    let act = Act::<ManageForms>::of_command_line(database).await?;
    match import_form(act, &document, FormSource::CommandLine).await {
        Ok((_, stored)) => Ok(StoredVersion {
            has_index: document.form.has_index(),
            code: document.form.code,
            version: stored.version,
        }),
        Err(Fault::Store(error)) => Err(error.into()),
        Err(fault) => Err(ImportError::Document(fault.to_string())),
    }
}
