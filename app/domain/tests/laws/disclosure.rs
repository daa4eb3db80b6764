//! Laws of disclosure control: whatever comes in, and however often numbers are looked at, people who can be told apart by
//! the published numbers they are counted in are at least as many as the minimum cell.

use domain::index::{Aggregation, AreaSums, Definition, LotLevel, Method, Scoring, Sums, next_lots, waiting};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const AGENCIES: usize = 4;
const AREAS: usize = 3;
/// The last agency is in no block.
const BLOCKS: [Option<usize>; AGENCIES] = [Some(0), Some(0), Some(1), None];

/// People come to a cell, or everybody looks.
#[derive(Debug, Clone)]
enum Step {
    Come(usize, usize, usize),
    Look { closed: bool },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..AGENCIES, 0..AREAS, 1usize..9).prop_map(|(agency, area, n)| Step::Come(agency, area, n)),
        2 => Just(Step::Look { closed: false }),
        1 => Just(Step::Look { closed: true }),
    ];
    prop::collection::vec(step, 1..60)
}

/// Sums of `people` who answered nothing: only how many they are matters here.
fn people(agency: usize, service_area: usize, people: usize) -> AreaSums {
    let form = crate::support::form();
    let definition = Definition {
        scoring: Scoring::MeanRange,
        aggregation: Aggregation::Pooled,
        weights: None,
        points: None,
    };
    let method = Method::new(&form, &definition).unwrap();
    let mut tally = Sums::default();
    (0..people).for_each(|_| tally.add(&form, &method, &BTreeMap::new(), 1_000_000));
    AreaSums { agency, service_area, tally, ..AreaSums::default() }
}

/// The scopes whose numbers count a lot, by name.
fn scopes(lot: &AreaSums) -> Vec<String> {
    let (agency, area) = (lot.agency, lot.service_area);
    let mut scopes = vec!["round".to_owned()];
    if let (true, Some(block)) = (lot.level <= LotLevel::Block, BLOCKS[agency]) {
        scopes.push(format!("block {block}"));
    }
    if lot.level <= LotLevel::Agency {
        scopes.push(format!("agency {agency}"));
    }
    if lot.level == LotLevel::Cell {
        scopes.extend([format!("area {area}"), format!("cell {agency} {area}")]);
    }
    scopes
}

/// The numbers that count somebody: look and scope.
type Numbers = BTreeSet<(usize, String)>;

/// Published so far: sums of which only the number of people matters.
struct Story {
    minimum: u64,
    /// Everybody, by cell, in the order in which they came, with the numbers that count them.
    everybody: BTreeMap<(usize, usize), Vec<Numbers>>,
    /// For each person that is published, the scopes that count them from then on.
    counted_in: BTreeMap<(usize, usize), Vec<Option<Vec<String>>>>,
    published: Vec<AreaSums>,
    looks: usize,
}

impl Story {
    fn new(minimum: u64) -> Self {
        let (everybody, counted_in) = (BTreeMap::new(), BTreeMap::new());
        Self { minimum, everybody, counted_in, published: Vec::new(), looks: 0 }
    }

    fn come(&mut self, agency: usize, area: usize, n: usize) {
        self.everybody.entry((agency, area)).or_default().extend((0..n).map(|_| BTreeSet::new()));
        self.counted_in.entry((agency, area)).or_default().extend((0..n).map(|_| None));
    }

    fn counted(&self) -> Vec<AreaSums> {
        self.everybody.iter().map(|((agency, area), all)| people(*agency, *area, all.len())).collect()
    }

    fn look(&mut self, closed: bool) {
        let lots = next_lots(&self.published, &self.counted(), self.minimum, &BLOCKS, closed);
        for lot in &lots {
            // Everybody of the cell who was not published yet.
            let cell = self.counted_in.get_mut(&(lot.agency, lot.service_area)).unwrap();
            let new: Vec<_> = cell.iter_mut().filter(|scopes| scopes.is_none()).collect();
            assert_eq!(i128::try_from(new.len()).unwrap(), lot.tally.responses());
            new.into_iter().for_each(|person| *person = Some(scopes(lot)));
        }
        self.published.extend(lots);
        self.looks += 1;
        for (cell, all) in &mut self.everybody {
            for (person, scopes) in all.iter_mut().zip(&self.counted_in[cell]) {
                person.extend(scopes.iter().flatten().map(|scope| (self.looks, scope.clone())));
            }
        }
    }
}

proptest! {
    #[test]
    fn whom_published_numbers_tell_apart_are_at_least_a_minimum_cell(steps in steps(), minimum in 1u64..12) {
        let mut story = Story::new(minimum);
        for step in &steps {
            match *step {
                Step::Come(agency, area, n) => story.come(agency, area, n),
                Step::Look { closed } => story.look(closed),
            }
        }
        // People counted in the same numbers have the same coefficient in every combination of published totals.
        let mut alike: BTreeMap<&Numbers, u64> = BTreeMap::new();
        for person in story.everybody.values().flatten().filter(|numbers| !numbers.is_empty()) {
            *alike.entry(person).or_default() += 1;
        }
        for (numbers, people) in alike {
            prop_assert!(people >= minimum, "{people} people alone are in {numbers:?}: {steps:?}");
        }
    }

    #[test]
    fn a_closed_round_counts_everybody_or_has_fewer_new_people_than_a_minimum_cell(
        steps in steps(),
        minimum in 1u64..12,
    ) {
        let mut story = Story::new(minimum);
        for step in &steps {
            match *step {
                Step::Come(agency, area, n) => story.come(agency, area, n),
                Step::Look { .. } => story.look(false),
            }
        }
        let new: i128 = waiting(&story.published, &story.counted()).iter().map(|a| a.tally.responses()).sum();
        story.look(true);
        let left: i128 = waiting(&story.published, &story.counted()).iter().map(|a| a.tally.responses()).sum();
        prop_assert_eq!(left, if new < i128::from(minimum) { new } else { 0 });
        // What agencies count by area and in their pool is what they count as a whole, so tables add up.
        for agency in 0..AGENCIES {
            let of = |level| {
                let lots = story.published.iter().filter(|lot| lot.agency == agency && lot.level == level);
                lots.map(|lot| lot.tally.responses()).sum::<i128>()
            };
            let whole: i128 = story.published.iter()
                .filter(|lot| scopes(lot).contains(&format!("agency {agency}")))
                .map(|lot| lot.tally.responses())
                .sum();
            prop_assert_eq!(of(LotLevel::Cell) + of(LotLevel::Agency), whole);
        }
    }
}

#[test]
fn a_round_that_was_never_looked_at_keeps_every_agency_with_enough_answers_whole() {
    // Agency 0 has 12 + 6 + 2, agency 1 has 4 + 4 + 4, agency 2 has 3, agency 3 (in no block) has 30.
    let counted: Vec<AreaSums> =
        [(0, 0, 12), (0, 1, 6), (0, 2, 2), (1, 0, 4), (1, 1, 4), (1, 2, 4), (2, 0, 3), (3, 0, 30)]
            .map(|(agency, area, n)| people(agency, area, n))
            .into();
    let lots = next_lots(&[], &counted, 10, &BLOCKS, true);
    let level = |agency, area| {
        lots.iter().find(|lot| (lot.agency, lot.service_area) == (agency, area)).map(|lot| lot.level)
    };
    // 6 + 2 are fewer than ten and take the twelve in; the three of agency 2 take the smallest lot of all, agency 1's.
    assert_eq!([0, 1, 2].map(|area| level(0, area)), [Some(LotLevel::Agency); 3]);
    assert_eq!([0, 1, 2].map(|area| level(1, area)), [Some(LotLevel::Round); 3]);
    assert_eq!((level(2, 0), level(3, 0)), (Some(LotLevel::Round), Some(LotLevel::Cell)));
    // While it is open, only what stands for itself is shown.
    let open: Vec<_> = next_lots(&[], &counted, 10, &BLOCKS, false).iter().map(|lot| lot.agency).collect();
    assert_eq!(open, [0, 3]);
}
