//! Where numbers stand to one another, as far as that can be told: above, below, the lowest, the highest.
//!
//! Everything goes by numbers as they are told ([`Figure::told`]), so that no order says more than the digits. Numbers of
//! the same people, or of a part and its whole, are compared like those of independent people: they resemble each other,
//! so that their difference varies less than is assumed, and rather too little is told apart than too much.

use super::{Difference, Figure, estimate::Z};
use std::cmp::Ordering;

/// Where a number stands to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// Lower than it.
    Below,
    /// Not to be told from it.
    #[default]
    Unclear,
    /// Higher than it.
    Above,
}

impl Standing {
    /// Where `figure` stands to `reference`, in one of `comparisons` that are made at once: with 95 % certainty none of
    /// them tells apart what is equal (Bonferroni). `Unclear` where one of the two has no interval.
    pub fn of(figure: &Figure, reference: &Figure, comparisons: usize) -> Self {
        let Some(difference) = Difference::between(reference, figure) else {
            return Self::Unclear;
        };
        let wider = widening(comparisons);
        match difference.estimate {
            d if d > 0.0 && d > wider * (d - difference.low) => Self::Above,
            d if d < 0.0 && -d > wider * (difference.high - d) => Self::Below,
            _ => Self::Unclear,
        }
    }
}

/// How much wider an interval is that holds for each of several comparisons at once: √(z² + 2 ln m) / z. The upper tail Q
/// of the normal distribution beyond √(z² + 2 ln m) is at most Q(z)/m, as its density is φ(z)/m there and Q/φ falls.
fn widening(comparisons: usize) -> f64 {
    let comparisons = f64::from(u32::try_from(comparisons.max(1)).unwrap_or(u32::MAX));
    (Z * Z + 2.0 * comparisons.ln()).sqrt() / Z
}

/// How many numbers stand where against one that they have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standings {
    /// Higher than it.
    pub above: usize,
    /// Lower than it.
    pub below: usize,
    /// Not to be told from it.
    pub unclear: usize,
}

impl FromIterator<Standing> for Standings {
    fn from_iter<I: IntoIterator<Item = Standing>>(standings: I) -> Self {
        standings.into_iter().fold(Self::default(), |mut all, one| {
            match one {
                Standing::Above => all.above += 1,
                Standing::Below => all.below += 1,
                Standing::Unclear => all.unclear += 1,
            }
            all
        })
    }
}

/// Positions of all that cannot be told from the lowest, that first; none where they would be more than half of all: one
/// alone, all alike, or most.
pub fn lowest(figures: &[Figure]) -> Vec<usize> {
    end(figures, Standing::Above, Ordering::Less)
}

/// The same of the highest.
pub fn highest(figures: &[Figure]) -> Vec<usize> {
    end(figures, Standing::Below, Ordering::Greater)
}

/// The end of the order that comes `first`; what stands `off` it is told apart.
fn end(figures: &[Figure], off: Standing, first: Ordering) -> Vec<usize> {
    let estimate = |at: usize| figures[at].told().estimate;
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by(|a, b| match first {
        Ordering::Greater => estimate(*b).total_cmp(&estimate(*a)),
        _ => estimate(*a).total_cmp(&estimate(*b)),
    });
    let Some(extreme) = order.first().map(|at| estimate(*at)) else { return Vec::new() };
    // Among equals each may be the lowest: what one of them cannot be told from is named.
    let equals: Vec<usize> = order.iter().copied().filter(|at| estimate(*at) == extreme).collect();
    let others = figures.len().saturating_sub(1);
    let is_apart =
        |at: &usize| equals.iter().all(|one| Standing::of(&figures[*at], &figures[*one], others) == off);
    let group: Vec<usize> = order.into_iter().filter(|at| !is_apart(at)).collect();
    if 2 * group.len() <= figures.len() { group } else { Vec::new() }
}

/// The steps in which deviations are shaded, in percent points.
pub const DEVIATION_STEPS: [f64; 3] = [2.0, 5.0, 10.0];

/// How many steps a number lies above another, as told; below it they are negative.
pub fn deviation(figure: &Figure, reference: &Figure) -> i8 {
    let points = figure.told().estimate - reference.told().estimate;
    let steps = DEVIATION_STEPS.into_iter().filter(|step| points.abs() + 1e-9 >= *step);
    steps.fold(0, |steps, _| if points < 0.0 { steps - 1 } else { steps + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Interval;

    fn figure(estimate: f64, half: f64) -> Figure {
        let interval = Some(Interval { low: (estimate - half).max(0.0), high: (estimate + half).min(100.0) });
        Figure {
            n: 400,
            estimate,
            se: half / 2.0,
            interval,
            is_census: half == 0.0,
            missing_items: 0,
            shares: Vec::new(),
        }
    }

    #[test]
    fn more_comparisons_at_once_need_a_larger_difference() {
        let (whole, lower) = (figure(80.0, 1.0), figure(76.0, 3.0));
        assert_eq!(Standing::of(&lower, &whole, 1), Standing::Below);
        assert_eq!(Standing::of(&whole, &lower, 1), Standing::Above);
        assert_eq!(Standing::of(&lower, &whole, 33), Standing::Unclear);
        assert_eq!(Standing::of(&figure(60.0, 3.0), &whole, 33), Standing::Below);
        let alone = Figure { interval: None, ..figure(0.0, 0.0) };
        assert_eq!(Standing::of(&alone, &whole, 1), Standing::Unclear);
    }

    #[test]
    fn the_widening_is_at_least_bonferronis() {
        // qnorm(1 - 0.025 / m) / qnorm(0.975) in R.
        for (m, exact) in [(1, 1.0), (2, 1.143_6), (10, 1.432_2), (33, 1.618_3), (297, 1.919_6)] {
            let ours = widening(m);
            assert!(ours >= exact - 1e-4 && ours < exact * 1.05, "{m}: {ours}");
        }
    }

    #[test]
    fn all_that_cannot_be_told_from_the_lowest_are_named() {
        let figures = [figure(90.0, 2.0), figure(70.0, 2.0), figure(71.0, 2.0), figure(80.0, 2.0)];
        assert_eq!(lowest(&figures), [1, 2]);
        assert_eq!(highest(&figures), [0]);
    }

    #[test]
    fn where_all_are_alike_or_one_stands_alone_nothing_is_lowest_or_highest() {
        let none: [usize; 0] = [];
        let zero = Figure { interval: Some(Interval { low: 0.0, high: 3.7 }), ..figure(0.0, 0.0) };
        for figures in [
            vec![],
            vec![figure(50.0, 1.0)],
            vec![zero.clone(), zero.clone(), zero],
            vec![figure(70.0, 5.0), figure(72.0, 5.0), figure(74.0, 5.0)],
            vec![figure(60.0, 0.0), figure(60.0, 0.0)],
        ] {
            assert_eq!((lowest(&figures), highest(&figures)), (none.to_vec(), none.to_vec()), "{figures:?}");
        }
        // Of a census every difference is one.
        assert_eq!(lowest(&[figure(60.5, 0.0), figure(60.4, 0.0)]), [1]);
    }

    #[test]
    fn deviations_go_in_steps_of_what_is_told() {
        let of = |points: f64| deviation(&figure(80.0 + points, 1.0), &figure(80.0, 1.0));
        assert_eq!(
            [0.0, 1.9, 2.0, -2.0, 4.96, -9.9, -10.0, 20.0].map(of),
            [0, 0, 1, -1, 2, -2, -3, 3],
            "4.96 is told as 5.0"
        );
    }
}
