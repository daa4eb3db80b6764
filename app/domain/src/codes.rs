//! The names that people and files give to things. Each is checked once, where it enters.

use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, fmt, str::FromStr};

/// Why a code, slug or language was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// Nothing was written.
    #[error("is empty")]
    Empty,
    /// More characters than the bound.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// `.` and `..`, which mean something else in an address.
    #[error("is only dots, which cannot stand in an address")]
    Dots,
    /// A character that is not allowed.
    #[error("holds the character {0:?}; {1} are allowed")]
    Character(char, &'static str),
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident, $longest:expr, $words:expr, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = CodeFault;
            fn from_str(text: &str) -> Result<Self, CodeFault> {
                if text.is_empty() {
                    return Err(CodeFault::Empty);
                }
                if text.bytes().all(|b| b == b'.') {
                    return Err(CodeFault::Dots);
                }
                if text.chars().count() > $longest {
                    return Err(CodeFault::TooLong($longest));
                }
                let allowed: fn(char) -> bool = $allowed;
                match text.chars().find(|c| !allowed(*c)) {
                    Some(c) => Err(CodeFault::Character(c, $words)),
                    None => Ok(Self(text.to_owned())),
                }
            }
        }
        impl TryFrom<String> for $name {
            type Error = CodeFault;
            fn try_from(text: String) -> Result<Self, CodeFault> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
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

name_type!(
    /// A stable code of an agency, block, service area, form, scale, node, question, row or round:
    /// letters of any script, digits, `.`, `_`, `-`; at most 64 characters.
    Code,
    64,
    "letters, digits, '.', '_' and '-'",
    |c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-')
);
name_type!(
    /// The short address of a collection point, `/s/{slug}`: ASCII letters, digits, `_`, `-`; at most 64.
    Slug,
    64,
    "letters from a to z, digits, '_' and '-'",
    |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
);
name_type!(
    /// A language tag such as `vi`, `en` or `id`.
    Locale,
    16,
    "letters from a to z, digits and '-'",
    |c| c.is_ascii_alphanumeric() || c == '-'
);

impl Locale {
    /// Vietnamese, the language of the field and the default everywhere.
    pub fn vi() -> Self {
        Self("vi".to_owned())
    }
    /// English, the second language of the interface.
    pub fn en() -> Self {
        Self("en".to_owned())
    }
}
