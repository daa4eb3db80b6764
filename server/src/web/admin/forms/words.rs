//! The words of a form document, place by place.

use crate::auth::Denied;
use domain::{Locale, form::Form as Questionnaire};
use serde_json::Value;
use std::collections::BTreeMap;

/// Every text of a document with its place: objects whose keys are all languages of the form.
fn places(value: &Value, languages: &[&str], path: &str, found: &mut Vec<(String, String, String)>) {
    match value {
        Value::Object(map) => {
            let is_text =
                |(key, value): (&String, &Value)| value.is_string() && languages.contains(&key.as_str());
            if !map.is_empty() && map.iter().all(is_text) {
                for (language, words) in map {
                    let words = words.as_str().unwrap_or("").to_owned();
                    found.push((path.to_owned(), language.clone(), words));
                }
                return;
            }
            for (key, value) in map {
                let next = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                places(value, languages, &next, found);
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

/// Things with codes are named by them, so that one more in between moves nothing.
fn name_of(value: &Value, at: usize) -> String {
    let code = ["code", "value"].iter().find_map(|key| value.get(key).and_then(Value::as_str));
    code.map_or_else(|| at.to_string(), str::to_owned)
}

/// The wording that citizens see, place by place.
pub(in crate::web::admin) fn wording(document: &str) -> Result<Vec<(String, String, String)>, Denied> {
    let value: Value = serde_json::from_str(document)?;
    let form = Questionnaire::read(&value)?;
    let languages: Vec<&str> = form.languages.iter().map(Locale::as_str).collect();
    let mut found = Vec::new();
    for part in ["title", "intro", "sections", "scales", "contents", "questions"] {
        if let Some(value) = value.get(part) {
            places(value, &languages, part, &mut found);
        }
    }
    Ok(found)
}

/// What two versions say differently: place and both wordings.
pub(in crate::web::admin) fn differences(old: &str, new: &str) -> Result<Vec<(String, String)>, Denied> {
    let (old, new) = (wording(old)?, wording(new)?);
    let key = |(path, language, _): &(String, String, String)| (path.clone(), language.clone());
    let before: BTreeMap<_, _> = old.iter().map(|one| (key(one), one.2.clone())).collect();
    let after: BTreeMap<_, _> = new.iter().map(|one| (key(one), one.2.clone())).collect();
    let mut lines = Vec::new();
    for one in &new {
        let key = key(one);
        match before.get(&key) {
            Some(words) if *words == one.2 => {}
            Some(words) => lines.push((format!("{} ({})", key.0, key.1), format!("{words} → {}", one.2))),
            None => lines.push((format!("{} ({})", key.0, key.1), format!("+ {}", one.2))),
        }
    }
    for one in &old {
        let key = key(one);
        if !after.contains_key(&key) {
            lines.push((format!("{} ({})", key.0, key.1), format!("− {}", one.2)));
        }
    }
    Ok(lines)
}

/// Puts words at a place that [`places`] has named.
pub(in crate::web::admin) fn put_words(value: &mut Value, path: &str, language: &str, words: &str) -> bool {
    let mut found = false;
    fn walk(value: &mut Value, here: &str, path: &str, language: &str, words: &str, found: &mut bool) {
        if here == path {
            if let Some(slot) = value.get_mut(language) {
                *slot = Value::String(words.to_owned());
                *found = true;
            }
            return;
        }
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let next = if here.is_empty() { key.clone() } else { format!("{here}.{key}") };
                    if path.starts_with(&next) {
                        walk(value, &next, path, language, words, found);
                    }
                }
            }
            Value::Array(values) => {
                for (at, value) in values.iter_mut().enumerate() {
                    let next = format!("{here}[{}]", name_of(value, at));
                    if path.starts_with(&next) {
                        walk(value, &next, path, language, words, found);
                    }
                }
            }
            _ => {}
        }
    }
    walk(value, "", path, language, words, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::templates;

    #[test]
    fn every_template_gives_its_wording_and_takes_other_words_back() {
        for (code, document) in templates::ALL {
            let found = wording(document).unwrap();
            assert!(found.len() > 10, "{code}: {}", found.len());
            let mut value: Value = serde_json::from_str(document).unwrap();
            for (path, language, words) in &found {
                assert!(
                    put_words(&mut value, path, language, &format!("{words} ?")),
                    "{code} {path} {language}"
                );
            }
            let changed = wording(&value.to_string()).unwrap();
            assert!(changed.iter().zip(&found).all(|(new, old)| new.2 == format!("{} ?", old.2)), "{code}");
            assert!(Questionnaire::read(&value).is_ok(), "{code}");
            assert_eq!(differences(document, &value.to_string()).unwrap().len(), found.len());
        }
    }
}
