//! How large a document may become: the bounds of the reader, and two for what it does not look at.

use super::{
    Edit, EditFault, EditProblem, Kind, Place,
    find::{Path, entries, place_at},
    references::{conditional, lines},
};
use crate::form::read::{
    DEEPEST_CONDITION, LARGEST_CONDITION, LONGEST_TEXT, MOST_CELLS, MOST_CHOICES, MOST_LANGUAGES,
    MOST_SCALES, MOST_SECTIONS, MOST_TEXT,
};
use serde_json::Value;
use std::{collections::HashMap, io};

/// Megabytes of a document as JSON: what the reader takes of printed answers.
pub const LARGEST_DOCUMENT: usize = MOST_TEXT;
/// Objects and lists within each other at which a value may stand. What is kept without being read may be nested deeper than
/// any form, but not so deep that following it down is a risk.
pub const DEEPEST_DOCUMENT: usize = 64;
/// Edits within one [`Edit::All`]: more than removing a language takes from the largest form in use.
pub const MOST_EDITS: usize = 5_000;
/// Edits of one editor that are carried over at once, as each is tried with each of the others.
pub const MOST_REBASED: usize = 200;

/// The keys that hold a text, and those that hold words in no language.
const TEXTS: [&str; 4] = ["title", "intro", "text", "hint"];
const WORDS: [&str; 2] = ["number", "licence"];

fn most(kind: Kind) -> usize {
    match kind {
        Kind::Language | Kind::Translation => MOST_LANGUAGES,
        Kind::Section => MOST_SECTIONS,
        Kind::Scale => MOST_SCALES,
        Kind::Level | Kind::Choice => MOST_CHOICES,
        Kind::Content | Kind::Factor | Kind::Item | Kind::Question | Kind::Row | Kind::Asked => MOST_CELLS,
    }
}

/// That a document keeps within the bounds.
pub(super) fn check(document: &Value) -> Result<(), EditFault> {
    if depth(document, 0) > DEEPEST_DOCUMENT {
        return Place::Form.fault(EditProblem::TooDeep(DEEPEST_DOCUMENT));
    }
    let mut size = Size(0);
    if serde_json::to_writer(&mut size, document).is_err() {
        return Place::Form.fault(EditProblem::TooLarge(LARGEST_DOCUMENT));
    }
    check_texts(document, &Path::new(), document)?;
    for kind in Kind::ALL {
        let most = most(kind);
        let mut counts: HashMap<Path, usize> = HashMap::new();
        for (path, entry) in entries(document, kind) {
            let count = counts.entry(path[..path.len() - 1].to_vec()).or_default();
            *count += 1;
            if *count > most {
                let place = place_at(document, &path[..path.len() - 1]);
                return place.fault(EditProblem::TooManyEntries { list: kind.list(), most });
            }
            check_texts(document, &path, entry)?;
        }
    }
    if entries(document, Kind::Item).len() > MOST_CELLS || lines(document).len() > MOST_CELLS {
        return Place::Form.fault(EditProblem::TooManyLines(MOST_CELLS));
    }
    for (path, entry) in conditional(document) {
        let problem = entry.get("relevant_if").and_then(|condition| problem_of(condition, 1));
        if let Some(problem) = problem {
            return place_at(document, &path).fault(problem);
        }
    }
    Ok(())
}

/// A count of bytes that ends where the document is too large.
struct Size(usize);

impl io::Write for Size {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        if self.0 > LARGEST_DOCUMENT << 20 {
            Err(io::ErrorKind::FileTooLarge.into())
        } else {
            Ok(bytes.len())
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How deep a value is nested, looking no further than one past the bound.
fn depth(value: &Value, above: usize) -> usize {
    if above > DEEPEST_DOCUMENT {
        return above;
    }
    match value {
        Value::Object(map) => map.values().map(|value| depth(value, above + 1)).max().unwrap_or(above + 1),
        Value::Array(list) => list.iter().map(|value| depth(value, above + 1)).max().unwrap_or(above + 1),
        _ => above,
    }
}

fn check_texts(document: &Value, path: &Path, entry: &Value) -> Result<(), EditFault> {
    let texts = TEXTS.iter().filter_map(|key| Some((*key, entry.get(key)?.as_object()?)));
    let words = WORDS.iter().filter_map(|key| Some((*key, entry.get(key)?)));
    let all = texts.flat_map(|(key, text)| text.values().map(move |words| (key, words))).chain(words);
    for (key, words) in all {
        if words.as_str().is_some_and(|words| words.chars().nth(LONGEST_TEXT).is_some()) {
            let problem = EditProblem::TooLong { key: key.to_owned(), most: LONGEST_TEXT };
            return place_at(document, path).fault(problem);
        }
    }
    Ok(())
}

fn problem_of(condition: &Value, depth: usize) -> Option<EditProblem> {
    if depth > DEEPEST_CONDITION {
        return Some(EditProblem::ConditionTooDeep(DEEPEST_CONDITION));
    }
    let lists = ["all", "any", "in"].into_iter().filter_map(|key| condition.get(key)?.as_array());
    if lists.clone().any(|list| list.len() > LARGEST_CONDITION) {
        return Some(EditProblem::ConditionTooLarge(LARGEST_CONDITION));
    }
    let parts = ["all", "any"].into_iter().filter_map(|key| condition.get(key)?.as_array()).flatten();
    parts.chain(condition.get("not")).find_map(|part| problem_of(part, depth + 1))
}

/// That a value is not put too deep, before it is: following it down would be a risk already.
pub(super) fn check_depth(place: &Place, path: &[String], value: Option<&Value>) -> Result<(), EditFault> {
    if path.len() > DEEPEST_DOCUMENT || value.is_some_and(|value| depth(value, path.len()) > DEEPEST_DOCUMENT)
    {
        return place.fault(EditProblem::TooDeep(DEEPEST_DOCUMENT));
    }
    Ok(())
}

/// That an edit is not too many.
pub(super) fn check_count(edit: &Edit) -> Result<(), EditFault> {
    fn count(edit: &Edit) -> usize {
        match edit {
            Edit::All(edits) => edits.iter().map(count).sum::<usize>() + 1,
            _ => 1,
        }
    }
    if count(edit) > MOST_EDITS {
        return edit.place().fault(EditProblem::TooManyEdits(MOST_EDITS));
    }
    Ok(())
}
