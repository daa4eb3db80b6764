//! The round above a page.

use super::{ROUNDS, round_address};
use crate::{Texts, admin::PageBody};
use domain::{Code, Text};

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
        round_address(&self.code, rest)
    }

    /// A page beneath the round.
    pub(super) fn page(&self, texts: &Texts, title: impl Into<String>) -> PageBody {
        PageBody::new(title)
            .beneath(ROUNDS, texts.get("rounds-title"))
            .beneath(self.address(""), self.title.get(&texts.locale))
    }
}
