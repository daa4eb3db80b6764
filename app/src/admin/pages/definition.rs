//! One index definition: what its versions say, which rounds have them, and a new version.

use super::definition_fields::{
    DEFINITIONS, definition_address, definition_method, definition_title, document_fields, stored_document,
};
use crate::{
    Texts,
    admin::{Block, FormBlock, PageBody, Typed},
};
use domain::index::{DefinitionEditFault, DefinitionInput, DefinitionVersion};
use std::collections::BTreeMap;

/// A version and the rounds that have it.
#[derive(Debug)]
pub struct UsedDefinition {
    /// The version.
    pub version: DefinitionVersion,
    /// Codes of the rounds.
    pub rounds: Vec<String>,
}

/// What the page of a definition shows.
#[derive(Debug)]
pub struct DefinitionPage {
    /// Its newest version.
    pub newest: UsedDefinition,
    /// The versions before it, newest first.
    pub earlier: Vec<UsedDefinition>,
    /// Whether its reader may make versions.
    pub manages: bool,
    /// What was typed of a new version, if it was not stored.
    pub typed: Option<Typed>,
    /// What is wrong with it.
    pub faults: Vec<DefinitionEditFault>,
}

impl DefinitionPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let newest = &self.newest.version;
        let versions = std::iter::once(&self.newest).chain(&self.earlier).flat_map(|used| {
            let number = texts.with("form-version-number", [("n", used.version.name.version.into())]);
            let heading = format!("{} · {number}", definition_title(texts, &used.version));
            [Block::Heading(heading), Block::Facts(facts(texts, used))]
        });
        let next = self.manages.then(|| {
            [
                Block::Heading(texts.get("definition-next")),
                Block::Text(texts.get("definition-next-lead")),
                Block::Form(self.form(texts)),
            ]
        });
        PageBody::new(definition_title(texts, newest))
            .beneath(DEFINITIONS, texts.get("definitions-title"))
            .with(Block::Text(newest.name.code.to_string()))
            .and(versions)
            .and(next.into_iter().flatten())
    }

    fn form(&self, texts: &Texts) -> FormBlock {
        let newest = &self.newest.version;
        let held =
            self.typed.clone().unwrap_or_else(|| stored_document(newest.title.as_ref(), &newest.definition));
        FormBlock {
            action: definition_address(&newest.name.code),
            fields: document_fields(texts, &held, &self.faults),
            button: texts.get("definition-make"),
            ..FormBlock::default()
        }
    }
}

/// What a version says, and which rounds have it.
fn facts(texts: &Texts, used: &UsedDefinition) -> Vec<(String, String)> {
    let definition = &used.version.definition;
    let weights = definition.weights.iter().flatten().map(|(code, weight)| format!("{code} {weight}"));
    let of_scale = |values: &BTreeMap<String, f64>| {
        values.iter().map(|(value, percent)| format!("{value}: {percent}")).collect::<Vec<_>>().join(", ")
    };
    let points = definition.points.iter().flatten();
    let points = points.map(|(scale, values)| format!("{scale} ({})", of_scale(values)));
    let input = DefinitionInput::of(definition);
    let facts = [
        ("definition-method", definition_method(texts, &used.version.definition)),
        ("step-weights", weights.collect::<Vec<_>>().join("; ")),
        ("step-points-of-scales", points.collect::<Vec<_>>().join("; ")),
        ("step-bands", input.bands.replace('\n', "; ")),
        ("step-targets", input.targets.replace('\n', "; ")),
        ("step-minimum-n", input.minimum_n),
        ("rounds-title", used.rounds.join(", ")),
    ];
    let said = facts.into_iter().filter(|(_, words)| !words.is_empty());
    said.map(|(key, words)| (texts.get(key), words)).collect()
}
