//! Rows of an index as CSV and JSON: unrounded percent, nulls and empty cells where a number is not published.

use super::{csv_line, neutral};
use domain::index::Row;
use std::borrow::Cow;

/// Rows as CSV, beginning with a BOM.
pub fn index_csv(rows: &[Row]) -> String {
    let header = ["code", "name", "n", "estimate", "se", "ci_low", "ci_high", "method"];
    let mut text = format!("\u{feff}{}", csv_line(header.map(Cow::Borrowed)));
    for row in rows {
        let number = |value: Option<f64>| Cow::Owned(value.map(|v| v.to_string()).unwrap_or_default());
        text.push_str(&csv_line([
            neutral(&row.code),
            neutral(&row.name),
            Cow::Owned(row.n.map(|n| n.to_string()).unwrap_or_default()),
            number(row.estimate),
            number(row.se),
            number(row.ci_low),
            number(row.ci_high),
            neutral(&row.method),
        ]));
    }
    text
}

/// Rows as a JSON array.
pub fn index_json(rows: &[Row]) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(rows)? + "\n")
}
