//! Removing what others refer to, with the references.

use super::{
    Draft, Edit, EditFault, EditProblem, Kind, MOST_EDITS, Place,
    condition::without,
    find::{Path, get, path_of, place_at},
    perform::perform,
    references::{Target, answer_word, is_text, languages, lost_by_removing, own_keys},
};
use serde_json::Value;
use std::collections::HashSet;

impl Draft {
    /// What refers to an entry, or to something in it, and keeps it from being removed.
    pub fn referring(&self, place: &Place) -> Result<Vec<Place>, EditFault> {
        let path = path_of(self.document(), place)?;
        let mut found: Vec<Place> = lost_by_removing(&mut self.document().clone(), &path)
            .iter()
            .map(|(path, _)| place_at(self.document(), path))
            .collect();
        found.dedup();
        Ok(found)
    }

    /// An edit that removes an entry and whatever refers to it: an item from the question that asks it, a section or scale from
    /// questions, comparisons from conditions, a language from texts. For an editor who has been shown [`Draft::referring`]: a
    /// condition of which nothing is left asks everybody.
    pub fn removal(&self, place: &Place) -> Result<Edit, EditFault> {
        let mut document = self.document().clone();
        let mut edits = Vec::new();
        remove_with_references(&mut document, place, &mut edits)?;
        Ok(match edits.pop() {
            Some(edit) if edits.is_empty() => edit,
            last => Edit::All(edits.into_iter().chain(last).collect()),
        })
    }
}

/// Removes from a working copy and notes each edit.
fn remove_with_references(
    document: &mut Value,
    place: &Place,
    edits: &mut Vec<Edit>,
) -> Result<(), EditFault> {
    loop {
        let path = path_of(document, place)?;
        let lost = lost_by_removing(document, &path);
        if lost.is_empty() {
            return make(document, edits, Edit::Remove { place: place.clone() });
        }
        // Removing moves what stands behind, so the rest is looked for again.
        match lost.iter().find(|(from, _)| matches!(from.last(), Some((Kind::Asked, _)))) {
            Some((asked, _)) => {
                let asked = place_at(document, asked);
                remove_with_references(document, &asked, edits)?;
            }
            None => {
                let without = unreferring(document, &lost);
                if without.is_empty() {
                    return make(document, edits, Edit::Remove { place: place.clone() });
                }
                for edit in without {
                    make(document, edits, edit)?;
                }
            }
        }
    }
}

fn make(document: &mut Value, edits: &mut Vec<Edit>, edit: Edit) -> Result<(), EditFault> {
    if edits.len() + 2 > MOST_EDITS {
        return edit.place().fault(EditProblem::TooManyEdits(MOST_EDITS));
    }
    perform(document, &edit)?;
    edits.push(edit);
    Ok(())
}

/// The edits after which these entries do not refer to what is lost.
fn unreferring(document: &Value, lost: &[(Path, Target)]) -> Vec<Edit> {
    let targets: HashSet<&Target> = lost.iter().map(|(_, target)| target).collect();
    let mut paths: Vec<&Path> = lost.iter().map(|(path, _)| path).collect();
    paths.sort();
    paths.dedup();
    let declared = languages(document);
    let mut edits = Vec::new();
    for path in paths {
        let Some(entry) = get(document, path) else { continue };
        let place = place_at(document, path);
        let mut set = |keys: &[&str], value: Option<Value>| {
            let path = keys.iter().map(|key| (*key).to_owned()).collect();
            edits.push(Edit::Set { place: place.clone(), path, value });
        };
        let word = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        if word("section").is_some_and(|code| targets.contains(&Target::Section(code))) {
            set(&["section"], None);
        }
        if word("scale").is_some_and(|code| targets.contains(&Target::Scale(code))) {
            set(&["scale"], None);
        }
        if let Some(condition) = entry.get("relevant_if") {
            let is_lost = |cell: &str, value: Option<&Value>| match value {
                None => targets.contains(&Target::Cell(cell.to_owned())),
                Some(value) => answer_word(value)
                    .is_some_and(|answer| targets.contains(&Target::Answer(cell.to_owned(), answer))),
            };
            let left = without(condition, &is_lost);
            if left.as_ref() != Some(condition) {
                set(&["relevant_if"], left);
            }
        }
        for language in &declared {
            if !targets.contains(&Target::Language(language.clone())) {
                continue;
            }
            for (key, value) in own_keys(path, entry) {
                if is_text(value, &declared) {
                    if value.get(language).is_some() {
                        set(&[key, language], None);
                    }
                    continue;
                }
                let mut left = value.clone();
                silence(&mut left, &declared, language);
                if left != *value {
                    set(&[key], Some(left));
                }
            }
        }
    }
    edits
}

/// Takes a language out of every text in a value.
fn silence(value: &mut Value, declared: &HashSet<String>, language: &str) {
    let text = is_text(value, declared);
    match value {
        Value::Object(map) if text => {
            map.remove(language);
        }
        Value::Object(map) => map.values_mut().for_each(|value| silence(value, declared, language)),
        Value::Array(values) => values.iter_mut().for_each(|value| silence(value, declared, language)),
        _ => {}
    }
}
