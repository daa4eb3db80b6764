//! A row as it is published.

use super::Estimate;
use serde::{Deserialize, Serialize};

/// A published row: percent 0–100, unrounded. A suppressed row and an empty one are the same row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Code of the domain or node; `overall` for the whole.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Respondents with an answer in the node.
    pub n: Option<u64>,
    /// Percent.
    pub estimate: Option<f64>,
    /// Percent points.
    pub se: Option<f64>,
    /// Percent.
    pub ci_low: Option<f64>,
    /// Percent.
    pub ci_high: Option<f64>,
    /// How it was computed.
    pub method: String,
}

impl Row {
    /// The row of an estimate; without numbers where it is missing or rests on fewer than `minimum_cell` people.
    pub fn new(code: &str, name: &str, method: &str, estimate: Option<Estimate>, minimum_cell: u64) -> Self {
        let shown = estimate.filter(|e| e.n >= i128::from(minimum_cell.max(1)));
        let percent = |f: fn(&Estimate) -> f64| shown.as_ref().map(|e| 100.0 * f(e));
        Self {
            code: code.to_owned(),
            name: name.to_owned(),
            n: shown.as_ref().and_then(|e| u64::try_from(e.n).ok()),
            estimate: percent(|e| e.value),
            se: percent(|e| e.se),
            ci_low: percent(|e| e.interval.low),
            ci_high: percent(|e| e.interval.high),
            method: method.to_owned(),
        }
    }
}
