//! The fields of an index definition, wherever one is typed, and what is said of one.

use crate::{
    Texts,
    admin::{Field, FieldKind, Typed, faults::definition_edit_fault, in_address},
};
use domain::{
    Code, Locale, Text,
    index::{Aggregation, Definition, DefinitionEditFault, DefinitionInput, DefinitionVersion, Scoring},
};

/// The address of the definitions.
pub const DEFINITIONS: &str = "/admin/definitions";

/// The address of a definition's page.
pub fn definition_address(code: &Code) -> String {
    format!("{DEFINITIONS}/{}", in_address(code.as_str()))
}

/// The title of a version; where it has none, what it does.
pub(super) fn definition_title(texts: &Texts, version: &DefinitionVersion) -> String {
    let titled = version.title.as_ref().map(|title| title.get(&texts.locale).to_owned());
    titled.unwrap_or_else(|| definition_method(texts, &version.definition))
}

/// What one answer is worth and how answers become the number, in few words.
pub(super) fn definition_method(texts: &Texts, definition: &Definition) -> String {
    let scoring = texts.get(&format!("scoring-short-{}", definition.scoring));
    format!("{scoring}; {}", texts.get(&format!("aggregation-short-{}", definition.aggregation)))
}

/// Scoring, aggregation, weights and points. `fault` is what is wrong with a field; the hints of weights and points differ
/// by whether a form is known.
pub(super) fn definition_fields(
    texts: &Texts,
    held: &Typed,
    fault: impl Fn(&str) -> Option<String>,
    [weights_hint, points_hint]: [String; 2],
) -> Vec<Field> {
    let one = |name: &'static str, kind: FieldKind, key: &str| {
        Field::new(name, kind, texts.get(key)).holding(held.raw(name)).fault(fault(name))
    };
    let scorings = Scoring::ALL.map(|s| (s.to_string(), texts.get(&format!("scoring-{s}"))));
    let aggregations = Aggregation::ALL.map(|a| (a.to_string(), texts.get(&format!("aggregation-{a}"))));
    vec![
        one("scoring", FieldKind::Radio(scorings.to_vec()), "step-scoring"),
        one("aggregation", FieldKind::Radio(aggregations.to_vec()), "step-aggregation"),
        one("weights", FieldKind::Long, "step-weights").hint(weights_hint).optional(),
        one("points", FieldKind::Long, "step-points-of-scales").hint(points_hint).optional(),
        one("bands", FieldKind::Long, "step-bands").hint(texts.get("step-bands-hint")).optional(),
        one("targets", FieldKind::Long, "step-targets").hint(texts.get("step-targets-hint")).optional(),
        one("minimum_n", FieldKind::Whole, "step-minimum-n")
            .hint(texts.get("step-minimum-n-hint"))
            .optional(),
    ]
}

/// What is wrong with a field.
pub(super) fn fault_words(texts: &Texts, faults: &[DefinitionEditFault], field: &str) -> Option<String> {
    let fault = faults.iter().find(|fault| fault.field() == field);
    fault.map(|fault| definition_edit_fault(texts, fault))
}

/// Title and definition as they stand in the fields of a version that is about to be made.
pub(super) fn stored_document(title: Option<&Text>, definition: &Definition) -> Typed {
    let written = |locale: &Locale| {
        let written = title.filter(|title| title.has(locale));
        written.map(|title| title.get(locale).to_owned()).unwrap_or_default()
    };
    let titles = [("title", written(&Locale::vi())), ("title_en", written(&Locale::en()))];
    Typed::stored(titles.into_iter().chain(DefinitionInput::of(definition).values()))
}

/// The fields of title and definition.
pub(super) fn document_fields(texts: &Texts, held: &Typed, faults: &[DefinitionEditFault]) -> Vec<Field> {
    let title = |name: &'static str, key: &str| {
        Field::new(name, FieldKind::Text, texts.get(key))
            .holding(held.raw(name))
            .fault(fault_words(texts, faults, name))
    };
    let hints = ["definition-weights-hint", "definition-points-hint"].map(|key| texts.get(key));
    let mut fields = vec![title("title", "field-name-vi"), title("title_en", "field-name-en").optional()];
    fields.extend(definition_fields(texts, held, |name| fault_words(texts, faults, name), hints));
    fields
}
