//! Laws of disclosure control: whatever comes in, and however often numbers are looked at, people who can be told apart by
//! the published numbers they are counted in are at least as many as the minimum cell.

use crate::published::{
    AGENCIES, AREAS, BLOCKS, ITEMS, Numbers, Person, Step, Story, Strata, all_scopes, item_nodes, method,
    person, scopes, steps, strata, sums,
};
use domain::index::{Aggregation, AreaSums, Design, Estimator, LotLevel, next_lots};
use domain::{Answer, Answers};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Sums of `people` who answered nothing: only how many they are matters here.
fn people(agency: usize, service_area: usize, people: usize) -> AreaSums {
    let form = crate::support::form();
    sums(&form, &method(&form, Aggregation::Pooled), agency, service_area, &vec![[0; 3]; people])
}

/// How many of those who are counted at all are counted in the same numbers with the same weight, at least.
fn fewest_alike<'a>(all: impl Iterator<Item = (usize, &'a Numbers)>) -> Option<(u64, &'a Numbers)> {
    let mut alike: BTreeMap<(usize, &Numbers), u64> = BTreeMap::new();
    for of in all.filter(|(_, numbers)| !numbers.is_empty()) {
        *alike.entry(of).or_default() += 1;
    }
    alike.into_iter().map(|((_, numbers), people)| (people, numbers)).min()
}

proptest! {
    #[test]
    fn whom_published_numbers_tell_apart_are_at_least_a_minimum_cell(
        steps in steps(),
        strata in strata(),
        minimum in 1u64..12,
    ) {
        let story = Story::of(&steps, strata, minimum, Aggregation::Pooled);
        let everybody = || {
            story.everybody.iter().flat_map(|(place, all)| all.iter().map(|visitor| (strata.of(*place), visitor)))
        };
        // People of one stratum who are counted in the same numbers have the same coefficient in every combination of
        // published totals; so have answers to an item.
        if let Some((people, numbers)) = fewest_alike(everybody().map(|(stratum, visitor)| (stratum, &visitor.numbers))) {
            prop_assert!(people >= minimum, "{people} people alone are in {numbers:?}: {steps:?}");
        }
        for item in 0..ITEMS.len() {
            let answers = everybody().map(|(stratum, visitor)| (stratum, &visitor.answer_numbers[item]));
            if let Some((people, numbers)) = fewest_alike(answers) {
                prop_assert!(people >= minimum, "{people} answers to {item} alone are in {numbers:?}: {steps:?}");
            }
        }
    }

    #[test]
    fn every_node_counts_exactly_the_answers_that_its_items_count(steps in steps(), minimum in 1u64..12) {
        let story = Story::of(&steps, Strata::None, minimum, Aggregation::Pooled);
        for scope in all_scopes() {
            let estimates = story.estimates(&scope);
            for (node, estimate) in story.form.tree.nodes.iter().zip(estimates) {
                let (mut m, mut s) = (0u32, 0.0);
                for visitor in story.everybody.values().flatten() {
                    for item in node.items.clone() {
                        if visitor.answer_counted_in[item].iter().flatten().any(|counts| *counts == scope) {
                            m += 1;
                            let answer = f64::from(visitor.answers[item]);
                            s += if item == 2 { (4.0 - answer) / 3.0 } else { (answer - 1.0) / 4.0 };
                        }
                    }
                }
                prop_assert_eq!(estimate.is_some(), m > 0, "{} {}", scope, node.code);
                if let Some(estimate) = estimate {
                    prop_assert!((estimate.value - s / f64::from(m)).abs() < 1e-12, "{scope} {}: {estimate:?}", node.code);
                }
            }
        }
    }

    #[test]
    fn an_answer_that_is_not_counted_in_a_scope_changes_no_number_of_it(
        steps in steps(),
        minimum in 2u64..12,
        change in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0usize..3, 1u8..4),
        strata in strata(),
        aggregation in prop::sample::select(vec![Aggregation::Pooled, Aggregation::Items, Aggregation::Factors]),
    ) {
        let (step, person, item, by) = change;
        let comes: Vec<usize> = (0..steps.len()).filter(|at| matches!(steps[*at], Step::Come(..))).collect();
        prop_assume!(!comes.is_empty());
        let at = *step.get(&comes);
        let mut changed = steps.clone();
        let Step::Come(agency, area, people) = &mut changed[at] else { unreachable!() };
        let (agency, area, person) = (*agency, *area, person.index(people.len()));
        let answer = &mut people[person][item];
        prop_assume!(*answer > 0);
        *answer = 1 + (*answer - 1 + by) % ITEMS[item].1;
        let before: usize = steps[..at].iter()
            .filter_map(|step| match step {
                Step::Come(a, b, people) if (*a, *b) == (agency, area) => Some(people.len()),
                _ => None,
            })
            .sum();
        let [story, other] = [&steps, &changed].map(|steps| Story::of(steps, strata, minimum, aggregation));
        let counted_in = &story.everybody[&(agency, area)][before + person].answer_counted_in[item];
        for scope in all_scopes().iter().filter(|scope| !counted_in.iter().flatten().any(|s| s == *scope)) {
            prop_assert_eq!(story.estimates(scope), other.estimates(scope), "{} item {}", scope, item);
        }
    }

    #[test]
    fn an_incomplete_node_has_no_smaller_error_than_the_same_answers_alone(
        people in prop::collection::vec(person(), 12..40),
    ) {
        // All at one place; fewer than a minimum cell have answered the third item.
        let mut people = people;
        people.iter_mut().enumerate().for_each(|(at, person)| person[2] = if at < 3 { person[2].max(1) } else { 0 });
        let mut story = Story::new(4, Aggregation::Pooled);
        story.come(0, 0, &people);
        story.look(false);
        let told = story.estimates("agency 0")[0].clone().unwrap();
        people.iter_mut().for_each(|person| person[2] = 0);
        let alone = [sums(&story.form, &story.method, 0, 0, &people)];
        let alone = Estimator::new(&story.form, &story.method, &Design::default(), &alone, |_| true).estimate(0).unwrap();
        prop_assert!((told.value - alone.value).abs() < 1e-12 && told.n == alone.n, "{told:?} {alone:?}");
        prop_assert!(told.se >= alone.se - 1e-12, "{told:?} {alone:?}");
    }

    #[test]
    fn nobody_and_fewer_than_a_minimum_cell_look_the_same(
        steps in steps(),
        strata in strata(),
        minimum in 2u64..12,
        aggregation in prop::sample::select(vec![Aggregation::Pooled, Aggregation::Items, Aggregation::Factors]),
    ) {
        // Of all who came fewer than a minimum cell have answered the third item, or nobody has.
        let (mut few, mut nobody, mut given) = (steps.clone(), steps, 0);
        for step in &mut few {
            let Step::Come(_, _, people) = step else { continue };
            for person in people.iter_mut().filter(|person| person[2] > 0) {
                given += 1;
                person[2] = if given < minimum { person[2] } else { 0 };
            }
        }
        for step in &mut nobody {
            let Step::Come(_, _, people) = step else { continue };
            people.iter_mut().for_each(|person| person[2] = 0);
        }
        let [few, nobody] = [&few, &nobody].map(|steps| Story::of(steps, strata, minimum, aggregation));
        for scope in all_scopes() {
            prop_assert_eq!(few.estimates(&scope), nobody.estimates(&scope), "{}", scope);
        }
    }

    #[test]
    fn a_closed_round_counts_everybody_or_has_fewer_new_people_than_a_minimum_cell(
        steps in steps(),
        strata in strata(),
        minimum in 1u64..12,
    ) {
        let open: Vec<Step> = steps.into_iter()
            .map(|step| if let Step::Look { .. } = step { Step::Look { closed: false } } else { step })
            .collect();
        let mut story = Story::of(&open, strata, minimum, Aggregation::Pooled);
        let waits = |story: &Story| -> BTreeMap<usize, i128> {
            let mut of_strata = BTreeMap::new();
            let sums = story.counted().into_iter().map(|area| (area, 1));
            for (area, sign) in sums.chain(story.published.iter().cloned().map(|lot| (lot, -1))) {
                *of_strata.entry(strata.of((area.agency, area.service_area))).or_default() +=
                    sign * area.tally.responses();
            }
            of_strata.retain(|_, people| *people != 0);
            of_strata
        };
        let mut new = waits(&story);
        story.look(true);
        new.retain(|_, people| *people < i128::from(minimum));
        prop_assert_eq!(waits(&story), new);
        // What agencies count by area and in their pool is what they count as a whole, so tables add up.
        for agency in 0..AGENCIES {
            let of = |level| {
                let lots = story.published.iter().filter(|lot| lot.agency == agency && lot.level == level);
                lots.map(|lot| lot.tally.responses()).sum::<i128>()
            };
            let whole: i128 = story.published.iter()
                .filter(|lot| scopes(lot.level, lot.agency, lot.service_area).contains(&format!("agency {agency}")))
                .map(|lot| lot.tally.responses())
                .sum();
            prop_assert_eq!(of(LotLevel::Cell) + of(LotLevel::Agency), whole);
        }
    }

    #[test]
    fn a_round_looked_at_once_closed_lacks_fewer_answers_to_an_item_than_a_minimum_cell(
        people in prop::collection::vec((0..AGENCIES, 0..AREAS, prop::collection::vec(person(), 1..9)), 1..20),
        minimum in 1u64..12,
    ) {
        let mut story = Story::new(minimum, Aggregation::Pooled);
        people.iter().for_each(|(agency, area, people)| story.come(*agency, *area, people));
        story.look(true);
        for item in 0..ITEMS.len() {
            let given = story.everybody.values().flatten().filter(|visitor| visitor.answers[item] > 0);
            let lacking = given.filter(|visitor| visitor.answer_counted_in[item].is_none()).count();
            prop_assert!(u64::try_from(lacking).unwrap() < minimum, "{lacking} answers to item {item}");
        }
    }
}

#[test]
fn the_only_answer_of_an_agency_to_an_item_is_told_by_no_difference() {
    // Two agencies of twenty; of the first one person answered the third item, of the second everybody.
    let mut story = Story::new(5, Aggregation::Pooled);
    let mut first = vec![[4, 4, 0]; 19];
    first.push([4, 4, 4]);
    story.come(0, 0, &first);
    story.come(1, 0, &[[5, 3, 1]; 20]);
    story.look(true);
    let [_, _, rare] = item_nodes(&story.form);
    let n = |scope: &str| story.estimates(scope)[rare].as_ref().map(|estimate| estimate.n);
    // It is left out everywhere, as if nobody had given it.
    assert_eq!(
        [n("round"), n("block 0"), n("agency 0"), n("agency 1")],
        [Some(20), Some(20), None, Some(20)]
    );
    // The factor of the item and the whole count what the items count: 19 of 20 would have left the one.
    let whole = story.estimates("agency 0")[0].clone().unwrap();
    assert!(whole.n == 20 && (whole.value - 0.75).abs() < 1e-12, "{whole:?}");
}

#[test]
fn a_waiting_answer_shows_in_no_error_when_it_equals_one_that_is_counted_elsewhere() {
    // Somebody who answered the third item is published in a block, the answer later at its own place; then one more waits.
    let told = |hidden: u8| {
        let mut story = Story::new(5, Aggregation::Pooled);
        let mut look = |people: &[((usize, usize), Vec<Person>)]| {
            people.iter().for_each(|((agency, area), people)| story.come(*agency, *area, people));
            story.look(true);
        };
        look(&[((0, 0), vec![[4, 4, 2]]), ((1, 1), vec![[3, 4, 0]; 4])]);
        look(&[((0, 0), vec![[4, 4, 3], [4, 2, 3], [5, 4, 1], [1, 1, 1], [5, 5, 0]])]);
        look(&[((0, 0), vec![[4, 4, hidden], [2, 3, 0], [5, 4, 0], [1, 5, 0], [5, 5, 0]])]);
        all_scopes().iter().map(|scope| story.estimates(scope)).collect::<Vec<_>>()
    };
    let all = [1, 2, 3, 4].map(told);
    assert!(all.iter().all(|told| *told == all[0]), "{all:#?}");
}

#[test]
fn people_of_different_strata_are_never_in_one_lot() {
    // A has twenty who are published; then four more come to A and one to B, where nobody was before.
    let mut story = Story { strata: Strata::Agencies, ..Story::new(5, Aggregation::Pooled) };
    story.come(0, 0, &[[4, 4, 2]; 20]);
    story.look(false);
    let before = story.estimates("round");
    story.come(0, 0, &[[3, 3, 3]; 4]);
    story.come(1, 0, &[[1, 5, 4]]);
    story.look(true);
    assert_eq!(story.estimates("round"), before);
}

#[test]
fn a_lot_in_which_one_weighs_more_than_the_others_together_is_no_lot() {
    let form = crate::support::form();
    let method = method(&form, Aggregation::Pooled);
    let lots = |weights: [i64; 6]| {
        let mut area = AreaSums::default();
        for weight in weights {
            let answers: Answers = [("i1".to_owned(), Answer::One("4".to_owned()))].into();
            area.tally.add(&form, &method, &answers, weight * 1_000_000);
        }
        let lots = next_lots(&form, &Design::default(), &[], &[area], 5, &[None], true);
        lots.iter().map(|lot| lot.tally.node(&form, item_nodes(&form)[0]).n).sum::<i128>()
    };
    assert_eq!(lots([1; 6]), 6);
    // (Σw)²/Σw² is 5.33, and 1.01.
    assert_eq!(lots([1, 1, 1, 1, 2, 2]), 6);
    assert_eq!(lots([1, 1, 1, 1, 1, 1_000]), 0);
}

#[test]
fn a_round_that_was_never_looked_at_keeps_every_agency_with_enough_answers_whole() {
    // Agency 0 has 12 + 6 + 2, agency 1 has 4 + 4 + 4, agency 2 has 3, agency 3 (in no block) has 30.
    let counted: Vec<AreaSums> =
        [(0, 0, 12), (0, 1, 6), (0, 2, 2), (1, 0, 4), (1, 1, 4), (1, 2, 4), (2, 0, 3), (3, 0, 30)]
            .map(|(agency, area, n)| people(agency, area, n))
            .into();
    let form = crate::support::form();
    let lots = next_lots(&form, &Design::default(), &[], &counted, 10, &BLOCKS, true);
    let level = |agency, area| {
        lots.iter().find(|lot| (lot.agency, lot.service_area) == (agency, area)).map(|lot| lot.level)
    };
    // 6 + 2 are fewer than ten and take the twelve in; the three of agency 2 take the smallest lot of all, agency 1's.
    assert_eq!([0, 1, 2].map(|area| level(0, area)), [Some(LotLevel::Agency); 3]);
    assert_eq!([0, 1, 2].map(|area| level(1, area)), [Some(LotLevel::Round); 3]);
    assert_eq!((level(2, 0), level(3, 0)), (Some(LotLevel::Round), Some(LotLevel::Cell)));
    // While it is open, only what stands for itself is shown.
    let open: Vec<_> = next_lots(&form, &Design::default(), &[], &counted, 10, &BLOCKS, false)
        .iter()
        .map(|lot| lot.agency)
        .collect();
    assert_eq!(open, [0, 3]);
}
