//! What a number is held against: classes by bands, and targets. Declared with the index, and no part of its computation.

use super::{DefinitionFault, Figure, Standing, round_half_up};
use crate::{Locale, Text, name::title_fault};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The most bands, and the most targets, of a definition.
pub const MOST_BENCHMARKS: usize = 20;

/// Bands and targets of a definition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Benchmarks {
    /// Classes, from the highest to the lowest. A number below all of them has no class.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Targets, in the order in which they are told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    /// A number on fewer respondents gets no class and no rank; it is shown all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_n: Option<u64>,
}

/// A class: the numbers from its lower end up to that of the class above it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its name, such as “Tốt”.
    pub title: Text,
    /// Its lower end, in percent.
    pub from: f64,
    /// Whether the lower end itself belongs to the class below.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// A target for the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// What it is and who set it, such as “Nghị quyết 76/NQ-CP, năm 2030”.
    pub title: Text,
    /// Percent to be reached.
    pub percent: f64,
}

/// The class of a number, by position among the bands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The band in which the number lies.
    pub band: usize,
    /// The bands that its 95 % interval reaches, from the highest to the lowest; one past the last where it reaches below
    /// them all.
    pub reaches: RangeInclusive<usize>,
}

impl Band {
    /// Whether a rounded number reaches the band.
    fn reached(&self, percent: f64) -> bool {
        if self.open { percent > self.from } else { percent >= self.from }
    }
}

impl Target {
    /// Where a number stands to it: above where its whole 95 % interval reaches it, below where none of it does.
    pub fn standing(&self, figure: &Figure) -> Standing {
        match figure.told().interval {
            Some(ends) if ends.low >= self.percent => Standing::Above,
            Some(ends) if ends.high < self.percent => Standing::Below,
            _ => Standing::Unclear,
        }
    }
}

impl Benchmarks {
    /// Checks that bands go from high to low and every number is a percentage with at most two decimals, so that a number is
    /// rounded first and then classified without a gap.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), DefinitionFault> {
        let out_of_range =
            |percent: &&f64| !(0.0..=100.0).contains(*percent) || round_half_up(**percent, 2) != **percent;
        if self.bands.len() > MOST_BENCHMARKS {
            return Err(DefinitionFault::TooManyBands);
        }
        if self.targets.len() > MOST_BENCHMARKS {
            return Err(DefinitionFault::TooManyTargets);
        }
        if let Some(percent) = self.bands.iter().map(|band| &band.from).find(out_of_range) {
            return Err(DefinitionFault::BandOutOfRange(percent.to_string()));
        }
        if let Some(percent) = self.targets.iter().map(|target| &target.percent).find(out_of_range) {
            return Err(DefinitionFault::TargetOutOfRange(percent.to_string()));
        }
        if let Some(pair) = self.bands.windows(2).find(|pair| pair[0].from <= pair[1].from) {
            return Err(DefinitionFault::BandOrder(pair[1].from.to_string()));
        }
        let titles = self.bands.iter().map(|band| (&band.title, true));
        let titles = titles.chain(self.targets.iter().map(|target| (&target.title, false)));
        for (title, is_band) in titles {
            let vietnamese = title.iter().find(|(language, _)| **language == Locale::vi());
            if vietnamese.is_none_or(|(_, words)| words.trim().is_empty()) || title_fault(title).is_some() {
                return Err(match is_band {
                    true => DefinitionFault::BandTitle,
                    false => DefinitionFault::TargetTitle,
                });
            }
        }
        Ok(())
    }

    /// Whether a number rests on enough people for a class and a rank.
    pub fn suffices(&self, n: u64) -> bool {
        self.minimum_n.is_none_or(|minimum| n >= minimum)
    }

    /// The class of a number as it is told: rounded first, then classified. `None` below all bands, or on too few people.
    pub fn class(&self, figure: &Figure) -> Option<Class> {
        if !self.suffices(figure.n) {
            return None;
        }
        let told = figure.told();
        let of = |percent: f64| {
            let percent = round_half_up(percent, 2);
            self.bands.iter().position(|band| band.reached(percent)).unwrap_or(self.bands.len())
        };
        let band = of(told.estimate);
        let (low, high) = told.interval.map_or((told.estimate, told.estimate), |ends| (ends.low, ends.high));
        (band < self.bands.len()).then(|| Class { band, reaches: of(high)..=of(low) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Interval;

    fn bands(ends: &[(f64, bool)]) -> Benchmarks {
        let band = |(at, (from, open)): (usize, &(f64, bool))| Band {
            title: Text::same(&format!("b{at}")),
            from: *from,
            open: *open,
        };
        Benchmarks { bands: ends.iter().enumerate().map(band).collect(), ..Benchmarks::default() }
    }

    fn figure(n: u64, estimate: f64, half: f64) -> Figure {
        Figure {
            n,
            estimate,
            se: half / 2.0,
            interval: Some(Interval { low: estimate - half, high: estimate + half }),
            is_census: false,
            missing_items: 0,
            shares: Vec::new(),
        }
    }

    #[test]
    fn a_number_is_rounded_first_and_then_classified_without_a_gap() {
        // Indonesia's IKM: A 88.31–100, B 76.61–88.30, C 65.00–76.60, D 25.00–64.99.
        let ikm = bands(&[(88.31, false), (76.61, false), (65.0, false), (25.0, false)]);
        assert_eq!(ikm.check(), Ok(()));
        let class = |estimate: f64| ikm.class(&figure(5_000, estimate, 0.0)).map(|class| class.band);
        assert_eq!(
            [88.305, 88.304_9, 76.605, 76.604, 64.995, 25.0, 24.99].map(class),
            [Some(0), Some(1), Some(1), Some(2), Some(2), Some(3), None]
        );
        // Of a number that is told in whole percent, what is told is classified.
        assert_eq!(ikm.class(&figure(50, 88.4, 0.0)).map(|class| class.band), Some(1), "told as 88");
    }

    #[test]
    fn an_end_belongs_to_one_of_its_classes_as_declared() {
        // Decree 61: Xuất sắc [15, 18] of 18 points; here the same end, open and closed.
        let class = |open: bool| bands(&[(83.33, open), (0.0, false)]).class(&figure(2_000, 83.33, 0.0));
        assert_eq!(class(false).map(|class| class.band), Some(0));
        assert_eq!(class(true).map(|class| class.band), Some(1));
    }

    #[test]
    fn a_class_says_which_others_its_interval_reaches() {
        let five = bands(&[(90.0, false), (80.0, false), (70.0, false), (50.0, false)]);
        assert_eq!(five.class(&figure(1_200, 80.55, 1.2)), Some(Class { band: 1, reaches: 1..=2 }));
        assert_eq!(five.class(&figure(1_200, 85.0, 1.2)), Some(Class { band: 1, reaches: 1..=1 }));
        assert_eq!(five.class(&figure(1_200, 52.0, 4.0)), Some(Class { band: 3, reaches: 3..=4 }));
        assert_eq!(five.class(&figure(1_200, 49.0, 4.0)), None, "below all of them");
    }

    #[test]
    fn a_target_is_reached_or_missed_by_the_whole_interval() {
        let target = Target { title: Text::same("t"), percent: 80.0 };
        let standing = |estimate: f64| target.standing(&figure(1_200, estimate, 1.0));
        assert_eq!(
            [82.0, 81.0, 80.5, 79.0, 78.9].map(standing),
            [Standing::Above, Standing::Above, Standing::Unclear, Standing::Unclear, Standing::Below]
        );
    }

    #[test]
    fn few_respondents_have_a_number_and_no_class() {
        let asked = Benchmarks { minimum_n: Some(100), ..bands(&[(50.0, false)]) };
        assert_eq!(asked.class(&figure(99, 80.0, 5.0)), None);
        assert!(asked.class(&figure(100, 80.0, 5.0)).is_some());
    }

    #[test]
    fn what_cannot_be_classified_by_is_refused() {
        let fault = |ends: &[(f64, bool)]| bands(ends).check().unwrap_err();
        assert_eq!(fault(&[(50.0, false), (80.0, false)]), DefinitionFault::BandOrder("80".to_owned()));
        assert_eq!(fault(&[(50.0, false), (50.0, true)]), DefinitionFault::BandOrder("50".to_owned()));
        assert_eq!(fault(&[(101.0, false)]), DefinitionFault::BandOutOfRange("101".to_owned()));
        assert_eq!(fault(&[(f64::NAN, false)]), DefinitionFault::BandOutOfRange("NaN".to_owned()));
        assert_eq!(fault(&[(88.305, false)]), DefinitionFault::BandOutOfRange("88.305".to_owned()));
        assert_eq!(fault(&[(1.0, false); 21]), DefinitionFault::TooManyBands);
        let target = |words: &str, percent: f64| {
            let targets = vec![Target { title: Text::same(words), percent }];
            Benchmarks { targets, ..Benchmarks::default() }.check()
        };
        assert_eq!(target("NQ 76", 95.0), Ok(()));
        assert_eq!(target("", 95.0), Err(DefinitionFault::TargetTitle));
        assert_eq!(target("NQ 76", -1.0), Err(DefinitionFault::TargetOutOfRange("-1".to_owned())));
    }
}
