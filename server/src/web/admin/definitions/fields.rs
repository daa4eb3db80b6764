//! The fields of an index definition, wherever one is typed.

use crate::web::admin::{
    posted::Posted,
    rounds::{Faults, read_titles},
};
use app::{
    Texts,
    admin::{Field, Kind, faults::definition_fault},
};
use domain::{
    Code, Locale,
    index::{
        Aggregation, Definition, DefinitionDocument, DefinitionFault, DefinitionName, DocumentFault, Scoring,
    },
};
use std::collections::BTreeMap;

const SCORINGS: [Scoring; 4] = [Scoring::Top2, Scoring::MeanRange, Scoring::MeanMax, Scoring::Points];

const AGGREGATIONS: [Aggregation; 4] =
    [Aggregation::Pooled, Aggregation::Items, Aggregation::Factors, Aggregation::Weights];

/// Percent points by scale and value.
type Points = BTreeMap<Code, BTreeMap<String, f64>>;

/// A version as a choice sends it.
pub(in crate::web::admin) fn name_text(name: &DefinitionName) -> String {
    format!("{} {}", name.code, name.version)
}

/// The version that a choice has sent.
pub(in crate::web::admin) fn read_name(chosen: &str) -> Option<DefinitionName> {
    let (code, version) = chosen.split_once(' ')?;
    Some(DefinitionName { code: code.parse().ok()?, version: version.parse().ok()? })
}

/// Percent points as they are typed, a line each.
fn points_text(definition: &Definition) -> String {
    let points = definition.points.iter().flatten();
    let lines =
        points.flat_map(|(scale, of)| of.iter().map(move |(value, n)| format!("{scale} {value} {n}")));
    lines.collect::<Vec<_>>().join("\n")
}

/// Scoring, aggregation, weights and points: what was typed, or what is stored. The hints of weights and points differ by
/// whether a form is known.
pub(in crate::web::admin) fn definition_fields(
    texts: &Texts,
    definition: &Definition,
    posted: Option<&Posted>,
    faults: &Faults,
    [weights_hint, points_hint]: [String; 2],
) -> Vec<Field> {
    let held = |name: &str, stored: String| posted.map_or(stored, |posted| posted.raw(name).to_owned());
    let scorings = SCORINGS.map(|s| (s.to_string(), texts.get(&format!("scoring-{s}"))));
    let aggregations = AGGREGATIONS.map(|a| (a.to_string(), texts.get(&format!("aggregation-{a}"))));
    let weights = definition.weights.iter().flatten().map(|(code, weight)| format!("{code} {weight}"));
    vec![
        Field::new("scoring", Kind::Radio(scorings.to_vec()), texts.get("step-scoring"))
            .holding(held("scoring", definition.scoring.to_string()))
            .fault(faults.get("scoring").cloned()),
        Field::new("aggregation", Kind::Radio(aggregations.to_vec()), texts.get("step-aggregation"))
            .holding(held("aggregation", definition.aggregation.to_string()))
            .fault(faults.get("aggregation").cloned()),
        Field::new("weights", Kind::Long, texts.get("step-weights"))
            .hint(weights_hint)
            .holding(held("weights", weights.collect::<Vec<_>>().join("\n")))
            .fault(faults.get("weights").cloned())
            .optional(),
        Field::new("points", Kind::Long, texts.get("step-points-of-scales"))
            .hint(points_hint)
            .holding(held("points", points_text(definition)))
            .fault(faults.get("points").cloned())
            .optional(),
    ]
}

/// The definition that was typed, not yet held against a form.
pub(in crate::web::admin) fn read_definition(
    texts: &Texts,
    posted: &Posted,
    faults: &mut Faults,
) -> Option<Definition> {
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
    let (scoring, aggregation) = (scoring?, aggregation?);
    let weighted = aggregation == Aggregation::Weights;
    let points = (scoring == Scoring::Points && !points.is_empty()).then_some(points);
    Some(Definition { scoring, aggregation, weights: weighted.then_some(weights), points })
}

/// The field in which a fault of a definition is mended.
pub(in crate::web::admin) fn fault_field(fault: &DefinitionFault) -> &'static str {
    match fault {
        DefinitionFault::WeightsMisplaced
        | DefinitionFault::WeightsIncomplete(_)
        | DefinitionFault::WeightOutOfRange(_) => "weights",
        DefinitionFault::PointsMisplaced | DefinitionFault::PointsIncomplete(_) => "points",
        DefinitionFault::TooFewLevels { .. }
        | DefinitionFault::FlatScale { .. }
        | DefinitionFault::TooFine => "scoring",
    }
}

/// The fields of title and definition of a version that is about to be made.
pub(super) fn document_fields(
    texts: &Texts,
    titles: [String; 2],
    definition: &Definition,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Vec<Field> {
    let [vi, en] = titles;
    let title = |name: &'static str, stored: String, key: &str| {
        let held = posted.map_or(stored, |posted| posted.raw(name).to_owned());
        Field::new(name, Kind::Text, texts.get(key)).holding(held).fault(faults.get(name).cloned())
    };
    let hints = ["definition-weights-hint", "definition-points-hint"].map(|key| texts.get(key));
    let mut fields =
        vec![title("title", vi, "field-name-vi"), title("title_en", en, "field-name-en").optional()];
    fields.extend(definition_fields(texts, definition, posted, faults, hints));
    fields
}

/// The titles of a version in the two languages in which they are typed.
pub(super) fn titles(title: Option<&domain::Text>) -> [String; 2] {
    [Locale::vi(), Locale::en()].map(|locale| {
        let written = title.filter(|title| title.has(&locale));
        written.map(|title| title.get(&locale).to_owned()).unwrap_or_default()
    })
}

/// The version that was typed.
pub(super) fn read_document(
    texts: &Texts,
    posted: &Posted,
    code: Code,
    faults: &mut Faults,
) -> Option<DefinitionDocument> {
    let title = read_titles(texts, posted, faults);
    let index = read_definition(texts, posted, faults);
    if index.is_none() && faults.is_empty() {
        faults.insert("scoring", texts.get("fault-choose"));
    }
    faults.is_empty().then_some(())?;
    let document = DefinitionDocument { code, title: title?, index: index? };
    match document.check() {
        Ok(()) => return Some(document),
        Err(DocumentFault::Definition(fault)) => {
            faults.insert(fault_field(&fault), definition_fault(texts, &fault));
        }
        Err(DocumentFault::Untitled | DocumentFault::Title(_)) => {
            faults.insert("title", texts.get("name-wrong"));
        }
    }
    None
}
