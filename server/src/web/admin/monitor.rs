//! How a round goes: answers against quotas, by agency, service area and channel; the pace; points where nothing comes in.
//! Counts only, never a result. It comes anew by itself, by a header and without script.

use super::{
    super::App,
    desk::{AdminQuery, Desk, list_csv},
    rounds::{Placed, ROUNDS, heading, placed, state_text},
};
use crate::{
    acts::FollowRounds,
    auth::{Denied, InRound},
    report::CountsByDay,
    store::{Point, Round, points, tallies},
};
use app::admin::pages::{MONITOR_REFRESH_SECONDS, MonitorPage};
use axum::{
    extract::State,
    http::HeaderValue,
    response::{IntoResponse, Response},
};
use domain::plan::{self, PlaceProgress, PointResponses, daily_need, progress, quota_room, runs_long_enough};
use domain::{Channel, Code, Day, RoundState, Stage};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The last day of each point that has answers.
pub(super) fn last_days(by_day: &CountsByDay) -> HashMap<i64, Day> {
    let mut last: HashMap<i64, Day> = HashMap::new();
    for (point, day, _) in by_day {
        let newest = last.entry(*point).or_insert(*day);
        *newest = (*newest).max(*day);
    }
    last
}

/// Whether nothing comes in at a point where citizens could answer.
pub(super) fn is_silent(round: &Round, point: &Point, last: &HashMap<i64, Day>, today: Day) -> bool {
    let last = last.get(&point.id).copied();
    point.retired.is_none() && plan::is_silent(&round.document, round.stage, point.channel, last, today)
}

/// `GET /admin/rounds/{round}/monitor`
pub(super) async fn show_monitor(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let desk = Desk::of(&within.may.person, ROUNDS, &query);
    let (round, reader, today) = (&within.round, app.database.reader(), app.clock.today());
    let all = points::of_round(reader, round.id).await?;
    let placed = placed(round, &all, &within.within);
    let counted = tallies::by_point(reader, round.id).await?;
    let responses = |placed: &Placed<'_>| {
        counted.get(&placed.point.id).map_or(0, |sums| u64::try_from(sums.responses()).unwrap_or(0))
    };
    let by_point: Vec<PointResponses<'_>> = placed
        .iter()
        .map(|placed| PointResponses {
            agency: &placed.agency.code,
            service_area: &placed.area.code,
            channel: placed.point.channel,
            responses: responses(placed),
        })
        .collect();
    let agencies: Vec<_> = within.within.iter().map(|at| &round.agencies[*at].agency).collect();
    let service_areas: Vec<_> = round.service_areas.iter().map(|row| &row.service_area).collect();
    let places = progress(&round.document, &agencies, &service_areas, &by_point);

    let ours: HashSet<i64> = placed.iter().map(|placed| placed.point.id).collect();
    let by_day = app.day_counts.of(&app.database, round.id).await?;
    let mut daily: BTreeMap<Day, u64> = BTreeMap::new();
    for (_, day, n) in by_day.iter().filter(|(point, ..)| ours.contains(point)) {
        *daily.entry(*day).or_default() += n;
    }
    let trials = points::trials(reader, round.id).await?;
    let trials: i64 = trials.iter().filter(|(point, _)| ours.contains(point)).map(|(_, n)| n).sum();

    let in_use: Vec<&Placed<'_>> = placed
        .iter()
        .filter(|placed| placed.point.retired.is_none() && placed.point.channel.is_for_citizens())
        .collect();
    let last = last_days(&by_day);
    // A place that takes no more is not silent for want of anything.
    let full: HashSet<(&Code, &Code)> = places
        .iter()
        .filter(|place| {
            let (agency, area) = (&place.agency.code, &place.service_area.code);
            quota_room(&round.document, agency, area, place.responses()) == Some(0)
        })
        .map(|place| (&place.agency.code, &place.service_area.code))
        .collect();
    let silent_points = placed
        .iter()
        .filter(|placed| is_silent(round, placed.point, &last, today))
        .filter(|placed| !full.contains(&(&placed.agency.code, &placed.area.code)))
        .count();
    let has_channel = |channel: &Channel| placed.iter().any(|placed| placed.point.channel == *channel);
    let is_open = round.state(today) == RoundState::Open;
    let missing = places.iter().map(PlaceProgress::missing).sum();
    let page = MonitorPage {
        round: heading(round),
        state: state_text(desk.texts, round, today),
        channels: Channel::ALL.into_iter().filter(has_channel).collect(),
        has_quota: round.document.quota.is_some(),
        today: daily.get(&today).copied().unwrap_or(0),
        week: (0..7).filter_map(|back| daily.get(&today.plus_days(-back))).sum(),
        daily_need: daily_need(missing, today, round.document.to).filter(|_| is_open),
        points: [in_use.len(), in_use.iter().filter(|placed| responses(placed) > 0).count()],
        trials: trials.unsigned_abs(),
        silent_points,
        runs_long_enough: runs_long_enough(&round.document, round.stage, today),
        is_open: is_open && round.stage == Stage::Open,
        stands_still: query.get("still") == "1",
        asked: query.list(),
        places,
    };
    if query.wants_csv() {
        let of = round.document.code.as_str();
        return list_csv(&app, &within.may.person, &page.list(desk.texts), "monitor", of).await;
    }
    let body = page.body(desk.texts);
    let mut response = desk.show(body).page().into_response();
    if page.refreshes() {
        response.headers_mut().insert("refresh", HeaderValue::from(MONITOR_REFRESH_SECONDS));
    }
    Ok(response)
}
