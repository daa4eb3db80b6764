//! The points of a round, and making more.

use super::super::{Faults, ROOM, address};
use super::{Placed, can_manage, channel_text, placed};
use crate::{
    acts::{
        FollowRounds, ManageRounds,
        rounds::{MakePoints, make_points},
    },
    auth::{Denied, InRound, OverRound},
    store::{Round, points},
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk, list_csv, see},
            monitor::{is_silent, last_days},
            posted::Posted,
        },
    },
};
use app::{
    Texts,
    admin::{Block, Cell, Field, Form, Kind, List},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Channel,
    plan::{CounterFault, MOST_COUNTERS, MOST_POINTS, PointsFault, SILENT_DAYS, counters},
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// `GET /admin/rounds/{round}/points`
pub(in crate::web::admin) async fn list_points(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    points_page(&app, &within, &query, None, &Faults::new()).await
}

async fn points_page(
    app: &App,
    within: &InRound<FollowRounds>,
    query: &AdminQuery,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Response, Denied> {
    let desk = Desk::of(&within.may.person, ROOM, query);
    let texts = desk.texts;
    let (round, code) = (&within.round, &within.round.document.code);
    let all = points::of_round(app.database.reader(), round.id).await?;
    let (by_day, today) = (app.day_counts.of(&app.database, round.id).await?, app.clock.today());
    let last = last_days(&by_day);
    let mut answers: HashMap<i64, u64> = HashMap::new();
    by_day.iter().for_each(|(point, _, n)| *answers.entry(*point).or_default() += n);
    let only_silent = query.get("silent") == "1";
    let shown = placed(round, &all, &within.within).into_iter();
    let shown = shown.filter(|placed| !only_silent || is_silent(round, placed.point, &last, today));
    let rows = shown.map(|Placed { point, agency, area }| {
        let state = match point.retired {
            Some(_) => "point-retired",
            None if is_silent(round, point, &last, today) => "point-silent",
            None => "point-active",
        };
        vec![
            Cell::Link(
                address(code, &format!("/points/{}", point.id)),
                agency.name_in(&texts.locale).to_owned(),
            ),
            Cell::Text(area.name_in(&texts.locale).to_owned()),
            Cell::Text(point.counter.clone().unwrap_or_default()),
            Cell::Text(channel_text(texts, point.channel)),
            Cell::Text(point.slug.to_string()),
            Cell::Number(answers.get(&point.id).map_or(0, |n| i64::try_from(*n).unwrap_or(i64::MAX))),
            Cell::Day(last.get(&point.id).copied()),
            Cell::Text(texts.get(state)),
        ]
    });
    let list = List::new(
        texts,
        "step-points",
        address(code, "/points"),
        &[
            ("agency", "column-agency"),
            ("service_area", "column-area"),
            ("counter", "point-counter"),
            ("channel", "point-channel"),
            ("slug", "point-slug"),
            ("responses", "column-n"),
            ("last", "point-last"),
            ("state", "person-state"),
        ],
    )
    .holding(rows)
    .asked(query.list())
    .keeping(if only_silent { vec![("silent".to_owned(), "1".to_owned())] } else { Vec::new() })
    .when_empty(texts.get(if only_silent { "monitor-none-silent" } else { "points-none" }));
    if query.wants_csv() {
        return list_csv(app, &within.may.person, &list, "points", within.round.document.code.as_str()).await;
    }
    let manages = can_manage(app, within).await?;
    let mut ways = Vec::new();
    if !all.is_empty() {
        ways.push((address(code, "/sheets"), texts.get("sheets-title")));
    }
    ways.push((address(code, ""), texts.get("back-to-plan")));
    if only_silent {
        let all = (address(code, "/points"), texts.get("points-all"));
        let desk = desk
            .title(texts.get("points-silent"))
            .beneath(ROOM, texts.get("rounds-title"))
            .beneath(address(code, ""), round.document.title.get(&texts.locale))
            .beneath(address(code, "/points"), texts.get("step-points"))
            .with(Block::Text(texts.with("points-silent-lead", [("days", SILENT_DAYS.into())])));
        return Ok(desk.with(Block::Ways(vec![all])).with(Block::List(list)).page().into_response());
    }
    let mut desk = desk
        .title(texts.get("step-points"))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .with(Block::Text(texts.get("points-lead")))
        .with(Block::Ways(ways))
        .with(Block::List(list));
    if manages {
        let form = make_form(texts, round, posted, faults);
        desk = desk.with(Block::Heading(texts.get("points-make"))).with(Block::Form(form));
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(desk.status(status).page().into_response())
}

fn make_form(texts: &Texts, round: &Round, posted: Option<&Posted>, faults: &Faults) -> Form {
    let everything = |key: &str| vec![(String::new(), texts.get(key))];
    let mut agencies = everything("points-all-agencies");
    agencies.extend(
        round
            .agencies
            .iter()
            .map(|r| (r.agency.code.to_string(), r.agency.name_in(&texts.locale).to_owned())),
    );
    let mut areas = everything("points-all-areas");
    areas.extend(
        round.service_areas.iter().map(|row| {
            (row.service_area.code.to_string(), row.service_area.name_in(&texts.locale).to_owned())
        }),
    );
    let channels = Channel::ALL.map(|c| (c.as_str().to_owned(), channel_text(texts, c)));
    let held = |name: &str, first: &str| posted.map_or(first, |posted| posted.raw(name)).to_owned();
    let chosen = posted.map_or_else(|| "qr".to_owned(), |p| p.all("channel").collect::<Vec<_>>().join("\n"));
    let one = |name: &'static str, kind: Kind, key: &str| {
        Field::new(name, kind, texts.get(key)).fault(faults.get(name).cloned())
    };
    Form {
        action: address(&round.document.code, "/points"),
        fields: vec![
            one("agency", Kind::Choice(agencies), "column-agency").holding(held("agency", "")),
            one("area", Kind::Choice(areas), "column-area").holding(held("area", "")),
            one("channel", Kind::Many(channels.to_vec()), "point-channel").holding(chosen),
            one("counters", Kind::Long, "points-counters")
                .hint(texts.get("points-counters-hint"))
                .holding(held("counters", ""))
                .optional(),
        ],
        button: texts.get("points-make"),
        ..Form::default()
    }
}

/// `POST /admin/rounds/{round}/points`: makes the points that are not there yet.
pub(in crate::web::admin) async fn create_points(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let mut faults = Faults::new();
    let channels: BTreeSet<Channel> = posted.all("channel").filter_map(Channel::from_word).collect();
    if channels.is_empty() {
        faults.insert("channel", texts.get("points-no-channel"));
    }
    let counters = counters(posted.raw("counters")).unwrap_or_else(|fault| {
        let words = match fault {
            CounterFault::Unfit(name) => texts.with("points-counter-wrong", [("name", name.into())]),
            CounterFault::TooMany => texts.with("points-counters-many", [("most", MOST_COUNTERS.into())]),
        };
        faults.insert("counters", words);
        Vec::new()
    });
    if !faults.is_empty() {
        return again(&app, over, &posted, &faults).await;
    }
    let only = |name: &str| Some(posted.text(name).to_owned()).filter(|code| !code.is_empty());
    let command = MakePoints { agency: only("agency"), service_area: only("area"), channels, counters };
    let refusal = match make_points(over.may.act(&app).await?, over.round.id, command).await {
        Ok(_) => return Ok(see(&address(&over.round.document.code, "/points"), "done-points")),
        Err(fault) => over.may.person.refused(fault)?,
    };
    let (field, words) = match refusal {
        PointsFault::NoChannel => ("channel", texts.get("points-no-channel")),
        PointsFault::AllThere => ("agency", texts.get("points-all-there")),
        PointsFault::TooMany(_) => ("agency", texts.with("points-many", [("most", MOST_POINTS.into())])),
    };
    again(&app, over, &posted, &Faults::from([(field, words)])).await
}

async fn again(
    app: &App,
    over: OverRound<ManageRounds>,
    posted: &Posted,
    faults: &Faults,
) -> Result<Response, Denied> {
    let within = (0..over.round.agencies.len()).collect();
    let within = InRound { may: over.may.also::<FollowRounds>()?, round: over.round, within };
    points_page(app, &within, &AdminQuery::default(), Some(posted), faults).await
}
