//! Reorganisations as a list.

use super::{AGENCIES, AGENCY_EVENTS, agency_name, event_kind_name};
use crate::{
    Texts,
    admin::{Block, List, ListCell, ListQuery, PageBody},
};
use domain::{Agency, Code, LineageEvent};

/// What the page shows.
#[derive(Debug)]
pub struct AgencyEventListPage {
    /// The events within reach with their keys, the newest first.
    pub events: Vec<(i64, LineageEvent)>,
    /// Every agency, for their names.
    pub agencies: Vec<Agency>,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// Whether its reader manages every agency.
    pub reaches_everything: bool,
}

impl AgencyEventListPage {
    /// The names of agencies in a line, each once.
    fn names<'a>(&self, texts: &Texts, codes: impl Iterator<Item = &'a Code>) -> String {
        let mut names: Vec<String> = Vec::new();
        for code in codes {
            let name = agency_name(texts, Some(code), &self.agencies);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }

    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let rows = self.events.iter().map(|(id, event)| {
            let kind = event_kind_name(texts, event.kind);
            let from = self.names(texts, event.parts.iter().map(|part| &part.from));
            let to = self.names(texts, event.parts.iter().map(|part| &part.to));
            vec![
                ListCell::Link(format!("{AGENCY_EVENTS}/{id}"), format!("{kind}: {from} → {to}")),
                ListCell::Day(Some(event.day)),
                ListCell::Text(kind),
                ListCell::Text(from),
                ListCell::Text(to),
                ListCell::Text(event.reference.as_ref().map(ToString::to_string).unwrap_or_default()),
            ]
        });
        let columns = [
            ("event", "events-title"),
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
            .with(Block::List(self.list(texts).without(&["kind", "from", "to"])))
    }
}
