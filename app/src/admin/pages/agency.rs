//! One agency: its changes, its past, its end.

use super::{
    AGENCIES, AgencySurroundings, agency_address, agency_fields::fault_of, agency_name, block_name,
    event_sentence, level_name,
};
use crate::{
    Numbers, Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Tone, Typed, faults::removal_fault, in_address},
};
use domain::{Agency, AgencyEditFault, LineageEvent, PastAgency, RemovalFault};

/// What the page shows.
#[derive(Debug)]
pub struct AgencyPage {
    /// The agency as it is now.
    pub agency: Agency,
    /// What says whether it has changed since.
    pub revision_token: String,
    /// What it is stored into.
    pub surroundings: AgencySurroundings,
    /// How it was before, the oldest first.
    pub pasts: Vec<PastAgency>,
    /// The reorganisations within reach in which it took part.
    pub events: Vec<LineageEvent>,
    /// Whether anything else names it.
    pub is_used: bool,
    /// What was typed, if it was not stored.
    pub typed: Option<Typed>,
    /// What is wrong with it.
    pub faults: Vec<AgencyEditFault>,
    /// Whether somebody else has changed it since.
    pub is_changed_meanwhile: bool,
    /// Why it was not removed.
    pub removal_fault: Option<RemovalFault>,
}

impl AgencyPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let agency = &self.agency;
        let history = self.history(texts);
        let split = format!("/admin/new-agency-event?from={}", in_address(agency.code.as_str()));
        let events =
            self.events.iter().map(|event| event_sentence(texts, event, &self.surroundings.agencies));
        PageBody::new(agency.name_in(&texts.locale))
            .beneath(AGENCIES, texts.get("agencies-title"))
            .with(Block::Text(agency.code.to_string()))
            .with(Block::Form(self.form(texts)))
            .and((!self.events.is_empty()).then(|| Block::Heading(texts.get("lineage-title"))))
            .and(events.map(Block::Text))
            .with(Block::QuietWays(vec![(split, texts.get("event-new"))]))
            .and((!history.is_empty()).then(|| Block::Heading(texts.get("agency-before"))))
            .and((!history.is_empty()).then_some(Block::Facts(history)))
            .with(Block::Heading(texts.get("agency-remove")))
            .with(self.removal(texts))
    }

    fn form(&self, texts: &Texts) -> FormBlock {
        let stored;
        let (held, change, reason) = match &self.typed {
            Some(typed) => (typed, typed.text("change"), typed.text("reason")),
            None => {
                stored = Typed::stored(self.agency.values());
                (&stored, "", "")
            }
        };
        let mut fields = vec![Field::revision_token(self.revision_token.as_str())];
        fields.extend(self.surroundings.fields(texts, held, &self.faults, Some(&self.agency)));
        fields.extend([
            Field::new("change", FieldKind::Day, texts.get("agency-change-day"))
                .hint(texts.get("agency-change-hint"))
                .holding(change)
                .fault(fault_of(texts, &self.faults, "change"))
                .optional(),
            Field::new("reason", FieldKind::Text, texts.get("reason")).holding(reason).optional(),
        ]);
        FormBlock {
            action: agency_address(&self.agency.code),
            fields,
            button: texts.get("save"),
            fault: self.is_changed_meanwhile.then(|| self.stored_now(texts)),
            ..FormBlock::default()
        }
    }

    /// What is stored now, for somebody who edited what it was before.
    fn stored_now(&self, texts: &Texts) -> String {
        let values = self.agency.values().into_iter().map(|(_, value)| value);
        let now = values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" · ");
        texts.with("changed-meanwhile-now", [("now", now.into())])
    }

    /// How it was before, the newest first: until when, and what it was.
    fn history(&self, texts: &Texts) -> Vec<(String, String)> {
        let numbers = Numbers::of(&texts.locale);
        let history = self.pasts.iter().rev().map(|past| {
            let what = [
                past.agency.name_in(&texts.locale).to_owned(),
                block_name(texts, past.agency.block.as_ref(), &self.surroundings.blocks),
                level_name(texts, past.agency.level),
                agency_name(texts, past.agency.parent.as_ref(), &self.surroundings.agencies),
            ];
            let what = what.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            (texts.with("agency-until", [("day", numbers.day(past.until).into())]), what)
        });
        history.collect()
    }

    fn removal(&self, texts: &Texts) -> Block {
        if self.is_used {
            return Block::Text(texts.get("agency-used"));
        }
        let code = &self.agency.code;
        let words = texts.with("type-to-remove", [("code", code.as_str().into())]);
        let fault = self.removal_fault.map(|fault| removal_fault(texts, fault, "agency-used"));
        Block::Form(FormBlock {
            action: format!("{}/removal", agency_address(code)),
            fields: vec![Field::new("code", FieldKind::Code, words).fault(fault)],
            button: texts.get("agency-remove"),
            tone: Tone::Grave,
            ..FormBlock::default()
        })
    }
}
