//! A new agency.

use super::{AGENCIES, AgencySurroundings};
use crate::{
    Texts,
    admin::{Block, FormBlock, PageBody, Typed},
};
use domain::AgencyEditFault;

/// What the page shows.
#[derive(Debug)]
pub struct NewAgencyPage {
    /// Where it would be stored.
    pub surroundings: AgencySurroundings,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: Vec<AgencyEditFault>,
}

impl NewAgencyPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let form = FormBlock {
            action: "/admin/new-agency".to_owned(),
            fields: self.surroundings.fields(texts, &self.typed, &self.faults, None),
            button: texts.get("agency-add"),
            ..FormBlock::default()
        };
        PageBody::new(texts.get("agency-new"))
            .beneath(AGENCIES, texts.get("agencies-title"))
            .with(Block::Form(form))
    }
}
