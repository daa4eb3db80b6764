//! Which agencies and service areas a plan is over.

use crate::{ByCell, Code, Population, RoundDocument};

/// The plan over other agencies and service areas. Volumes, quotas and populations of what is no longer asked about are
/// dropped; where an agency would be without a population, there is none at all, for then the plan would be refused.
pub fn with_places(old: &RoundDocument, agencies: Vec<Code>, service_areas: Vec<Code>) -> RoundDocument {
    let mut document = old.clone();
    let keep = |cells: &mut ByCell| {
        cells.retain(|agency, cells| {
            cells.retain(|area, _| service_areas.contains(area));
            agencies.contains(agency) && !cells.is_empty()
        });
    };
    if let Some(quota) = &mut document.quota {
        keep(&mut quota.cells);
        if let Some(rule) = &mut quota.computed {
            keep(&mut rule.volumes);
        }
    }
    if let Some(population) = &mut document.population {
        population.retain(|agency, of| {
            if let Population::ByServiceArea(cells) = of {
                cells.retain(|area, _| service_areas.contains(area));
                return agencies.contains(agency) && !cells.is_empty();
            }
            agencies.contains(agency)
        });
        if agencies.iter().any(|agency| !population.contains_key(agency)) {
            document.population = None;
        }
    }
    document.agencies = Some(agencies);
    document.service_areas = Some(service_areas);
    document
}
