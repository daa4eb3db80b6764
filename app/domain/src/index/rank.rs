//! Ranks: on the value as published, ties sharing a place (1-2-2-4).

/// A place among the ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The place, from 1.
    pub place: usize,
    /// How many are ranked.
    pub of: usize,
}

/// Ranks percent values rounded half-up to two decimals; `None` (suppressed or empty) gets no rank and is not counted.
pub fn rank(values: &[Option<f64>]) -> Vec<Option<Rank>> {
    let rounded: Vec<Option<f64>> = values.iter().map(|v| v.map(|v| round_half_up(v, 2))).collect();
    let of = rounded.iter().flatten().count();
    rounded
        .iter()
        .map(|mine| {
            mine.map(|mine| Rank { place: 1 + rounded.iter().flatten().filter(|v| **v > mine).count(), of })
        })
        .collect()
}

/// Rounds half-up for display. A billionth is added first, so that 12.345, which binary numbers hold as
/// 12.3449999…, becomes 12.35 as it would on paper.
pub fn round_half_up(value: f64, decimals: i32) -> f64 {
    let unit = 10f64.powi(decimals);
    (value * unit + 0.5 + 1e-9).floor() / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_on_the_published_value_share_a_place_and_the_next_is_skipped() {
        let places = rank(&[Some(80.001), Some(90.0), None, Some(79.996), Some(10.0)]);
        let places: Vec<_> = places.iter().map(|r| r.map(|r| (r.place, r.of))).collect();
        assert_eq!(places, [Some((2, 4)), Some((1, 4)), None, Some((2, 4)), Some((4, 4))]);
    }

    #[test]
    fn halves_go_up_even_where_binary_falls_short() {
        for (value, rounded) in
            [(12.345, 12.35), (2.675, 2.68), (83.944_871, 83.94), (99.995, 100.0), (0.0, 0.0)]
        {
            assert_eq!(round_half_up(value, 2), rounded);
        }
    }
}
