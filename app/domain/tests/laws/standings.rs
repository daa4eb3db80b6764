//! What is lowest and highest, of any numbers in any order.

use domain::index::{Figure, Interval, Standing, highest, lowest};
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeSet;

fn figure() -> impl Strategy<Value = Figure> {
    let ends = (0.0..=1.0f64, 0.0..=1.0f64);
    (20u64..3_000, 0.0..=100.0f64, ends).prop_map(|(n, estimate, (down, up))| Figure {
        n,
        estimate,
        se: 1.0,
        interval: Some(Interval {
            low: estimate - down * estimate.min(10.0),
            high: estimate + up * (100.0 - estimate).min(10.0),
        }),
        is_census: false,
        missing_items: 0,
        shares: Vec::new(),
    })
}

fn named(positions: Vec<usize>) -> BTreeSet<usize> {
    positions.into_iter().collect()
}

proptest! {
    #[test]
    fn the_least_is_among_the_lowest_and_some_number_is_above_it(figures in vec(figure(), 0..12)) {
        let group = lowest(&figures);
        let told: Vec<f64> = figures.iter().map(|figure| figure.told().estimate).collect();
        if let Some(first) = group.first() {
            prop_assert!(told.iter().all(|value| *value >= told[*first]));
            let above = |at: &usize| Standing::of(&figures[*at], &figures[*first], 1) == Standing::Above;
            prop_assert!((0..figures.len()).filter(|at| !group.contains(at)).all(|at| above(&at)));
            prop_assert!(group.len() < figures.len());
        }
    }

    #[test]
    fn neither_the_order_of_the_list_nor_a_digit_that_is_not_told_decides(figures in vec(figure(), 0..12)) {
        let told: Vec<Figure> = figures.iter().map(Figure::told).collect();
        let backwards: Vec<Figure> = figures.iter().rev().cloned().collect();
        let last = figures.len().saturating_sub(1);
        for end in [lowest, highest] {
            prop_assert_eq!(end(&figures), end(&told));
            let mirrored = end(&backwards).into_iter().map(|at| last - at).collect();
            prop_assert_eq!(named(end(&figures)), named(mirrored));
        }
    }

    #[test]
    fn the_highest_are_the_lowest_of_what_is_missing_to_a_hundred(figures in vec(figure(), 0..12)) {
        let missing = |figure: &Figure| {
            let told = figure.told();
            let interval = told.interval.map(|i| Interval { low: 100.0 - i.high, high: 100.0 - i.low });
            Figure { estimate: 100.0 - told.estimate, interval, ..told }
        };
        let mirrored: Vec<Figure> = figures.iter().map(missing).collect();
        prop_assert_eq!(named(highest(&figures)), named(lowest(&mirrored)));
    }

    #[test]
    fn numbers_that_are_all_equal_have_no_end(figure in figure(), n in 0usize..9) {
        let figures = vec![figure; n];
        prop_assert_eq!((lowest(&figures), highest(&figures)), (Vec::new(), Vec::new()));
    }
}
