//! Numbers as they are published: percent 0–100, unrounded, suppressed where they rest on too few.

use super::{Estimate, Interval, round_half_up};
use serde::Serialize;

/// A published number with its base and uncertainty.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Respondents with an answer in the node.
    pub n: u64,
    /// Percent.
    pub estimate: f64,
    /// Percent points.
    pub se: f64,
    /// 95 % interval in percent; `None` where one respondent says nothing of any other.
    pub interval: Option<Interval>,
    /// Whether everybody was asked, so that the interval is a point.
    pub is_census: bool,
    /// Items of it to which no answer counts: too few have given one, or nobody has.
    pub missing_items: usize,
    /// Of an item, how the answers fall on its levels, from the lowest score to the highest: percent that sum to 100.
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
            interval: shown.interval.map(|i| Interval { low: 100.0 * i.low, high: 100.0 * i.high }),
            is_census: shown.is_census,
            missing_items: shown.missing_items,
            shares: shares.into_iter().map(|share| 100.0 * share).collect(),
        })
    }

    /// What must stand beside the number, in words that do not change with the reader's language.
    fn note(&self) -> Option<String> {
        let interval = match self {
            _ if self.is_census => Some("everybody was asked, so there is no sampling error".to_owned()),
            Self { interval: None, .. } => Some("one respondent: no interval".to_owned()),
            _ => None,
        };
        let items = (self.missing_items > 0).then(|| {
            format!("without {} of its items, which too few or none have answered", self.missing_items)
        });
        let notes: Vec<String> = interval.into_iter().chain(items).collect();
        (!notes.is_empty()).then(|| notes.join("; "))
    }

    /// With how many decimals it is told.
    pub fn decimals(&self) -> i32 {
        decimals(self.n)
    }

    /// It as it is told in public, rounded half-up to the decimals that its base allows. What is drawn, ordered or ranked in
    /// public goes by this: lengths and places must not tell more than the digits beside them.
    #[must_use]
    pub fn told(&self) -> Self {
        let round = |value: f64| round_half_up(value, self.decimals());
        Self {
            n: self.n,
            is_census: self.is_census,
            missing_items: self.missing_items,
            estimate: round(self.estimate),
            se: round(self.se),
            interval: self.interval.map(|i| Interval { low: round(i.low), high: round(i.high) }),
            shares: self.shares.iter().map(|share| round(*share)).collect(),
        }
    }
}

/// With how many decimals a number on `n` respondents is told: whole percent under 100, one decimal under 1,000, else two.
/// A digit that one answer more or less would change says nothing of the agency, and something of that answer.
fn decimals(n: u64) -> i32 {
    match n {
        0..100 => 0,
        100..1_000 => 1,
        _ => 2,
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
            ci_low: figure.and_then(|f| f.interval).map(|interval| interval.low),
            ci_high: figure.and_then(|f| f.interval).map(|interval| interval.high),
            method: figure
                .and_then(Figure::note)
                .map_or_else(|| method.to_owned(), |n| format!("{method}; {n}")),
        }
    }

    /// The row as it is told in public: rounded half-up to the decimals that its base allows.
    pub fn rounded(mut self) -> Self {
        let places = decimals(self.n.unwrap_or(0));
        for number in [&mut self.estimate, &mut self.se, &mut self.ci_low, &mut self.ci_high] {
            *number = number.map(|value| round_half_up(value, places));
        }
        self
    }
}
