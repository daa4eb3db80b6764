//! Definition of the index.

use super::super::Faults;
use super::{Step, View};
use crate::{
    acts::rounds::PlanChange,
    auth::Denied,
    store::{Round, definitions},
    web::admin::{
        definitions::{definition_fields, name_text, read_definition, read_name},
        posted::Posted,
    },
};
use app::{
    Texts,
    admin::{Field, Kind},
};
use domain::{
    Sample,
    form::{Form, ItemScale, NodeKind},
    index::Scoring,
};

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
        let View { app, round, posted, faults, texts, .. } = *view;
        let document = &round.document;
        let held = |name: &str, stored: String| posted.map_or(stored, |posted| posted.raw(name).to_owned());
        let samples = [("open", "sample-open"), ("drawn", "sample-drawn")]
            .map(|(v, key)| (v.to_owned(), texts.get(key)));
        let sample = if document.sample == Sample::Drawn { "drawn" } else { "open" };
        let sample = Field::new("sample", Kind::Radio(samples.to_vec()), texts.get("step-sample"))
            .holding(held("sample", sample.to_owned()));
        if !round.form.has_index() {
            let none = Field::new("index", Kind::Text, texts.get("step-index"));
            return Ok(vec![none.holding(texts.get("form-no-index")).fixed(), sample]);
        }
        let factors = round.form.tree.nodes.iter().filter(|node| node.kind == NodeKind::Factor);
        let codes: Vec<String> = factors.map(|node| node.code.to_string()).collect();
        let hints = [
            texts.with("step-weights-hint", [("codes", codes.join(", ").into())]),
            texts.with("step-points-of-scales-hint", [("scales", scales(&round.form).join(", ").into())]),
        ];
        let mut fields = Vec::new();
        // Those that have a title are offered: the others are what rounds declare.
        let all = definitions::all(app.database.reader()).await?.into_iter().rev();
        let choices: Vec<_> = all
            .filter_map(|row| {
                let title = row.version.title.as_ref()?.get(&texts.locale).to_owned();
                let version = texts.with("form-version-number", [("n", row.version.name.version.into())]);
                let words = format!("{title} ({}, {version})", row.version.name.code);
                Some((name_text(&row.version.name), words))
            })
            .collect();
        if !choices.is_empty() {
            let stored = document.definition.as_ref().filter(|_| round.definition_title.is_some());
            let in_place = (String::new(), texts.get("definition-in-place"));
            let choices = std::iter::once(in_place).chain(choices).collect();
            fields.push(
                Field::new("definition", Kind::Choice(choices), texts.get("definition"))
                    .hint(texts.get("definition-choice-hint"))
                    .holding(held("definition", stored.map(name_text).unwrap_or_default()))
                    .fault(faults.get("definition").cloned())
                    .optional(),
            );
        }
        fields.extend(definition_fields(texts, &document.index, posted, faults, hints));
        fields.push(sample);
        Ok(fields)
    }

    fn read(texts: &Texts, round: &Round, posted: &Posted) -> Result<PlanChange, Faults> {
        let mut faults = Faults::new();
        let sample = if posted.text("sample") == "drawn" { Sample::Drawn } else { Sample::Open };
        if !round.form.has_index() {
            return Ok(PlanChange::Definition(round.document.index.clone(), sample));
        }
        let chosen = posted.text("definition");
        if !chosen.is_empty() {
            let name = read_name(chosen);
            let name = name.ok_or_else(|| Faults::from([("definition", texts.get("fault-choose"))]))?;
            return Ok(PlanChange::SharedDefinition(name, sample));
        }
        let index = read_definition(texts, posted, &mut faults);
        // A score stands as a percentage only where the scale goes up to 100.
        let points = index.as_ref().filter(|index| index.scoring == Scoring::Points);
        let of_hundred = |item: &ItemScale| {
            let declared = points.and_then(|index| index.points.as_ref());
            declared.is_some_and(|points| points.contains_key(&item.scale))
                || item.labels.iter().any(|label| label.score == Some(100_000))
        };
        if points.is_some()
            && let Some(item) = round.form.tree.items.iter().find(|item| !of_hundred(item))
        {
            let words = [("scale", item.scale.as_str().into())];
            faults.insert("points", texts.with("step-points-of-scales-missing", words));
        }
        let index = index.filter(|_| faults.is_empty()).ok_or(faults)?;
        Ok(PlanChange::Definition(index, sample))
    }
}
