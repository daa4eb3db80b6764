//! Reorganisations as a list.

use super::{AGENCIES, AGENCY_EVENTS, event_kind_name};
use crate::{
    Numbers, Texts,
    admin::{Block, List, ListCell, ListQuery, PageBody},
};
use domain::{Code, LineageEvent};

/// What the page shows.
#[derive(Debug)]
pub struct AgencyEventListPage {
    /// The events within reach with their keys, the newest first.
    pub events: Vec<(i64, LineageEvent)>,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// Whether its reader manages every agency.
    pub reaches_everything: bool,
}

/// Codes in a line, those that follow themselves once.
fn codes<'a>(codes: impl Iterator<Item = &'a Code>) -> ListCell {
    let mut codes: Vec<&str> = codes.map(Code::as_str).collect();
    codes.dedup();
    ListCell::Text(codes.join(", "))
}

impl AgencyEventListPage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let rows = self.events.iter().map(|(id, event)| {
            vec![
                ListCell::Link(format!("{AGENCY_EVENTS}/{id}"), Numbers::of(&texts.locale).day(event.day)),
                ListCell::Text(event_kind_name(texts, event.kind)),
                codes(event.parts.iter().map(|part| &part.from)),
                codes(event.parts.iter().map(|part| &part.to)),
                ListCell::Text(event.reference.as_ref().map(ToString::to_string).unwrap_or_default()),
            ]
        });
        let columns = [
            ("day", "event-day"),
            ("kind", "event-kind"),
            ("from", "event-from"),
            ("to", "event-to"),
            ("reference", "event-reference"),
        ];
        List::new(texts, "events-title", AGENCY_EVENTS, &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.get("events-none"))
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let mut ways = vec![("/admin/new-agency-event".to_owned(), texts.get("event-new"))];
        if self.reaches_everything {
            ways.push(("/admin/import/agency-events".to_owned(), texts.get("import-way")));
        }
        PageBody::new(texts.get("events-title"))
            .beneath(AGENCIES, texts.get("agencies-title"))
            .with(Block::Text(texts.get("events-lead")))
            .with(Block::Ways(ways))
            .with(Block::List(self.list(texts)))
    }
}
