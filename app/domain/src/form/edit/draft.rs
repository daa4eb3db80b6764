//! A document that is being edited.

use super::{
    Edit, EditFault, EditProblem, Kind, Place,
    bounds::{check, check_count},
    find::{get, path_of, place_at, places},
    perform::perform,
};
use serde_json::{Map, Value};

/// The exchange document of a form, finished or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    document: Value,
}

impl Default for Draft {
    /// A document without anything.
    fn default() -> Self {
        Self { document: Value::Object(Map::new()) }
    }
}

impl Draft {
    /// A draft of a document. Refused where it is no object or beyond the bounds; what [`Form::read`](crate::form::Form::read)
    /// takes is within them, if it is not larger than [`LARGEST_DOCUMENT`](super::LARGEST_DOCUMENT).
    pub fn new(document: Value) -> Result<Self, EditFault> {
        if !document.is_object() {
            return Place::Form.fault(EditProblem::NotAnObject);
        }
        check(&document)?;
        Ok(Self { document })
    }

    /// The document.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The document, no longer edited.
    pub fn into_document(self) -> Value {
        self.document
    }

    /// The value at a place.
    pub fn get(&self, place: &Place) -> Result<&Value, EditFault> {
        let path = path_of(&self.document, place)?;
        get(&self.document, &path).map_or_else(|| place.fault(EditProblem::NotThere), Ok)
    }

    /// Every entry of a kind with its place, in the order of the document.
    pub fn entries(&self, kind: Kind) -> Vec<(Place, &Value)> {
        places(&self.document, kind)
    }

    /// The place that a path of the reader means, such as `questions[3].rows[0].text.en` of a
    /// [`FormFault`](crate::form::FormFault), and the keys from there on. What the path names beyond the document is left out.
    pub fn place_of(&self, path: &str) -> (Place, Vec<String>) {
        let (mut steps, mut keys, mut kind) = (Vec::new(), Vec::new(), None);
        for step in path.split('.') {
            let (key, at) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
                Some((key, at)) => (key, at.parse::<usize>().ok()),
                None => (step, None),
            };
            let child = Kind::children(kind).find(|child| child.list() == key);
            let next = child.zip(at).filter(|_| keys.is_empty());
            let known = next.filter(|next| get(&self.document, &[&steps[..], &[*next]].concat()).is_some());
            match known {
                Some(next) => {
                    kind = Some(next.0);
                    steps.push(next);
                }
                None => keys.push(key.to_owned()),
            }
        }
        (place_at(&self.document, &steps), keys)
    }

    /// Makes an edit, or leaves the document as it was. Returns the edit that gives back exactly the document before.
    pub fn apply(&mut self, edit: &Edit) -> Result<Edit, EditFault> {
        check_count(edit)?;
        let mut after = self.document.clone();
        let inverse = perform(&mut after, edit)?;
        let inverse = if gives_back(&after, &inverse, &self.document) {
            inverse
        } else {
            difference(&self.document, &after)
        };
        self.document = after;
        Ok(inverse)
    }
}

/// Whether an edit leads from one document to the other.
fn gives_back(after: &Value, inverse: &Edit, before: &Value) -> bool {
    let mut back = after.clone();
    perform(&mut back, inverse).is_ok() && back == *before
}

/// Puts back every key of the document that has changed: the way back where codes stand twice, or are none, or where a new code
/// happened to be referred to already, so that no smaller edit tells the entries apart. All keys go before the first comes back,
/// so that the document is never larger than it was.
fn difference(before: &Value, after: &Value) -> Edit {
    let (Some(was), Some(is)) = (before.as_object(), after.as_object()) else { return Edit::All(Vec::new()) };
    let keys = was.keys().chain(is.keys().filter(|key| !was.contains_key(*key)));
    let changed: Vec<&String> = keys.filter(|key| was.get(*key) != is.get(*key)).collect();
    let set = |key: &str, value| Edit::Set { place: Place::Form, path: vec![key.to_owned()], value };
    let gone = changed.iter().filter(|key| is.contains_key(**key)).map(|key| set(key, None));
    let back = changed.iter().filter_map(|key| Some(set(key, Some(was.get(*key)?.clone()))));
    Edit::All(gone.chain(back).collect())
}
