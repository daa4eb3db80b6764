//! Short texts that people write and that stand on a line of their own: names, references, reasons. Each is checked once,
//! where it enters.

use std::{borrow::Borrow, fmt, str::FromStr};

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
}

macro_rules! bounded_text {
    ($(#[$doc:meta])* $name:ident, $longest:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most characters that it may have.
            pub const LONGEST: usize = $longest;

            /// Checks a text: one to so many characters, none of which is a control character.
            pub fn new(text: &str) -> Result<Self, NameFault> {
                if text.is_empty() {
                    return Err(NameFault::Empty);
                }
                if text.chars().count() > Self::LONGEST {
                    return Err(NameFault::TooLong(Self::LONGEST));
                }
                if text.chars().any(char::is_control) {
                    return Err(NameFault::ControlCharacter);
                }
                Ok(Self(text.to_owned()))
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
    300
);
bounded_text!(
    /// The resolution or decree behind something.
    Reference,
    300
);
bounded_text!(
    /// Why somebody does something, for the audit log.
    Reason,
    300
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
        for control in ["a\nb", "a\tb", "\u{0}", "a\u{85}"] {
            assert_eq!(Name::new(control), Err(NameFault::ControlCharacter), "{control:?}");
        }
    }
}
