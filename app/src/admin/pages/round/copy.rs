//! An earlier round for another period.

use super::{
    PlanView,
    fields::{BasicFields, titles},
};
use crate::{
    Texts,
    admin::{Block, FormBlock, PageBody, Typed, faults::new_round_fault},
};
use domain::plan::{NewRoundFault, a_year_later};

/// What the page shows.
#[derive(Debug)]
pub struct CopyRoundPage {
    /// The earlier round.
    pub plan: PlanView,
    /// What was typed.
    pub typed: Option<Typed>,
    /// What is wrong with it.
    pub faults: Vec<NewRoundFault>,
}

impl CopyRoundPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let proposed = self.proposed();
        let held = self.typed.as_ref().unwrap_or(&proposed);
        let fault = |name: &str| {
            // The form is that of the earlier round and cannot be chosen here.
            let is_of = |fault: &&NewRoundFault| match fault.field() {
                "form" => name == "code",
                field => field == name,
            };
            let fault = self.faults.iter().rev().find(is_of);
            fault.map(|fault| new_round_fault(texts, fault))
        };
        let form = FormBlock {
            action: self.plan.address("/copy"),
            fields: BasicFields { has_code: true, forms: None }.build(texts, held, fault),
            button: texts.get("round-copy-do"),
            ..FormBlock::default()
        };
        self.plan
            .page_beneath(texts, "round-copy")
            .with(Block::Text(texts.get("round-copy-lead")))
            .with(Block::Form(form))
    }

    /// The same a year later.
    fn proposed(&self) -> Typed {
        let document = &self.plan.document;
        let later = |words: &str| a_year_later(words, document.from);
        let code = later(document.code.as_str());
        // A code without a year is that of the earlier round, which is taken.
        let code = (code != document.code.as_str()).then_some(("code", code));
        let titles = titles(document).map(|(name, title)| (name, later(&title)));
        let days = [("from", document.from), ("to", document.to)];
        let days = days.map(|(name, day)| (name, day.a_year_later().to_string()));
        Typed::stored(code.into_iter().chain(titles).chain(days))
    }
}
