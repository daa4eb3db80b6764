//! A definition that has been checked against its form: integer scores, leaf groups, layout of the sums.

use super::{Aggregation, Definition, Scoring, definition::hundredths};
use crate::{
    Code,
    form::{Choice, Form, NodeKind, Tree},
};
use std::ops::Range;

/// Why a definition does not fit its form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionFault {
    /// `top2` needs four levels or more.
    #[error("index.scoring: top2 needs at least four levels; the scale {scale} has {levels}")]
    TooFewLevels {
        /// The short scale.
        scale: Code,
        /// How many it has.
        levels: usize,
    },
    /// All scores equal, or the highest not positive, where the scoring divides by them.
    #[error("index.scoring: {scoring} cannot divide by the scores of the scale {scale}")]
    FlatScale {
        /// The scale.
        scale: Code,
        /// The scoring.
        scoring: Scoring,
    },
    /// Weights given without `weights`, or missing with it.
    #[error("index.weights: given exactly when aggregation is weights")]
    WeightsMisplaced,
    /// Weights must name all factors or all items, and nothing else.
    #[error("index.weights: must name every factor or every item and nothing else; {0} does not fit")]
    WeightsIncomplete(String),
    /// A weight outside 0 to 10⁹, or all of them zero.
    #[error("index.weights: {0} must be a number from 0 to 1e9, and not all may be 0")]
    WeightOutOfRange(String),
    /// Points given without `points`.
    #[error("index.points: given only when scoring is points")]
    PointsMisplaced,
    /// Points for a scale or value that does not exist, or missing for a value.
    #[error("index.points: {0}")]
    PointsIncomplete(String),
    /// More bands than are taken.
    #[error("index.benchmarks.bands: at most 20")]
    TooManyBands,
    /// More targets than are taken.
    #[error("index.benchmarks.targets: at most 20")]
    TooManyTargets,
    /// The lower end of a band is no percentage with at most two decimals.
    #[error("index.benchmarks.bands: {0} is not a percentage from 0 to 100 with at most two decimals")]
    BandOutOfRange(String),
    /// A target is no percentage with at most two decimals.
    #[error("index.benchmarks.targets: {0} is not a percentage from 0 to 100 with at most two decimals")]
    TargetOutOfRange(String),
    /// Bands that do not go from high to low.
    #[error(
        "index.benchmarks.bands: go from the highest to the lowest; {0} does not lie below the one before"
    )]
    BandOrder(String),
    /// A band without a name, or with one that cannot be taken.
    #[error("index.benchmarks.bands: each needs a title in Vietnamese of one line")]
    BandTitle,
    /// A target without a name, or with one that cannot be taken.
    #[error("index.benchmarks.targets: each needs a title in Vietnamese of one line")]
    TargetTitle,
    /// The scores' common denominator exceeds 10,000, or 1,000,000 divided by the number of items.
    #[error("index: the scores need too large a common denominator; use fewer decimals")]
    TooFine,
}

impl DefinitionFault {
    /// The part of the definition that has to be mended.
    pub fn field(&self) -> &'static str {
        match self {
            Self::WeightsMisplaced | Self::WeightsIncomplete(_) | Self::WeightOutOfRange(_) => "weights",
            Self::PointsMisplaced | Self::PointsIncomplete(_) => "points",
            Self::TooManyBands | Self::BandOutOfRange(_) | Self::BandOrder(_) | Self::BandTitle => "bands",
            Self::TooManyTargets | Self::TargetOutOfRange(_) | Self::TargetTitle => "targets",
            Self::TooFewLevels { .. } | Self::FlatScale { .. } | Self::TooFine => "scoring",
        }
    }
}

/// A checked definition: what each answer is worth as an integer over a common denominator, and which sums are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// The definition it was made from.
    pub definition: Definition,
    /// Every integer score is over this.
    pub denominator: i64,
    /// For each item, the integer score of each label; `None` where the answer does not count.
    scores: Vec<Vec<Option<i64>>>,
    /// Leaf groups of a linear combination of ratios, as positions of nodes; empty for pooled.
    pub(super) groups: Vec<usize>,
    /// Weight of each group.
    pub(super) group_weights: Vec<f64>,
}

impl Method {
    /// Checks a definition against a form and compiles it. Of a form without an index ([`Form::has_index`]) it scores nothing,
    /// and every node is without an estimate.
    pub fn new(form: &Form, definition: &Definition) -> Result<Self, DefinitionFault> {
        let tree = &form.tree;
        definition.check()?;
        let fractions = tree
            .items
            .iter()
            .map(|item| fractions(&item.scale, &item.labels, definition))
            .collect::<Result<Vec<_>, _>>()?;
        check_points(tree, definition)?;
        let mut denominator: i64 = 1;
        for (_, bottom) in fractions.iter().flatten().flatten() {
            denominator = denominator / gcd(denominator, *bottom) * bottom;
            // Keeps Σw²s² within i128, see `Sums`.
            let most = usize::try_from(denominator).unwrap_or(usize::MAX).saturating_mul(tree.items.len());
            if denominator > 10_000 || most > 1_000_000 {
                return Err(DefinitionFault::TooFine);
            }
        }
        let scores = fractions
            .iter()
            .map(|labels| {
                labels.iter().map(|f| f.map(|(top, bottom)| top * (denominator / bottom))).collect()
            })
            .collect();
        let (groups, group_weights) = groups(tree, definition)?;
        Ok(Self { definition: definition.clone(), denominator, scores, groups, group_weights })
    }

    /// The integer score of a label of an item; `None` where the answer does not count.
    pub fn score(&self, item: usize, label: usize) -> Option<i64> {
        self.scores[item].get(label).copied().flatten()
    }

    /// Leaf groups whose cross moments are kept; none when every node is pooled.
    pub fn groups(&self) -> &[usize] {
        &self.groups
    }

    /// The groups that make up a node with their weights (not normalised): the node itself when it is pooled.
    pub(super) fn parts(&self, tree: &Tree, node: usize) -> Vec<(Part, f64)> {
        let Range { start, end } = tree.nodes[node].items.clone();
        let inside: Vec<(Part, f64)> = self
            .groups
            .iter()
            .enumerate()
            .filter(|(_, g)| tree.nodes[**g].items.start >= start && tree.nodes[**g].items.end <= end)
            .map(|(position, _)| (Part::Group(position), self.group_weights[position]))
            .collect();
        match inside.as_slice() {
            // An item below a factor group, or a node that is one group: its own moments say all.
            [] => vec![(Part::Node(node), 1.0)],
            [(Part::Group(only), _)] => vec![(Part::Node(self.groups[*only]), 1.0)],
            _ => inside,
        }
    }
}

/// Where the moments of a part of a node are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The moments of a node.
    Node(usize),
    /// A leaf group of the cross moments.
    Group(usize),
}

type Fraction = (i64, i64);

fn fractions(
    scale: &Code,
    labels: &[Choice],
    definition: &Definition,
) -> Result<Vec<Option<Fraction>>, DefinitionFault> {
    let mut levels: Vec<i64> = labels.iter().filter_map(|l| l.score).collect();
    levels.sort_unstable();
    levels.dedup();
    let (lowest, highest) = (levels.first().copied().unwrap_or(0), levels.last().copied().unwrap_or(0));
    let flat = || DefinitionFault::FlatScale { scale: scale.clone(), scoring: definition.scoring };
    let declared = definition.points.as_ref().and_then(|points| points.get(scale));
    labels
        .iter()
        .map(|label| {
            let Some(score) = label.score else { return Ok(None) };
            let fraction = match definition.scoring {
                Scoring::Top2 if levels.len() < 4 => {
                    return Err(DefinitionFault::TooFewLevels { scale: scale.clone(), levels: levels.len() });
                }
                Scoring::Top2 => (i64::from(score >= levels[levels.len() - 2]), 1),
                Scoring::MeanMax if highest <= 0 || lowest < 0 => return Err(flat()),
                Scoring::MeanMax => (score, highest),
                Scoring::MeanRange if highest == lowest => return Err(flat()),
                Scoring::MeanRange => (score - lowest, highest - lowest),
                Scoring::Points => match declared {
                    None if !(0..=100_000).contains(&score) => {
                        let what = format!("{scale} has scores outside 0 to 100 and no points of its own");
                        return Err(DefinitionFault::PointsIncomplete(what));
                    }
                    None => (score, 100_000),
                    Some(points) => {
                        let missing = || {
                            DefinitionFault::PointsIncomplete(format!(
                                "{scale} has none for the answer {}",
                                label.value
                            ))
                        };
                        (hundredths(*points.get(&label.value).ok_or_else(missing)?)?, 10_000)
                    }
                },
            };
            let common = gcd(fraction.0, fraction.1);
            Ok(Some((fraction.0 / common, fraction.1 / common)))
        })
        .collect()
}

fn check_points(tree: &Tree, definition: &Definition) -> Result<(), DefinitionFault> {
    for (scale, points) in definition.points.iter().flatten() {
        let Some(item) = tree.items.iter().find(|i| i.scale == *scale) else {
            return Err(DefinitionFault::PointsIncomplete(format!("no item has the scale {scale}")));
        };
        if let Some(value) = points.keys().find(|v| !item.labels.iter().any(|l| l.value == **v)) {
            return Err(DefinitionFault::PointsIncomplete(format!("{scale} has no answer {value}")));
        }
    }
    Ok(())
}

fn groups(tree: &Tree, definition: &Definition) -> Result<(Vec<usize>, Vec<f64>), DefinitionFault> {
    let storey = |kind| -> Vec<usize> { tree.storey(kind).map(|(i, _)| i).collect() };
    let equal = |nodes: Vec<usize>| {
        let weights = vec![1.0; nodes.len()];
        (nodes, weights)
    };
    match (definition.aggregation, &definition.weights) {
        (Aggregation::Weights, Some(weights)) => {
            let fits = |nodes: &[usize]| {
                nodes.len() == weights.len()
                    && nodes.iter().all(|n| weights.contains_key(&tree.nodes[*n].code))
            };
            let (factors, items) = (storey(NodeKind::Factor), storey(NodeKind::Item));
            let nodes = if fits(&factors) {
                factors
            } else if fits(&items) {
                items
            } else {
                let known = |code: &Code| tree.nodes.iter().any(|n| n.code == *code);
                let odd = weights.keys().find(|c| !known(c)).map_or_else(
                    || "a name is missing, or factors and items are mixed; the list".to_owned(),
                    Code::to_string,
                );
                return Err(DefinitionFault::WeightsIncomplete(odd));
            };
            let values: Vec<f64> = nodes.iter().map(|n| weights[&tree.nodes[*n].code]).collect();
            Ok((nodes, values))
        }
        (Aggregation::Weights, None) | (_, Some(_)) => Err(DefinitionFault::WeightsMisplaced),
        (Aggregation::Pooled, None) => Ok((Vec::new(), Vec::new())),
        (Aggregation::Items, None) => Ok(equal(storey(NodeKind::Item))),
        (Aggregation::Factors, None) => Ok(equal(storey(NodeKind::Factor))),
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs().max(1) } else { gcd(b, a % b) }
}
