//! What changed between two numbers that rest on different people.

use super::{Figure, estimate::Z};

/// The difference of two published numbers of independent samples, in percent points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Later minus earlier.
    pub estimate: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Difference {
    /// `later` − `earlier` with its 95 % interval: the variances of independent samples add,
    /// d ± 1.959964·√(se₁² + se₂²). Figures are percent 0–100.
    pub fn between(earlier: &Figure, later: &Figure) -> Self {
        let estimate = later.estimate - earlier.estimate;
        let half = Z * earlier.se.hypot(later.se);
        Self { estimate, low: estimate - half, high: estimate + half }
    }

    /// Whether it can be told from no change: the interval does not hold 0.
    pub fn is_significant(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(estimate: f64, se: f64) -> Figure {
        Figure { n: 100, estimate, se, ci_low: estimate, ci_high: estimate, shares: Vec::new() }
    }

    #[test]
    fn variances_add_and_an_interval_that_holds_zero_is_no_change() {
        let small = Difference::between(&figure(80.0, 0.3), &figure(81.0, 0.4));
        assert!((small.high - small.estimate - Z * 0.5).abs() < 1e-12, "{small:?}");
        assert!(small.is_significant());
        assert!(!Difference::between(&figure(80.0, 0.6), &figure(81.0, 0.8)).is_significant());
    }
}
