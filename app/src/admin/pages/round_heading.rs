//! The round above a page.

use crate::{
    Texts,
    admin::{PageBody, in_address},
};
use domain::{Code, Text};

const ROUNDS: &str = "/admin/rounds";

/// Code and title of the round that a page lies beneath.
#[derive(Debug, Clone)]
pub struct RoundHeading {
    /// Its code.
    pub code: Code,
    /// Its title.
    pub title: Text,
}

impl RoundHeading {
    /// The address of its page, or of one beneath it.
    pub(super) fn address(&self, rest: &str) -> String {
        format!("{ROUNDS}/{}{rest}", in_address(self.code.as_str()))
    }

    /// A page beneath the round.
    pub(super) fn page(&self, texts: &Texts, title: impl Into<String>) -> PageBody {
        PageBody::new(title)
            .beneath(ROUNDS, texts.get("rounds-title"))
            .beneath(self.address(""), self.title.get(&texts.locale))
    }
}
