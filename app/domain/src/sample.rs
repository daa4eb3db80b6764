//! How many answers a round needs, and what happens once a cell has enough.

use crate::Code;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BinaryHeap};
use strum::{EnumString, IntoStaticStr};

/// By which formula sample sizes are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "kebab-case")]
pub enum Formula {
    /// n = N / (1 + N·e²), T. Yamane, "Statistics: An Introductory Analysis", 1967.
    Yamane,
    /// n₀ = z²·p(1−p)/e² with z = 1.96 and p = 0.5, n = n₀ / (1 + (n₀ − 1)/N), W. G. Cochran, "Sampling Techniques", 1977,
    /// 4.2–4.4.
    Cochran,
}

crate::words!(Formula);

impl Formula {
    /// Every formula.
    pub const ALL: [Self; 2] = [Self::Yamane, Self::Cochran];

    /// Answers needed of a population of `population` for a margin of `error` (a fraction, 0.05 is ±5 points) at 95 %
    /// confidence, rounded up; never more than there are, 0 of nobody.
    pub fn size(self, population: u64, error: f64) -> u64 {
        if population == 0 || !error.is_finite() || error <= 0.0 {
            return population;
        }
        #[expect(clippy::cast_precision_loss, reason = "populations are far below 2^53")]
        let whole = population as f64;
        let exact = match self {
            Self::Yamane => whole / (1.0 + whole * error * error),
            Self::Cochran => {
                let unlimited = 1.96 * 1.96 * 0.25 / (error * error);
                unlimited / (1.0 + (unlimited - 1.0) / whole)
            }
        };
        // 285.999… that is 286 but for the last binary digit must not become 287.
        let ceiling = (exact - 1e-9).ceil().max(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and the population"
        )]
        let size = ceiling as u64;
        size.min(population)
    }
}

/// For what the wanted precision holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "kebab-case")]
pub enum Precision {
    /// For each agency × service area.
    Cell,
    /// For each agency; spread over its service areas by their volumes.
    Agency,
    /// For the whole; spread over all cells by their volumes.
    Whole,
}

crate::words!(Precision);

impl Precision {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Cell, Self::Agency, Self::Whole];
}

/// Numbers by agency and service area.
pub type ByCell = BTreeMap<Code, BTreeMap<Code, u64>>;

/// Sample sizes of cells from their volumes. Spread by largest remainder, so that the parts are the whole. Each cell that has
/// a volume gets at least one, taken from the largest; where there are more cells than answers needed, the sum is larger.
pub fn sample_sizes(volumes: &ByCell, formula: Formula, error: f64, precision: Precision) -> ByCell {
    let sum = |areas: &BTreeMap<Code, u64>| areas.values().sum::<u64>();
    let cells = |only: Option<&Code>| -> Vec<(&Code, &Code, u64)> {
        let wanted = volumes.iter().filter(|(agency, _)| only.is_none_or(|only| only == *agency));
        wanted.flat_map(|(agency, areas)| areas.iter().map(move |(area, n)| (agency, area, *n))).collect()
    };
    let mut sizes = ByCell::new();
    let mut put = |agency: &Code, area: &Code, n: u64| {
        sizes.entry(agency.clone()).or_default().insert(area.clone(), n);
    };
    match precision {
        Precision::Cell => {
            for (agency, area, n) in cells(None) {
                put(agency, area, formula.size(n, error));
            }
        }
        Precision::Agency => {
            for (agency, areas) in volumes {
                for (agency, area, n) in spread(formula.size(sum(areas), error), &cells(Some(agency))) {
                    put(agency, area, n);
                }
            }
        }
        Precision::Whole => {
            let all = volumes.values().map(sum).sum();
            for (agency, area, n) in spread(formula.size(all, error), &cells(None)) {
                put(agency, area, n);
            }
        }
    }
    sizes
}

/// Divides `total` by volumes: whole parts first, then one each to the largest remainders.
fn spread<'a>(total: u64, cells: &[(&'a Code, &'a Code, u64)]) -> Vec<(&'a Code, &'a Code, u64)> {
    let all: u128 = cells.iter().map(|(.., n)| u128::from(*n)).sum();
    if all == 0 {
        return cells.iter().map(|(agency, area, _)| (*agency, *area, 0)).collect();
    }
    let mut parts: Vec<(usize, u64, u128)> = cells
        .iter()
        .enumerate()
        .map(|(at, (.., n))| {
            let product = u128::from(total) * u128::from(*n);
            (at, u64::try_from(product / all).unwrap_or(u64::MAX), product % all)
        })
        .collect();
    let given: u64 = parts.iter().map(|(_, n, _)| n).sum();
    parts.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
    let missing = usize::try_from(total.saturating_sub(given)).unwrap_or(usize::MAX);
    for part in parts.iter_mut().take(missing) {
        part.1 += 1;
    }
    parts.sort_by_key(|part| part.0);
    let mut sizes: Vec<u64> = parts.into_iter().map(|(_, n, _)| n).collect();
    let mut largest: BinaryHeap<(u64, usize)> = sizes.iter().enumerate().map(|(at, n)| (*n, at)).collect();
    for at in 0..cells.len() {
        if sizes[at] > 0 || cells[at].2 == 0 {
            continue;
        }
        sizes[at] = 1;
        if let Some((n, giver)) = largest.pop().filter(|(n, _)| *n > 1) {
            sizes[giver] = n - 1;
            largest.push((n - 1, giver));
        }
    }
    cells.iter().zip(sizes).map(|((agency, area, _), n)| (*agency, *area, n)).collect()
}

/// What happens once a cell has as many answers as were planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhenFull {
    /// Answers are taken and counted as before.
    #[default]
    Count,
    /// The form says that enough have answered.
    Stop,
}

/// How many answers are planned.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// By agency and service area; a cell that is not named has none.
    pub cells: ByCell,
    /// What happens once a cell is full.
    #[serde(default)]
    pub full: WhenFull,
    /// Where the numbers come from; left out: they were given as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<SampleRule>,
}

/// How quotas were computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleRule {
    /// Dossiers or visits in the period, by agency and service area.
    pub volumes: ByCell,
    /// The formula.
    pub formula: Formula,
    /// The margin of error, a fraction.
    pub error: f64,
    /// For what it holds.
    pub precision: Precision,
}

impl Quota {
    /// The quota of a cell.
    pub fn of(&self, agency: &Code, service_area: &Code) -> Option<u64> {
        self.cells.get(agency)?.get(service_area).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_sizes_come_out() {
        // Yamane, table of sample sizes at ±5 %; Cochran with the finite-population correction, N = 1,000.
        assert_eq!([1_000, 10_000].map(|n| Formula::Yamane.size(n, 0.05)), [286, 385]);
        assert_eq!([1_000, 100_000_000].map(|n| Formula::Cochran.size(n, 0.05)), [278, 385]);
        // 400 / (1 + 400·0.0025) is 200 exactly, and stays so.
        assert_eq!(Formula::Yamane.size(400, 0.05), 200);
        assert_eq!([0, 1, 3].map(|n| Formula::Yamane.size(n, 0.05)), [0, 1, 3]);
        assert_eq!(Formula::Yamane.size(50, 0.0), 50);
    }

    #[test]
    fn sizes_spread_by_volume_sum_to_the_whole() {
        let code = |text: &str| text.parse::<Code>().unwrap();
        let volumes = ByCell::from([
            (code("A"), BTreeMap::from([(code("x"), 5_000), (code("y"), 3_333)])),
            (code("B"), BTreeMap::from([(code("x"), 1_667), (code("y"), 0)])),
        ]);
        let sizes = sample_sizes(&volumes, Formula::Yamane, 0.05, Precision::Whole);
        let all: u64 = sizes.values().flat_map(BTreeMap::values).sum();
        assert_eq!(all, Formula::Yamane.size(10_000, 0.05));
        assert_eq!(sizes[&code("B")][&code("y")], 0);
        let by_agency = sample_sizes(&volumes, Formula::Cochran, 0.05, Precision::Agency);
        assert_eq!(by_agency[&code("A")].values().sum::<u64>(), Formula::Cochran.size(8_333, 0.05));
        // Small cells get one each from the largest, and the sum stays.
        let uneven = (0..90).map(|n| (code(&format!("s{n}")), 1)).chain([(code("big"), 1_000_000)]);
        let uneven = ByCell::from([(code("A"), uneven.collect())]);
        let sizes = sample_sizes(&uneven, Formula::Yamane, 0.05, Precision::Whole);
        assert!(sizes[&code("A")].values().all(|n| *n > 0));
        assert_eq!(sizes[&code("A")].values().sum::<u64>(), Formula::Yamane.size(1_000_090, 0.05));
        let many = ByCell::from([(code("A"), (0..900).map(|n| (code(&format!("s{n}")), 1_000)).collect())]);
        let sizes = sample_sizes(&many, Formula::Yamane, 0.05, Precision::Whole);
        assert_eq!(sizes[&code("A")].values().sum::<u64>(), 900, "one each, though 400 would do");
        let by_cell = sample_sizes(&volumes, Formula::Yamane, 0.05, Precision::Cell);
        assert_eq!(by_cell[&code("A")][&code("x")], Formula::Yamane.size(5_000, 0.05));
    }
}
