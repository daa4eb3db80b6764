//! How a sample came about: strata with their populations, and what the answers say about them.

use super::{LotLevel, Method, Sums};
use std::collections::{BTreeSet, HashMap};

/// The sums of one agency × service area (positions in the round's lists).
#[derive(Debug, Clone, Default)]
pub struct AreaSums {
    /// Position of the agency.
    pub agency: usize,
    /// Position of the service area.
    pub service_area: usize,
    /// The narrowest scope whose numbers may count them.
    pub level: LotLevel,
    /// Its tally.
    pub tally: Sums,
    /// Its cross moments; empty for pooled definitions.
    pub cross: Sums,
}

/// A stratum with its known population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// `SNV`, or `STC × dat-dai`.
    pub name: String,
    /// N_h, at least 1.
    pub population: u64,
}

/// How many strata make a number less certain than its interval says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StrataState {
    /// Without answers, outside the estimate.
    pub silent: usize,
    /// With more answers than people.
    pub over: usize,
    /// With a single answer out of more people.
    pub lonely: usize,
}

/// How the sample came about, as far as variance is concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Design {
    /// Strata with known populations; none means one stratum without correction.
    pub strata: Vec<Stratum>,
    /// The stratum of each agency × service area. Ignored without strata.
    pub stratum_of: HashMap<(usize, usize), usize>,
    /// Whether the round declares a drawn random sample.
    pub drawn: bool,
}

impl Design {
    /// n_h of each stratum; of the one stratum where none are declared.
    pub(super) fn responses(&self, sums: &[AreaSums]) -> Vec<i128> {
        let mut n = vec![0; self.strata.len().max(1)];
        for area in sums {
            n[self.stratum(area)] += area.tally.responses();
        }
        n
    }

    pub(super) fn stratum(&self, area: &AreaSums) -> usize {
        self.stratum_of.get(&(area.agency, area.service_area)).copied().unwrap_or(0)
    }

    /// Strata without an answer; they are outside the estimate.
    pub fn silent<'a>(&'a self, sums: &[AreaSums]) -> Vec<&'a Stratum> {
        self.strata_where(sums, |n, _| n == 0)
    }
    /// Strata with at least as many answers as people; they contribute no sampling variance.
    pub fn complete<'a>(&'a self, sums: &[AreaSums]) -> Vec<&'a Stratum> {
        self.strata_where(sums, |n, of| n >= of)
    }
    /// Strata with more answers than people: their population, or the answers, cannot be right.
    pub fn over<'a>(&'a self, sums: &[AreaSums]) -> Vec<&'a Stratum> {
        self.strata_where(sums, |n, of| n > of)
    }
    /// How many strata are what.
    pub fn state(&self, sums: &[AreaSums]) -> StrataState {
        if sums.is_empty() {
            return StrataState::default();
        }
        StrataState {
            silent: self.silent(sums).len(),
            over: self.over(sums).len(),
            lonely: self.lonely(sums).len(),
        }
    }

    /// Strata with one answer out of more people; centred at the grand mean.
    pub fn lonely<'a>(&'a self, sums: &[AreaSums]) -> Vec<&'a Stratum> {
        self.strata_where(sums, |n, of| n == 1 && of > 1)
    }
    fn strata_where<'a>(&'a self, sums: &[AreaSums], keep: impl Fn(i128, i128) -> bool) -> Vec<&'a Stratum> {
        let pairs = self.strata.iter().zip(self.responses(sums));
        pairs.filter(|(s, n)| keep(*n, i128::from(s.population))).map(|(s, _)| s).collect()
    }

    /// The population of each agency (its position) as far as its strata have answers; empty without strata.
    pub fn populations(&self, sums: &[AreaSums]) -> HashMap<usize, u64> {
        let n = self.responses(sums);
        let of_agency: BTreeSet<(usize, usize)> =
            self.stratum_of.iter().map(|((agency, _), stratum)| (*agency, *stratum)).collect();
        let mut populations = HashMap::new();
        for (agency, stratum) in of_agency.into_iter().filter(|(_, stratum)| n[*stratum] > 0) {
            *populations.entry(agency).or_default() += self.strata[stratum].population;
        }
        populations
    }

    /// The method of a number in words that do not change with the reader's language. Without `sums` only what was
    /// planned; with them also what became of the strata.
    pub fn describe(&self, method: &Method, sums: Option<&[AreaSums]>) -> String {
        let definition = &method.definition;
        let mut words =
            format!("{}, {}; linearised over respondents; ", definition.scoring, definition.aggregation);
        if self.strata.is_empty() {
            words.push_str("one stratum, no finite population correction");
            if sums.is_some_and(|sums| self.responses(sums) == [1]) {
                words.push_str(", 1 with one answer (lonely.psu=adjust)");
            }
        } else {
            words.push_str(&format!(
                "{} strata, weights N/n, finite population correction",
                self.strata.len()
            ));
        }
        if let Some(sums) = sums {
            for (count, what) in [
                (self.lonely(sums).len(), "with one answer (lonely.psu=adjust)"),
                (self.complete(sums).len() - self.over(sums).len(), "counted completely"),
                (self.over(sums).len(), "with more answers than people"),
                (self.silent(sums).len(), "without answers, outside the estimate"),
            ] {
                if count > 0 {
                    words.push_str(&format!(", {count} {what}"));
                }
            }
        }
        let interval =
            if self.drawn { "; 95 % interval" } else { "; 95 % interval if this were a random sample" };
        words.push_str(interval);
        words.push_str(
            " (Wilson on a damped effective sample size); answers of one counter and day may resemble each \
            other, which is not in the interval",
        );
        words
    }
}
