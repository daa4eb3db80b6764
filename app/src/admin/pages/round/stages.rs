//! What brings a round further, or back: its forms on the page of the round.

use super::RoundPage;
use crate::{
    Texts,
    admin::{Field, FieldKind, FormBlock, Tone, Typed, faults::stage_refusal},
};
use domain::{Audience, GRACE_HOURS, Locale, RoundState, Stage, plan::StageRefusal};

/// What somebody wanted to do with a round that was not done.
#[derive(Debug)]
pub struct StageAttempt {
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it, or why the round cannot be brought there.
    pub faults: Vec<StageRefusal>,
    /// Whether the round has been changed meanwhile, so that there is no such step from where it stands.
    pub is_changed_meanwhile: bool,
}

/// Something that can be done with a round: its heading and what it means, by their keys, and the form that does it.
pub(super) struct Action {
    pub(super) heading: &'static str,
    pub(super) lead: &'static str,
    pub(super) form: FormBlock,
}

impl RoundPage {
    /// Why what was asked for was not done, where no field is to blame.
    pub(super) fn refusal(&self, texts: &Texts) -> Option<String> {
        let attempt = self.attempt.as_ref()?;
        if attempt.is_changed_meanwhile {
            return Some(texts.get("changed-meanwhile"));
        }
        let fault = attempt.faults.iter().find(|fault| fault.field().is_empty())?;
        Some(self.words(texts, fault))
    }

    fn words(&self, texts: &Texts, fault: &StageRefusal) -> String {
        stage_refusal(texts, fault, &self.plan.agencies, &self.plan.service_areas)
    }

    /// What can be done with the round now.
    pub(super) fn actions(&self, texts: &Texts) -> Vec<Action> {
        let document = &self.plan.document;
        let reason = || Field::new("reason", FieldKind::Text, texts.get("reason"));
        let last_day = || {
            let grace = texts.with("round-grace", [("hours", GRACE_HOURS.into())]);
            let field = Field::new("day", FieldKind::Day, texts.get("round-new-end"));
            field.hint(grace).holding(document.to.to_string())
        };
        let open = || {
            let keys = ["round-opening", "round-opening-lead", "round-open-do"];
            self.action(texts, "open", keys, Tone::Main, Vec::new())
        };
        let unpublish = || {
            let keys = ["round-unpublish", "round-unpublish-lead", "round-unpublish"];
            self.action(texts, "unpublish", keys, Tone::Grave, vec![reason()])
        };
        let mut actions = match (self.plan.stage, self.state()) {
            (Stage::Plan, _) => {
                let confirmation = texts.with("type-to-remove", [("code", document.code.as_str().into())]);
                let typed = Field::new("typed", FieldKind::Code, confirmation);
                let test = ["round-try", "round-try-lead", "round-try-do"];
                let remove = ["round-remove", "round-remove-lead", "round-remove"];
                vec![
                    self.action(texts, "test", test, Tone::Quiet, Vec::new()),
                    open(),
                    self.action(texts, "remove", remove, Tone::Grave, vec![typed]),
                ]
            }
            (Stage::Test, _) => {
                let plan = ["round-untry", "round-untry-lead", "round-untry"];
                vec![self.action(texts, "plan", plan, Tone::Quiet, Vec::new()), open()]
            }
            (_, RoundState::Closed) => {
                let publish = ["round-publish", "round-publish-lead", "round-publish"];
                let reopen = ["round-reopen", "round-reopen-lead", "round-reopen"];
                vec![
                    match document.audience {
                        Audience::Staff => self.action(texts, "publish", publish, Tone::Main, vec![reason()]),
                        Audience::Public => unpublish(),
                    },
                    self.action(texts, "reopen", reopen, Tone::Quiet, vec![last_day(), reason()]),
                ]
            }
            _ => {
                let extend = ["round-extend", "round-extend-lead", "round-extend-do"];
                let close = ["round-close", "round-close-lead", "round-close"];
                let published = (document.audience == Audience::Public).then(unpublish);
                [
                    self.action(texts, "extend", extend, Tone::Quiet, vec![last_day(), reason()]),
                    self.action(texts, "close", close, Tone::Grave, vec![reason()]),
                ]
                .into_iter()
                .chain(published)
                .collect()
            }
        };
        if self.plan.stage.is_locked() && self.is_empty {
            let take_back = ["round-take-back", "round-take-back-lead", "round-take-back"];
            actions.push(self.action(texts, "take-back", take_back, Tone::Grave, vec![reason()]));
        }
        if self.plan.stage.is_locked() {
            let title = |name: &str, locale: &Locale, key: &str| {
                let known = document.title.has(locale).then(|| document.title.get(locale));
                Field::new(name, FieldKind::Text, texts.get(key)).holding(known.unwrap_or_default())
            };
            let fields = vec![
                title("title", &Locale::vi(), "round-title-vi"),
                title("title_en", &Locale::en(), "round-title-en").optional(),
                reason(),
            ];
            let keys = ["round-rename", "round-rename-lead", "round-rename"];
            actions.push(self.action(texts, "rename", keys, Tone::Quiet, fields));
        }
        actions
    }

    /// One of them, `to` this: keys of its heading, of what it means and of its button. What was typed and what is wrong belong
    /// to the form that was sent.
    fn action(
        &self,
        texts: &Texts,
        to: &str,
        [heading, lead, button]: [&'static str; 3],
        tone: Tone,
        fields: Vec<Field>,
    ) -> Action {
        let sent = self.attempt.as_ref().filter(|attempt| attempt.typed.text("to") == to);
        let fields = fields.into_iter().map(|field| {
            let Some(attempt) = sent else { return field };
            let typed = attempt.typed.raw(field.name()).to_owned();
            let fault = attempt.faults.iter().rev().find(|fault| fault.field() == field.name());
            let field = if typed.is_empty() { field } else { field.holding(typed) };
            field.fault(fault.map(|fault| self.words(texts, fault)))
        });
        let known = [Field::hidden("to", to), Field::revision_token(self.plan.revision_token.as_str())];
        let form = FormBlock {
            action: self.plan.address("/stage"),
            fields: known.into_iter().chain(fields).collect(),
            button: texts.get(button),
            tone,
            ..FormBlock::default()
        };
        Action { heading, lead, form }
    }
}
