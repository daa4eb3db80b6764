//! What stands in the fields of a form: what somebody typed, or what is stored.

use std::collections::HashMap;

/// The name of the field with the token of what a form was made from.
pub(super) const REVISION_TOKEN: &str = "revision_token";

/// Names and values of fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// What is stored, by the names of fields.
    pub fn stored(values: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
    /// A value as it was typed; empty where there is none.
    pub fn raw(&self, name: &str) -> &str {
        self.sent(name).unwrap_or("")
    }
    /// A value without surrounding blanks.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }
    /// A value as it was typed, if the field was sent at all.
    pub fn sent(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
    /// The first value of every name, for forms of thousands of fields.
    pub fn by_name(&self) -> HashMap<&str, &str> {
        self.0.iter().rev().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
    /// The token of what the form was made from.
    pub fn revision_token(&self) -> &str {
        self.text(REVISION_TOKEN)
    }
    /// Every value of a name, such as those of the ticked boxes of a list.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
