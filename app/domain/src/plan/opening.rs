//! What a plan must be so that citizens can answer.

use crate::{Agency, Code, Day, RoundDocument, ServiceArea};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Fewest respondents behind a published number that administrators may choose. Below five a single colleague can often be
/// told apart; above a thousand hardly an agency has numbers.
pub const MINIMUM_CELLS: RangeInclusive<u64> = 5..=1_000;

/// A plan with what it names.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The document.
    pub document: &'a RoundDocument,
    /// Its agencies, as they are now.
    pub agencies: &'a [Agency],
    /// Its service areas, as they are now.
    pub service_areas: &'a [ServiceArea],
    /// Agency and service area of each point that is not retired.
    pub places: &'a [(Code, Code)],
}

/// Why a plan cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpeningFault {
    /// Nobody could answer.
    #[error("points: there are none")]
    NoPoints,
    /// An agency does not exist in the period.
    #[error("agencies: {code} does not exist in the period from {from} to {to}")]
    AgencyEnded {
        /// The agency.
        code: Code,
        /// First day of the round.
        from: Day,
        /// Last day of the round.
        to: Day,
    },
    /// A service area does not exist in the period.
    #[error("service_areas: {code} does not exist in the period from {from} to {to}")]
    ServiceAreaEnded {
        /// The service area.
        code: Code,
        /// First day of the round.
        from: Day,
        /// Last day of the round.
        to: Day,
    },
    /// Answers of a point would lie outside the target population.
    #[error("population: {agency} × {service_area} has a point and no population")]
    OutsidePopulation {
        /// The agency of the point.
        agency: Code,
        /// Its service area.
        service_area: Code,
    },
    /// The fewest respondents of a published number are not among [`MINIMUM_CELLS`].
    #[error("minimum_cell: {0} is not between 5 and 1000")]
    MinimumCell(u64),
}

/// Everything that keeps a plan from being opened, in the order in which it is mended.
pub fn opening_faults(plan: &Plan<'_>) -> Vec<OpeningFault> {
    let Plan { document, places, .. } = *plan;
    let mut faults = Vec::new();
    if places.is_empty() {
        faults.push(OpeningFault::NoPoints);
    }
    faults.extend(period_faults(plan, document.to));
    let outside = outside_population(document, places);
    faults.extend(
        outside.map(|(agency, service_area)| OpeningFault::OutsidePopulation { agency, service_area }),
    );
    if !MINIMUM_CELLS.contains(&document.minimum_cell) {
        faults.push(OpeningFault::MinimumCell(document.minimum_cell));
    }
    faults
}

/// The agencies and service areas of a plan that do not exist between its first day and `to`.
pub(super) fn period_faults(plan: &Plan<'_>, to: Day) -> Vec<OpeningFault> {
    let from = plan.document.from;
    let agencies = plan.agencies.iter().filter(|agency| !agency.exists_in(from, to));
    let areas = plan.service_areas.iter().filter(|area| !area.exists_in(from, to));
    let agency = |of: &Agency| OpeningFault::AgencyEnded { code: of.code.clone(), from, to };
    let area = |of: &ServiceArea| OpeningFault::ServiceAreaEnded { code: of.code.clone(), from, to };
    agencies.map(agency).chain(areas.map(area)).collect()
}

/// Whether the last day of a plan has passed, so that it is moved before the round is opened.
pub fn has_passed(document: &RoundDocument, today: Day) -> bool {
    document.to < today
}

/// The first place of a point whose answers would lie outside the target population: its agency and its service area.
pub fn outside_population(document: &RoundDocument, places: &[(Code, Code)]) -> Option<(Code, Code)> {
    places.iter().find(|(agency, area)| !document.covers(agency, area)).cloned()
}

/// The block of each agency on the day a round is opened: there they are ranked, wherever they are moved later.
pub fn blocks_at_opening<'a>(agencies: impl IntoIterator<Item = &'a Agency>) -> BTreeMap<Code, Code> {
    let block = |agency: &Agency| Some((agency.code.clone(), agency.block.clone()?));
    agencies.into_iter().filter_map(block).collect()
}
