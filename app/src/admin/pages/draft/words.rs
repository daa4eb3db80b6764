//! Words of entries.

use super::super::form_words::language_name;
use crate::{Texts, admin::faults::kind_name};
use domain::{
    Locale,
    form::edit::{Kind, Missing},
};
use serde_json::Value;

/// Characters of an entry's words in the outline and in lists.
const SHORT: usize = 60;

/// The words at a key, in the reader's language or the first there is.
pub(super) fn words_at(texts: &Texts, entry: &Value, key: &str) -> String {
    let Some(text) = entry.get(key).and_then(Value::as_object) else { return String::new() };
    let first = [texts.locale.as_str(), "vi", "en"].into_iter().filter_map(|language| text.get(language));
    let mut all = first.chain(text.values()).filter_map(Value::as_str);
    all.find(|words| !words.trim().is_empty()).unwrap_or("").to_owned()
}

/// What an entry says.
pub(super) fn title(texts: &Texts, entry: &Value) -> String {
    let words = words_at(texts, entry, "title");
    if words.is_empty() { words_at(texts, entry, "text") } else { words }
}

/// The beginning of what an entry says.
pub(super) fn short_title(texts: &Texts, entry: &Value) -> String {
    let words = title(texts, entry);
    match words.char_indices().nth(SHORT) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words,
    }
}

/// What is missing.
pub(super) fn missing_words(texts: &Texts, missing: &Missing) -> String {
    match missing {
        Missing::Words(key, language) => {
            let what = texts.get(&format!("entry-field-{key}"));
            texts.with("lacks-words", [("what", what.into()), ("language", language_name(language).into())])
        }
        Missing::Answers => texts.get("lacks-answers"),
        Missing::Lines => texts.get("lacks-lines"),
        Missing::Scale => texts.get("lacks-scale"),
        Missing::Question => texts.get("lacks-question"),
        Missing::Entries(kind) => {
            texts.with("lacks-entries", [("what", kind_name(texts, Some(*kind)).into())])
        }
    }
}

/// What a field is called: of a language where it has one.
pub(super) fn field_label(texts: &Texts, kind: Option<Kind>, key: &str, language: Option<&Locale>) -> String {
    let is_value = matches!(kind, Some(Kind::Level | Kind::Choice)) && key == "name";
    let label = texts.get(&format!("entry-field-{}", if is_value { "value" } else { key }));
    match language {
        Some(language) => format!("{label} ({})", language_name(language)),
        None => label,
    }
}
