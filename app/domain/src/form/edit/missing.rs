//! What an unfinished document still lacks, all of it at once: the reader names the first fault only.

use super::{Draft, Kind, Place};
use crate::Locale;
use serde_json::Value;

/// Something that has to be written before the document is a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Words in a language, at this key.
    Words(&'static str, Locale),
    /// Answers to choose from.
    Answers,
    /// Lines that are answered.
    Lines,
    /// A scale.
    Scale,
    /// Anything within.
    Entries(Kind),
    /// A question that asks the item.
    Question,
}

impl Draft {
    /// What is missing, by place, in the order of the document.
    pub fn missing(&self) -> Vec<(Place, Missing)> {
        let languages = self.languages();
        let mut found = Vec::new();
        let words = |entry: &Value, key: &'static str, is_needed: bool| -> Vec<Missing> {
            let text = entry.get(key).filter(|text| !text.is_null());
            if text.is_none() && !is_needed {
                return Vec::new();
            }
            let blank = |locale: &&Locale| {
                let words = text.and_then(|text| text.get(locale.as_str())?.as_str());
                words.is_none_or(|words| words.trim().is_empty())
            };
            languages.iter().filter(blank).map(|locale| Missing::Words(key, locale.clone())).collect()
        };
        let mut add = |place: &Place, missing: Vec<Missing>| {
            found.extend(missing.into_iter().map(|missing| (place.clone(), missing)));
        };
        add(&Place::Form, words(self.document(), "title", true));
        add(&Place::Form, words(self.document(), "intro", false));
        if self.entries(Kind::Question).is_empty() {
            add(&Place::Form, vec![Missing::Entries(Kind::Question)]);
        }
        for (kind, key) in [(Kind::Section, "title"), (Kind::Content, "title"), (Kind::Factor, "title")] {
            for (place, entry) in self.entries(kind) {
                add(&place, words(entry, key, true));
                let inner = Kind::children(Some(kind)).filter(|inner| self.within(&place, *inner).is_empty());
                add(&place, inner.map(Missing::Entries).collect());
            }
        }
        for (place, _) in self.entries(Kind::Scale) {
            if self.within(&place, Kind::Level).is_empty() {
                add(&place, vec![Missing::Answers]);
            }
        }
        let asked: Vec<&str> = self.entries(Kind::Asked).iter().filter_map(|(_, it)| it.as_str()).collect();
        for (place, entry) in self.entries(Kind::Item) {
            add(&place, words(entry, "text", true));
            if !is_word(entry, "scale") {
                add(&place, vec![Missing::Scale]);
            }
            if !entry.get("code").and_then(Value::as_str).is_some_and(|code| asked.contains(&code)) {
                add(&place, vec![Missing::Question]);
            }
        }
        for (place, entry) in self.entries(Kind::Question) {
            add(&place, self.of_question(entry, &words));
        }
        for kind in [Kind::Level, Kind::Row, Kind::Choice] {
            for (place, entry) in self.entries(kind) {
                add(&place, words(entry, "text", true));
            }
        }
        found
    }

    fn of_question(
        &self,
        entry: &Value,
        words: &impl Fn(&Value, &'static str, bool) -> Vec<Missing>,
    ) -> Vec<Missing> {
        let count = |key: &str| entry.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        let kind = entry.get("kind").and_then(Value::as_str).unwrap_or("");
        let (items, rows) = (count("items"), count("rows"));
        let mut missing = words(entry, "text", !(kind == "single" && items == 1));
        missing.extend(words(entry, "hint", false));
        let has_scale = is_word(entry, "scale");
        if kind == "matrix" && items + rows == 0 {
            missing.push(Missing::Lines);
        }
        if rows > 0 && !has_scale {
            missing.push(Missing::Scale);
        }
        if kind != "text" && kind != "matrix" && items + rows + count("options") == 0 && !has_scale {
            missing.push(Missing::Answers);
        }
        missing
    }
}

fn is_word(entry: &Value, key: &str) -> bool {
    entry.get(key).and_then(Value::as_str).is_some_and(|word| !word.is_empty())
}
