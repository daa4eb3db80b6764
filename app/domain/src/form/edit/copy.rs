//! Copies of entries, with codes of their own.

use super::{
    Draft, Edit, EditFault, EditProblem, Kind, Place,
    condition::comparisons_mut,
    find::{entries, get, name_of, namesakes, path_of, place_at},
};
use crate::RESPONSE_COLUMNS;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Most characters of a code.
const LONGEST_CODE: usize = 64;

impl Draft {
    /// An edit that puts a copy behind an entry. Whatever has a code gets a new one, and conditions among the rows of a copied
    /// question are those of the copy. The copy of a question asks no items of the index, as each is asked once.
    pub fn duplicate(&self, place: &Place) -> Result<Edit, EditFault> {
        let Some(kind) = place.kind().filter(|kind| kind.naming_key().is_some()) else {
            return place.fault(EditProblem::NotCopied);
        };
        let path = path_of(self.document(), place)?;
        let Some(((_, at), parent)) = path.split_last() else { return place.fault(EditProblem::NotThere) };
        let Some(mut value) = get(self.document(), &path).cloned() else {
            return place.fault(EditProblem::NotThere);
        };
        let mut taken = match kind.is_local() {
            true => {
                names(namesakes(self.document(), kind, parent).into_iter().map(|(_, entry)| (kind, entry)))
            }
            false => self.codes(),
        };
        let mut renamed = HashMap::new();
        rename_all(kind, &mut value, &mut taken, &mut renamed);
        if let Some(question) = value.as_object_mut().filter(|_| kind == Kind::Question) {
            question.remove(Kind::Asked.list());
            for row in question.get_mut(Kind::Row.list()).and_then(Value::as_array_mut).into_iter().flatten()
            {
                if let Some(condition) = row.get_mut("relevant_if") {
                    comparisons_mut(condition, &mut |comparison| {
                        let new = comparison
                            .get("question")
                            .and_then(Value::as_str)
                            .and_then(|old| renamed.get(old));
                        if let Some(new) = new {
                            comparison.insert("question".to_owned(), Value::String(new.clone()));
                        }
                    });
                }
            }
        }
        let next = [parent, &[(kind, at + 1)]].concat();
        let before =
            get(self.document(), &next).and_then(|_| place_at(self.document(), &next).name().cloned());
        Ok(Edit::Insert { kind, within: place_at(self.document(), parent), before, value })
    }

    /// A code that nothing in the document has, made from one that may be taken: `q9` of `q8`, `sex2` of `sex`.
    pub fn free_code(&self, like: &str) -> String {
        free(like, &self.codes())
    }

    /// Every code, whatever has it: rows, items and questions may not share one, and others had better not.
    fn codes(&self) -> HashSet<String> {
        let coded = Kind::ALL.into_iter().filter(|kind| kind.naming_key() == Some("code"));
        let all = coded
            .flat_map(|kind| entries(self.document(), kind).into_iter().map(move |(_, entry)| (kind, entry)));
        names(all)
    }
}

fn names<'v>(entries: impl Iterator<Item = (Kind, &'v Value)>) -> HashSet<String> {
    entries.filter_map(|(kind, entry)| name_of(kind, entry)).collect()
}

/// The next name of the same beginning that is free.
fn free(like: &str, taken: &HashSet<String>) -> String {
    let letters = like.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let (letters, number) = match like[letters.len()..].parse::<u32>() {
        Ok(number) => (letters, u64::from(number) + 1),
        // No number, or one that is too long to be counted on.
        Err(_) => (like, 2),
    };
    let separator = if letters.ends_with(|sign: char| sign.is_ascii_digit()) { "-" } else { "" };
    let mut number = number;
    loop {
        let end = format!("{separator}{number}");
        let room = LONGEST_CODE.saturating_sub(end.len());
        let code = letters.chars().take(room).chain(end.chars()).collect::<String>();
        if !taken.contains(&code) && !RESPONSE_COLUMNS.contains(&code.as_str()) {
            return code;
        }
        number += 1;
    }
}

/// Gives an entry, and the entries with codes in it, names that are free.
fn rename_all(
    kind: Kind,
    entry: &mut Value,
    taken: &mut HashSet<String>,
    renamed: &mut HashMap<String, String>,
) {
    if let (Some(old), Some(key)) = (name_of(kind, entry), kind.naming_key()) {
        let new = free(&old, taken);
        taken.insert(new.clone());
        let number = new.parse::<i64>().ok().filter(|_| entry.get(key).is_some_and(Value::is_number));
        if let Some(map) = entry.as_object_mut() {
            map.insert(key.to_owned(), number.map_or_else(|| Value::String(new.clone()), Value::from));
        }
        renamed.insert(old, new);
    }
    for inner in Kind::children(Some(kind)).filter(|inner| inner.naming_key() == Some("code")) {
        for entry in entry.get_mut(inner.list()).and_then(Value::as_array_mut).into_iter().flatten() {
            rename_all(inner, entry, taken, renamed);
        }
    }
}
