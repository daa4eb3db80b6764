//! How a round goes: answers against quotas, by agency, service area and channel; the pace; points where nothing comes in.
//! Counts only, never a result. It comes anew by itself, by a header and without script.

use super::{
    super::App,
    admin_page::{AdminPage, AdminQuery, list_csv},
    progress::{RoundProgress, last_days},
    rounds::{Placed, ROUNDS, heading, state_text},
};
use crate::{
    acts::FollowRounds,
    auth::{Denied, InRound},
    store::{points, tallies},
};
use app::admin::pages::{MONITOR_REFRESH_SECONDS, MonitorPage};
use axum::{
    extract::State,
    http::HeaderValue,
    response::{IntoResponse, Response},
};
use domain::plan::{PlaceProgress, daily_need, runs_long_enough};
use domain::{Channel, Day, RoundState, Stage};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// `GET /admin/rounds/{round}/monitor`
pub(super) async fn show_monitor(
    within: InRound<FollowRounds>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let admin_page = AdminPage::of(&within.may.person, ROUNDS, &query);
    let (round, reader, today) = (&within.round, state.database.reader(), state.clock.today());
    let all = points::of_round(reader, round.id).await?;
    let counted = tallies::by_point(reader, round.id).await?;
    let counted =
        counted.into_iter().map(|(point, sums)| (point, u64::try_from(sums.responses()).unwrap_or(0)));
    let responses: HashMap<i64, u64> = counted.collect();
    let by_day = state.day_counts.of(&state.database, round.id).await?;
    let last = last_days(&by_day);
    let progress = RoundProgress::of(round, &all, &within.within, &responses, &last, today);
    let (placed, silent_points) = (&progress.points, progress.silent_points());

    let ours: HashSet<i64> = placed.iter().map(|placed| placed.point.id).collect();
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
    let has_answers = |placed: &Placed<'_>| responses.get(&placed.point.id).is_some_and(|n| *n > 0);
    let has_channel = |channel: &Channel| placed.iter().any(|placed| placed.point.channel == *channel);
    let is_open = round.state(today) == RoundState::Open;
    let missing = progress.places.iter().map(PlaceProgress::missing).sum();
    let page = MonitorPage {
        round: heading(round),
        state: state_text(admin_page.texts, round, today),
        channels: Channel::ALL.into_iter().filter(has_channel).collect(),
        has_quota: round.document.quota.is_some(),
        today: daily.get(&today).copied().unwrap_or(0),
        week: (0..7).filter_map(|back| daily.get(&today.plus_days(-back))).sum(),
        daily_need: daily_need(missing, today, round.document.to).filter(|_| is_open),
        points: [in_use.len(), in_use.iter().filter(|placed| has_answers(placed)).count()],
        trials: trials.unsigned_abs(),
        silent_points,
        runs_long_enough: runs_long_enough(&round.document, round.stage, today),
        is_open: is_open && round.stage == Stage::Open,
        stands_still: query.get("still") == "1",
        asked: query.list(),
        silent: progress.silent,
        places: progress.places,
    };
    if query.wants_csv() {
        let of = round.document.code.as_str();
        return list_csv(&state, &within.may.person, &page.list(admin_page.texts), "monitor", of).await;
    }
    let body = page.body(admin_page.texts);
    let mut response = admin_page.show(body).page().into_response();
    if page.refreshes() {
        response.headers_mut().insert("refresh", HeaderValue::from(MONITOR_REFRESH_SECONDS));
    }
    Ok(response)
}
