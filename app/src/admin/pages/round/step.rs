//! The frame of a step of a plan. Each is saved by itself; once a round has been opened, what its answers rest on stays as it
//! is.

use super::{PlanView, VolumesRead};
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Typed, faults::plan_fault},
};
use domain::plan::PlanFault;

/// A step of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanStep {
    /// Title, period, form, series.
    Basics,
    /// Definition of the index.
    Definition,
    /// Agencies and service areas.
    Places,
    /// Volumes, sample sizes, quotas.
    Volumes,
    /// Rules of publication.
    Rules,
}

impl PlanStep {
    /// The last part of its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Basics => "/basics",
            Self::Definition => "/definition",
            Self::Places => "/places",
            Self::Volumes => "/volumes",
            Self::Rules => "/rules",
        }
    }

    /// The step that comes next; the last is followed by the points.
    fn next(self) -> Option<Self> {
        match self {
            Self::Basics => Some(Self::Definition),
            Self::Definition => Some(Self::Places),
            Self::Places => Some(Self::Volumes),
            Self::Volumes => Some(Self::Rules),
            Self::Rules => None,
        }
    }

    /// The last part of the address of what comes next.
    pub fn next_path(self) -> &'static str {
        self.next().map_or("/points", Self::path)
    }

    /// Keys of texts: its title, and what is said of it.
    fn texts(self) -> [&'static str; 2] {
        match self {
            Self::Basics => ["step-basics", "step-basics-lead"],
            Self::Definition => ["step-index", "step-index-lead"],
            Self::Places => ["step-places", "step-places-lead"],
            Self::Volumes => ["step-volumes", "step-volumes-lead"],
            Self::Rules => ["step-rules", "step-rules-lead"],
        }
    }

    /// Its title.
    pub(super) fn title(self, texts: &Texts) -> String {
        texts.get(self.texts()[0])
    }

    /// The page of the step: its form, or what was chosen where that can be changed no more. `fields` makes what can be
    /// filled in from what was sent, or, without it, from what is stored.
    pub(super) fn body(
        self,
        texts: &Texts,
        plan: &PlanView,
        attempt: Option<&StepAttempt>,
        fields: impl Fn(&StepFields<'_>) -> Vec<Field>,
    ) -> PageBody {
        let is_locked = plan.stage.is_locked();
        let [title, lead] = self.texts();
        let sent = StepFields { texts, plan, attempt };
        let is_changed = attempt.is_some_and(|attempt| attempt.is_changed_meanwhile);
        let mut all = vec![Field::revision_token(plan.revision_token.as_str())];
        if is_changed && !is_locked {
            let stored = fields(&StepFields { texts, plan, attempt: None });
            let own = fields(&sent).into_iter();
            all.extend(own.zip(&stored).map(|(own, stored)| own.against(texts, stored)));
        } else {
            all.extend(fields(&sent));
        }
        let has_file = self == Self::Volumes;
        let form = FormBlock {
            action: plan.address(self.path()),
            fields: all,
            button: texts.get(if self == Self::Volumes { "volume-save" } else { "step-save" }),
            fault: if is_changed { Some(texts.get("changed-beside")) } else { sent.fault("") },
            also: has_file.then(|| ("look".to_owned(), "1".to_owned(), texts.get("volume-file-look"))),
            file_by_also: has_file,
            wide: self == Self::Volumes,
            locked: is_locked,
            ..FormBlock::default()
        };
        let file = attempt.and_then(|attempt| attempt.file.as_ref()).map(|file| file.words(texts));
        // Saving leads on, but for volumes, which come back with their sample sizes.
        let next = (is_locked || self == Self::Volumes).then(|| self.next_link(texts, plan));
        let settled = || {
            let more = (self == Self::Basics).then(|| format!(" {}", texts.get("step-basics-settled")));
            Block::Warning(texts.get("step-settled") + &more.unwrap_or_default())
        };
        plan.page_beneath(texts, title)
            .with(if is_locked { settled() } else { Block::Text(texts.get(lead)) })
            .and(file.map(Block::Warning))
            .with(Block::Form(form))
            .and(next)
    }

    /// The way to what comes next.
    fn next_link(self, texts: &Texts, plan: &PlanView) -> Block {
        let title = self.next().map_or_else(|| texts.get("step-points"), |next| next.title(texts));
        let words = texts.with("step-next", [("title", title.into())]);
        Block::Links(vec![(plan.address(self.next_path()), words, String::new())])
    }
}

/// What somebody sent of a step that was not stored.
#[derive(Debug)]
pub struct StepAttempt {
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: Vec<PlanFault>,
    /// Whether somebody else has changed the plan meanwhile.
    pub is_changed_meanwhile: bool,
    /// What was read of a file into what was typed.
    pub file: Option<VolumesRead>,
}

/// What the fields of a step are made from.
pub(super) struct StepFields<'a> {
    pub(super) texts: &'a Texts,
    pub(super) plan: &'a PlanView,
    attempt: Option<&'a StepAttempt>,
}

impl StepFields<'_> {
    /// What was typed, if something was.
    pub(super) fn typed(&self) -> Option<&Typed> {
        self.attempt.map(|attempt| &attempt.typed)
    }

    /// What is wrong with a field: of several faults the last.
    pub(super) fn fault(&self, name: &str) -> Option<String> {
        let faults = self.attempt.map_or(&[][..], |attempt| &attempt.faults);
        let fault = faults.iter().rev().find(|fault| fault.field() == name)?;
        Some(plan_fault(self.texts, fault, &self.plan.agencies, &self.plan.service_areas))
    }

    /// A field with what was typed, or else with what is stored.
    pub(super) fn field(
        &self,
        name: &'static str,
        kind: FieldKind,
        label: &str,
        stored: impl Into<String>,
    ) -> Field {
        let held = match self.typed() {
            Some(typed) => typed.raw(name).to_owned(),
            None => stored.into(),
        };
        Field::new(name, kind, self.texts.get(label)).holding(held).fault(self.fault(name))
    }
}
