//! How a plan begins: new, or as a copy of an earlier round.

use crate::{
    Agency, Audience, Code, Day, RoundDocument, Sample, ServiceArea, Text,
    form::{Form, ItemScale},
    index::{Aggregation, Definition, Method, Scoring},
};
use std::collections::BTreeMap;

/// Why a plan cannot begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DraftFault {
    /// None exists in the period.
    #[error("agencies: none exists in the period")]
    NoAgencies,
    /// None exists in the period.
    #[error("service_areas: none exists in the period")]
    NoServiceAreas,
}

/// The definition a round begins with: the share of the satisfied, or a mean where the scales do not allow it.
pub fn first_definition(form: &Form) -> Definition {
    let definition = |scoring| Definition::new(scoring, Aggregation::Pooled);
    [Scoring::Top2, Scoring::MeanRange, Scoring::MeanMax]
        .map(definition)
        .into_iter()
        .find(|definition| Method::new(form, definition).is_ok())
        .unwrap_or_else(|| definition(Scoring::Points))
}

/// A scale that percent points leave out and whose scores do not go up to 100: only there a score stands as a percentage by
/// itself. The first in the order of the form; `None` where the definition is not by points.
pub fn scale_without_points(form: &Form, definition: &Definition) -> Option<Code> {
    let points = definition.points.as_ref();
    let is_declared = |scale: &Code| points.is_some_and(|points| points.contains_key(scale));
    let is_of_hundred = |item: &ItemScale| item.labels.iter().any(|label| label.score == Some(100_000));
    let items = form.tree.items.iter().filter(|_| definition.scoring == Scoring::Points);
    let mut missing = items.filter(|item| !is_declared(&item.scale) && !is_of_hundred(item));
    missing.next().map(|item| item.scale.clone())
}

/// A title or a code of the year after: “… 2026” is “… 2027”, “2026–2027” is “2027–2028”. Numbers of four digits are years where they
/// are at most one away from that of the first day.
pub fn a_year_later(title: &str, from: Day) -> String {
    let year = from.date().year();
    let later = |digits: &str| match digits.parse::<i16>() {
        Ok(number) if digits.len() == 4 && (year - 1..=year + 1).contains(&number) => {
            (number + 1).to_string()
        }
        _ => digits.to_owned(),
    };
    let mut words = String::with_capacity(title.len());
    let mut digits = String::new();
    for letter in title.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
        } else {
            words.push_str(&later(&std::mem::take(&mut digits)));
            words.push(letter);
        }
    }
    words + &later(&digits)
}

/// Those that exist in the period, by code.
fn existing(
    agencies: &[Agency],
    service_areas: &[ServiceArea],
    (from, to): (Day, Day),
) -> Result<(Vec<Code>, Vec<Code>), DraftFault> {
    let there = agencies.iter().filter(|agency| agency.exists_in(from, to));
    let agencies: Vec<Code> = there.map(|agency| agency.code.clone()).collect();
    let there = service_areas.iter().filter(|area| area.exists_in(from, to));
    let service_areas: Vec<Code> = there.map(|area| area.code.clone()).collect();
    match (agencies.is_empty(), service_areas.is_empty()) {
        (true, _) => Err(DraftFault::NoAgencies),
        (_, true) => Err(DraftFault::NoServiceAreas),
        _ => Ok((agencies, service_areas)),
    }
}

/// A new plan over the agencies that serve citizens: those of a block; the tops of the tree, such as a people's committee, are
/// chosen by hand where they do. `agencies` are those within reach. Results begin with staff.
pub fn draft(
    code: Code,
    title: Text,
    period: (Day, Day),
    form: &Form,
    agencies: &[Agency],
    service_areas: &[ServiceArea],
) -> Result<RoundDocument, DraftFault> {
    let ranked: Vec<Agency> = agencies.iter().filter(|agency| agency.block.is_some()).cloned().collect();
    let (agencies, service_areas) = existing(&ranked, service_areas, period)?;
    Ok(RoundDocument {
        code,
        title,
        series: None,
        form: form.code.clone(),
        from: period.0,
        to: period.1,
        live: false,
        index: first_definition(form),
        definition: None,
        agencies: Some(agencies),
        service_areas: Some(service_areas),
        population: None,
        minimum_cell: 10,
        sample: Sample::Open,
        quota: None,
        audience: Audience::Staff,
        blocks: BTreeMap::new(),
        points: None,
    })
}

/// What a copy is called, and when it takes place.
#[derive(Debug, Clone)]
pub struct CopyRequest {
    /// Its code.
    pub code: Code,
    /// Its title.
    pub title: Text,
    /// First and last day.
    pub period: (Day, Day),
    /// Its series.
    pub series: Code,
}

/// The plan of an earlier round for another period. Agencies and service areas that do not exist in it are dropped. Volumes
/// and quotas are of last year's dossiers and are asked for anew, points are made anew, and results begin with staff. Where
/// the scales of `form` do not fit the definition, it begins anew.
pub fn copied(
    old: &RoundDocument,
    agencies: &[Agency],
    service_areas: &[ServiceArea],
    form: &Form,
    copy: CopyRequest,
) -> Result<RoundDocument, DraftFault> {
    let (agencies, service_areas) = existing(agencies, service_areas, copy.period)?;
    let mut document = RoundDocument {
        code: copy.code,
        title: copy.title,
        series: Some(copy.series),
        from: copy.period.0,
        to: copy.period.1,
        audience: Audience::Staff,
        live: false,
        blocks: BTreeMap::new(),
        population: None,
        quota: None,
        points: None,
        agencies: Some(agencies),
        service_areas: Some(service_areas),
        ..old.clone()
    };
    if Method::new(form, &document.index).is_err() {
        (document.index, document.definition) = (first_definition(form), None);
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_a_copy_names_the_year_after_and_no_other_number_changes() {
        let later = |title| a_year_later(title, "2026-09-01".parse().unwrap());
        for (title, expected) in [
            ("Khảo sát 2026", "Khảo sát 2027"),
            ("Năm học 2026–2027", "Năm học 2027–2028"),
            ("2026-2027, so với 2025", "2027-2028, so với 2026"),
            (
                "Theo Quyết định 1383/QĐ-BNV, 12026 hồ sơ, 09/2026",
                "Theo Quyết định 1383/QĐ-BNV, 12026 hồ sơ, 09/2027",
            ),
            ("Khảo sát hằng năm", "Khảo sát hằng năm"),
            ("sipas-2026", "sipas-2027"),
        ] {
            assert_eq!(later(title), expected);
        }
    }
}
