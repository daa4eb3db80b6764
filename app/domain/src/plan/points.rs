//! Which collection points a round is to have.

use super::{has_volumes, is_served};
use crate::{Channel, Code, Counter, NameFault, RoundDocument};
use std::collections::{BTreeSet, HashSet};
use strum::{EnumString, IntoStaticStr};

/// Counters of one agency for one service area that are made at once.
pub const MOST_COUNTERS: usize = 40;
/// Points of one round: two for each of ten thousand communes.
pub const MOST_POINTS: usize = 20_000;

/// Why names of counters are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CounterFault {
    /// It cannot be called so.
    #[error("line {line}: the counter {name:?} {why}")]
    Unfit {
        /// The line, counted from 1.
        line: usize,
        /// What stands there.
        name: String,
        /// What is wrong with it.
        why: NameFault,
    },
    /// It stands on a line before, too.
    #[error("line {line}: the counter {name:?} stands there twice")]
    Twice {
        /// The line, counted from 1.
        line: usize,
        /// What stands there.
        name: String,
    },
    /// More than [`MOST_COUNTERS`].
    #[error("more than {MOST_COUNTERS} counters")]
    TooMany,
}

/// The names of counters, one a line; a single counter without a name where there is none.
fn counters(lines: &str) -> Result<Vec<Option<Counter>>, CounterFault> {
    let mut counters = Vec::new();
    for (at, name) in lines.lines().map(str::trim).enumerate().filter(|(_, name)| !name.is_empty()) {
        if counters.len() == MOST_COUNTERS {
            return Err(CounterFault::TooMany);
        }
        let (line, name) = (at + 1, name.to_owned());
        match Counter::new(&name).map(Some) {
            Err(why) => return Err(CounterFault::Unfit { line, name, why }),
            Ok(counter) if counters.contains(&counter) => return Err(CounterFault::Twice { line, name }),
            Ok(counter) => counters.push(counter),
        }
    }
    Ok(if counters.is_empty() { vec![None] } else { counters })
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
    pub counter: Option<Counter>,
}

/// Why no points are made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointsFault {
    /// No channel was chosen.
    #[error("no channel was chosen")]
    NoChannel,
    /// Counters cannot be called so.
    #[error(transparent)]
    Counters(#[from] CounterFault),
    /// Every one is there already.
    #[error("every point is there already")]
    AllThere,
    /// Volumes say that nobody comes to these agencies for these service areas.
    #[error("points: none of these cells has a volume")]
    NoVolume,
    /// The round would have so many, and [`MOST_POINTS`] are the most.
    #[error("points: the round would have {0}; {MOST_POINTS} are the most")]
    TooMany(usize),
}

impl PointsFault {
    /// The name of the field in which it is mended.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NoChannel => "channel",
            Self::Counters(_) => "counters",
            Self::AllThere | Self::NoVolume | Self::TooMany(_) => "agency",
        }
    }
}

/// Channels and counters of points that are to be made.
pub type ChannelsAndCounters = (BTreeSet<Channel>, Vec<Option<Counter>>);

/// The channels that were ticked and the counters that were typed, one a line; or everything that is wrong with them.
pub fn read_channels_and_counters<'a>(
    channels: impl IntoIterator<Item = &'a str>,
    lines: &str,
) -> Result<ChannelsAndCounters, Vec<PointsFault>> {
    let channels: BTreeSet<Channel> = channels.into_iter().filter_map(Channel::from_word).collect();
    let no_channel = channels.is_empty().then_some(PointsFault::NoChannel);
    match (no_channel, counters(lines)) {
        (None, Ok(counters)) => Ok((channels, counters)),
        (no_channel, counters) => {
            Err(no_channel.into_iter().chain(counters.err().map(PointsFault::Counters)).collect())
        }
    }
}

/// Why the code of a point is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum RotationCause {
    /// The sheet is worn, damaged or printed anew.
    Worn,
    /// The code was spread or misused.
    Misused,
}

crate::words!(RotationCause);

impl RotationCause {
    /// Every cause.
    pub const ALL: [Self; 2] = [Self::Worn, Self::Misused];

    /// Whether the old code leads to the new one. Whoever spread a misused code must not be led there.
    pub fn redirects(self) -> bool {
        self == Self::Worn
    }
}

/// Why a point is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointFault {
    /// The counter cannot be called so.
    Counter(NameFault),
    /// Another point of the same place and channel has that counter.
    CounterTaken,
    /// It was not said why its code is replaced.
    NoCause,
    /// The reason for the log is missing or none.
    Reason(NameFault),
}

impl PointFault {
    /// The name of the field in which it is mended.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Counter(_) | Self::CounterTaken => "counter",
            Self::NoCause => "why",
            Self::Reason(_) => "reason",
        }
    }
}

/// The places of these agencies and service areas, in that order, to which citizens come and which have no point in use;
/// none while no volumes say to which they do. `places` are those of the points in use.
pub fn places_without_point(
    document: &RoundDocument,
    agencies: &[Code],
    service_areas: &[Code],
    places: &[(Code, Code)],
) -> Vec<(Code, Code)> {
    if !has_volumes(document) {
        return Vec::new();
    }
    let there: HashSet<(&Code, &Code)> = places.iter().map(|(agency, area)| (agency, area)).collect();
    let all = agencies.iter().flat_map(|agency| service_areas.iter().map(move |area| (agency, area)));
    all.filter(|(agency, area)| is_served(document, agency, area) && !there.contains(&(*agency, *area)))
        .map(|(agency, area)| (agency.clone(), area.clone()))
        .collect()
}

/// The points that are not there yet, of agencies × service areas × channels × counters, in that order. A cell to which
/// nobody comes has none. `known` are those that are there, retired ones too.
pub fn missing_points(
    document: &RoundDocument,
    agencies: &[Code],
    service_areas: &[Code],
    channels: &BTreeSet<Channel>,
    counters: &[Option<Counter>],
    known: &[NewPoint],
) -> Result<Vec<NewPoint>, PointsFault> {
    if channels.is_empty() {
        return Err(PointsFault::NoChannel);
    }
    let there: HashSet<&NewPoint> = known.iter().collect();
    let mut missing = Vec::new();
    let mut has_served = false;
    for agency in agencies {
        for service_area in service_areas.iter().filter(|area| is_served(document, agency, area)) {
            has_served = true;
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
    match missing.is_empty() {
        false => Ok(missing),
        true if has_served => Err(PointsFault::AllThere),
        true => Err(PointsFault::NoVolume),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_stand_one_a_line_and_everything_wrong_is_told_at_once() {
        let read =
            |channels: &[&'static str], lines| read_channels_and_counters(channels.iter().copied(), lines);
        assert_eq!(read(&["qr", "none"], ""), Ok((BTreeSet::from([Channel::Qr]), vec![None])));
        let two = ["Quầy 1", "Quầy 2"].map(|name| Counter::new(name).ok()).to_vec();
        assert_eq!(read(&["qr"], " Quầy 1\r\n\n Quầy 2 "), Ok((BTreeSet::from([Channel::Qr]), two)));
        let twice = PointsFault::Counters(CounterFault::Twice { line: 3, name: "1".to_owned() });
        assert_eq!(read(&["none"], "1\n\n1"), Err(vec![PointsFault::NoChannel, twice]));
        let long = "ầ".repeat(101);
        let unfit = CounterFault::Unfit { line: 2, name: long.clone(), why: NameFault::TooLong(100) };
        assert_eq!(read(&["qr"], &format!("1\n{long}")), Err(vec![PointsFault::Counters(unfit)]));
    }
}
