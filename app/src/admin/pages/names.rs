//! Names and addresses that several pages need.

use crate::{
    Numbers, Texts,
    admin::{in_address, kit::INDENT},
};
use domain::{
    Agency, Block, Code, Level, LineageEvent, LineageKind, ServiceArea, index::UNIT_WEIGHT, sort_by_name,
};

/// The address of the agencies.
pub const AGENCIES: &str = "/admin/agencies";
/// The address of their reorganisations.
pub const AGENCY_EVENTS: &str = "/admin/agency-events";
/// The address of the service areas.
pub const SERVICE_AREAS: &str = "/admin/service-areas";

/// The id of the form for a new one on the page of a list, to which a way at its top leads.
pub(super) const NEW_FORM: &str = "new";

/// The address of an agency's page.
pub fn agency_address(code: &Code) -> String {
    format!("{AGENCIES}/{}", in_address(code.as_str()))
}

/// The name of an agency; its code where it is not among those that are known, nothing where there is none.
pub fn agency_name<'a>(
    texts: &Texts,
    code: Option<&Code>,
    agencies: impl IntoIterator<Item = &'a Agency>,
) -> String {
    let Some(code) = code else { return String::new() };
    let found = agencies.into_iter().find(|agency| agency.code == *code);
    found.map_or_else(|| code.to_string(), |agency| agency.name_in(&texts.locale).to_owned())
}

/// The name of a block; its code where it is not among those that are known, nothing where there is none.
pub fn block_name(texts: &Texts, code: Option<&Code>, blocks: &[Block]) -> String {
    let Some(code) = code else { return String::new() };
    let found = blocks.iter().find(|block| block.code == *code);
    found.map_or_else(|| code.to_string(), |block| block.name_in(&texts.locale).to_owned())
}

/// An agency among others to choose from, so deep in the tree: code and words.
pub(super) fn agency_option(texts: &Texts, depth: usize, agency: &Agency) -> (String, String) {
    let (indent, name) = (String::from(INDENT).repeat(depth), agency.name_in(&texts.locale));
    (agency.code.to_string(), format!("{indent}{name} ({})", agency.code))
}

/// Service areas to choose from, by name: codes and words.
pub(super) fn area_options<'a>(
    texts: &Texts,
    areas: impl IntoIterator<Item = &'a ServiceArea>,
) -> Vec<(String, String)> {
    let mut areas: Vec<&ServiceArea> = areas.into_iter().collect();
    sort_by_name(&mut areas, |area| area.name_in(&texts.locale));
    areas.into_iter().map(|area| (area.code.to_string(), area.name_in(&texts.locale).to_owned())).collect()
}

/// The name of a service area; its code where it is not among those that are known.
pub fn service_area_name<'a>(
    texts: &Texts,
    code: &Code,
    areas: impl IntoIterator<Item = &'a ServiceArea>,
) -> String {
    let found = areas.into_iter().find(|area| area.code == *code);
    found.map_or_else(|| code.to_string(), |area| area.name_in(&texts.locale).to_owned())
}

/// An agency with one of its service areas.
pub(super) fn cell_name<'a>(
    texts: &Texts,
    (agency, area): &(Code, Code),
    agencies: impl IntoIterator<Item = &'a Agency>,
    areas: impl IntoIterator<Item = &'a ServiceArea>,
) -> String {
    let (agency, area) = (agency_name(texts, Some(agency), agencies), service_area_name(texts, area, areas));
    format!("{agency} · {area}")
}

/// A level in words; nothing where there is none.
pub fn level_name(texts: &Texts, level: Option<Level>) -> String {
    level.map(|level| texts.get(&format!("level-{}", level.as_str()))).unwrap_or_default()
}

/// A reorganisation in a sentence, with the names of the agencies that are known.
pub fn event_sentence(texts: &Texts, event: &LineageEvent, agencies: &[Agency]) -> String {
    let numbers = Numbers::of(&texts.locale);
    let name = |code: &Code| agency_name(texts, Some(code), agencies);
    let parts = event.parts.iter().map(|part| match part.share {
        UNIT_WEIGHT => format!("{} → {}", name(&part.from), name(&part.to)),
        share => format!("{} → {} ({} %)", name(&part.from), name(&part.to), share_text(numbers, share)),
    });
    let mut parts: Vec<String> = parts.collect();
    sort_by_name(&mut parts, |part| part);
    let parts = parts.join("; ");
    let kind = event_kind_name(texts, event.kind);
    let reference = event.reference.as_ref().map(|reference| format!(" ({reference})")).unwrap_or_default();
    format!("{}: {kind}{reference}. {parts}.", numbers.day(event.day))
}

/// A kind of reorganisation in words.
pub fn event_kind_name(texts: &Texts, kind: LineageKind) -> String {
    texts.get(&format!("event-kind-{}", kind.as_str()))
}

/// A share in millionths as a percentage.
pub fn share_text(numbers: Numbers, share: i64) -> String {
    numbers.plain(share.unsigned_abs(), 4)
}
