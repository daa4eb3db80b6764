//! Counters by name.

use crate::NameFault;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// A counter as people call it: one line without surrounding blanks, its letters composed (NFC).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counter(String);

impl Counter {
    /// The most characters that it may have.
    pub const LONGEST: usize = 100;

    /// The counter of a text as it was typed or written in a file.
    pub fn new(text: &str) -> Result<Self, NameFault> {
        let name: String = text.trim().nfc().collect();
        if name.is_empty() {
            return Err(NameFault::Empty);
        }
        if name.chars().count() > Self::LONGEST {
            return Err(NameFault::TooLong(Self::LONGEST));
        }
        if name.chars().any(char::is_control) {
            return Err(NameFault::ControlCharacter);
        }
        Ok(Self(name))
    }

    /// The same where a blank text means that there is none.
    pub fn optional(text: &str) -> Result<Option<Self>, NameFault> {
        match Self::new(text) {
            Ok(counter) => Ok(Some(counter)),
            Err(NameFault::Empty) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_one_bounded_line_however_its_letters_and_blanks_were_typed() {
        let named = |text: &str| Counter::new(text).map(|counter| counter.to_string());
        assert_eq!(named(" Qu\u{e2}\u{300}y 1 "), Ok("Quầy 1".to_owned()));
        assert_eq!(named("Quầy\n1"), Err(NameFault::ControlCharacter));
        assert_eq!(named(&"ầ".repeat(101)), Err(NameFault::TooLong(100)));
        assert!(named(&"a\u{302}\u{300}".repeat(100)).is_ok());
        assert_eq!((named(" "), Counter::optional(" ")), (Err(NameFault::Empty), Ok(None)));
    }
}
