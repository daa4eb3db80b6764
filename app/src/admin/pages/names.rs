//! Names and addresses that several pages need.

use crate::{Texts, admin::in_address};
use domain::{Agency, Block, Code, Level};

/// The address of an agency's page.
pub fn agency_address(code: &Code) -> String {
    format!("/admin/agencies/{}", in_address(code.as_str()))
}

/// The name of an agency; its code where it is not among those that are known, nothing where there is none.
pub fn agency_name(texts: &Texts, code: Option<&Code>, agencies: &[Agency]) -> String {
    let Some(code) = code else { return String::new() };
    let found = agencies.iter().find(|agency| agency.code == *code);
    found.map_or_else(|| code.to_string(), |agency| agency.name_in(&texts.locale).to_owned())
}

/// The name of a block; its code where it is not among those that are known, nothing where there is none.
pub fn block_name(texts: &Texts, code: Option<&Code>, blocks: &[Block]) -> String {
    let Some(code) = code else { return String::new() };
    let found = blocks.iter().find(|block| block.code == *code);
    found.map_or_else(|| code.to_string(), |block| block.name_in(&texts.locale).to_owned())
}

/// A level in words; nothing where there is none.
pub fn level_name(texts: &Texts, level: Option<Level>) -> String {
    level.map(|level| texts.get(&format!("level-{}", level.as_str()))).unwrap_or_default()
}
