//! Changes that are looked at together: which of them can be told from none when there are many.

use super::Difference;
use std::cmp::Ordering;

/// The probability with which no change of a family is taken for one.
const ALPHA: f64 = 0.05;

/// What can be told of a change among many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shift {
    /// It fell.
    Fell,
    /// It rose.
    Rose,
    /// It cannot be told from no change.
    Unclear,
}

/// Adjusted p-values after Holm (1979), "A simple sequentially rejective multiple test procedure": with p₍₁₎ ≤ … ≤ p₍ₘ₎,
/// p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎), each at its place in `p`. Whoever takes those with p̃ < α for changes is
/// mistaken about any of them with probability α at most, however they depend on each other.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut adjusted = vec![1.0; p.len()];
    let (mut most, mut left) = (0.0_f64, f64::from(u32::try_from(p.len()).unwrap_or(u32::MAX)));
    for at in order {
        most = most.max((left * p[at]).min(1.0));
        adjusted[at] = most;
        left -= 1.0;
    }
    adjusted
}

/// What can be told of each of a family of changes after correction by [`holm`].
pub fn shifts(family: &[Difference]) -> Vec<Shift> {
    let adjusted = holm(&family.iter().map(Difference::p_value).collect::<Vec<_>>());
    let shift = |(change, p): (&Difference, f64)| match change.estimate {
        _ if p >= ALPHA => Shift::Unclear,
        d if d < 0.0 => Shift::Fell,
        _ => Shift::Rose,
    };
    family.iter().zip(adjusted).map(shift).collect()
}

/// What matters first: what fell, what rose, the rest; among each the largest change first.
pub fn by_weight(a: (Shift, &Difference), b: (Shift, &Difference)) -> Ordering {
    a.0.cmp(&b.0).then(b.1.estimate.abs().total_cmp(&a.1.estimate.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_multiplies_the_smallest_most_and_never_turns_the_order() {
        let close = |ours: Vec<f64>, theirs: &[f64]| {
            assert!(ours.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-12), "{ours:?} {theirs:?}");
        };
        // By hand: 4·0.01, then 3·0.02 and 2·0.03 (both 0.06), then 0.04, which is not below the one before.
        close(holm(&[0.03, 0.01, 0.04, 0.02]), &[0.06, 0.04, 0.06, 0.06]);
        // p.adjust(c(0.001, 0.6, 0.02, 0.02), "holm") in R.
        close(holm(&[0.001, 0.6, 0.02, 0.02]), &[0.004, 0.6, 0.06, 0.06]);
        close(holm(&[0.7, 0.8]), &[1.0, 1.0]);
        close(holm(&[]), &[]);
    }

    #[test]
    fn what_alone_would_be_a_change_may_be_none_among_many() {
        let change =
            |estimate: f64| Difference { estimate, low: estimate - 1.96, high: estimate + 1.96, decimals: 2 };
        // p of 2.1 standard errors is 0.036; of 4.5 it is 7e-6.
        let family = [change(2.1), change(-4.5), change(5.0), change(0.1)];
        assert_eq!(shifts(&family[..1]), [Shift::Rose]);
        let all = shifts(&family);
        assert_eq!(all, [Shift::Unclear, Shift::Fell, Shift::Rose, Shift::Unclear]);
        let mut order: Vec<usize> = (0..4).collect();
        order.sort_by(|a, b| by_weight((all[*a], &family[*a]), (all[*b], &family[*b])));
        assert_eq!(order, [1, 2, 0, 3]);
    }
}
