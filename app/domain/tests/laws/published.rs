//! A round to which people come, and which is looked at now and then: who is counted in which of its published numbers.

use domain::form::Form;
use domain::index::{
    Aggregation, AreaSums, Definition, Design, Estimate, Estimator, LotLevel, Method, Scoring, Stratum, Sums,
    next_lots,
};
use domain::{Answer, Answers};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const AGENCIES: usize = 4;
pub(crate) const AREAS: usize = 3;
/// The last agency is in no block.
pub(crate) const BLOCKS: [Option<usize>; AGENCIES] = [Some(0), Some(0), Some(1), None];
/// The questions that ask the items, in their order, and how many scored answers each has.
pub(crate) const ITEMS: [(&str, u8); 3] = [("i1", 5), ("i2", 5), ("one", 4)];

/// One person's answers to the items; 0 is none.
pub(crate) type Person = [u8; 3];

/// People come to a place, or everybody looks.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Come(usize, usize, Vec<Person>),
    Look { closed: bool },
}

/// Everybody answers the first item, most the second, few the third.
pub(crate) fn person() -> impl Strategy<Value = Person> {
    let now_and_then = |most: u8, always: u32, never: u32| prop_oneof![always => 1..=most, never => Just(0)];
    (1..=5u8, now_and_then(5, 4, 1), now_and_then(4, 1, 4)).prop_map(|(a, b, c)| [a, b, c])
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let come = (0..AGENCIES, 0..AREAS, prop::collection::vec(person(), 1..9));
    let step = prop_oneof![
        6 => come.prop_map(|(agency, area, people)| Step::Come(agency, area, people)),
        2 => Just(Step::Look { closed: false }),
        1 => Just(Step::Look { closed: true }),
    ];
    prop::collection::vec(step, 1..60)
}

pub(crate) fn method(form: &Form, aggregation: Aggregation) -> Method {
    let scoring = Scoring::MeanRange;
    Method::new(form, &Definition::new(scoring, aggregation)).unwrap()
}

/// What the strata of a round are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strata {
    None,
    Agencies,
    Cells,
}

pub(crate) fn strata() -> impl Strategy<Value = Strata> {
    prop::sample::select(vec![Strata::None, Strata::Agencies, Strata::Cells])
}

impl Strata {
    pub(crate) fn of(self, (agency, area): (usize, usize)) -> usize {
        match self {
            Self::None => 0,
            Self::Agencies => agency,
            Self::Cells => agency * AREAS + area,
        }
    }

    pub(crate) fn design(self) -> Design {
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

pub(crate) fn sums(
    form: &Form,
    method: &Method,
    agency: usize,
    service_area: usize,
    people: &[Person],
) -> AreaSums {
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

/// The scopes whose numbers count what is published at a level, by name.
pub(crate) fn scopes(level: LotLevel, agency: usize, area: usize) -> Vec<String> {
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
pub(crate) type Numbers = BTreeSet<(usize, String)>;

/// What is published of one person, or of one answer: the scopes that count it from then on.
pub(crate) type CountedIn = Option<Vec<String>>;

/// Somebody who came.
pub(crate) struct Visitor {
    pub(crate) answers: Person,
    pub(crate) counted_in: CountedIn,
    pub(crate) answer_counted_in: [CountedIn; 3],
    pub(crate) numbers: Numbers,
    pub(crate) answer_numbers: [Numbers; 3],
}

/// A round as it is published.
pub(crate) struct Story {
    pub(crate) form: Form,
    pub(crate) method: Method,
    pub(crate) strata: Strata,
    pub(crate) minimum: u64,
    /// Everybody, by place, in the order in which they came.
    pub(crate) everybody: BTreeMap<(usize, usize), Vec<Visitor>>,
    pub(crate) published: Vec<AreaSums>,
    pub(crate) looks: usize,
}

impl Story {
    pub(crate) fn new(minimum: u64, aggregation: Aggregation) -> Self {
        let form = crate::support::form();
        let method = method(&form, aggregation);
        let (everybody, published) = (BTreeMap::new(), Vec::new());
        Self { form, method, strata: Strata::None, minimum, everybody, published, looks: 0 }
    }

    pub(crate) fn of(steps: &[Step], strata: Strata, minimum: u64, aggregation: Aggregation) -> Self {
        let mut story = Self { strata, ..Self::new(minimum, aggregation) };
        for step in steps {
            match step {
                Step::Come(agency, area, people) => story.come(*agency, *area, people),
                Step::Look { closed } => story.look(*closed),
            }
        }
        story
    }

    pub(crate) fn come(&mut self, agency: usize, area: usize, people: &[Person]) {
        let visitor = |answers: &Person| Visitor {
            answers: *answers,
            counted_in: None,
            answer_counted_in: [const { None }; 3],
            numbers: Numbers::new(),
            answer_numbers: [const { Numbers::new() }; 3],
        };
        self.everybody.entry((agency, area)).or_default().extend(people.iter().map(visitor));
    }

    pub(crate) fn counted(&self) -> Vec<AreaSums> {
        let answers = |all: &[Visitor]| all.iter().map(|visitor| visitor.answers).collect::<Vec<_>>();
        let of_place = |((agency, area), all): (&(usize, usize), &Vec<Visitor>)| {
            sums(&self.form, &self.method, *agency, *area, &answers(all))
        };
        self.everybody.iter().map(of_place).collect()
    }

    /// Publishes what may be, and finds out from how many each lot holds whom it counts: everybody who waits in its place.
    pub(crate) fn look(&mut self, closed: bool) {
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
    pub(crate) fn estimates(&self, scope: &str) -> Vec<Option<Estimate>> {
        let inside =
            |lot: &AreaSums| scopes(lot.level, lot.agency, lot.service_area).iter().any(|s| s == scope);
        let design = self.strata.design();
        let within = Estimator::new(&self.form, &self.method, &design, &self.published, inside);
        (0..self.form.tree.nodes.len()).map(|node| within.estimate(node)).collect()
    }
}

/// The node of each item.
pub(crate) fn item_nodes(form: &Form) -> [usize; 3] {
    ["i1", "i2", "i3"].map(|code| form.tree.nodes.iter().position(|node| node.code.as_str() == code).unwrap())
}

/// Every scope by name.
pub(crate) fn all_scopes() -> BTreeSet<String> {
    let places = (0..AGENCIES).flat_map(|agency| (0..AREAS).map(move |area| (agency, area)));
    places.flat_map(|(agency, area)| scopes(LotLevel::Cell, agency, area)).collect()
}
