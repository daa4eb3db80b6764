//! People: one mood each, so that the answers of a person hang together; agencies, areas, factors and years that really
//! differ; gaps where paper has gaps.

use super::{
    comments::comment,
    offices::{Office, area_effect},
    plan::Plan,
};
use crate::store::{Point, Round, responses::StoredResponse};
use domain::{
    Answer, Answers, Channel, Day, Words,
    form::{AnswerKind, Cell, NodeKind, QuestionRole},
    index::UNIT_WEIGHT,
};
use rand::{Rng, RngExt};
use std::sync::Arc;
use uuid::Builder;

/// Everything that makes people of a round, looked up once.
#[derive(Debug)]
pub(super) struct Crowd {
    round: Arc<Round>,
    counters: Vec<Counter>,
    /// Running sums of how many come to each counter.
    come: Vec<f64>,
    cells: Vec<AskedCell>,
    days: i32,
}

/// An office's desk for a service area, with its points by channel.
#[derive(Debug)]
struct Counter {
    office: Office,
    area: String,
    points: Vec<(u32, Arc<Point>)>,
}

/// A cell with what makes it easier or harder, the same for everybody.
#[derive(Debug)]
struct AskedCell {
    cell: Cell,
    line: f64,
    factor: u64,
}

impl Crowd {
    pub(super) fn new(plan: &Plan, round: Arc<Round>, points: &[Arc<Point>], today: Day) -> Self {
        let mut counters = Vec::new();
        for office in plan.offices() {
            let id = round.agencies.iter().find(|a| a.agency.code.as_str() == office.code).map(|a| a.id);
            let channels = plan.channels_of(&office);
            for area in office.areas {
                let area_id = round.service_areas.iter().find(|a| a.service_area.code.as_str() == *area);
                let here = points
                    .iter()
                    .filter(|p| Some(p.agency_id) == id && Some(p.service_area_id) == area_id.map(|a| a.id));
                let weight = |p: &Arc<Point>| channels.iter().find(|(c, _)| *c == p.channel).map(|(_, w)| *w);
                let points: Vec<_> = here.filter_map(|p| Some((weight(p)?, p.clone()))).collect();
                if !points.is_empty() {
                    counters.push(Counter { office: office.clone(), area: (*area).to_owned(), points });
                }
            }
        }
        let mut sum = 0.0;
        let come = counters
            .iter()
            .map(|counter| {
                sum += counter.office.visitors
                    / f64::from(u32::try_from(counter.office.areas.len()).unwrap_or(1));
                sum
            })
            .collect();
        let tree = &round.form.tree;
        let factor_of = |item: usize| {
            let factors = tree.storey(NodeKind::Factor);
            factors.filter(|(_, f)| f.items.contains(&item)).map(|(at, _)| at as u64).next().unwrap_or(0)
        };
        let asked = round.form.cells.iter().enumerate().filter(|(_, c)| c.role.is_for_citizens());
        let cells = asked
            .map(|(position, cell)| AskedCell {
                line: 0.3 * ((position * 37 % 11) as f64 / 5.0 - 1.0),
                factor: cell.item.map_or(0, factor_of),
                cell: cell.clone(),
            })
            .collect();
        let last = today.min(plan.period.1);
        let days = plan.period.0.date().until(last.date()).map_or(0, |span| span.get_days());
        Self { round, counters, come, cells, days: days.max(0) }
    }

    /// One person at one point. `mood` is how good a year it was.
    pub(super) fn person(&self, random: &mut impl Rng, mood: f64) -> (Arc<Point>, StoredResponse) {
        let counter = self.counter(random);
        let point = counter.point(random);
        let paper = point.channel == Channel::Paper;
        // Who is asked by somebody is kinder; who writes from home is not.
        let asked = match point.channel {
            Channel::Telephone => 0.12,
            Channel::Paper => 0.08,
            Channel::Link => -0.12,
            Channel::Qr | Channel::Kiosk => 0.0,
        };
        let seed = hash(counter.office.code.as_bytes());
        let year = 0.07 * noise(seed ^ hash(self.round.document.code.as_str().as_bytes()));
        let mood =
            0.9 * normal(random) + counter.office.effect + area_effect(&counter.area) + mood + asked + year;
        // A few tick the same box all the way down.
        let straight = random.random_bool(0.03).then(|| random.random_range(2..5usize));
        // Paper is put away unfinished now and then.
        let breaks_off =
            (paper && random.random_bool(0.02)).then(|| random.random_range(0..self.cells.len()));
        let mut answers = Answers::new();
        for (position, asked) in self.cells.iter().enumerate() {
            if breaks_off.is_some_and(|end| position >= end) {
                break;
            }
            let optional =
                !asked.cell.required && asked.cell.role != QuestionRole::Comment && random.random_bool(0.35);
            // Gaps grow towards the end of a sheet of paper; a screen asks again.
            let gap = paper && random.random_bool(0.01 + 0.000_5 * position as f64);
            if gap || optional {
                continue;
            }
            let own = 0.18 * noise(seed.wrapping_add(asked.factor.wrapping_mul(0x9e37)));
            let here = Here { mood, line: asked.line + own, area: &counter.area, straight };
            if let Some(answer) = answer(random, &asked.cell, &here) {
                answers.insert(asked.cell.code.to_string(), answer);
            }
        }
        let language = if random.random_bool(0.01) { "en" } else { "vi" };
        let response = StoredResponse {
            id: Builder::from_random_bytes(random.random()).into_uuid(),
            round_id: self.round.id,
            point_id: point.id,
            day: self.day(random),
            language: language.to_owned(),
            weight: UNIT_WEIGHT,
            batch_id: None,
            answers,
        };
        (point, response)
    }

    fn counter(&self, random: &mut impl Rng) -> &Counter {
        let at = random.random_range(0.0..self.come.last().copied().unwrap_or(1.0));
        &self.counters[self.come.partition_point(|sum| *sum <= at).min(self.counters.len() - 1)]
    }

    /// A day of the round; few come at the end of a week.
    fn day(&self, random: &mut impl Rng) -> Day {
        let mut any = || self.round.document.from.plus_days(random.random_range(0..=self.days));
        let day = any();
        let late = day.date().weekday().to_monday_zero_offset() > 4;
        if late { any() } else { day }
    }
}

impl Counter {
    fn point(&self, random: &mut impl Rng) -> Arc<Point> {
        self.points[weighted(random, self.points.iter().map(|(weight, _)| *weight))].1.clone()
    }
}

/// What shapes an answer besides chance.
struct Here<'a> {
    mood: f64,
    line: f64,
    area: &'a str,
    straight: Option<usize>,
}

fn answer(random: &mut impl Rng, cell: &Cell, here: &Here) -> Option<Answer> {
    match &cell.answers {
        AnswerKind::Words(_) => {
            let says = cell.role == QuestionRole::Comment && random.random_bool(0.08);
            says.then(|| Answer::Words(Words { text: comment(random, here.mood, here.area) }))
        }
        AnswerKind::Many(choices) => {
            let chosen: Vec<String> = choices
                .iter()
                .filter(|c| !c.specify && random.random_bool(0.35))
                .map(|c| c.value.clone())
                .collect();
            (!chosen.is_empty()).then_some(Answer::Many(chosen))
        }
        AnswerKind::One(choices) => {
            let most = choices.len();
            let mood = here.mood + here.line;
            let chosen = match (cell.role, here.straight) {
                (QuestionRole::Satisfaction, Some(level)) => level.min(most - 1),
                (QuestionRole::Satisfaction, None) => {
                    level(mood + 0.75 * normal(random), &[-2.3, -1.7, -0.85, 0.8], most)
                }
                (QuestionRole::Expectation, _) if choices.iter().any(|c| c.score.is_some()) => {
                    level(0.8 - 0.3 * here.mood + 0.8 * normal(random), &[-1.5, -0.6, 0.6], most)
                }
                (QuestionRole::Interest, _) => {
                    level(0.2 * here.mood + normal(random), &[-1.4, -0.3, 1.0], most)
                }
                // "Nobody does" stands first.
                (QuestionRole::Judgement, _) if cell.text.is_none() => {
                    level(-0.6 - 0.5 * here.mood + normal(random), &[0.0, 0.9, 1.7, 2.3], most)
                }
                (QuestionRole::Judgement, _) => {
                    level(0.3 * here.mood + normal(random), &[-1.4, -0.3, 1.0], most)
                }
                // Yes stands first, and few have been through it.
                (QuestionRole::Experience, _) => usize::from(0.35 * here.mood + normal(random) > -1.2),
                (QuestionRole::Demographic, _) => demographic(random, cell.code.as_str(), most),
                _ => random.random_range(0..most),
            };
            Some(Answer::One(choices[chosen.min(most - 1)].value.clone()))
        }
    }
}

/// Shares of a hundred where they are known; elsewhere the middle answers come more often than the ends.
fn demographic(random: &mut impl Rng, code: &str, most: usize) -> usize {
    let known: &[u32] = match code {
        "gender" => &[48, 52],
        "ethnicity" => &[61, 39],
        "age" => &[9, 24, 34, 21, 12],
        _ => &[],
    };
    if known.len() != most {
        return usize::midpoint(random.random_range(0..most), random.random_range(0..most));
    }
    weighted(random, known.iter().copied())
}

/// A position, each as often as its weight says.
fn weighted(random: &mut impl Rng, weights: impl Iterator<Item = u32> + Clone) -> usize {
    let at = random.random_range(0..weights.clone().sum());
    let ends = weights.scan(0, |sum, weight| {
        *sum += weight;
        Some(*sum)
    });
    ends.take_while(|end| *end <= at).count()
}

/// The first level whose upper end lies above `x`.
fn level(x: f64, ends: &[f64], most: usize) -> usize {
    ends.iter().take_while(|end| x > **end).count().min(most - 1)
}

/// A standard normal number (Box & Muller 1958).
fn normal(random: &mut impl Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.random::<f64>()).cos()
}

/// FNV-1a: the same number for the same name on every machine.
fn hash(name: &[u8]) -> u64 {
    name.iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A number between −√3 and √3 (variance 1) that belongs to a seed for good (splitmix64's mixer).
fn noise(seed: u64) -> f64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64 * 12f64.sqrt() - 3f64.sqrt()
}
