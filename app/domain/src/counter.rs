//! Counters by name.

use crate::{Counter, NameFault};

impl Counter {
    /// The counter of a text as it was typed; a blank text means that there is none.
    pub fn optional(text: &str) -> Result<Option<Self>, NameFault> {
        match Self::new(text) {
            Ok(counter) => Ok(Some(counter)),
            Err(NameFault::Empty) => Ok(None),
            Err(fault) => Err(fault),
        }
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
