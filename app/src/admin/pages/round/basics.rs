//! The step of title, period, form and series.

use super::{
    FormChoice, PlanStep, PlanView, StepAttempt,
    fields::{BasicFields, titles},
    step::StepFields,
};
use crate::{
    Texts,
    admin::{Field, FieldKind, PageBody, Typed},
};
use domain::Code;

/// What the page shows.
#[derive(Debug)]
pub struct BasicsPage {
    /// The round.
    pub plan: PlanView,
    /// The published versions of all forms, the newest of each first.
    pub forms: Vec<FormChoice>,
    /// What was sent and not stored.
    pub attempt: Option<StepAttempt>,
}

impl BasicsPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        PlanStep::Basics.body(texts, &self.plan, self.attempt.as_ref(), |step| self.fields(step))
    }

    fn fields(&self, step: &StepFields<'_>) -> Vec<Field> {
        let document = &self.plan.document;
        let stored = titles(document).into_iter().chain([
            ("form", FormChoice::value(&document.form, self.plan.form_version)),
            ("from", document.from.to_string()),
            ("to", document.to.to_string()),
        ]);
        let stored = Typed::stored(stored);
        let held = step.typed().unwrap_or(&stored);
        let mut fields =
            BasicFields { has_code: false, forms: Some(&self.forms) }
                .build(step.texts, held, |name| step.fault(name));
        let series = document.series.as_ref().map(Code::to_string).unwrap_or_default();
        let series = step.field("series", FieldKind::Code, "round-series", series);
        fields.push(series.hint(step.texts.get("round-series-hint")).optional());
        fields
    }
}
