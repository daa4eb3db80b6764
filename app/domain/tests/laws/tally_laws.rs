//! Laws of tallies and of suppression.

use crate::support::posted;
use domain::Answers;
use domain::form::Form;
use domain::index::{
    Aggregation, AreaSums, Definition, Design, Estimator, Figure, Method, Scoring, Stratum, Sums,
};
use domain::{Intake, accept};
use proptest::prelude::*;

fn definition(aggregation: Aggregation) -> Definition {
    Definition::new(Scoring::MeanRange, aggregation)
}

/// Answers of one person with gaps, and a weight in millionths.
fn response(form: &Form) -> impl Strategy<Value = (Answers, i64)> + use<> {
    let form = form.clone();
    let cell = |most: u8| prop_oneof![Just(None), (1..=most).prop_map(Some)];
    (cell(2), cell(2), cell(5), cell(5), cell(4), 1i64..1_000_000_000).prop_map(
        move |(came, how, i1, i2, one, weight)| {
            let pairs = [("came", came), ("how", how), ("i1", i1), ("i2", i2), ("one", one)];
            let mut pairs: Vec<_> =
                pairs.iter().filter_map(|(c, v)| v.map(|v| ((*c).to_owned(), v.to_string()))).collect();
            // Whoever ticks nothing has written something: a form without any answer is no response.
            pairs.push(("comment".to_owned(), "x".to_owned()));
            (accept(&form, &pairs, Intake::Transcribed).unwrap(), weight)
        },
    )
}

fn tally(form: &Form, method: &Method, responses: &[(Answers, i64)]) -> (Sums, Sums) {
    let (mut tally, mut cross) = (Sums::default(), Sums::default());
    for (answers, weight) in responses {
        tally.add(form, method, answers, *weight);
        cross.add_cross(form, method, answers, *weight);
    }
    (tally, cross)
}

fn merged(a: &Sums, b: &Sums) -> Sums {
    let mut sum = a.clone();
    sum.merge(b);
    sum
}

proptest! {
    #[test]
    fn merge_is_associative_commutative_and_equals_adding_one_by_one(
        a in prop::collection::vec(response(&crate::support::form()), 1..12),
        b in prop::collection::vec(response(&crate::support::form()), 1..12),
        c in prop::collection::vec(response(&crate::support::form()), 1..12),
    ) {
        let form = crate::support::form();
        let method = Method::new(&form, &definition(Aggregation::Items)).unwrap();
        let (ta, xa) = tally(&form, &method, &a);
        let (tb, xb) = tally(&form, &method, &b);
        let (tc, xc) = tally(&form, &method, &c);
        prop_assert_eq!(merged(&ta, &tb), merged(&tb, &ta));
        prop_assert_eq!(merged(&merged(&ta, &tb), &tc), merged(&ta, &merged(&tb, &tc)));
        prop_assert_eq!(&merged(&Sums::default(), &ta), &ta);
        let together = [a, b, c].concat();
        let (tally, cross) = tally(&form, &method, &together);
        prop_assert_eq!(&tally, &merged(&merged(&ta, &tb), &tc));
        prop_assert_eq!(&cross, &merged(&merged(&xa, &xb), &xc));
        prop_assert_eq!(Sums::unpack(&tally.pack()), Some(tally));
        prop_assert_eq!(Sums::unpack(&cross.pack()), Some(cross));
    }

    #[test]
    fn packed_bytes_never_panic_when_damaged(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Sums::unpack(&bytes);
    }

    #[test]
    fn a_combination_of_one_answered_factor_is_that_factor(
        people in prop::collection::vec(response(&crate::support::form()), 2..30),
    ) {
        // Nobody answers f2: the mean of factors, from cross moments, must be f1, from its own moments.
        let form = crate::support::form();
        let mut people = people;
        people.iter_mut().for_each(|(answers, _)| { answers.remove("one"); });
        let node = |code: &str| form.tree.nodes.iter().position(|n| n.code.as_str() == code).unwrap();
        let of = |aggregation, node| {
            let method = Method::new(&form, &definition(aggregation)).unwrap();
            let (tally, cross) = tally(&form, &method, &people);
            let sums = [AreaSums { tally, cross, ..AreaSums::default() }];
            Estimator::new(&form, &method, &Design::default(), &sums, |_| true).estimate(node)
        };
        let (mean, factor) = (of(Aggregation::Factors, 0), of(Aggregation::Pooled, node("f1")));
        prop_assert_eq!(mean.is_some(), factor.is_some());
        if let (Some(mean), Some(factor)) = (mean, factor) {
            prop_assert_eq!(mean.n, factor.n);
            prop_assert!((mean.value - factor.value).abs() < 1e-14 && (mean.se - factor.se).abs() < 1e-12, "{mean:?} {factor:?}");
            // One respondent says nothing of any other.
            prop_assert_eq!(mean.interval.is_none(), mean.n == 1);
            if let Some(interval) = mean.interval {
                prop_assert!(interval.low <= mean.value + 1e-12 && mean.value <= interval.high + 1e-12);
                prop_assert!(interval.low < interval.high, "never a point: {mean:?}");
            }
        }
        for item in ["i1", "i2"] {
            prop_assert_eq!(of(Aggregation::Items, node(item)), of(Aggregation::Pooled, node(item)));
        }
    }

    #[test]
    fn a_suppressed_row_is_the_empty_row(people in prop::collection::vec(response(&crate::support::form()), 0..9)) {
        let form = crate::support::form();
        let method = Method::new(&form, &definition(Aggregation::Pooled)).unwrap();
        let (tally, cross) = tally(&form, &method, &people);
        let sums = [AreaSums { tally, cross, ..AreaSums::default() }];
        let few = Estimator::new(&form, &method, &Design::default(), &sums, |_| true).estimate(0);
        let none = Estimator::new(&form, &method, &Design::default(), &sums, |_| false).estimate(0);
        let shares = Some(vec![0.5, 0.5]);
        prop_assert_eq!(Figure::published(few, shares, 10), Figure::published(none, None, 10));
    }
}

proptest! {
    #[test]
    fn shares_are_those_of_the_answers_that_count_and_sum_to_one(
        people in prop::collection::vec(response(&crate::support::form()), 0..30),
        no_opinion in 0usize..3,
    ) {
        let form = crate::support::form();
        let method = Method::new(&form, &definition(Aggregation::Pooled)).unwrap();
        let mut people = people;
        let silent = posted(&[("came", "1"), ("how", "2"), ("one", "9")]);
        people.extend((0..no_opinion).map(|_| (accept(&form, &silent, Intake::Transcribed).unwrap(), 1_000_000)));
        // Every second person comes to another agency, of another size.
        let sums: Vec<AreaSums> = (0..2).map(|agency| {
            let here: Vec<_> = people.iter().skip(agency).step_by(2).cloned().collect();
            let (tally, cross) = tally(&form, &method, &here);
            AreaSums { agency, tally, cross, ..AreaSums::default() }
        }).collect();
        let stratum = |name: &str, population| Stratum { name: name.to_owned(), population };
        let strata = vec![stratum("a", 1_000), stratum("b", 70)];
        let design = Design { strata, stratum_of: [((0, 0), 0), ((1, 0), 1)].into(), drawn: true };
        let all = Estimator::new(&form, &method, &design, &sums, |_| true);
        for (item, scale) in form.tree.items.iter().enumerate() {
            let node = form.tree.nodes.iter().position(|n| n.code == scale.code).unwrap();
            let (estimate, shares) = (all.estimate(node), all.shares(item));
            prop_assert_eq!(estimate.is_some(), shares.is_some());
            if let (Some(estimate), Some(shares)) = (estimate, shares) {
                prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                // mean_range: the lowest level is worth 0, the highest 1, the others evenly between.
                let steps = (shares.len() - 1) as f64;
                let mean: f64 = shares.iter().enumerate().map(|(level, share)| share * level as f64 / steps).sum();
                prop_assert!((mean - estimate.value).abs() < 1e-12, "{mean} {estimate:?}");
            }
        }
    }
}

#[test]
fn a_definition_that_does_not_fit_the_form_is_refused() {
    let form = crate::support::form();
    let refused = |json: &str| {
        Method::new(&form, &serde_json::from_str(json).unwrap()).expect_err("refused").to_string()
    };
    let weights = r#"{"scoring":"mean_max","aggregation":"weights""#;
    assert!(refused(&format!("{weights}}}")).contains("index.weights"));
    assert!(refused(&format!(r#"{weights},"weights":{{"f1":1}}}}"#)).contains("every factor or every item"));
    assert!(refused(&format!(r#"{weights},"weights":{{"f1":1,"f9":2}}}}"#)).contains("f9"));
    assert!(refused(&format!(r#"{weights},"weights":{{"f1":-1,"f2":2}}}}"#)).contains("f1 must be a number"));
    assert!(refused(&format!(r#"{weights},"weights":{{"f1":0,"f2":0}}}}"#)).contains("not all may be 0"));
    let points = r#"{"scoring":"points","aggregation":"pooled","points""#;
    assert!(refused(&format!(r#"{points}:{{"s5":{{"1":0}}}}}}"#)).contains("s5 has none for the answer 2"));
    assert!(refused(&format!(r#"{points}:{{"s9":{{"1":0}}}}}}"#)).contains("no item has the scale s9"));
    assert!(refused(r#"{"scoring":"top2","aggregation":"pooled","points":{}}"#).contains("index.points"));
}
