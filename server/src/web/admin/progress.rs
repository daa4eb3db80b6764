//! How far a round has come within somebody's reach, and where nothing comes in: for the first page, the monitor and the list of
//! points.

use super::rounds::{Placed, placed};
use crate::{
    report::CountsByDay,
    store::{Point, Round},
};
use domain::plan::{self, PlaceProgress, PointResponses, progress, quota_room};
use domain::{Code, Day};
use std::collections::{HashMap, HashSet};

/// The last day of each point that has answers.
pub(super) fn last_days(by_day: &CountsByDay) -> HashMap<i64, Day> {
    let mut last: HashMap<i64, Day> = HashMap::new();
    for (point, day, _) in by_day {
        let newest = last.entry(*point).or_insert(*day);
        *newest = (*newest).max(*day);
    }
    last
}

/// The answers of each point that has any.
pub(super) fn responses_by_point(by_day: &CountsByDay) -> HashMap<i64, u64> {
    let mut responses: HashMap<i64, u64> = HashMap::new();
    by_day.iter().for_each(|(point, _, n)| *responses.entry(*point).or_default() += n);
    responses
}

/// Whether nothing comes in at a point where citizens could answer.
pub(super) fn is_silent(round: &Round, point: &Point, last: &HashMap<i64, Day>, today: Day) -> bool {
    let last = last.get(&point.id).copied();
    point.retired.is_none() && plan::is_silent(&round.document, round.stage, point.channel, last, today)
}

/// The places of a round within reach.
pub(super) struct RoundProgress<'a> {
    /// Its points there.
    pub(super) points: Vec<Placed<'a>>,
    /// What has come in, by place.
    pub(super) places: Vec<PlaceProgress<'a>>,
    /// How many points of each agency are silent.
    pub(super) silent: HashMap<&'a Code, usize>,
}

impl<'a> RoundProgress<'a> {
    /// Of the agencies at these places of the plan, by the answers and the last day of each point.
    pub(super) fn of(
        round: &'a Round,
        points: &'a [Point],
        within: &[usize],
        responses: &HashMap<i64, u64>,
        last: &HashMap<i64, Day>,
        today: Day,
    ) -> Self {
        let points = placed(round, points, within);
        let answered = |placed: &Placed<'_>| responses.get(&placed.point.id).copied().unwrap_or(0);
        let by_point: Vec<PointResponses<'_>> = points
            .iter()
            .map(|placed| PointResponses {
                agency: &placed.agency.code,
                service_area: &placed.area.code,
                channel: placed.point.channel,
                responses: answered(placed),
            })
            .collect();
        let agencies: Vec<_> = within.iter().map(|at| &round.agencies[*at].agency).collect();
        let service_areas: Vec<_> = round.service_areas.iter().map(|row| &row.service_area).collect();
        let places = progress(&round.document, &agencies, &service_areas, &by_point);
        // A place that takes no more is not silent for want of anything.
        let full: HashSet<(&Code, &Code)> = places
            .iter()
            .map(|place| (place, &place.agency.code, &place.service_area.code))
            .filter(|(place, agency, area)| {
                quota_room(&round.document, agency, area, place.responses()) == Some(0)
            })
            .map(|(_, agency, area)| (agency, area))
            .collect();
        let mut silent: HashMap<&'a Code, usize> = HashMap::new();
        for placed in &points {
            let is_full = full.contains(&(&placed.agency.code, &placed.area.code));
            if !is_full && is_silent(round, placed.point, last, today) {
                *silent.entry(&placed.agency.code).or_default() += 1;
            }
        }
        Self { points, places, silent }
    }

    /// How many points are silent.
    pub(super) fn silent_points(&self) -> usize {
        self.silent.values().sum()
    }
}
