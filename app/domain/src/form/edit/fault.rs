//! Why an edit is refused, and at which place.

use super::{Kind, Place};
use crate::CodeFault;

/// A refused edit with the place to look at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct EditFault {
    /// Where.
    pub place: Place,
    /// Why.
    pub problem: EditProblem,
}

/// Why an edit is refused. The words here are those of the command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the words of each say it")]
pub enum EditProblem {
    #[error("is not there")]
    NotThere,
    #[error("stands more than once; name it by its position")]
    Ambiguous,
    #[error("holds no entries of the kind {0:?}")]
    WrongKind(Kind),
    #[error("must be an object")]
    NotAnObject,
    #[error("must be text")]
    NotText,
    #[error("{0} must be a list")]
    NotAList(&'static str),
    #[error("no key is named")]
    NoKey,
    #[error("its code is changed by renaming it")]
    NamingKey,
    #[error("has no code that can be changed")]
    NotRenamed,
    #[error("cannot be duplicated")]
    NotCopied,
    #[error("the code {0} is already taken")]
    Taken(String),
    #[error("{0}")]
    Code(CodeFault),
    #[error("must be ASCII letters, digits, '.', '_' or '-'")]
    NotAscii,
    #[error("is still referred to, by {}", list(.0))]
    Referenced(Vec<Place>),
    #[error("{key} is longer than {most} characters")]
    TooLong { key: String, most: usize },
    #[error("{list} holds more than {most} entries")]
    TooManyEntries { list: &'static str, most: usize },
    #[error("more than {0} lines to answer or items")]
    TooManyLines(usize),
    #[error("its condition is nested deeper than {0}")]
    ConditionTooDeep(usize),
    #[error("its condition names more than {0} parts or values in one list")]
    ConditionTooLarge(usize),
    #[error("is nested deeper than {0}")]
    TooDeep(usize),
    #[error("the document is larger than {0} megabytes")]
    TooLarge(usize),
    #[error("more than {0} edits at once")]
    TooManyEdits(usize),
}

fn list(places: &[Place]) -> String {
    places.iter().map(Place::to_string).collect::<Vec<_>>().join("; ")
}

impl Place {
    /// A fault at this place.
    pub(super) fn fault<T>(&self, problem: EditProblem) -> Result<T, EditFault> {
        Err(EditFault { place: self.clone(), problem })
    }
}
