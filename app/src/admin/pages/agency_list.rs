//! Agencies as a list and a tree, on any day.

use super::{AGENCIES, agency_address, agency_name, block_name, level_name};
use crate::{
    Numbers, Texts,
    admin::{Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, PageBody, Tone},
};
use domain::{Agency, Block as AgencyBlock, Day};

/// What the page shows.
#[derive(Debug)]
pub struct AgencyListPage {
    /// The agencies within reach that are shown, in the order of the tree, each with its depth.
    pub shown: Vec<(usize, Agency)>,
    /// Every agency, for the names of those above.
    pub all: Vec<Agency>,
    /// Every block.
    pub blocks: Vec<AgencyBlock>,
    /// The day on which they existed; `None` shows those of every day.
    pub day: Option<Day>,
    /// What the form offers as a day.
    pub offered_day: Day,
    /// The day as the address has it, to be kept by the list's own addresses.
    pub asked_day: String,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// Whether its reader manages every agency.
    pub reaches_everything: bool,
}

impl AgencyListPage {
    /// Whether the list stands in the order of the tree.
    fn is_tree(&self) -> bool {
        self.asked.search.is_empty() && self.asked.sort.is_empty()
    }

    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let is_tree = self.is_tree();
        let rows = self.shown.iter().map(|(depth, agency)| {
            let name = agency.name_in(&texts.locale).to_owned();
            vec![
                ListCell::Branch(if is_tree { *depth } else { 0 }, agency_address(&agency.code), name),
                ListCell::Text(agency.code.to_string()),
                ListCell::Text(block_name(texts, agency.block.as_ref(), &self.blocks)),
                ListCell::Text(level_name(texts, agency.level)),
                ListCell::Text(agency_name(texts, agency.parent.as_ref(), &self.all)),
                ListCell::Day(agency.valid_from),
                ListCell::Day(agency.valid_to),
            ]
        });
        let columns = [
            ("name", "column-agency"),
            ("code", "field-code"),
            ("block", "field-block"),
            ("level", "field-level"),
            ("parent", "field-parent"),
            ("valid_from", "field-from"),
            ("valid_to", "field-to"),
        ];
        let keep = Some(&self.asked_day).filter(|day| !day.is_empty());
        let empty = if self.all.is_empty() { "agencies-none" } else { "agencies-none-then" };
        List::new(texts, "agencies-title", AGENCIES, &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.get(empty))
            .keeping(keep.map(|day| ("day".to_owned(), day.clone())).into_iter().collect())
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let ways = [
            (true, "/admin/new-agency", "agency-new"),
            (self.reaches_everything, "/admin/import/agencies", "import-way"),
            (true, "/admin/agency-events", "events-title"),
            (self.reaches_everything, "/admin/blocks", "blocks-title"),
        ];
        let ways = ways.into_iter().filter(|(open, ..)| *open);
        let ways = ways.map(|(_, href, key)| (href.to_owned(), texts.get(key))).collect();
        let on_day = FormBlock {
            action: AGENCIES.to_owned(),
            fields: vec![
                Field::new("day", FieldKind::Day, texts.get("agencies-day"))
                    .holding(self.offered_day.to_string()),
            ],
            button: texts.get("agencies-day-show"),
            tone: Tone::Quiet,
            also: Some(("day".to_owned(), "all".to_owned(), texts.get("agencies-day-all"))),
            in_a_row: true,
            asks: true,
            ..FormBlock::default()
        };
        let what = match self.day {
            None => texts.get("agencies-all"),
            Some(day) => texts.with("agencies-on", [("day", Numbers::of(&texts.locale).day(day).into())]),
        };
        let mut list = self.list(texts);
        if self.is_tree() {
            // Whose parent stands above, indented less, need not name it.
            let parent = list.columns.iter().position(|column| column.key == "parent");
            for (row, _) in list.rows.iter_mut().zip(&self.shown).filter(|(_, (depth, _))| *depth > 0) {
                if let Some(cell) = parent.and_then(|at| row.get_mut(at)) {
                    *cell = ListCell::Text(String::new());
                }
            }
        }
        PageBody::new(texts.get("agencies-title"))
            .with(Block::Ways(ways))
            .with(Block::Form(on_day))
            .with(Block::Text(what))
            .with(Block::List(list))
    }
}
