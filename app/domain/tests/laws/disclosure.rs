//! Laws of disclosure control: whatever comes in, and however often numbers are looked at, people who can be told apart by
//! the published numbers they are counted in are at least as many as the minimum cell.

use domain::form::Form;
use domain::index::{
    Aggregation, AreaSums, Definition, Design, Estimator, LotLevel, Method, Scoring, Sums, next_lots, waiting,
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
        Self { form, method, minimum, everybody: BTreeMap::new(), published: Vec::new(), looks: 0 }
    }

    fn of(steps: &[Step], minimum: u64, aggregation: Aggregation) -> Self {
        let mut story = Self::new(minimum, aggregation);
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
        let lots = next_lots(&self.form, &self.published, &self.counted(), self.minimum, &BLOCKS, closed);
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
        let design = Design::default();
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

/// How many of those who are counted at all are counted in the same numbers, at least.
fn fewest_alike<'a>(all: impl Iterator<Item = &'a Numbers>) -> Option<(u64, &'a Numbers)> {
    let mut alike: BTreeMap<&Numbers, u64> = BTreeMap::new();
    for numbers in all.filter(|numbers| !numbers.is_empty()) {
        *alike.entry(numbers).or_default() += 1;
    }
    alike.into_iter().map(|(numbers, people)| (people, numbers)).min()
}

proptest! {
    #[test]
    fn whom_published_numbers_tell_apart_are_at_least_a_minimum_cell(steps in steps(), minimum in 1u64..12) {
        let story = Story::of(&steps, minimum, Aggregation::Pooled);
        let everybody = || story.everybody.values().flatten();
        // People counted in the same numbers have the same coefficient in every combination of published totals; so have
        // answers to an item.
        if let Some((people, numbers)) = fewest_alike(everybody().map(|visitor| &visitor.numbers)) {
            prop_assert!(people >= minimum, "{people} people alone are in {numbers:?}: {steps:?}");
        }
        for item in 0..ITEMS.len() {
            let answers = everybody().map(|visitor| &visitor.answer_numbers[item]);
            if let Some((people, numbers)) = fewest_alike(answers) {
                prop_assert!(people >= minimum, "{people} answers to {item} alone are in {numbers:?}: {steps:?}");
            }
        }
    }

    #[test]
    fn every_node_counts_exactly_the_answers_that_its_items_count(steps in steps(), minimum in 1u64..12) {
        let story = Story::of(&steps, minimum, Aggregation::Pooled);
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
        let (story, other) = (Story::of(&steps, minimum, aggregation), Story::of(&changed, minimum, aggregation));
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
    fn a_closed_round_counts_everybody_or_has_fewer_new_people_than_a_minimum_cell(
        steps in steps(),
        minimum in 1u64..12,
    ) {
        let open: Vec<Step> = steps.into_iter()
            .map(|step| if let Step::Look { .. } = step { Step::Look { closed: false } } else { step })
            .collect();
        let mut story = Story::of(&open, minimum, Aggregation::Pooled);
        let waits = |story: &Story| -> i128 {
            waiting(&story.published, &story.counted()).iter().map(|a| a.tally.responses()).sum()
        };
        let new = waits(&story);
        story.look(true);
        prop_assert_eq!(waits(&story), if new < i128::from(minimum) { new } else { 0 });
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
    fn a_round_looked_at_once_closed_counts_every_answer_to_an_item_that_enough_have_given(
        people in prop::collection::vec((0..AGENCIES, 0..AREAS, prop::collection::vec(person(), 1..9)), 1..20),
        minimum in 1u64..12,
    ) {
        let mut story = Story::new(minimum, Aggregation::Pooled);
        people.iter().for_each(|(agency, area, people)| story.come(*agency, *area, people));
        story.look(true);
        let everybody: Vec<&Visitor> = story.everybody.values().flatten().collect();
        for item in 0..ITEMS.len() {
            let given = everybody.iter().filter(|visitor| visitor.answers[item] > 0);
            let counted = everybody.iter().filter(|visitor| visitor.answer_counted_in[item].is_some()).count();
            let given = given.count();
            prop_assert_eq!(counted, if u64::try_from(given).unwrap() < minimum { 0 } else { given });
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
    // A rest smaller than a minimum cell goes into the round, with the smallest lot: here the other agency.
    assert_eq!([n("round"), n("block 0"), n("agency 0"), n("agency 1")], [Some(21), None, None, None]);
    // The factor of the item and the whole count what the items count: 19 of 20 would have left the one.
    let whole = story.estimates("agency 0")[0].clone().unwrap();
    assert!(whole.n == 20 && (whole.value - 0.75).abs() < 1e-12, "{whole:?}");
}

#[test]
fn a_round_that_was_never_looked_at_keeps_every_agency_with_enough_answers_whole() {
    // Agency 0 has 12 + 6 + 2, agency 1 has 4 + 4 + 4, agency 2 has 3, agency 3 (in no block) has 30.
    let counted: Vec<AreaSums> =
        [(0, 0, 12), (0, 1, 6), (0, 2, 2), (1, 0, 4), (1, 1, 4), (1, 2, 4), (2, 0, 3), (3, 0, 30)]
            .map(|(agency, area, n)| people(agency, area, n))
            .into();
    let form = crate::support::form();
    let lots = next_lots(&form, &[], &counted, 10, &BLOCKS, true);
    let level = |agency, area| {
        lots.iter().find(|lot| (lot.agency, lot.service_area) == (agency, area)).map(|lot| lot.level)
    };
    // 6 + 2 are fewer than ten and take the twelve in; the three of agency 2 take the smallest lot of all, agency 1's.
    assert_eq!([0, 1, 2].map(|area| level(0, area)), [Some(LotLevel::Agency); 3]);
    assert_eq!([0, 1, 2].map(|area| level(1, area)), [Some(LotLevel::Round); 3]);
    assert_eq!((level(2, 0), level(3, 0)), (Some(LotLevel::Round), Some(LotLevel::Cell)));
    // While it is open, only what stands for itself is shown.
    let open: Vec<_> =
        next_lots(&form, &[], &counted, 10, &BLOCKS, false).iter().map(|lot| lot.agency).collect();
    assert_eq!(open, [0, 3]);
}
