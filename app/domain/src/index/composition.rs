//! Whether numbers over several agencies rest on the same ones in two rounds.

use std::cmp::Reverse;

/// From this part of a number on, agencies that have a number in one of two rounds only keep the two from being compared.
pub const COMPOSITION_THRESHOLD: f64 = 0.05;

/// What an agency, or those that became one, weighs in a number over several: its respondents, or its population where
/// that is known. `None` where nothing is published of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgencyWeights {
    /// In the earlier round.
    pub before: Option<u64>,
    /// In the later round.
    pub after: Option<u64>,
}

/// Positions of the agencies that are published in one round only, the heaviest first, where they make up more than
/// [`COMPOSITION_THRESHOLD`] of its number; none where the two numbers rest on the same agencies.
///
/// An agency of which nothing is published may have answered all the same: it counts with as much as can be `unpublished`
/// (earlier, later), so that one that moves around the minimum cell is not taken for silent, and nobody and too few look
/// the same. With shares pᵢ, qᵢ and the bound b of the other round: Σ max(0, pᵢ − b) over those published before only, and
/// likewise after.
pub fn published_in_one(agencies: &[AgencyWeights], unpublished: (u64, u64)) -> Vec<usize> {
    let all = |of: fn(&AgencyWeights) -> Option<u64>| -> f64 {
        agencies.iter().filter_map(of).map(|weight| weight as f64).sum()
    };
    let (before, after) = (all(|agency| agency.before), all(|agency| agency.after));
    if before == 0.0 || after == 0.0 {
        return Vec::new();
    }
    let excess = |agency: &AgencyWeights| match (agency.before, agency.after) {
        (Some(n), None) => (n as f64 / before - unpublished.1 as f64 / after).max(0.0),
        (None, Some(n)) => (n as f64 / after - unpublished.0 as f64 / before).max(0.0),
        _ => 0.0,
    };
    let of =
        |has: fn(&AgencyWeights) -> bool| -> f64 { agencies.iter().filter(|a| has(a)).map(excess).sum() };
    let gone = of(|agency| agency.before.is_some());
    let come = of(|agency| agency.after.is_some());
    if gone.max(come) <= COMPOSITION_THRESHOLD {
        return Vec::new();
    }
    let mut apart: Vec<usize> = (0..agencies.len()).filter(|at| excess(&agencies[*at]) > 0.0).collect();
    apart.sort_by_key(|at| Reverse(agencies[*at].before.or(agencies[*at].after)));
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agencies(weights: &[(u64, u64)]) -> Vec<AgencyWeights> {
        let of = |n: u64| (n > 0).then_some(n);
        weights
            .iter()
            .map(|(before, after)| AgencyWeights { before: of(*before), after: of(*after) })
            .collect()
    }

    #[test]
    fn an_agency_that_fell_silent_keeps_numbers_from_being_compared() {
        assert_eq!(published_in_one(&agencies(&[(300, 310), (100, 0)]), (9, 9)), [1]);
        assert_eq!(published_in_one(&agencies(&[(300, 310), (0, 100)]), (9, 9)), [1]);
        assert_eq!(published_in_one(&agencies(&[(40, 0), (900, 900), (60, 0)]), (9, 9)), [2, 0], "together");
    }

    #[test]
    fn agencies_of_little_weight_and_those_around_the_minimum_cell_do_not() {
        assert!(
            published_in_one(&agencies(&[(300, 310), (12, 0)]), (9, 9)).is_empty(),
            "less than a twentieth"
        );
        assert!(
            published_in_one(&agencies(&[(100, 100), (14, 0)]), (9, 9)).is_empty(),
            "9 may have answered"
        );
        assert_eq!(published_in_one(&agencies(&[(100, 100), (14, 0)]), (0, 0)), [1], "unless none can have");
        assert!(published_in_one(&agencies(&[(100, 40), (10, 400)]), (9, 9)).is_empty(), "all have numbers");
        assert!(published_in_one(&agencies(&[(100, 0), (10, 0)]), (9, 9)).is_empty(), "no agency has one");
    }
}
