//! Stored things as text by field, as forms show them and the audit log compares them.

use crate::Day;

/// Names of fields and what stands in them; empty where nothing does.
pub type Values = Vec<(&'static str, String)>;

/// What differs between two states of a thing: field, before and after.
pub fn changed_values(before: Values, after: Values) -> Vec<(&'static str, String, String)> {
    let pairs = before.into_iter().zip(after);
    pairs.filter(|(old, new)| old.1 != new.1).map(|((name, old), (_, new))| (name, old, new)).collect()
}

/// A text that may be missing.
pub(crate) fn or_empty(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// First and last day as fields.
pub(crate) fn validity_values(from: Option<Day>, to: Option<Day>) -> [(&'static str, String); 2] {
    [("valid_from", or_empty(from.as_ref())), ("valid_to", or_empty(to.as_ref()))]
}
