//! Numbers as they are published: percent 0–100, unrounded, suppressed where they rest on too few.

use super::Estimate;
use serde::{Deserialize, Serialize};

/// A published number with its base and uncertainty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Respondents with an answer in the node.
    pub n: u64,
    /// Percent.
    pub estimate: f64,
    /// Percent points.
    pub se: f64,
    /// Percent.
    pub ci_low: f64,
    /// Percent.
    pub ci_high: f64,
    /// Of an item, how the answers fall on its levels, from the lowest score to the highest: percent that sum to 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<f64>,
}

impl Figure {
    /// The one rule of suppression: nothing where there is no estimate or it rests on fewer than `minimum_cell` people.
    /// `shares` are fractions.
    pub fn published(
        estimate: Option<Estimate>,
        shares: Option<Vec<f64>>,
        minimum_cell: u64,
    ) -> Option<Self> {
        let shown = estimate.filter(|e| e.n >= i128::from(minimum_cell.max(1)))?;
        let shares = shares.unwrap_or_default();
        Some(Self {
            n: u64::try_from(shown.n).unwrap_or(u64::MAX),
            estimate: 100.0 * shown.value,
            se: 100.0 * shown.se,
            ci_low: 100.0 * shown.interval.low,
            ci_high: 100.0 * shown.interval.high,
            shares: shares.into_iter().map(|share| 100.0 * share).collect(),
        })
    }
}

/// A published row: percent 0–100, unrounded. A suppressed row and an empty one are the same row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Code of the scope or node; `overall` for the whole.
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
    /// The row of a figure; without numbers where none is published.
    pub fn new(code: &str, name: &str, method: &str, figure: Option<&Figure>) -> Self {
        Self {
            code: code.to_owned(),
            name: name.to_owned(),
            n: figure.map(|f| f.n),
            estimate: figure.map(|f| f.estimate),
            se: figure.map(|f| f.se),
            ci_low: figure.map(|f| f.ci_low),
            ci_high: figure.map(|f| f.ci_high),
            method: method.to_owned(),
        }
    }
}
