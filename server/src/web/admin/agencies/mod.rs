//! Agencies as a list and a tree on any day, and one agency with its changes in time.

mod fields;
mod list;
mod new;
mod one;

pub(super) use fields::read_days;
pub(super) use list::list_agencies;
pub(super) use new::{create_agency, show_new_agency};
pub(super) use one::{delete_agency, show_agency, update_agency};

use crate::{
    acts::{Act, ManageAgencies},
    store::{self},
    web::admin::posted::Posted,
};
use app::{Texts, admin::in_address};
use domain::{Agency, Block as AgencyBlock, Code, Day, Level};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(in crate::web::admin) const ROOM: &str = "/admin/agencies";

/// The address of an agency's page.
pub(in crate::web::admin) fn address(code: &Code) -> String {
    format!("{ROOM}/{}", in_address(code.as_str()))
}

pub(in crate::web::admin) fn block_text(
    texts: &Texts,
    block: Option<&Code>,
    blocks: &[AgencyBlock],
) -> String {
    let Some(code) = block else { return String::new() };
    let found = blocks.iter().find(|block| block.code == *code);
    found.map_or_else(|| code.to_string(), |block| block.name_in(&texts.locale).to_owned())
}

pub(in crate::web::admin) fn level_text(texts: &Texts, level: Option<Level>) -> String {
    level.map(|level| texts.get(&format!("level-{}", level.as_str()))).unwrap_or_default()
}

pub(in crate::web::admin) fn parent_text(
    texts: &Texts,
    parent: Option<&Code>,
    agencies: &[Agency],
) -> String {
    let Some(code) = parent else { return String::new() };
    let found = agencies.iter().find(|agency| agency.code == *code);
    found.map_or_else(|| code.to_string(), |agency| agency.name_in(&texts.locale).to_owned())
}

/// What is wrong with what was typed, by field.
pub(in crate::web::admin) type Faults = BTreeMap<&'static str, String>;

/// What stands in the fields: what was typed, or what is stored.
pub(in crate::web::admin) enum Held<'a> {
    Typed(&'a Posted),
    Stored(&'a Agency),
    Nothing,
}

impl Held<'_> {
    pub(in crate::web::admin) fn of(&self, name: &str) -> String {
        let code = |code: &Option<Code>| code.as_ref().map(Code::to_string).unwrap_or_default();
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        match (self, name) {
            (Self::Nothing, _) => String::new(),
            (Self::Typed(posted), name) => posted.raw(name).to_owned(),
            (Self::Stored(agency), "name") => agency.name.clone(),
            (Self::Stored(agency), "name_en") => agency.name_en.clone().unwrap_or_default(),
            (Self::Stored(agency), "parent") => code(&agency.parent),
            (Self::Stored(agency), "block") => code(&agency.block),
            (Self::Stored(agency), "level") => agency.level.map(Level::as_str).unwrap_or_default().to_owned(),
            (Self::Stored(agency), "valid_from") => day(agency.valid_from),
            (Self::Stored(agency), "valid_to") => day(agency.valid_to),
            (Self::Stored(_), _) => String::new(),
        }
    }
}

pub(in crate::web::admin) async fn tree(
    act: &Act<ManageAgencies>,
) -> store::Result<(Vec<Agency>, Vec<AgencyBlock>)> {
    let agencies = store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect();
    Ok((agencies, store::blocks(act.on()).await?))
}

/// What is different, for the log: before and after, by field.
pub(in crate::web::admin) fn difference(old: &Agency, new: &Agency) -> Map<String, Value> {
    let (before, after) = (Held::Stored(old), Held::Stored(new));
    let names = ["name", "name_en", "parent", "block", "level", "valid_from", "valid_to"];
    let changed = names.into_iter().filter(|name| before.of(name) != after.of(name));
    changed.map(|name| (name.to_owned(), json!([before.of(name), after.of(name)]))).collect()
}
