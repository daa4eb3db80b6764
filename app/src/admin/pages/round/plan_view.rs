//! A round as the pages of its plan show it, and the addresses of rounds.

use crate::{
    Texts,
    admin::{PageBody, in_address, pages::RoundHeading},
};
use domain::{Agency, Audience, Code, RoundDocument, RoundState, ServiceArea, Stage, form::Form};

/// The address of the rounds.
pub const ROUNDS: &str = "/admin/rounds";

/// The address of a round's page, or of one beneath it.
pub fn round_address(round: &Code, rest: &str) -> String {
    format!("{ROUNDS}/{}{rest}", in_address(round.as_str()))
}

/// Where a round that cannot be interpreted is shown.
pub fn removal_address(code: &str) -> String {
    format!("{ROUNDS}/{}/removal", in_address(code))
}

/// A round with what its plan names.
#[derive(Debug)]
pub struct PlanView {
    /// The plan.
    pub document: RoundDocument,
    /// How far it has been brought.
    pub stage: Stage,
    /// Its form.
    pub form: Form,
    /// The number of the form's version.
    pub form_version: i32,
    /// Whether its index definition is one that rounds share.
    pub has_shared_definition: bool,
    /// Its agencies, in the order of the plan.
    pub agencies: Vec<Agency>,
    /// Its service areas, in the order of the plan.
    pub service_areas: Vec<ServiceArea>,
    /// The token of what is stored.
    pub revision_token: String,
}

impl PlanView {
    /// The address of its page, or of one beneath it.
    pub(super) fn address(&self, rest: &str) -> String {
        round_address(&self.document.code, rest)
    }

    /// Its title in the reader's language.
    pub(super) fn title(&self, texts: &Texts) -> &str {
        self.document.title.get(&texts.locale)
    }

    /// A page beneath its page.
    pub(super) fn page_beneath(&self, texts: &Texts, title: &str) -> PageBody {
        let (code, title_of) = (self.document.code.clone(), self.document.title.clone());
        RoundHeading { code, title: title_of }.page(texts, texts.get(title))
    }
}

/// Where a round stands, in words.
pub fn round_state_name(texts: &Texts, stage: Stage, state: RoundState, audience: Audience) -> String {
    texts.get(match (stage, state) {
        (Stage::Plan, _) => "round-plan",
        (Stage::Test, _) => "round-test",
        (_, RoundState::Planned) => "round-waiting",
        (_, RoundState::Open) => "round-open",
        (_, RoundState::Closed) if audience == Audience::Public => "round-published",
        (_, RoundState::Closed) => "round-closed",
    })
}
