//! One reorganisation, and how it is taken back.

use super::{AGENCIES, AGENCY_EVENTS, event_kind_name, event_sentence};
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Tone, faults::line_fault},
};
use domain::{Agency, LineageEvent, NameFault};

/// What the page shows.
#[derive(Debug)]
pub struct AgencyEventPage {
    /// Its key.
    pub id: i64,
    /// The event.
    pub event: LineageEvent,
    /// Every agency.
    pub agencies: Vec<Agency>,
    /// The reason that was typed for removing it.
    pub reason: String,
    /// What is wrong with the reason.
    pub fault: Option<NameFault>,
}

impl AgencyEventPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let fault = self.fault.map(|fault| line_fault(texts, fault, "reason-wrong"));
        let reason = Field::new("reason", FieldKind::Text, texts.get("reason"));
        let form = FormBlock {
            action: format!("{AGENCY_EVENTS}/{}/removal", self.id),
            fields: vec![reason.holding(self.reason.clone()).fault(fault)],
            button: texts.get("event-remove"),
            tone: Tone::Grave,
            ..FormBlock::default()
        };
        PageBody::new(event_kind_name(texts, self.event.kind))
            .beneath(AGENCIES, texts.get("agencies-title"))
            .beneath(AGENCY_EVENTS, texts.get("events-title"))
            .with(Block::Text(event_sentence(texts, &self.event, &self.agencies)))
            .with(Block::Heading(texts.get("event-remove")))
            .with(Block::Text(texts.get("event-remove-lead")))
            .with(Block::Form(form))
    }
}
