//! Counters by name.

use crate::{NameFault, composed, name::check_line};
use std::fmt;

/// A counter as people call it: one line without surrounding blanks, its letters composed (NFC).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counter(String);

impl Counter {
    /// The most characters that it may have.
    pub const LONGEST: usize = 100;

    /// The counter of a text as it was typed or written in a file.
    pub fn new(text: &str) -> Result<Self, NameFault> {
        let name = composed(text.trim());
        check_line(&name, Self::LONGEST)?;
        Ok(Self(name.into_owned()))
    }

    /// A name that was stored by a version that did not look for invisible characters yet.
    pub fn stored(text: &str) -> Result<Self, NameFault> {
        match Self::new(text) {
            Err(NameFault::Invisible { .. }) => Ok(Self(text.to_owned())),
            read => read,
        }
    }

    /// The counter of a text as it was typed; a blank text means that there is none.
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
        assert!(matches!(named("Quầy\u{200b}1"), Err(NameFault::Invisible { .. })));
        assert_eq!(named(&"ầ".repeat(101)), Err(NameFault::TooLong(100)));
        assert!(named(&"a\u{302}\u{300}".repeat(100)).is_ok());
        assert_eq!((named(" "), Counter::optional(" ")), (Err(NameFault::Empty), Ok(None)));
    }
}
