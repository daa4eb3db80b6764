//! A form that is being written: its outline, the fields of one entry, and what citizens will see.

mod buttons;
mod entry;
mod outline;
mod words;

use super::{
    draft_list::{DRAFTS, draft_address},
    form_words::{FORMS, form_doubts, language_name},
};
use crate::{
    Texts,
    admin::{
        Block, CheckLine, Field, FieldKind, FormBlock, Mark, OwnView, PageBody, Tone, Typed,
        faults::{edit_problem, field_problem, form_problem, place_words},
        in_address,
    },
};
use domain::{
    Code,
    form::{
        DocumentFault, Form, FormDoubt, FormFault,
        edit::{Draft, EditProblem, FieldFault, Missing, Place, RevisionFault},
    },
};
use leptos::prelude::*;
use std::sync::Arc;
use words::{missing_words, title};

/// Entries whose faults are listed beside the preview.
const MOST_LISTED: usize = 50;

/// The address of an entry of a draft.
pub fn draft_entry_address(id: i64, place: &Place) -> String {
    format!("{}?at={}", draft_address(id, ""), in_address(&place.address()))
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftRefusal {
    /// What was typed is no edit.
    Field(FieldFault),
    /// The edit cannot be made on what the draft is by now.
    Revision(RevisionFault),
    /// There is nothing to take back.
    Nothing,
    /// Nothing is wrong: lines are shown as they would be taken.
    Look,
    /// It is no form yet.
    Document(DocumentFault),
    /// These doubts have to be confirmed.
    NotConfirmed(Vec<FormDoubt>),
    /// This version, which says the same, waits for somebody else.
    Waiting(i32),
}

/// What was tried and refused.
#[derive(Debug, Clone)]
pub struct DraftAttempt {
    /// What was typed.
    pub typed: Typed,
    /// Why it was refused.
    pub refusal: DraftRefusal,
}

/// What the page shows.
#[derive(Debug)]
pub struct FormDraftPage {
    /// Its key.
    pub id: i64,
    /// The code of the form.
    pub code: Code,
    /// The document.
    pub draft: Draft,
    /// How often it was changed.
    pub revision: i64,
    /// The entry that is shown.
    pub at: Place,
    /// What is looked for in the outline.
    pub find: String,
    /// Whether an edit can be taken back, and made again.
    pub can: (bool, bool),
    /// The version that it began from, and the newest there is now.
    pub versions: (Option<i32>, Option<i32>),
    /// Whose it is, where that is somebody else.
    pub of: Option<String>,
    /// The form that it is, or why it is none yet.
    pub form: Result<Form, FormFault>,
    /// What was tried and refused.
    pub attempt: Option<DraftAttempt>,
}

impl FormDraftPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let missing = self.draft.missing();
        let words = title(texts, self.draft.document());
        let heading = if words.is_empty() { self.code.to_string() } else { words };
        let about =
            texts.with("writing-about", [("code", self.code.as_str().into()), ("n", self.revision.into())]);
        let of = self.of.as_ref().map(|who| texts.with("writing-of", [("who", who.as_str().into())]));
        let newer = match self.versions {
            (from, Some(newest)) if from != Some(newest) => {
                Some(Block::Warning(texts.with("writing-newer", [("n", newest.into())])))
            }
            _ => None,
        };
        let outline = vec![
            self.steps(texts),
            outline::search(texts, self),
            outline::outline(texts, self, &missing),
            Block::More(texts.get("writing-keys"), vec![Block::Text(texts.get("writing-keys-which"))]),
        ];
        let panes = vec![
            ("outline", texts.get("writing-outline"), outline),
            ("entry", place_words(texts, &self.at), self.entry(texts, &missing)),
            ("preview", texts.get("form-preview"), self.preview(texts, &missing)),
        ];
        PageBody::new(heading)
            .beneath(FORMS, texts.get("forms-title"))
            .beneath(DRAFTS, texts.get("writing-title"))
            .with(Block::Text([Some(about), of].into_iter().flatten().collect::<Vec<_>>().join(" ")))
            .and(newer)
            .with(Block::Panes(panes))
    }

    fn carried(&self) -> [Field; 2] {
        [Field::hidden("revision", self.revision.to_string()), Field::hidden("at", self.at.address())]
    }

    /// Taking back and making again.
    fn steps(&self, texts: &Texts) -> Block {
        let (can_undo, can_redo) = self.can;
        let carried = [("revision", self.revision.to_string()), ("at", self.at.address())];
        let (undo, redo) = (draft_address(self.id, "/undo"), draft_address(self.id, "/redo"));
        let (back, again) = (texts.get("writing-undo"), texts.get("writing-redo"));
        Block::Own(
            "steps",
            OwnView(Arc::new(move |_| {
                let carried = carried.clone().map(|(name, value)| {
                    view! { <input type="hidden" name=name value=value /> }
                });
                view! {
                    <form method="post" action=undo.clone() class="ways">
                        {carried.into_iter().collect_view()}
                        <button class="quiet" accesskey="z" disabled=!can_undo>{back.clone()}</button>
                        <button class="quiet" accesskey="y" disabled=!can_redo formaction=redo.clone()>{again.clone()}</button>
                    </form>
                }
                .into_any()
            })),
        )
    }

    /// The fields of the entry, and what can be done with it.
    fn entry(&self, texts: &Texts, missing: &[(Place, Missing)]) -> Vec<Block> {
        let own: Vec<String> = missing
            .iter()
            .filter(|(place, _)| *place == self.at)
            .map(|(_, missing)| missing_words(texts, missing))
            .collect();
        let lacks = (!own.is_empty()).then_some(Block::Lines(own));
        let sure = self.referring().map(|by| {
            let by: Vec<String> = by.iter().map(|place| place_words(texts, place)).collect();
            Block::Form(FormBlock {
                id: Some("sure"),
                action: draft_address(self.id, ""),
                fields: self.carried().to_vec(),
                button: texts.get("writing-remove-all"),
                named_button: Some(("do".to_owned(), "remove-all".to_owned())),
                tone: Tone::Grave,
                fault_heading: Some(texts.get("writing-remove-heading")),
                fault: Some(texts.with("writing-remove-sure", [("by", by.join("; ").into())])),
                ..FormBlock::default()
            })
        });
        let fields = self.carried().into_iter().chain(self.fields(texts, missing)).collect();
        let form = FormBlock {
            action: draft_address(self.id, ""),
            fields,
            button: texts.get("writing-save"),
            beneath: self.buttons(texts),
            wide: true,
            fault: self.whole_fault(texts),
            ..FormBlock::default()
        };
        sure.into_iter().chain(lacks).chain([Block::Form(form)]).collect()
    }

    /// What refers to the entry that was to be removed.
    fn referring(&self) -> Option<&[Place]> {
        match &self.attempt.as_ref()?.refusal {
            DraftRefusal::Revision(RevisionFault::Edit(fault)) if fault.place == self.at => {
                match &fault.problem {
                    EditProblem::Referenced(places) => Some(places),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The field that a refusal is about, and the words.
    fn field_fault(&self, texts: &Texts) -> Option<(String, String)> {
        match &self.attempt.as_ref()?.refusal {
            DraftRefusal::Field(fault) => {
                let inner = match &fault.problem {
                    domain::form::edit::FieldProblem::Edit(fault) => fault.field(),
                    _ => None,
                };
                Some((inner.unwrap_or_else(|| fault.field.clone()), field_problem(texts, &fault.problem)))
            }
            DraftRefusal::Revision(RevisionFault::Edit(fault)) => {
                Some((fault.field()?, edit_problem(texts, &fault.problem)))
            }
            _ => None,
        }
    }

    /// What is wrong, where it is not about a field that is shown.
    fn whole_fault(&self, texts: &Texts) -> Option<String> {
        let shown = |field: &str| self.is_shown(field);
        if let Some((field, words)) = self.field_fault(texts) {
            return (!shown(&field)).then_some(words);
        }
        match &self.attempt.as_ref()?.refusal {
            DraftRefusal::Revision(RevisionFault::Edit(_)) if self.referring().is_some() => None,
            DraftRefusal::Revision(RevisionFault::Edit(fault)) => {
                Some(format!("{}: {}", place_words(texts, &fault.place), edit_problem(texts, &fault.problem)))
            }
            DraftRefusal::Revision(RevisionFault::Touches(conflict)) => {
                let place = place_words(texts, conflict.with.as_ref().unwrap_or(&conflict.place));
                Some(texts.with("writing-touches", [("place", place.into())]))
            }
            DraftRefusal::Revision(RevisionFault::Unknown) => Some(texts.get("writing-changed")),
            DraftRefusal::Nothing => Some(texts.get("writing-nothing")),
            _ => None,
        }
    }

    /// What citizens will see, or what is still missing; and publishing and discarding.
    fn preview(&self, texts: &Texts, missing: &[(Place, Missing)]) -> Vec<Block> {
        let mut blocks = match &self.form {
            Ok(form) => {
                let path = draft_address(self.id, "/preview");
                let ways = form.languages.iter();
                let ways =
                    ways.map(|locale| (format!("{path}?lang={locale}"), language_name(locale))).collect();
                let (title, source) = (
                    texts.get("form-preview"),
                    format!("{path}?lang={}&revision={}", texts.locale, self.revision),
                );
                let frame = OwnView(Arc::new(move |_| {
                    view! { <iframe class="phone" title=title.clone() src=source.clone()></iframe> }
                        .into_any()
                }));
                vec![Block::Own("preview", frame), Block::Ways(ways)]
            }
            Err(fault) => self.lacks(texts, fault, missing),
        };
        blocks.extend([
            Block::Form(self.publication(texts)),
            Block::Form(FormBlock {
                action: draft_address(self.id, "/removal"),
                fields: self.carried().to_vec(),
                button: texts.get("writing-discard"),
                tone: Tone::Grave,
                ..FormBlock::default()
            }),
        ]);
        blocks
    }

    fn lacks(&self, texts: &Texts, fault: &FormFault, missing: &[(Place, Missing)]) -> Vec<Block> {
        let line = |place: &Place, details: Vec<String>| CheckLine {
            mark: Mark::Missing,
            state: String::new(),
            words: place_words(texts, place),
            href: Some(format!("{}#entry", draft_entry_address(self.id, place))),
            details,
        };
        let mut lines: Vec<CheckLine> = Vec::new();
        let (place, _) = self.draft.place_of(&fault.path);
        // The reader stops at its first fault, which is mostly among what is missing.
        if !missing.iter().any(|(known, _)| *known == place) {
            lines.push(line(&place, vec![form_problem(texts, &fault.problem)]));
        }
        let by_place: Vec<_> = missing.chunk_by(|(one, _), (next, _)| one == next).collect();
        lines.extend(by_place.iter().take(MOST_LISTED).map(|one| {
            let what = one.iter().map(|(_, missing)| missing_words(texts, missing));
            line(&one[0].0, what.collect())
        }));
        let more = by_place.len().saturating_sub(MOST_LISTED);
        let more = (more > 0).then(|| Block::Text(texts.with("writing-more", [("n", more.into())])));
        [Block::Text(texts.get("writing-unfinished")), Block::Checks(lines)].into_iter().chain(more).collect()
    }

    fn publication(&self, texts: &Texts) -> FormBlock {
        let doubts = self.form.as_ref().ok().map(Form::doubts).unwrap_or_default();
        let refusal = self.attempt.as_ref().map(|attempt| &attempt.refusal);
        let unsure = matches!(refusal, Some(DraftRefusal::NotConfirmed(_)));
        let fault = match refusal {
            Some(DraftRefusal::Document(DocumentFault::Form(fault))) => {
                let (place, _) = self.draft.place_of(&fault.path);
                Some(format!("{}: {}", place_words(texts, &place), form_problem(texts, &fault.problem)))
            }
            Some(DraftRefusal::Document(DocumentFault::NotJson { .. })) => {
                Some(texts.get("fault-edit-shape"))
            }
            Some(DraftRefusal::Waiting(version)) => {
                Some(texts.with("writing-waiting", [("n", (*version).into())]))
            }
            _ => None,
        };
        let sure = form_doubts(texts, &doubts).map(|why| {
            Field::new("sure", FieldKind::Tick, texts.get("gallery-sure"))
                .hint(why)
                .fault(unsure.then(|| texts.get("form-not-sure")))
        });
        FormBlock {
            action: draft_address(self.id, "/publication"),
            fields: self.carried().into_iter().chain(sure).collect(),
            button: texts.get("writing-publish"),
            fault,
            ..FormBlock::default()
        }
    }
}
