//! From volumes of dossiers to quotas and populations, and how many more answers a quota takes.

use crate::{
    ByCell, Code, Formula, Population, Precision, Quota, RoundDocument, SampleRule, WhenFull, sample_sizes,
};
use std::collections::BTreeMap;

/// What was given of volumes.
#[derive(Debug, Clone, PartialEq)]
pub struct Volumes {
    /// Dossiers or visits in the period by agency and service area; quotas themselves where no formula is named.
    pub cells: ByCell,
    /// By which formula quotas are computed, and with which margin of error (a fraction).
    pub formula: Option<(Formula, f64)>,
    /// For what the margin holds.
    pub precision: Precision,
    /// What happens once a cell is full.
    pub when_full: WhenFull,
    /// Whether volumes are populations too, so that cells are strata.
    pub weigh: bool,
}

/// Why volumes cannot be populations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VolumesFault {
    /// Quotas that were typed tell nothing of populations.
    #[error("quotas that were typed are no populations")]
    WithoutFormula,
    /// These agencies have no volume.
    #[error("there is no volume of {}", .0.iter().map(Code::as_str).collect::<Vec<_>>().join(", "))]
    AgenciesWithout(Vec<Code>),
}

/// The plan with these volumes.
pub fn with_volumes(
    old: &RoundDocument,
    agencies: &[Code],
    volumes: Volumes,
) -> Result<RoundDocument, VolumesFault> {
    let Volumes { cells, formula, precision, when_full, weigh } = volumes;
    if weigh && formula.is_none() {
        return Err(VolumesFault::WithoutFormula);
    }
    let has_some = |agency: &Code| cells.get(agency).is_some_and(|areas| areas.values().any(|n| *n > 0));
    let without: Vec<Code> = agencies.iter().filter(|agency| !has_some(agency)).cloned().collect();
    if weigh && !without.is_empty() {
        return Err(VolumesFault::AgenciesWithout(without));
    }
    let population = weigh.then(|| {
        let of = |(agency, areas): (&Code, &BTreeMap<Code, u64>)| {
            let some = areas.iter().filter(|(_, n)| **n > 0).map(|(area, n)| (area.clone(), *n));
            (agency.clone(), Population::ByServiceArea(some.collect()))
        };
        cells.iter().map(of).collect()
    });
    let quota = match formula {
        _ if cells.is_empty() => None,
        None => Some(Quota { cells, full: when_full, computed: None }),
        Some((formula, error)) => Some(Quota {
            cells: sample_sizes(&cells, formula, error, precision),
            full: when_full,
            computed: Some(SampleRule { volumes: cells, formula, error, precision }),
        }),
    };
    Ok(RoundDocument { population, quota, ..old.clone() })
}

/// Whether volumes, or the quotas that were typed in their place, say to which cells citizens come.
pub fn has_volumes(document: &RoundDocument) -> bool {
    document.quota.is_some() || document.population.is_some()
}

/// Whether citizens come to an agency for a service area: wherever volumes say so, and everywhere while none were given. A
/// cell outside of the target population is none.
pub fn is_served(document: &RoundDocument, agency: &Code, service_area: &Code) -> bool {
    let given = document.quota.as_ref().map(|quota| match &quota.computed {
        Some(rule) => &rule.volumes,
        None => &quota.cells,
    });
    let has_some = |cells: &ByCell| {
        cells.get(agency).and_then(|areas| areas.get(service_area)).is_some_and(|volume| *volume > 0)
    };
    document.covers(agency, service_area) && given.is_none_or(has_some)
}

/// How many more answers of citizens a cell takes that has `answered`; `None` where it takes any number.
pub fn quota_room(
    document: &RoundDocument,
    agency: &Code,
    service_area: &Code,
    answered: u64,
) -> Option<u64> {
    let quota = document.quota.as_ref().filter(|quota| quota.full == WhenFull::Stop)?;
    Some(quota.of(agency, service_area)?.saturating_sub(answered))
}

/// A whole number as people type it: 1.234 and 1,234 are 1234; 1,5 is none.
pub fn whole_number(text: &str) -> Option<u64> {
    let mut groups = text.trim().split(['.', ',', ' ', '\u{a0}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let parted = rest.iter().all(|group| group.len() == 3 && digits(group));
    let fits = digits(first) && parted && (rest.is_empty() || first.len() <= 3);
    let all = format!("{first}{}", rest.concat());
    (fits && all.len() <= 12).then(|| all.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_or_none() {
        let read = ["1234", "1.234", "1,234", "12 345", " 7 ", "1.234.567", "0"].map(whole_number);
        assert_eq!(read, [1234, 1234, 1234, 12_345, 7, 1_234_567, 0].map(Some));
        for odd in ["1,5", "1.5", "1234.5", "1.23", "12345.678", "-1", "", "a", "1..234", "9999999999999"] {
            assert_eq!(whole_number(odd), None, "{odd}");
        }
    }
}
