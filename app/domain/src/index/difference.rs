//! What changed between two numbers that rest on different people.

use super::{Figure, estimate::Z};
use strum::IntoStaticStr;

/// The difference of two published numbers of independent samples, in percent points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Later minus earlier.
    pub estimate: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// With how many decimals it is told: those of the number with fewer.
    pub decimals: i32,
}

/// Why two numbers of a series cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum SeriesBreak {
    /// Another form.
    Form,
    /// Answers become an index in another way.
    Index,
    /// Another way of sampling, or of weighting the sample.
    Sample,
    /// The periods overlap.
    Overlap,
    /// Other service areas were asked about.
    Areas,
    /// Other agencies took part: the difference would be theirs, not the service's.
    Agencies,
    /// Agencies of weight are published in one of the two rounds only ([`published_in_one`](super::published_in_one)).
    Silent,
    /// No channel in common: people answer otherwise on the telephone than after scanning a code.
    Channels,
    /// Items are missing in one of the numbers that count in the other ([`Figure::missing_items`]).
    Items,
    /// Of an agency: it did not exist, nor did anything that went into it.
    New,
    /// Of an agency: it or what went into it was divided.
    Divided,
    /// Of an agency: it or what went into it existed and took no part.
    Absent,
}

impl SeriesBreak {
    /// The word in the keys of texts.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Difference {
    /// `later` − `earlier` of independent samples with its 95 % interval by square-and-add (Newcombe 1998; Zou & Donner
    /// 2008) on the ends of both intervals, in percent points: d − √((θ₁ − l₁)² + (u₂ − θ₂)²) to
    /// d + √((u₁ − θ₁)² + (θ₂ − l₂)²), with θ₁ the later. `None` where one of them has no interval.
    ///
    /// Both numbers are taken as they are told ([`Figure::told`]), so that the difference says no more than they do, and
    /// whoever reads them finds the same.
    pub fn between(earlier: &Figure, later: &Figure) -> Option<Self> {
        let (earlier, later) = (earlier.told(), later.told());
        let (before, after) = (earlier.interval?, later.interval?);
        let estimate = later.estimate - earlier.estimate;
        let down = (later.estimate - after.low).hypot(before.high - earlier.estimate);
        let up = (after.high - later.estimate).hypot(earlier.estimate - before.low);
        let decimals = earlier.decimals().min(later.decimals());
        Some(Self { estimate, low: estimate - down, high: estimate + up, decimals })
    }

    /// Whether it can be told from no change: the interval does not hold 0.
    pub fn is_significant(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }

    /// Two-sided p of no change: p = erfc(|d| / (SE·√2)), with SE the half of the interval towards 0 divided by z = 1.96
    /// (the variance that the limits hold, Zou & Donner 2008). Below 0.05 where the interval does not hold 0.
    pub fn p_value(&self) -> f64 {
        let half = if self.estimate > 0.0 { self.estimate - self.low } else { self.high - self.estimate };
        match (self.estimate.abs(), half) {
            (0.0, _) => 1.0,
            // Everybody was asked, both times.
            (_, half) if half <= 0.0 => 0.0,
            (distance, half) => libm::erfc(distance * Z / half * std::f64::consts::FRAC_1_SQRT_2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::index::Interval;

    fn figure(estimate: f64, low: f64, high: f64) -> Figure {
        let interval = Some(Interval { low, high });
        Figure {
            n: 1_000,
            estimate,
            se: 1.0,
            interval,
            is_census: false,
            missing_items: 0,
            shares: Vec::new(),
        }
    }

    #[test]
    fn ends_square_and_add_and_an_interval_that_holds_zero_is_no_change() {
        // Newcombe 1998, table II, 56/70 against 48/80: 0.0524 to 0.3339 (method 10).
        let difference =
            Difference::between(&figure(60.0, 49.038_1, 70.026_5), &figure(80.0, 69.164_7, 87.664_8));
        let difference = difference.unwrap();
        assert!(
            (difference.low - 5.24).abs() < 0.06 && (difference.high - 33.39).abs() < 0.06,
            "{difference:?}"
        );
        assert!(difference.is_significant());
        let small = Difference::between(&figure(80.0, 78.0, 82.0), &figure(81.0, 79.0, 83.0)).unwrap();
        assert!(!small.is_significant(), "{small:?}");
        let alone = Figure { interval: None, ..figure(80.0, 0.0, 0.0) };
        assert_eq!(Difference::between(&alone, &figure(81.0, 79.0, 83.0)), None);
    }

    #[test]
    fn a_difference_is_that_of_the_numbers_as_told() {
        let few = Figure { n: 50, ..figure(80.4, 70.4, 90.4) };
        let change = Difference::between(&few, &figure(84.456, 83.0, 86.0)).unwrap();
        assert!((change.estimate - 4.46).abs() < 1e-9, "84.46 − 80: {change:?}");
        assert_eq!(change.decimals, 0);
    }

    #[test]
    fn p_is_that_of_the_normal_distribution_and_five_percent_at_the_end_of_the_interval() {
        let p =
            |estimate: f64, low: f64, high: f64| Difference { estimate, low, high, decimals: 2 }.p_value();
        assert!((p(1.959_964, 0.0, 5.0) - 0.05).abs() < 1e-6, "the half towards 0 counts");
        // 2 * pnorm(-3) in R.
        assert!((p(-3.0, -9.0, -1.040_036) - 0.002_699_796).abs() < 1e-8);
        assert_eq!([p(0.0, -1.0, 1.0), p(2.0, 2.0, 2.0)], [1.0, 0.0]);
    }
}
