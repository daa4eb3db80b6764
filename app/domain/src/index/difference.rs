//! What changed between two numbers that rest on different people.

use super::Figure;
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
    /// Another form, index definition or way of sampling, or periods that overlap.
    Method,
    /// Other agencies, service areas or channels: the difference would be theirs, not the service's.
    Composition,
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
    pub fn between(earlier: &Figure, later: &Figure) -> Option<Self> {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::index::Interval;

    fn figure(estimate: f64, low: f64, high: f64) -> Figure {
        let interval = Some(Interval { low, high });
        Figure { n: 100, estimate, se: 1.0, interval, is_census: false, missing_parts: 0, shares: Vec::new() }
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
}
