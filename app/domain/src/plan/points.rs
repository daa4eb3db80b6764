//! Which collection points a round is to have.

use crate::{Channel, Code, RoundDocument};
use std::collections::{BTreeSet, HashSet};

/// Counters of one agency for one service area that are made at once.
pub const MOST_COUNTERS: usize = 40;
/// Points of one round: two for each of ten thousand communes.
pub const MOST_POINTS: usize = 20_000;
/// Characters of the name of a counter.
pub const COUNTER_LENGTH: usize = 100;

/// Why names of counters are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CounterFault {
    /// Too long, with control characters, or there twice.
    #[error(
        "the counter {0:?} is longer than {COUNTER_LENGTH} characters, is not plain text, or stands there twice"
    )]
    Unfit(String),
    /// More than [`MOST_COUNTERS`].
    #[error("more than {MOST_COUNTERS} counters")]
    TooMany,
}

/// The names of counters, one a line; a single counter without a name where there is none.
pub fn counters(lines: &str) -> Result<Vec<Option<String>>, CounterFault> {
    let mut counters = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if counters.len() == MOST_COUNTERS {
            return Err(CounterFault::TooMany);
        }
        let counter = Some(line.to_owned());
        if !is_counter(line) || counters.contains(&counter) {
            return Err(CounterFault::Unfit(line.to_owned()));
        }
        counters.push(counter);
    }
    Ok(if counters.is_empty() { vec![None] } else { counters })
}

/// Whether a counter may be called so.
pub fn is_counter(name: &str) -> bool {
    name.chars().count() <= COUNTER_LENGTH && !name.chars().any(char::is_control)
}

/// A point to be made, without its address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NewPoint {
    /// Whose counter.
    pub agency: Code,
    /// What it serves.
    pub service_area: Code,
    /// How citizens reach it.
    pub channel: Channel,
    /// Which counter, as people call it.
    pub counter: Option<String>,
}

/// Why no points are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PointsFault {
    /// No channel was chosen.
    #[error("no channel was chosen")]
    NoChannel,
    /// Every one is there already.
    #[error("every point is there already")]
    AllThere,
    /// The round would have so many, and [`MOST_POINTS`] are the most.
    #[error("points: the round would have {0}; {MOST_POINTS} are the most")]
    TooMany(usize),
}

/// The points that are not there yet, of agencies × service areas × channels × counters, in that order. A cell outside of the
/// target population has none. `known` are those that are there, retired ones too.
pub fn missing_points(
    document: &RoundDocument,
    agencies: &[Code],
    service_areas: &[Code],
    channels: &BTreeSet<Channel>,
    counters: &[Option<String>],
    known: &[NewPoint],
) -> Result<Vec<NewPoint>, PointsFault> {
    if channels.is_empty() {
        return Err(PointsFault::NoChannel);
    }
    let there: HashSet<&NewPoint> = known.iter().collect();
    let mut missing = Vec::new();
    for agency in agencies {
        for service_area in service_areas.iter().filter(|area| document.covers(agency, area)) {
            for channel in channels {
                for counter in counters {
                    let point = NewPoint {
                        agency: agency.clone(),
                        service_area: service_area.clone(),
                        channel: *channel,
                        counter: counter.clone(),
                    };
                    if there.contains(&point) {
                        continue;
                    }
                    if known.len() + missing.len() == MOST_POINTS {
                        return Err(PointsFault::TooMany(MOST_POINTS + 1));
                    }
                    missing.push(point);
                }
            }
        }
    }
    if missing.is_empty() { Err(PointsFault::AllThere) } else { Ok(missing) }
}
