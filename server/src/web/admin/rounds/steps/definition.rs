//! Definition of the index.

use super::super::Faults;
use super::{Step, View};
use crate::{acts::rounds::PlanChange, auth::Denied, store::Round, web::admin::posted::Posted};
use app::{
    Texts,
    admin::{Field, Kind},
};
use domain::{
    Code, Sample,
    form::{Form, ItemScale, NodeKind},
    index::{Aggregation, Definition, DefinitionFault, Scoring},
};
use std::collections::BTreeMap;

const SCORINGS: [Scoring; 4] = [Scoring::Top2, Scoring::MeanRange, Scoring::MeanMax, Scoring::Points];

const AGGREGATIONS: [Aggregation; 4] =
    [Aggregation::Pooled, Aggregation::Items, Aggregation::Factors, Aggregation::Weights];

/// Percent points by scale and value.
type Points = BTreeMap<Code, BTreeMap<String, f64>>;

/// Percent points as they are typed, a line each.
fn points_text(definition: &Definition) -> String {
    let points = definition.points.iter().flatten();
    let lines =
        points.flat_map(|(scale, of)| of.iter().map(move |(value, n)| format!("{scale} {value} {n}")));
    lines.collect::<Vec<_>>().join("\n")
}

/// The scales of a form's items with their values.
fn scales(form: &Form) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for item in &form.tree.items {
        let values: Vec<&str> = item.labels.iter().map(|label| label.value.as_str()).collect();
        let one = format!("{} ({})", item.scale, values.join(" "));
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct IndexDefinition;

impl Step for IndexDefinition {
    const PATH: &'static str = "/definition";
    const NEXT: &'static str = "/places";
    const TEXTS: [&'static str; 2] = ["step-index", "step-index-lead"];

    async fn fields(view: &View<'_>) -> Result<Vec<Field>, Denied> {
        let View { round, posted, faults, texts, .. } = *view;
        let document = &round.document;
        let definition = &document.index;
        let held = |name: &str, stored: String| posted.map_or(stored, |posted| posted.raw(name).to_owned());
        let scorings = SCORINGS.map(|s| (s.to_string(), texts.get(&format!("scoring-{s}"))));
        let aggregations = AGGREGATIONS.map(|a| (a.to_string(), texts.get(&format!("aggregation-{a}"))));
        let samples = [("open", "sample-open"), ("drawn", "sample-drawn")]
            .map(|(v, key)| (v.to_owned(), texts.get(key)));
        let weights = definition.weights.iter().flatten().map(|(code, weight)| format!("{code} {weight}"));
        let sample = if document.sample == Sample::Drawn { "drawn" } else { "open" };
        let sample = Field::new("sample", Kind::Radio(samples.to_vec()), texts.get("step-sample"))
            .holding(held("sample", sample.to_owned()));
        if !round.form.has_index() {
            let none = Field::new("index", Kind::Text, texts.get("step-index"));
            return Ok(vec![none.holding(texts.get("form-no-index")).fixed(), sample]);
        }
        let factors = round.form.tree.nodes.iter().filter(|node| node.kind == NodeKind::Factor);
        let codes: Vec<String> = factors.map(|node| node.code.to_string()).collect();
        Ok(vec![
            Field::new("scoring", Kind::Radio(scorings.to_vec()), texts.get("step-scoring"))
                .holding(held("scoring", definition.scoring.to_string()))
                .fault(faults.get("scoring").cloned()),
            Field::new("aggregation", Kind::Radio(aggregations.to_vec()), texts.get("step-aggregation"))
                .holding(held("aggregation", definition.aggregation.to_string()))
                .fault(faults.get("aggregation").cloned()),
            Field::new("weights", Kind::Long, texts.get("step-weights"))
                .hint(texts.with("step-weights-hint", [("codes", codes.join(", ").into())]))
                .holding(held("weights", weights.collect::<Vec<_>>().join("\n")))
                .fault(faults.get("weights").cloned())
                .optional(),
            Field::new("points", Kind::Long, texts.get("step-points-of-scales"))
                .hint(
                    texts.with(
                        "step-points-of-scales-hint",
                        [("scales", scales(&round.form).join(", ").into())],
                    ),
                )
                .holding(held("points", points_text(definition)))
                .fault(faults.get("points").cloned())
                .optional(),
            sample,
        ])
    }

    fn read(texts: &Texts, round: &Round, posted: &Posted) -> Result<PlanChange, Faults> {
        let mut faults = Faults::new();
        let sample = if posted.text("sample") == "drawn" { Sample::Drawn } else { Sample::Open };
        if !round.form.has_index() {
            return Ok(PlanChange::Definition(round.document.index.clone(), sample));
        }
        let scoring = SCORINGS.into_iter().find(|s| s.to_string() == posted.text("scoring"));
        let aggregation = AGGREGATIONS.into_iter().find(|a| a.to_string() == posted.text("aggregation"));
        let wrong = |key: &str, line: &str| {
            let line: String = line.chars().take(100).collect();
            texts.with(key, [("line", line.into())])
        };
        let mut weights = BTreeMap::new();
        for line in posted.raw("weights").lines().map(str::trim).filter(|line| !line.is_empty()) {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let one = match parts[..] {
                [code, weight] => code.parse::<Code>().ok().zip(weight.replace(',', ".").parse::<f64>().ok()),
                _ => None,
            };
            match one {
                Some((code, weight)) => {
                    weights.insert(code, weight);
                }
                None => {
                    faults.insert("weights", wrong("step-weights-wrong", line));
                    break;
                }
            }
        }
        let mut points: Points = BTreeMap::new();
        for line in posted.raw("points").lines().map(str::trim).filter(|line| !line.is_empty()) {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let one = match parts[..] {
                [scale, value, percent] => {
                    let percent = percent.trim_end_matches('%').replace(',', ".").parse::<f64>();
                    scale.parse::<Code>().ok().zip(percent.ok()).map(|(scale, n)| (scale, value, n))
                }
                _ => None,
            };
            match one {
                Some((scale, value, percent)) => {
                    points.entry(scale).or_default().insert(value.to_owned(), percent);
                }
                None => {
                    faults.insert("points", wrong("step-points-of-scales-wrong", line));
                    break;
                }
            }
        }
        // A score stands as a percentage only where the scale goes up to 100.
        let of_hundred = |item: &ItemScale| {
            points.contains_key(&item.scale) || item.labels.iter().any(|label| label.score == Some(100_000))
        };
        if scoring == Some(Scoring::Points)
            && let Some(item) = round.form.tree.items.iter().find(|item| !of_hundred(item))
        {
            let words = [("scale", item.scale.as_str().into())];
            faults.insert("points", texts.with("step-points-of-scales-missing", words));
        }
        let (Some(scoring), Some(aggregation), true) = (scoring, aggregation, faults.is_empty()) else {
            return Err(faults);
        };
        let weighted = aggregation == Aggregation::Weights;
        let points = (scoring == Scoring::Points && !points.is_empty()).then_some(points);
        let index = Definition { scoring, aggregation, weights: weighted.then_some(weights), points };
        Ok(PlanChange::Definition(index, sample))
    }
}

/// The field beside which a fault of a definition is told.
pub(super) fn field_of(fault: &DefinitionFault) -> &'static str {
    match fault {
        DefinitionFault::WeightsMisplaced
        | DefinitionFault::WeightsIncomplete(_)
        | DefinitionFault::WeightOutOfRange(_) => "weights",
        DefinitionFault::PointsMisplaced | DefinitionFault::PointsIncomplete(_) => "points",
        _ => "scoring",
    }
}
