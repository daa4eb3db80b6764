//! A text in the languages of its form.

use crate::Locale;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<Locale, String>);

impl Text {
    /// A text from its languages.
    pub fn new(parts: impl IntoIterator<Item = (Locale, String)>) -> Self {
        Self(parts.into_iter().collect())
    }
    /// The same words for every language: codes, and names that have no translation.
    pub fn same(words: &str) -> Self {
        Self::new([(Locale::vi(), words.to_owned())])
    }
    /// The text in a language; in Vietnamese, English or whatever there is where that language is missing.
    pub fn get(&self, locale: &Locale) -> &str {
        [locale, &Locale::vi(), &Locale::en()]
            .into_iter()
            .find_map(|l| self.0.get(l))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }
    /// Whether it is written in this language.
    pub fn has(&self, locale: &Locale) -> bool {
        self.0.contains_key(locale)
    }
    /// Every language with its words.
    pub fn iter(&self) -> impl Iterator<Item = (&Locale, &str)> {
        self.0.iter().map(|(locale, words)| (locale, words.as_str()))
    }
}
