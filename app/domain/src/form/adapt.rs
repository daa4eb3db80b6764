//! Other wording for the same items: what of it is accepted, and words put in the place of others everywhere.

use super::{Form, FormFault, Rewording, Wording, reword, rewordings, wording};
use crate::Locale;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// Most characters of a text of a form.
pub const LONGEST_TEXT: usize = 10_000;
/// Most characters of words to look for or to put in their place.
pub const LONGEST_PHRASE: usize = 300;

/// Why a text is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing stands there.
    #[error("is empty")]
    Empty,
    /// It has more characters than this.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// The form has no such place.
    #[error("the place is not there any more")]
    NoPlace,
}

/// Why other wording is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdaptationFault {
    /// Some texts, by their places in [`wording`].
    #[error("some texts are refused: {0:?}")]
    Texts(BTreeMap<usize, TextFault>),
    /// With these words the document is no form.
    #[error(transparent)]
    Form(#[from] FormFault),
    /// Nothing has changed.
    #[error("nothing has changed")]
    Same,
    /// A version says just this.
    #[error("version {0} says just this")]
    Known(i32),
}

/// A document in other words.
#[derive(Debug, Clone)]
pub struct Adaptation {
    /// The document.
    pub document: Value,
    /// The form that it is.
    pub form: Form,
    /// What it says differently.
    pub changes: Vec<Rewording>,
}

/// Puts other words at every place of a document, in the order of [`wording`]; places without words count as empty.
pub fn adapt(before: &Value, words: &[String]) -> Result<Adaptation, AdaptationFault> {
    let (mut document, mut faults) = (before.clone(), BTreeMap::new());
    for (at, place) in wording(before)?.iter().enumerate() {
        let words = words.get(at).map_or("", String::as_str);
        if words.trim().is_empty() {
            faults.insert(at, TextFault::Empty);
        } else if words.chars().count() > LONGEST_TEXT {
            faults.insert(at, TextFault::TooLong(LONGEST_TEXT));
        } else if words != place.words && !reword(&mut document, place, words) {
            faults.insert(at, TextFault::NoPlace);
        }
    }
    if !faults.is_empty() {
        return Err(AdaptationFault::Texts(faults));
    }
    let changes = rewordings(before, &document)?;
    if changes.is_empty() {
        return Err(AdaptationFault::Same);
    }
    let form = Form::read(&document)?;
    Ok(Adaptation { document, form, changes })
}

/// What somebody changed of the version that they began with, put upon a newer one: the words of each of its places.
pub fn merged_words(begun: &[Wording], typed: &[String], newest: &[Wording]) -> Vec<String> {
    let mut changes: HashMap<(&str, &Locale), &String> = HashMap::new();
    for (place, words) in begun.iter().zip(typed) {
        if *words != place.words {
            changes.insert((&place.path, &place.language), words);
        }
    }
    let own = |place: &Wording| changes.get(&(place.path.as_str(), &place.language)).copied();
    newest.iter().map(|place| own(place).unwrap_or(&place.words).clone()).collect()
}

/// Words to be replaced everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replacement {
    /// What is looked for.
    pub find: String,
    /// What is put in its place.
    pub put: String,
    /// Phrases that are left alone, parted by commas.
    pub except: String,
}

/// Which words of a replacement have more than [`LONGEST_PHRASE`] characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReplacementFaults {
    /// What is looked for.
    pub find: bool,
    /// What is put in its place.
    pub put: bool,
    /// Phrases that are left alone.
    pub except: bool,
}

impl Replacement {
    /// What is wrong with it.
    pub fn faults(&self) -> ReplacementFaults {
        let is_long = |words: &str| words.chars().count() > LONGEST_PHRASE;
        ReplacementFaults {
            find: is_long(&self.find),
            put: is_long(&self.put),
            except: is_long(&self.except),
        }
    }

    /// Replaces in every text. Texts that would become too long stay as they are and are named.
    pub fn apply(&self, texts: &mut [String]) -> BTreeMap<usize, TextFault> {
        let mut faults = BTreeMap::new();
        if self.find.is_empty() {
            return faults;
        }
        let except = self.except.split(',').map(str::trim).filter(|phrase| !phrase.is_empty());
        let except: Vec<&str> = except.collect();
        for (at, text) in texts.iter_mut().enumerate() {
            match replaced(text, &self.find, &self.put, &except) {
                Some(words) => *text = words,
                None => {
                    faults.insert(at, TextFault::TooLong(LONGEST_TEXT));
                }
            }
        }
        faults
    }
}

/// How many bytes of a text a phrase takes with which it begins, in large letters or small.
fn prefix_length(text: &str, phrase: &str) -> Option<usize> {
    let mut signs = text.char_indices();
    for wanted in phrase.chars() {
        let (_, sign) = signs.next()?;
        if !sign.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(signs.next().map_or(text.len(), |(at, _)| at))
}

/// Puts words in the place of others everywhere but within phrases that are left alone. `None` where it would become too
/// long: many short words may each become a long one.
fn replaced(words: &str, find: &str, put: &str, except: &[&str]) -> Option<String> {
    let (mut done, mut rest) = (String::with_capacity(words.len()), words);
    let mut length = 0usize;
    while let Some(sign) = rest.chars().next() {
        let phrase = except
            .iter()
            .find_map(|phrase| prefix_length(rest, phrase))
            .filter(|taken| rest[..*taken].to_lowercase().contains(&find.to_lowercase()));
        let (taken, written) = match phrase {
            Some(taken) => (taken, &rest[..taken]),
            None if rest.starts_with(find) => (find.len(), put),
            None => (sign.len_utf8(), &rest[..sign.len_utf8()]),
        };
        length += written.chars().count();
        if length > LONGEST_TEXT {
            return None;
        }
        done.push_str(written);
        rest = &rest[taken..];
    }
    Some(done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates;
    use proptest::prelude::*;

    fn document() -> Value {
        serde_json::from_str(templates::document("counter-5").unwrap()).unwrap()
    }

    fn words_of(document: &Value) -> Vec<String> {
        wording(document).unwrap().into_iter().map(|place| place.words).collect()
    }

    #[test]
    fn words_are_replaced_but_within_phrases_that_are_left_alone() {
        let except = ["xã hội", "thị xã"];
        let put = |words: &str| replaced(words, "xã", "phường", &except);
        let said = put("Bảo hiểm xã hội của xã, thị xã và xã.").unwrap();
        assert_eq!(said, "Bảo hiểm xã hội của phường, thị xã và phường.");
        assert_eq!(put("Thị xã và xã").as_deref(), Some("Thị xã và phường"), "also at the beginning");
        assert_eq!(replaced("aaa", "a", &"b".repeat(LONGEST_TEXT), &[]), None);
        assert_eq!(replaced("aaa", "aa", "b", &[]).as_deref(), Some("ba"));
    }

    #[test]
    fn other_words_are_told_one_by_one_and_the_same_words_are_no_version() {
        let before = document();
        let mut words = words_of(&before);
        assert_eq!(adapt(&before, &words).unwrap_err(), AdaptationFault::Same);
        "Khác hẳn".clone_into(&mut words[0]);
        let adapted = adapt(&before, &words).unwrap();
        assert_eq!(adapted.changes.len(), 1);
        assert_eq!(words_of(&adapted.document), words);
        words[0].clear();
        words[1] = "x".repeat(LONGEST_TEXT + 1);
        let faults = [(0, TextFault::Empty), (1, TextFault::TooLong(LONGEST_TEXT))].into();
        assert_eq!(adapt(&before, &words).unwrap_err(), AdaptationFault::Texts(faults));
    }

    #[test]
    fn words_that_would_become_too_long_stay_as_they_are() {
        let replacement =
            Replacement { find: "a".to_owned(), put: "b".repeat(LONGEST_PHRASE), except: String::new() };
        let mut texts = vec!["a".to_owned(), "a".repeat(40)];
        let faults = replacement.apply(&mut texts);
        assert_eq!(faults, [(1, TextFault::TooLong(LONGEST_TEXT))].into());
        assert_eq!(texts, ["b".repeat(LONGEST_PHRASE), "a".repeat(40)]);
        assert!(Replacement { find: "a".repeat(LONGEST_PHRASE + 1), ..Replacement::default() }.faults().find);
    }

    proptest! {
        #[test]
        fn merging_keeps_what_was_typed_and_takes_everything_else_from_the_newest(
            typed in prop::collection::vec("[a-c]{0,2}", 4),
            newest in prop::collection::vec("[a-c]{1,2}", 4),
        ) {
            let places = |words: &[String]| -> Vec<Wording> {
                let place = |(at, words): (usize, &String)| {
                    Wording { path: format!("p{at}"), language: Locale::vi(), words: words.clone() }
                };
                words.iter().enumerate().map(place).collect()
            };
            let begun = ["a", "b", "c", "a"].map(str::to_owned);
            let merged = merged_words(&places(&begun), &typed, &places(&newest));
            for at in 0..4 {
                let wanted = if typed[at] == begun[at] { &newest[at] } else { &typed[at] };
                prop_assert_eq!(&merged[at], wanted);
            }
        }
    }
}
