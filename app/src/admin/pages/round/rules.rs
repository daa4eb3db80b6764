//! The step of the rules of publication.

use super::{PlanStep, PlanView, StepAttempt, step::StepFields};
use crate::{
    Texts,
    admin::{Field, FieldKind, PageBody},
};
use domain::Audience;

/// What the page shows.
#[derive(Debug)]
pub struct RulesPage {
    /// The round.
    pub plan: PlanView,
    /// What was sent and not stored.
    pub attempt: Option<StepAttempt>,
}

impl RulesPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        PlanStep::Rules.body(texts, &self.plan, self.attempt.as_ref(), |step| self.fields(step))
    }

    fn fields(&self, step: &StepFields<'_>) -> Vec<Field> {
        let (texts, document) = (step.texts, &self.plan.document);
        let audiences = [("staff", "audience-staff"), ("public", "audience-public")]
            .map(|(value, key)| (value.to_owned(), texts.get(key)));
        let audience = if document.audience == Audience::Public { "public" } else { "staff" };
        let minimum = document.minimum_cell.to_string();
        vec![
            step.field("minimum", FieldKind::Whole, "rule-minimum", minimum)
                .hint(texts.get("rule-minimum-hint")),
            step.field("audience", FieldKind::Radio(audiences.to_vec()), "rule-audience", audience),
        ]
    }
}
