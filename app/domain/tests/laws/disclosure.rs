//! Laws of disclosure control: whatever comes in, and however often numbers are looked at, people who can be told apart by
//! the published numbers they are counted in are at least as many as the minimum cell.

use domain::form::Form;
use domain::index::{
    Aggregation, AreaSums, Definition, Design, Estimator, LotLevel, Method, Scoring, Stratum, Sums,
    next_lots, waiting,
};
use domain::{Answer, Answers};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const AGENCIES: usize = 4;
const AREAS: usize = 3;
/// The last agency is in no block.
const BLOCKS: [Option<usize>; AGENCIES] = [Some(0), Some(0), Some(1), None];
/// The questions that ask the items, in their order, and how many scored answers each has.
const ITEMS: [(&str, u8); 3] = [("i1", 5), ("i2", 5), ("one", 4)];

/// One person's answers to the items; 0 is none.
type Person = [u8; 3];

/// People come to a place, or everybody looks.
#[derive(Debug, Clone)]
enum Step {
    Come(usize, usize, Vec<Person>),
    Look { closed: bool },
}

/// Everybody answers the first item, most the second, few the third.
fn person() -> impl Strategy<Value = Person> {
    let now_and_then = |most: u8, always: u32, never: u32| prop_oneof![always => 1..=most, never => Just(0)];
    (1..=5u8, now_and_then(5, 4, 1), now_and_then(4, 1, 4)).prop_map(|(a, b, c)| [a, b, c])
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let come = (0..AGENCIES, 0..AREAS, prop::collection::vec(person(), 1..9));
    let step = prop_oneof![
        6 => come.prop_map(|(agency, area, people)| Step::Come(agency, area, people)),
        2 => Just(Step::Look { closed: false }),
        1 => Just(Step::Look { closed: true }),
    ];
    prop::collection::vec(step, 1..60)
}

fn method(form: &Form, aggregation: Aggregation) -> Method {
    let scoring = Scoring::MeanRange;
    Method::new(form, &Definition { scoring, aggregation, weights: None, points: None }).unwrap()
}

/// What the strata of a round are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strata {
    None,
    Agencies,
    Cells,
}

fn strata() -> impl Strategy<Value = Strata> {
    prop::sample::select(vec![Strata::None, Strata::Agencies, Strata::Cells])
}

impl Strata {
    fn of(self, (agency, area): (usize, usize)) -> usize {
        match self {
            Self::None => 0,
            Self::Agencies => agency,
            Self::Cells => agency * AREAS + area,
        }
    }

    fn design(self) -> Design {
        if self == Self::None {
            return Design::default();
        }
        let places = || (0..AGENCIES).flat_map(|agency| (0..AREAS).map(move |area| (agency, area)));
        let count = places().map(|place| self.of(place)).max().unwrap() + 1;
        let stratum = |h: usize| Stratum { name: h.to_string(), population: 500 + 100 * h as u64 };
        Design {
            strata: (0..count).map(stratum).collect(),
            stratum_of: places().map(|place| (place, self.of(place))).collect(),
            drawn: false,
        }
    }
}

fn sums(form: &Form, method: &Method, agency: usize, service_area: usize, people: &[Person]) -> AreaSums {
    let (mut tally, mut cross) = (Sums::default(), Sums::default());
    for person in people {
        let given = ITEMS.iter().zip(person).filter(|(_, answer)| **answer > 0);
        let answers: Answers =
            given.map(|((code, _), answer)| ((*code).to_owned(), Answer::One(answer.to_string()))).collect();
        tally.add(form, method, &answers, 1_000_000);
        cross.add_cross(form, method, &answers, 1_000_000);
    }
    AreaSums { agency, service_area, tally, cross, ..AreaSums::default() }
}

/// Sums of `people` who answered nothing: only how many they are matters here.
fn people(agency: usize, service_area: usize, people: usize) -> AreaSums {
    let form = crate::support::form();
    sums(&form, &method(&form, Aggregation::Pooled), agency, service_area, &vec![[0; 3]; people])
}

/// The scopes whose numbers count what is published at a level, by name.
fn scopes(level: LotLevel, agency: usize, area: usize) -> Vec<String> {
    let mut scopes = vec!["round".to_owned()];
    if let (true, Some(block)) = (level <= LotLevel::Block, BLOCKS[agency]) {
        scopes.push(format!("block {block}"));
    }
    if level <= LotLevel::Agency {
        scopes.push(format!("agency {agency}"));
    }
    if level == LotLevel::Cell {
        scopes.extend([format!("area {area}"), format!("place {agency} {area}")]);
    }
    scopes
}

/// The numbers that count somebody or an answer: look and scope.
type Numbers = BTreeSet<(usize, String)>;

/// What is published of one person, or of one answer: the scopes that count it from then on.
type CountedIn = Option<Vec<String>>;

/// Somebody who came.
struct Visitor {
    answers: Person,
    counted_in: CountedIn,
    answer_counted_in: [CountedIn; 3],
    numbers: Numbers,
    answer_numbers: [Numbers; 3],
}

/// A round as it is published.
struct Story {
    form: Form,
    method: Method,
    strata: Strata,
    minimum: u64,
    /// Everybody, by place, in the order in which they came.
    everybody: BTreeMap<(usize, usize), Vec<Visitor>>,
    published: Vec<AreaSums>,
    looks: usize,
}

impl Story {
    fn new(minimum: u64, aggregation: Aggregation) -> Self {
        let form = crate::support::form();
        let method = method(&form, aggregation);
        let (everybody, published) = (BTreeMap::new(), Vec::new());
        Self { form, method, strata: Strata::None, minimum, everybody, published, looks: 0 }
    }

    fn of(steps: &[Step], strata: Strata, minimum: u64, aggregation: Aggregation) -> Self {
        let mut story = Self { strata, ..Self::new(minimum, aggregation) };
        for step in steps {
            match step {
                Step::Come(agency, area, people) => story.come(*agency, *area, people),
                Step::Look { closed } => story.look(*closed),
            }
        }
        story
    }

    fn come(&mut self, agency: usize, area: usize, people: &[Person]) {
        let visitor = |answers: &Person| Visitor {
            answers: *answers,
            counted_in: None,
            answer_counted_in: [const { None }; 3],
            numbers: Numbers::new(),
            answer_numbers: [const { Numbers::new() }; 3],
        };
        self.everybody.entry((agency, area)).or_default().extend(people.iter().map(visitor));
    }

    fn counted(&self) -> Vec<AreaSums> {
        let answers = |all: &[Visitor]| all.iter().map(|visitor| visitor.answers).collect::<Vec<_>>();
        let of_place = |((agency, area), all): (&(usize, usize), &Vec<Visitor>)| {
            sums(&self.form, &self.method, *agency, *area, &answers(all))
        };
        self.everybody.iter().map(of_place).collect()
    }

    /// Publishes what may be, and finds out from how many each lot holds whom it counts: everybody who waits in its place.
    fn look(&mut self, closed: bool) {
        let (design, counted) = (self.strata.design(), self.counted());
        let lots = next_lots(&self.form, &design, &self.published, &counted, self.minimum, &BLOCKS, closed);
        for lot in &lots {
            let place = self.everybody.get_mut(&(lot.agency, lot.service_area)).unwrap();
            if lot.tally.responses() > 0 {
                let new: Vec<_> = place.iter_mut().filter(|visitor| visitor.counted_in.is_none()).collect();
                assert_eq!(i128::try_from(new.len()).unwrap(), lot.tally.responses());
                let scopes = scopes(lot.level, lot.agency, lot.service_area);
                new.into_iter().for_each(|visitor| visitor.counted_in = Some(scopes.clone()));
            }
        }
        for lot in &lots {
            let place = self.everybody.get_mut(&(lot.agency, lot.service_area)).unwrap();
            for (item, node) in item_nodes(&self.form).into_iter().enumerate() {
                let n = lot.tally.node(&self.form, node).n;
                if n > 0 {
                    let waits = |visitor: &&mut Visitor| {
                        visitor.answers[item] > 0 && visitor.answer_counted_in[item].is_none()
                    };
                    let new: Vec<_> = place.iter_mut().filter(waits).collect();
                    assert_eq!(i128::try_from(new.len()).unwrap(), n, "answers to item {item}");
                    let scopes = scopes(lot.level, lot.agency, lot.service_area);
                    for visitor in new {
                        assert!(visitor.counted_in.is_some(), "an answer is published after its person");
                        visitor.answer_counted_in[item] = Some(scopes.clone());
                    }
                }
            }
        }
        self.published.extend(lots);
        self.looks += 1;
        for visitor in self.everybody.values_mut().flatten() {
            let numbers = |counted_in: &CountedIn| -> Numbers {
                counted_in.iter().flatten().map(|scope| (self.looks, scope.clone())).collect()
            };
            visitor.numbers.extend(numbers(&visitor.counted_in));
            for (all, counted_in) in visitor.answer_numbers.iter_mut().zip(&visitor.answer_counted_in) {
                all.extend(numbers(counted_in));
            }
        }
    }

    /// The published estimates of a scope, by node of the tree.
    fn estimates(&self, scope: &str) -> Vec<Option<domain::index::Estimate>> {
        let inside =
            |lot: &AreaSums| scopes(lot.level, lot.agency, lot.service_area).iter().any(|s| s == scope);
        let design = self.strata.design();
        let within = Estimator::new(&self.form, &self.method, &design, &self.published, inside);
        (0..self.form.tree.nodes.len()).map(|node| within.estimate(node)).collect()
    }
}

/// The node of each item.
fn item_nodes(form: &Form) -> [usize; 3] {
    ["i1", "i2", "i3"].map(|code| form.tree.nodes.iter().position(|node| node.code.as_str() == code).unwrap())
}

/// Every scope by name.
fn all_scopes() -> BTreeSet<String> {
    let places = (0..AGENCIES).flat_map(|agency| (0..AREAS).map(move |area| (agency, area)));
    places.flat_map(|(agency, area)| scopes(LotLevel::Cell, agency, area)).collect()
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
            for area in waiting(&story.published, &story.counted()) {
                *of_strata.entry(strata.of((area.agency, area.service_area))).or_default() += area.tally.responses();
            }
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
