//! How a round goes: answers against quotas, by agency, service area and channel; the pace; points where nothing comes in.
//! Counts only, never a result. It comes anew by itself, by a header and without script.

use super::{
    super::App,
    desk::{AdminQuery, Desk, list_csv},
    rounds::{ROOM, address, channel_text, placed, state_text},
};
use crate::{
    acts::FollowRounds,
    auth::{Denied, InRound},
    report::CountsByDay,
    store::{Point, Round, points, tallies},
};
use app::{
    Numbers, Texts,
    admin::{Block, Cell, Column, List},
};
use axum::{
    extract::State,
    http::HeaderValue,
    response::{IntoResponse, Response},
};
use domain::plan::{self, SILENT_DAYS};
use domain::{Channel, Day, RoundState, Stage, WhenFull};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Seconds after which the page comes anew.
const REFRESH: u32 = 60;
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
    let desk = Desk::of(&within.may.person, ROOM, &query);
    let texts = desk.texts;
    let numbers = Numbers::of(&texts.locale);
    let (round, today) = (&within.round, app.clock.today());
    let code = &round.document.code;
    let reader = app.database.reader();
    let all = points::of_round(reader, round.id).await?;
    let placed = placed(round, &all, &within.within);
    let counted = tallies::by_point(reader, round.id).await?;
    let answers = |id: i64| counted.get(&id).map_or(0, |sums| u64::try_from(sums.responses()).unwrap_or(0));
    let by_day = app.day_counts.of(&app.database, round.id).await?;
    let last = last_days(&by_day);
    let mut daily: BTreeMap<Day, u64> = BTreeMap::new();
    let ours: HashSet<i64> = placed.iter().map(|placed| placed.point.id).collect();
    for (_, day, n) in by_day.iter().filter(|(point, ..)| ours.contains(point)) {
        *daily.entry(*day).or_default() += n;
    }
    let total: u64 = placed.iter().map(|placed| answers(placed.point.id)).sum();
    let quota = round.document.quota.as_ref();
    let mut cells: BTreeMap<(usize, usize), BTreeMap<Channel, u64>> = BTreeMap::new();
    for one in &placed {
        let at = round.agency(one.point.agency_id).zip(round.service_area(one.point.service_area_id));
        if let Some(at) = at {
            *cells.entry(at).or_default().entry(one.point.channel).or_default() += answers(one.point.id);
        }
    }
    let planned = |(agency, area): &(usize, usize)| {
        quota.and_then(|quota| {
            quota.of(&round.agencies[*agency].agency.code, &round.service_areas[*area].service_area.code)
        })
    };
    // What is planned counts whether or not there is a point for it, and what is too much in one cell fills no other.
    for (a, s) in within.within.iter().flat_map(|a| (0..round.service_areas.len()).map(move |s| (*a, s))) {
        if planned(&(a, s)).is_some() {
            cells.entry((a, s)).or_default();
        }
    }
    let wanted: u64 = cells.keys().filter_map(planned).sum();
    let missing: u64 = cells
        .iter()
        .filter_map(|(at, by_channel)| Some(planned(at)?.saturating_sub(by_channel.values().sum())))
        .sum();
    let channels: Vec<Channel> =
        Channel::ALL.into_iter().filter(|c| placed.iter().any(|placed| placed.point.channel == *c)).collect();
    let list = progress_list(texts, &within, &query, &cells, &channels, &planned);
    if query.wants_csv() {
        return list_csv(&app, &within.may.person, &list, "monitor", within.round.document.code.as_str())
            .await;
    }
    let week: u64 = (0..7).filter_map(|back| daily.get(&today.plus_days(-back))).sum();
    let trials = points::trials(reader, round.id).await?;
    let trials: i64 = trials.iter().filter(|(point, _)| ours.contains(point)).map(|(_, n)| n).sum();
    let mut facts = vec![
        (texts.get("person-state"), state_text(texts, round, today)),
        (
            texts.get("monitor-total"),
            match wanted {
                0 => numbers.whole(total),
                n => texts.with(
                    "monitor-of",
                    [("n", numbers.whole(total).into()), ("of", numbers.whole(n).into())],
                ),
            },
        ),
        (texts.get("monitor-today"), numbers.whole(daily.get(&today).copied().unwrap_or(0))),
        (texts.get("monitor-week"), numbers.whole(week)),
    ];
    if let Some(words) = needed(texts, missing, today, round.document.to)
        && round.state(today) == RoundState::Open
    {
        facts.push((texts.get("monitor-needed"), words));
    }
    let taking: Vec<&Point> = placed
        .iter()
        .map(|placed| placed.point)
        .filter(|point| point.retired.is_none() && point.channel.is_for_citizens())
        .collect();
    let answered = taking.iter().filter(|point| answers(point.id) > 0).count();
    let count = |n: usize| numbers.whole(u64::try_from(n).unwrap_or(u64::MAX));
    let words = [("n", count(answered).into()), ("of", count(taking.len()).into())];
    facts.push((texts.get("monitor-points"), texts.with("monitor-points-of", words)));
    if trials > 0 {
        facts.push((texts.get("monitor-trials"), numbers.whole(trials.unsigned_abs())));
    }
    // A cell that takes no more is not silent for want of anything.
    let is_full = |point: &Point| {
        let at = round.agency(point.agency_id).zip(round.service_area(point.service_area_id));
        let stops = quota.is_some_and(|quota| quota.full == WhenFull::Stop);
        let answered =
            |at: &(usize, usize)| cells.get(at).map_or(0, |by_channel| by_channel.values().sum::<u64>());
        stops && at.is_some_and(|at| planned(&at).is_some_and(|n| answered(&at) >= n))
    };
    let silent = placed.iter().filter(|placed| is_silent(round, placed.point, &last, today));
    let silent = silent.filter(|placed| !is_full(placed.point)).count();
    let silent = match silent {
        0 if plan::runs_long_enough(&round.document, round.stage, today) => {
            Block::Text(texts.get("monitor-none-silent"))
        }
        0 => Block::Text(texts.with("monitor-silent-early", [("days", SILENT_DAYS.into())])),
        n => {
            let words = texts.with("monitor-silent-list", [("n", n.into())]);
            Block::Ways(vec![(address(code, "/points?silent=1"), words)])
        }
    };
    let still = query.get("still") == "1";
    let way = match still {
        false => (address(code, "/monitor?still=1"), texts.get("monitor-still")),
        true => (address(code, "/monitor"), texts.get("monitor-moving")),
    };
    let open = round.stage == Stage::Open && round.state(today) == RoundState::Open;
    let page = desk
        .title(texts.get("monitor-title"))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .with(Block::Facts(facts))
        .maybe(open.then(|| {
            Block::Text(if still {
                texts.get("monitor-stands")
            } else {
                texts.with("monitor-refreshes", [("seconds", REFRESH.into())])
            })
        }))
        .maybe(open.then_some(Block::Ways(vec![way])))
        .with(Block::Heading(texts.get("monitor-progress")))
        .with(Block::List(list))
        .with(Block::Heading(texts.with("monitor-silent", [("days", SILENT_DAYS.into())])))
        .with(silent)
        .page();
    let mut response = page.into_response();
    if open && !still {
        response.headers_mut().insert("refresh", HeaderValue::from(REFRESH));
    }
    Ok(response)
}

/// How many answers a day would still fill the quotas.
fn needed(texts: &Texts, missing: u64, today: Day, last: Day) -> Option<String> {
    let days = u64::try_from(last.date().since(today.date()).ok()?.get_days()).ok()? + 1;
    if missing == 0 {
        return None;
    }
    let numbers = Numbers::of(&texts.locale);
    let words = [("n", numbers.whole(missing.div_ceil(days)).into()), ("days", numbers.whole(days).into())];
    Some(texts.with("monitor-a-day", words))
}

fn progress_list(
    texts: &Texts,
    within: &InRound<FollowRounds>,
    query: &AdminQuery,
    cells: &BTreeMap<(usize, usize), BTreeMap<Channel, u64>>,
    channels: &[Channel],
    planned: &dyn Fn(&(usize, usize)) -> Option<u64>,
) -> List {
    let round = &within.round;
    let count = |n: u64| Cell::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let rows = cells.iter().map(|(at, by_channel)| {
        let (agency, area) = (&round.agencies[at.0].agency, &round.service_areas[at.1].service_area);
        let total: u64 = by_channel.values().sum();
        let quota = planned(at);
        let mut row = vec![
            Cell::Text(agency.name_in(&texts.locale).to_owned()),
            Cell::Text(area.name_in(&texts.locale).to_owned()),
            count(total),
        ];
        if round.document.quota.is_some() {
            row.push(quota.map_or(Cell::Text(String::new()), count));
            row.push(match quota.filter(|n| *n > 0) {
                Some(quota) => Cell::Bar(total.saturating_mul(1_000) / quota),
                None => Cell::Text(String::new()),
            });
        }
        row.extend(channels.iter().map(|channel| count(by_channel.get(channel).copied().unwrap_or(0))));
        row
    });
    let column = |key, words: &str| Column { key, words: texts.get(words) };
    let mut columns = vec![
        column("agency", "column-agency"),
        column("service_area", "column-area"),
        column("responses", "column-n"),
    ];
    if round.document.quota.is_some() {
        columns.extend([column("quota", "monitor-quota"), column("percent", "monitor-percent")]);
    }
    columns.extend(channels.iter().map(|c| Column { key: c.as_str(), words: channel_text(texts, *c) }));
    List {
        title: texts.get("monitor-progress"),
        path: address(&round.document.code, "/monitor"),
        columns,
        rows: rows.collect(),
        asked: query.list(),
        empty: texts.get("points-none"),
        keep: Vec::new(),
    }
}
