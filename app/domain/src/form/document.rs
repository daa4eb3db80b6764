//! Taking a document as a form: reading it, and what has to be confirmed before it is used.

use super::{Form, FormFault};
use serde_json::Value;

/// Why a document is no form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// It is no JSON.
    #[error("not JSON: {words}")]
    NotJson {
        /// In which line, from 1.
        line: usize,
        /// In which column, from 1.
        column: usize,
        /// What the parser says.
        words: String,
    },
    /// It is no form.
    #[error(transparent)]
    Form(#[from] FormFault),
}

/// Reads a new document.
pub fn read_document(text: &str) -> Result<(Form, Value), DocumentFault> {
    let value: Value = serde_json::from_str(text).map_err(|error| DocumentFault::NotJson {
        line: error.line(),
        column: error.column(),
        words: error.to_string(),
    })?;
    let form = Form::read_new(&value)?;
    Ok((form, value))
}

/// What has to be confirmed before a form is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormDoubt {
    /// Nobody has checked its wording.
    Unverified,
    /// It may be used under this licence.
    Licence(String),
}

/// Why a draft is neither published nor discarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DraftFault {
    /// There is no such draft.
    #[error("there is no such draft")]
    NotThere,
    /// Somebody else than its author agrees.
    #[error("somebody else than its author agrees")]
    OwnDraft,
    /// The code of the form was not typed.
    #[error("the code of the form was not typed")]
    NotConfirmed,
}

impl Form {
    /// What has to be confirmed before it is used.
    pub fn doubts(&self) -> Vec<FormDoubt> {
        let unverified = (!self.verified).then_some(FormDoubt::Unverified);
        let licence = self.licence.as_ref().map(|licence| FormDoubt::Licence(licence.clone()));
        unverified.into_iter().chain(licence).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates;

    #[test]
    fn a_document_that_is_no_form_says_where() {
        let fault = read_document("{\n  \"code\": }").unwrap_err();
        assert!(matches!(fault, DocumentFault::NotJson { line: 2, column: 11, .. }), "{fault:?}");
        assert!(matches!(read_document("{}").unwrap_err(), DocumentFault::Form(_)));
    }

    #[test]
    fn every_template_is_read_and_names_its_doubts() {
        for (code, document) in templates::ALL {
            let (form, _) = read_document(document).unwrap();
            let doubts = form.doubts();
            assert_eq!(doubts.contains(&FormDoubt::Unverified), !form.verified, "{code}");
            assert_eq!(
                doubts.len(),
                usize::from(!form.verified) + usize::from(form.licence.is_some()),
                "{code}"
            );
        }
    }
}
