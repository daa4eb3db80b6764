//! The words of a form document, place by place: what is changed where a form is adapted, and what differs between versions.

use super::{Form, FormFault};
use crate::Locale;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Words in one language at one place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Such as `scales[s5].labels[1].text`: things with codes are named by them, so that one more in between moves nothing.
    pub path: String,
    /// Whose words.
    pub language: Locale,
    /// What is printed.
    pub words: String,
}

/// A place whose words differ between two versions; `None` where the place is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewording {
    /// As in [`Wording`].
    pub path: String,
    /// As in [`Wording`].
    pub language: Locale,
    /// The words of the earlier version.
    pub before: Option<String>,
    /// The words of the later one.
    pub after: Option<String>,
}

/// The parts of a document that hold words for citizens.
const PARTS: [&str; 6] = ["title", "intro", "sections", "scales", "contents", "questions"];

/// The wording that citizens see, in the order of the document. Refused where the document is no form.
pub fn wording(document: &Value) -> Result<Vec<Wording>, FormFault> {
    let form = Form::read(document)?;
    let mut found = Vec::new();
    for part in PARTS {
        if let Some(value) = document.get(part) {
            places(value, &form.languages, part, &mut found);
        }
    }
    Ok(found)
}

/// Every text with its place: objects whose keys are all languages of the form.
fn places<'l>(value: &Value, languages: &'l [Locale], path: &str, found: &mut Vec<Wording>) {
    match value {
        Value::Object(map) => {
            let words_in = |language: &'l Locale| Some((language, map.get(language.as_str())?.as_str()?));
            let words: Vec<_> = languages.iter().filter_map(words_in).collect();
            if !map.is_empty() && words.len() == map.len() {
                found.extend(words.into_iter().map(|(language, words)| Wording {
                    path: path.to_owned(),
                    language: language.clone(),
                    words: words.to_owned(),
                }));
                return;
            }
            for (key, value) in map {
                places(value, languages, &format!("{path}.{key}"), found);
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                places(value, languages, &format!("{path}[{}]", name_of(value, at)), found);
            }
        }
        _ => {}
    }
}

/// Takes the words out of every text, all at once.
fn blank(value: &mut Value, languages: &[Locale]) {
    match value {
        Value::Object(map) => {
            let is_text = |(key, value): (&String, &Value)| {
                value.is_string() && languages.iter().any(|language| language.as_str() == key)
            };
            let text = !map.is_empty() && map.iter().all(is_text);
            for value in map.values_mut() {
                match text {
                    true => *value = Value::String(String::new()),
                    false => blank(value, languages),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| blank(value, languages)),
        _ => {}
    }
}

fn name_of(value: &Value, at: usize) -> String {
    let name = ["code", "value"].iter().find_map(|key| match value.get(key)? {
        Value::String(name) => Some(name.clone()),
        Value::Number(name) => Some(name.to_string()),
        _ => None,
    });
    name.unwrap_or_else(|| at.to_string())
}

/// Puts other words at the place of a wording; false where there is no such place.
pub fn reword(document: &mut Value, at: &Wording, words: &str) -> bool {
    fn slot<'v>(value: &'v mut Value, here: &str, at: &Wording) -> Option<&'v mut Value> {
        if here == at.path {
            return value.get_mut(at.language.as_str());
        }
        // A name may be the beginning of another: only whole steps lead on.
        let leads = |next: &str| {
            at.path.strip_prefix(next).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        match value {
            Value::Object(map) => map.iter_mut().find_map(|(key, value)| {
                let next = if here.is_empty() { key.clone() } else { format!("{here}.{key}") };
                if leads(&next) { slot(value, &next, at) } else { None }
            }),
            Value::Array(values) => values.iter_mut().enumerate().find_map(|(nth, value)| {
                let next = format!("{here}[{}]", name_of(value, nth));
                if leads(&next) { slot(value, &next, at) } else { None }
            }),
            _ => None,
        }
    }
    match slot(document, "", at) {
        Some(slot) => {
            *slot = Value::String(words.to_owned());
            true
        }
        None => false,
    }
}

/// What two versions say differently, in the order of the later one, then what only the earlier one says.
pub fn rewordings(before: &Value, after: &Value) -> Result<Vec<Rewording>, FormFault> {
    let (old, new) = (wording(before)?, wording(after)?);
    let by_place = |all: &[Wording]| -> BTreeMap<(String, Locale), String> {
        all.iter().map(|one| ((one.path.clone(), one.language.clone()), one.words.clone())).collect()
    };
    let (was, is) = (by_place(&old), by_place(&new));
    let one = |Wording { path, language, .. }: &Wording| {
        let place = (path.clone(), language.clone());
        Rewording {
            before: was.get(&place).cloned(),
            after: is.get(&place).cloned(),
            path: place.0,
            language: place.1,
        }
    };
    let gone = old.iter().map(one).filter(|one| one.after.is_none());
    Ok(new.iter().map(one).filter(|one| one.before != one.after).chain(gone).collect())
}

/// What else differs between two documents than [`wording`]: scores, codes, conditions, order. Place, before and after, each as
/// JSON.
pub fn restructurings(before: &Value, after: &Value) -> Result<Vec<[String; 3]>, FormFault> {
    let mut sides = [before.clone(), after.clone()];
    for side in &mut sides {
        let languages = Form::read(side)?.languages;
        for part in PARTS {
            if let Some(value) = side.get_mut(part) {
                blank(value, &languages);
            }
        }
    }
    let leaves = sides.each_ref().map(|side| {
        let mut found = BTreeMap::new();
        leaves_of(side, String::new(), &mut found);
        found
    });
    let [old, new] = &leaves;
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let text = |side: &BTreeMap<String, String>, path: &str| side.get(path).cloned().unwrap_or_default();
    let differ = paths.into_iter().filter(|path| old.get(*path) != new.get(*path));
    Ok(differ.map(|path| [path.clone(), text(old, path), text(new, path)]).collect())
}

fn leaves_of(value: &Value, path: String, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                let next = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves_of(value, next, found);
            }
        }
        Value::Array(values) if !values.is_empty() => {
            for (at, value) in values.iter().enumerate() {
                leaves_of(value, format!("{path}[{}]", name_of(value, at)), found);
            }
        }
        leaf => {
            found.insert(path, leaf.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates;

    #[test]
    fn every_template_gives_its_wording_and_takes_other_words_back() {
        for (code, document) in templates::ALL {
            let before: Value = serde_json::from_str(document).unwrap();
            let found = wording(&before).unwrap();
            assert!(found.len() > 10, "{code}: {}", found.len());
            let mut after = before.clone();
            for one in &found {
                assert!(reword(&mut after, one, &format!("{} ?", one.words)), "{code} {one:?}");
            }
            let changed = wording(&after).unwrap();
            assert!(
                changed.iter().zip(&found).all(|(new, old)| new.words == format!("{} ?", old.words)),
                "{code}"
            );
            assert!(Form::read(&after).is_ok(), "{code}");
            let differ = rewordings(&before, &after).unwrap();
            assert_eq!(differ.len(), found.len());
            assert_eq!(restructurings(&before, &after).unwrap(), [[""; 3]; 0], "{code}");
            after["scales"][0]["labels"][0]["score"] = 0.into();
            assert_eq!(restructurings(&before, &after).unwrap().len(), 1, "{code}");
            assert!(differ.iter().zip(&found).all(|(d, f)| d.before.as_ref() == Some(&f.words)), "{code}");
        }
    }
}
