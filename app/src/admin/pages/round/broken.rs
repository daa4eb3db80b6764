//! A round of which what is stored cannot be interpreted: why, and the way to delete it where it was only planned.

use super::{ROUNDS, removal_address};
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Tone, faults::unfit_reason},
};
use domain::UnfitReason;

/// What the page shows.
#[derive(Debug)]
pub struct BrokenRoundPage {
    /// Code of the round.
    pub code: String,
    /// Why it cannot be interpreted.
    pub reason: UnfitReason,
    /// Whether it was only planned.
    pub is_removable: bool,
    /// What was typed to confirm its removal, where that is not its code.
    pub typed: Option<String>,
}

impl BrokenRoundPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let code = self.code.as_str();
        let why = unfit_reason(texts, &self.reason);
        let words = texts.with("round-broken", [("round", code.into()), ("why", why.into())]);
        let body = PageBody::new(code).beneath(ROUNDS, texts.get("rounds-title")).with(Block::Warning(words));
        if !self.is_removable {
            return body.with(Block::Text(texts.get("round-broken-settled")));
        }
        let field =
            Field::new("typed", FieldKind::Code, texts.with("type-to-remove", [("code", code.into())]))
                .holding(self.typed.as_deref().unwrap_or(""))
                .fault(self.typed.as_ref().map(|_| texts.get("type-to-remove-wrong")));
        let form = FormBlock {
            action: removal_address(code),
            fields: vec![field],
            button: texts.get("round-remove"),
            tone: Tone::Grave,
            ..FormBlock::default()
        };
        body.with(Block::Text(texts.get("round-remove-lead"))).with(Block::Form(form))
    }
}
