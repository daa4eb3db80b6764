//! How a round turns answers into an index: declared data, printed beside every number.

use super::{Benchmarks, DefinitionFault};
use crate::Code;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use strum::{Display, EnumString};

/// The `index` part of a round document, as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// What one answer is worth.
    pub scoring: Scoring,
    /// How items become a node.
    pub aggregation: Aggregation,
    /// Weights of all factors or of all items; only with `weights`. They are normalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<BTreeMap<Code, f64>>,
    /// Percent points by scale and value; only with `points`. Scales left out give their score as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<BTreeMap<Code, BTreeMap<String, f64>>>,
    /// What its numbers are held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benchmarks: Option<Benchmarks>,
}

impl Definition {
    /// One that declares nothing else.
    pub fn new(scoring: Scoring, aggregation: Aggregation) -> Self {
        Self { scoring, aggregation, weights: None, points: None, benchmarks: None }
    }

    /// Whether it computes the same numbers as another; what they are held against may differ.
    pub fn computes_like(&self, other: &Self) -> bool {
        let computes = |of: &Self| Self { benchmarks: None, ..of.clone() };
        computes(self) == computes(other)
    }

    /// Checks what can be checked without a form: weights and points stand where they mean something and can be computed with.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), DefinitionFault> {
        if self.points.is_some() && self.scoring != Scoring::Points {
            return Err(DefinitionFault::PointsMisplaced);
        }
        if self.weights.is_some() != (self.aggregation == Aggregation::Weights) {
            return Err(DefinitionFault::WeightsMisplaced);
        }
        if let Some((code, _)) = self.weights.iter().flatten().find(|(_, w)| !(0.0..=1e9).contains(*w)) {
            return Err(DefinitionFault::WeightOutOfRange(code.to_string()));
        }
        if self.weights.as_ref().is_some_and(|weights| weights.values().all(|weight| *weight <= 0.0)) {
            return Err(DefinitionFault::WeightOutOfRange("each".to_owned()));
        }
        self.benchmarks.iter().try_for_each(Benchmarks::check)?;
        let percent = self.points.iter().flatten().flat_map(|(_, of)| of.values());
        percent.map(|percent| hundredths(*percent)).collect::<Result<Vec<_>, _>>().map(drop)
    }
}

/// Percent points as a whole number of hundredths, 0 to 10,000.
pub(super) fn hundredths(points: f64) -> Result<i64, DefinitionFault> {
    let hundredths = points * 100.0;
    if !(0.0..=10_000.0).contains(&hundredths) || (hundredths - hundredths.round()).abs() > 1e-6 {
        let what =
            format!("{points} is not a number of percent points from 0 to 100 with at most two decimals");
        return Err(DefinitionFault::PointsIncomplete(what));
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to lie in 0..=10000")]
    Ok(hundredths.round() as i64)
}

/// What stands in a round whose form has no index: it scores nothing.
impl Default for Definition {
    fn default() -> Self {
        Self::new(Scoring::Top2, Aggregation::Pooled)
    }
}

/// What one answer is worth, as a fraction. The `score` of a label decides, never its value or printed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Scoring {
    /// 1 for the two highest scores of the scale, else 0: the share of the satisfied.
    Top2,
    /// score / highest score.
    MeanMax,
    /// (score − lowest) / (highest − lowest).
    MeanRange,
    /// Declared percent points / 100; the score itself where none are declared.
    Points,
}

impl Scoring {
    /// Every scoring, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Top2, Self::MeanRange, Self::MeanMax, Self::Points];
}

/// How the items of a node become its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Aggregation {
    /// Σw·s / Σw·m over all answers of the node.
    Pooled,
    /// Mean of the item ratios over items with answers.
    Items,
    /// Mean of the pooled factor ratios over factors with answers.
    Factors,
    /// Mean of factor or item ratios by declared weights.
    Weights,
}

impl Aggregation {
    /// Every aggregation, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Pooled, Self::Items, Self::Factors, Self::Weights];
}
