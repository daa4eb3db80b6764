//! Changing a questionnaire step by step: an [`Edit`] is applied to the exchange document and gives the edit that takes it back.
//!
//! The document may be unfinished. Empty texts, questions without answers and factors without items are kept: what is still
//! missing is told by [`Form::read_new`](super::Form::read_new). An edit is refused only where the document would stop being a
//! tree in which everything has its place, or where something would be left that refers to nothing.
//!
//! # Places
//! An entry is named by its code, or by the value of an answer, and not by where it stands: an edit of an item means the same
//! item after somebody has moved it. A position (from 0, over the whole document) names an entry that has no code, or whose code
//! stands twice.
//!
//! # JSON
//! ```json
//! {"insert": {"kind": "row", "within": {"question": "q4"}, "before": "q4.2", "value": {"code": "q4.3", "text": {"vi": "Giờ mở cửa"}}}}
//! {"remove": {"place": {"choice": ["q1", "3"]}}}
//! {"move":   {"place": {"item": "i7"}, "within": {"factor": "f2"}}}
//! {"rename": {"place": {"question": "q4"}, "name": "hours"}}
//! {"set":    {"place": {"question": "q4"}, "path": ["text", "en"], "value": "Opening hours"}}
//! {"set":    {"place": "form", "path": ["intro"]}}
//! {"all":    [ … ]}
//! ```
//! Without `before` an entry is put last; without `value` a key is taken away.
//!
//! # What is built from these
//! [`Draft::duplicate`] and [`Draft::removal`] look at the document and give such an edit, to be shown, applied and stored like
//! any other. A language is added by an `insert` and a condition by a `set` of `relevant_if`.
//!
//! # Pages
//! [`from_fields`] makes one edit of what was typed and the button that was pressed. [`Revised`] is a draft that is stored: it
//! counts revisions, takes edits back and carries an edit over that was made on an earlier one. [`Draft::missing`] tells
//! everything that the reader would ask for, while the reader itself stops at the first.

mod address;
mod bounds;
mod condition;
mod copy;
mod draft;
mod fault;
mod fields;
mod find;
mod history;
mod lines;
mod missing;
mod new_entry;
mod perform;
mod place;
mod rebase;
mod references;
mod removal;
mod rename;
mod tree;
mod typed;

pub use address::NoPlace;
pub use bounds::{DEEPEST_DOCUMENT, LARGEST_DOCUMENT, MOST_EDITS, MOST_REBASED};
pub use draft::Draft;
pub use fault::{EditFault, EditProblem};
pub use fields::{AskedEdit, EntryField, FieldFault, FieldProblem, entry_fields, from_fields};
pub use history::{History, LARGEST_HISTORY, MOST_CHANGES, Revised, RevisionFault};
pub use missing::Missing;
pub use new_entry::QUESTION_KINDS;
pub use place::{Kind, Name, Place};
pub use rebase::{Conflict, Rebased, rebase};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// One change of a document. Its form as JSON is described in [the module](self).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// Puts a new entry into a list. Refused where a code in it is taken.
    Insert {
        /// What it is.
        kind: Kind,
        /// In whose list.
        within: Place,
        /// Before which of that list; last without one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Name>,
        /// The entry with all that is in it.
        value: Value,
    },
    /// Takes an entry out, with all that is in it. Refused while anything else refers to it, because a condition that vanishes
    /// unseen would ask everybody what was meant for some; [`Draft::removal`] takes the references along.
    Remove {
        /// Which.
        place: Place,
    },
    /// Puts an entry elsewhere in its list, or into the list of another parent of the same kind. So nothing comes to lie in
    /// itself.
    Move {
        /// Which.
        place: Place,
        /// In whose list.
        within: Place,
        /// Before which of that list; last without one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Name>,
    },
    /// Gives an entry another code, or an answer another value; whatever refers to it follows.
    Rename {
        /// Which.
        place: Place,
        /// Its new code or value.
        name: String,
    },
    /// Puts a value at a key of an entry as it is, or takes the key away. Codes of entries are changed by `Rename`.
    Set {
        /// Of which entry.
        place: Place,
        /// Keys from the entry downwards, such as `text`, `vi`; objects that are missing on the way are made.
        path: Vec<String>,
        /// What is put there; the key is taken away without one.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
        value: Option<Value>,
    },
    /// Several, one after the other: all or none.
    All(Vec<Edit>),
}

impl Edit {
    /// The place to look at: of several edits, that of the first.
    pub fn place(&self) -> &Place {
        match self {
            Self::Insert { within, .. } => within,
            Self::Remove { place }
            | Self::Move { place, .. }
            | Self::Rename { place, .. }
            | Self::Set { place, .. } => place,
            Self::All(edits) => edits.first().map_or(&Place::Form, Edit::place),
        }
    }
}

/// A value that is written is there, even where it is null.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}
