//! Short texts that people write and that stand on a line of their own: names, references, reasons. Each is checked once,
//! where it enters.

use crate::{Locale, Text, composed, import::invisible_character};
use std::{
    borrow::{Borrow, Cow},
    fmt,
    str::FromStr,
};

/// Why a short text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Nothing was written.
    #[error("is empty")]
    Empty,
    /// More characters than the bound.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// A line break or another character that cannot be printed.
    #[error("holds control characters")]
    ControlCharacter,
    /// A character that is not seen, or that turns the direction of what follows.
    #[error("holds the invisible character U+{:04X} in place {place}", u32::from(*.character))]
    Invisible {
        /// The character.
        character: char,
        /// 1 for the first character of the text.
        place: usize,
    },
}

/// Checks a text of at most so many characters on one line.
fn check_line(text: &str, longest: usize) -> Result<(), NameFault> {
    if text.is_empty() {
        return Err(NameFault::Empty);
    }
    if text.chars().count() > longest {
        return Err(NameFault::TooLong(longest));
    }
    if text.chars().any(char::is_control) {
        return Err(NameFault::ControlCharacter);
    }
    match invisible_character(text) {
        Some((character, before)) => {
            Err(NameFault::Invisible { character, place: before.chars().count() + 1 })
        }
        None => Ok(()),
    }
}

/// A text of one line; `$prepared` is how what was written is read, `composed` or more.
macro_rules! bounded_text {
    ($(#[$doc:meta])* $name:ident, $longest:expr, $prepared:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most characters that it may have.
            pub const LONGEST: usize = $longest;

            /// Checks a text: one to so many characters, each of which can be seen. Its letters are composed (NFC).
            pub fn new(text: &str) -> Result<Self, NameFault> {
                let prepared: fn(&str) -> Cow<'_, str> = $prepared;
                let text = prepared(text);
                check_line(&text, Self::LONGEST)?;
                Ok(Self(text.into_owned()))
            }
            /// A text that was stored by a version that did not look for invisible characters yet.
            pub fn stored(text: &str) -> Result<Self, NameFault> {
                match Self::new(text) {
                    Err(NameFault::Invisible { .. }) => Ok(Self(text.to_owned())),
                    read => read,
                }
            }
            /// The text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = NameFault;
            fn from_str(text: &str) -> Result<Self, NameFault> {
                Self::new(text)
            }
        }
        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

bounded_text!(
    /// The name of an agency, block, service area, procedure or person in one language.
    Name,
    300,
    composed
);
bounded_text!(
    /// What a round or an index definition is called in one language.
    Title,
    300,
    composed
);
/// What is wrong with a title in the first of its languages in which anything is; no words in a language are a translation
/// that is missing.
pub(crate) fn title_fault(title: &Text) -> Option<(Locale, NameFault)> {
    let mut written = title.iter().filter(|(_, words)| !words.is_empty());
    written.find_map(|(language, words)| Some((language.clone(), Title::new(words).err()?)))
}

bounded_text!(
    /// A counter as people call it, without surrounding blanks.
    Counter,
    100,
    |text| composed(text.trim())
);
bounded_text!(
    /// The resolution or decree behind something.
    Reference,
    300,
    composed
);
bounded_text!(
    /// Why somebody does something, for the audit log.
    Reason,
    300,
    composed
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_bounded_length_counted_in_characters() {
        assert_eq!(Name::new("Sở Nội vụ").map(String::from), Ok("Sở Nội vụ".to_owned()));
        assert_eq!(Name::new(""), Err(NameFault::Empty));
        assert!(Name::new(&"ở".repeat(Name::LONGEST)).is_ok());
        assert_eq!(Name::new(&"ở".repeat(Name::LONGEST + 1)), Err(NameFault::TooLong(300)));
        let composed = Name::new("So\u{31b}\u{309} No\u{323}\u{302}i vu\u{323}");
        assert_eq!(composed.map(String::from), Ok("Sở Nội vụ".to_owned()));
        for control in ["a\nb", "a\tb", "\u{0}", "a\u{85}"] {
            assert_eq!(Name::new(control), Err(NameFault::ControlCharacter), "{control:?}");
        }
    }

    #[test]
    fn what_is_not_seen_is_refused_with_its_place_and_read_where_it_was_stored_before() {
        let turned = Name::new("Sở \u{202e}ABC").unwrap_err();
        assert_eq!(turned, NameFault::Invisible { character: '\u{202e}', place: 4 });
        assert_eq!(turned.to_string(), "holds the invisible character U+202E in place 4");
        assert!(Reason::new("\u{200b}").is_err() && Name::new("Sở 👨\u{200d}👩 Vui vẻ").is_ok());
        assert_eq!(Name::stored("Sở \u{202e}ABC").map(String::from), Ok("Sở \u{202e}ABC".to_owned()));
        assert_eq!(Name::stored("a\nb"), Err(NameFault::ControlCharacter));
    }
}
