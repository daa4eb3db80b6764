//! A new reorganisation: the form, and what the event will do.

use super::{AGENCIES, AGENCY_EVENTS, event_kind_name, event_sentence};
use crate::{
    Numbers, Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Typed, faults::event_edit_fault},
};
use domain::{
    Agency, EventColumn, EventEditFault, LineageEvent, LineageKind, Reach, in_tree_order, sort_by_name,
};

const ADDRESS: &str = "/admin/new-agency-event";

fn page(texts: &Texts, title: &str) -> PageBody {
    PageBody::new(texts.get(title))
        .beneath(AGENCIES, texts.get("agencies-title"))
        .beneath(AGENCY_EVENTS, texts.get("events-title"))
}

/// What the form shows.
#[derive(Debug)]
pub struct NewAgencyEventPage {
    /// Every agency.
    pub agencies: Vec<Agency>,
    /// How far whoever records it reaches.
    pub reach: Reach,
    /// What was typed.
    pub typed: Typed,
    /// How many lines there are for who goes where.
    pub lines: usize,
    /// What is wrong with it.
    pub faults: Vec<EventEditFault>,
}

/// The name of a field of a line.
fn line_field(column: EventColumn, line: usize) -> String {
    let column = match column {
        EventColumn::From => "from",
        EventColumn::To => "to",
        EventColumn::Share => "share",
    };
    format!("{column}-{line}")
}

/// The name of the field in which something is wrong; none for the whole form.
fn field_of(fault: &EventEditFault) -> String {
    match fault {
        EventEditFault::Kind => "kind".to_owned(),
        EventEditFault::DayMissing | EventEditFault::Day(_) => "day".to_owned(),
        EventEditFault::Reference(_) => "reference".to_owned(),
        EventEditFault::Agency(column, line) | EventEditFault::Lineage(_, Some((column, line))) => {
            line_field(*column, *line)
        }
        EventEditFault::Share(line) => line_field(EventColumn::Share, *line),
        EventEditFault::Repeated(line, _) => line_field(EventColumn::From, *line),
        EventEditFault::Lineage(_, None) | EventEditFault::OutOfReach | EventEditFault::AlreadyRecorded => {
            String::new()
        }
    }
}

impl NewAgencyEventPage {
    /// What is wrong with a field: of several faults the last.
    fn fault(&self, texts: &Texts, field: &str) -> Option<String> {
        let fault = self.faults.iter().rev().find(|fault| field_of(fault) == field);
        fault.map(|fault| event_edit_fault(texts, fault))
    }

    fn field(&self, texts: &Texts, name: String, kind: FieldKind, label: String) -> Field {
        let fault = self.fault(texts, &name);
        let held = self.typed.text(&name).to_owned();
        Field::new(name, kind, label).holding(held).fault(fault)
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let kinds = LineageKind::ALL.map(|kind| {
            let about = texts.get(&format!("event-about-{}", kind.as_str()));
            (kind.as_str().to_owned(), format!("{}: {about}", event_kind_name(texts, kind)))
        });
        let one =
            |name: &str, kind: FieldKind, key: &str| self.field(texts, name.to_owned(), kind, texts.get(key));
        let mut fields = vec![
            one("kind", FieldKind::Radio(kinds.to_vec()), "event-kind"),
            one("day", FieldKind::Day, "event-day").hint(texts.get("event-day-hint")),
            one("reference", FieldKind::Text, "event-reference").hint(texts.get("event-reference-hint")),
            Field::hidden("lines", self.lines.to_string()),
        ];
        let agencies = self.possible_agencies(texts);
        fields.extend((0..self.lines).map(|line| self.line(texts, line, &agencies)));
        let form = FormBlock {
            action: ADDRESS.to_owned(),
            fields,
            button: texts.get("event-preview"),
            fault: self.fault(texts, ""),
            also: Some(("more".to_owned(), "1".to_owned(), texts.get("event-more"))),
            wide: true,
            ..FormBlock::default()
        };
        page(texts, "event-new").with(Block::Text(texts.get("event-lead"))).with(Block::Form(form))
    }

    fn line(&self, texts: &Texts, line: usize, agencies: &[(String, String)]) -> Field {
        let one = |column: EventColumn, key: &str, kind: FieldKind| {
            let label = texts.with(key, [("line", (line + 1).into())]);
            self.field(texts, line_field(column, line), kind, label)
        };
        Field::group(vec![
            one(EventColumn::From, "event-line-from", FieldKind::Choice(agencies.to_vec())),
            one(EventColumn::To, "event-line-to", FieldKind::Choice(agencies.to_vec())),
            one(EventColumn::Share, "event-line-share", FieldKind::Whole),
        ])
    }

    /// The agencies within reach, in the order of the tree.
    fn possible_agencies(&self, texts: &Texts) -> Vec<(String, String)> {
        let within = self.reach.within(&self.agencies);
        let within = in_tree_order(&self.agencies, &texts.locale)
            .into_iter()
            .filter(|(_, agency)| within.contains(&agency.code));
        let agencies =
            within.map(|(_, a)| (a.code.to_string(), format!("{} ({})", a.name_in(&texts.locale), a.code)));
        std::iter::once((String::new(), texts.get("choose"))).chain(agencies).collect()
    }
}

/// What an event will do.
#[derive(Debug)]
pub struct AgencyEventPreviewPage {
    /// The event.
    pub event: LineageEvent,
    /// Every agency.
    pub agencies: Vec<Agency>,
    /// What was typed, to be sent once more.
    pub typed: Typed,
}

impl AgencyEventPreviewPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let last = Numbers::of(&texts.locale).day(self.event.day.plus_days(-1));
        let last = texts.with("event-ends", [("day", last.into())]);
        let ended = self.event.ended(&self.agencies).into_iter();
        let mut ended: Vec<(String, String)> =
            ended.map(|agency| (agency.name_in(&texts.locale).to_owned(), last.clone())).collect();
        sort_by_name(&mut ended, |(name, _)| name);
        let typed =
            self.typed.0.iter().filter(|(name, _)| !matches!(name.as_str(), "sure" | "more" | "back"));
        let typed = typed.map(|(name, value)| Field::hidden(name.clone(), value.clone()));
        let form = FormBlock {
            action: ADDRESS.to_owned(),
            fields: typed.chain([Field::hidden("sure", "1")]).collect(),
            button: texts.get("event-do"),
            also: Some(("back".to_owned(), "1".to_owned(), texts.get("event-back"))),
            ..FormBlock::default()
        };
        let what = match ended.is_empty() {
            true => Block::Text(texts.get("event-no-dates")),
            false => Block::Facts(ended),
        };
        page(texts, "event-preview-title")
            .with(Block::Text(event_sentence(texts, &self.event, &self.agencies)))
            .with(what)
            .with(Block::Form(form))
    }
}
