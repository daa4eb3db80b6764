//! A text in the languages of its form, and letters in one piece.

use crate::Locale;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A text with every letter in one piece (NFC), as everything is stored and compared; some systems write `ộ` in three.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

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
    /// The text in a language; in Vietnamese, English or whatever there is where that language is missing or blank.
    pub fn get(&self, locale: &Locale) -> &str {
        [locale, &Locale::vi(), &Locale::en()]
            .into_iter()
            .filter_map(|l| self.0.get(l))
            .chain(self.0.values())
            .find(|words| !words.trim().is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_pieces_become_one() {
        assert_eq!(composed("So\u{31b}\u{309} No\u{323}\u{302}i vu\u{323}"), "Sở Nội vụ");
        assert!(matches!(composed("Sở Nội vụ"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_blank_text_is_no_text() {
        let text = Text::new([(Locale::vi(), " ".to_owned()), (Locale::en(), "x".to_owned())]);
        assert_eq!((text.get(&Locale::vi()), text.get(&Locale::en())), ("x", "x"));
        assert_eq!(Text::default().get(&Locale::vi()), "");
    }
}
