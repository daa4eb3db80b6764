//! The questionnaires that are shipped, most of them as published elsewhere, with their licence and what of them was verified.

use crate::Locale;
use std::{collections::HashMap, sync::LazyLock};

/// Each template's code and document.
pub const ALL: [(&str, &str); 8] = [
    ("cmt-core", include_str!("../templates/cmt-core.json")),
    ("counter-5", include_str!("../templates/counter-5.json")),
    ("decree-61", include_str!("../templates/decree-61.json")),
    ("ikm-indonesia", include_str!("../templates/ikm-indonesia.json")),
    ("sipas-2017", include_str!("../templates/sipas-2017.json")),
    ("sipas-2022", include_str!("../templates/sipas-2022.json")),
    ("sipas-2026", include_str!("../templates/sipas-2026.json")),
    ("us-a11-280", include_str!("../templates/us-a11-280.json")),
];

/// The document of a template.
pub fn document(code: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == code).map(|(_, document)| *document)
}

/// What templates say in English of their sources and licences, each with its Vietnamese words. The documents stay as they
/// are published, so that they remain the same versions wherever they were taken.
static VIETNAMESE: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../templates/words/vi.json")).unwrap_or_default());

/// What a document says of its source or licence, in a language; as it stands there where it is no template's.
pub fn words_in<'a>(words: &'a str, locale: &Locale) -> &'a str {
    match *locale == Locale::vi() {
        true => VIETNAMESE.get(words).map_or(words, String::as_str),
        false => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::HashSet;

    #[test]
    fn sources_and_licences_of_templates_are_told_in_vietnamese() {
        let mut told = HashSet::new();
        for (code, document) in ALL {
            let document: Value = serde_json::from_str(document).unwrap();
            let sources = document["source"].as_array().unwrap();
            let needed = sources.iter().map(|source| &source["what"]).chain(document.get("licence"));
            for words in needed.map(|words| words.as_str().unwrap()) {
                assert_ne!(words_in(words, &Locale::vi()), words, "{code}");
                assert_eq!(words_in(words, &Locale::en()), words, "{code}");
                told.insert(words.to_owned());
            }
            told.extend(sources.iter().map(|source| source["address"].as_str().unwrap().to_owned()));
        }
        let unused: Vec<&String> = VIETNAMESE.keys().filter(|words| !told.contains(*words)).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }
}
