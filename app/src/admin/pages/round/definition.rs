//! The step of the index definition.

use super::{PlanStep, PlanView, StepAttempt, step::StepFields};
use crate::{
    Texts,
    admin::{Field, FieldKind, PageBody, Typed, pages::definition_fields::definition_fields},
};
use domain::{
    Sample,
    form::{Form, NodeKind},
    index::{DefinitionInput, DefinitionVersion},
};

/// What the page shows.
#[derive(Debug)]
pub struct IndexDefinitionPage {
    /// The round.
    pub plan: PlanView,
    /// Versions of definitions that rounds share, newest first.
    pub shared: Vec<DefinitionVersion>,
    /// What was sent and not stored.
    pub attempt: Option<StepAttempt>,
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

/// A line of points for the best level but one of the form's first scale, as somebody would type it.
fn points_example(form: &Form) -> String {
    let item = form.tree.items.first();
    let label = item.and_then(|item| item.labels.iter().rev().nth(1).or_else(|| item.labels.last()));
    item.zip(label).map(|(item, label)| format!("{} {} 75", item.scale, label.value)).unwrap_or_default()
}

impl IndexDefinitionPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        PlanStep::Definition.body(texts, &self.plan, self.attempt.as_ref(), |step| self.fields(step))
    }

    /// The choice of a definition that rounds share; none where there are none.
    fn shared_field(&self, step: &StepFields<'_>) -> Option<Field> {
        let texts = step.texts;
        let choices = self.shared.iter().filter_map(|version| {
            let title = version.title.as_ref()?.get(&texts.locale);
            let number = texts.with("form-version-number", [("n", version.name.version.into())]);
            Some((version.name.to_string(), format!("{title} ({}, {number})", version.name.code)))
        });
        let choices: Vec<_> = choices.collect();
        if choices.is_empty() {
            return None;
        }
        let in_place = (String::new(), texts.get("definition-in-place"));
        let choices = std::iter::once(in_place).chain(choices).collect();
        let stored = self.plan.document.definition.as_ref().filter(|_| self.plan.has_shared_definition);
        let stored = stored.map(ToString::to_string).unwrap_or_default();
        let field = step.field("definition", FieldKind::Choice(choices), "definition", stored);
        Some(field.hint(texts.get("definition-choice-hint")).optional())
    }

    fn fields(&self, step: &StepFields<'_>) -> Vec<Field> {
        let (texts, form, document) = (step.texts, &self.plan.form, &self.plan.document);
        let samples = [("open", "sample-open"), ("drawn", "sample-drawn")]
            .map(|(value, key)| (value.to_owned(), texts.get(key)));
        let sample = if document.sample == Sample::Drawn { "drawn" } else { "open" };
        let sample = step.field("sample", FieldKind::Radio(samples.to_vec()), "step-sample", sample);
        if !form.has_index() {
            let none = Field::new("index", FieldKind::Text, texts.get("step-index"));
            return vec![none.holding(texts.get("form-no-index")).fixed(), sample];
        }
        let factors = form.tree.nodes.iter().filter(|node| node.kind == NodeKind::Factor);
        let codes: Vec<String> = factors.map(|node| node.code.to_string()).collect();
        let hints = [
            texts.with("step-weights-hint", [("codes", codes.join(", ").into())]),
            texts.with(
                "step-points-of-scales-hint",
                [("scales", scales(form).join(", ").into()), ("example", points_example(form).into())],
            ),
        ];
        let stored = Typed::stored(DefinitionInput::of(&document.index).values());
        let held = step.typed().unwrap_or(&stored);
        let typed = definition_fields(texts, held, |name| step.fault(name), hints);
        self.shared_field(step).into_iter().chain(typed).chain([sample]).collect()
    }
}
