//! The points of a round, and making more.

use super::super::{ROUNDS, address, can_manage};
use super::{Placed, heading, placed};
use crate::{
    acts::{
        FollowRounds, ManageRounds,
        rounds::{MakePoints, Planned, make_points},
    },
    auth::{Denied, InRound, OverRound},
    store::{self, Point, Round, points},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, list_csv, see},
            posted::Posted,
            progress::{is_silent, last_days, responses_by_point},
        },
    },
};
use app::admin::{
    Notice, Typed,
    pages::{PointFilter, PointListPage, PointRow},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Code,
    plan::{
        BulkFault, PointsFault, Uselessness, idle_areas, places_without_point, read_channels_and_counters,
        uselessness,
    },
};
use std::collections::HashMap;
use std::sync::Arc;

/// `GET /admin/rounds/{round}/points`
pub(in crate::web::admin) async fn list_points(
    within: InRound<FollowRounds>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    points_page(&state, &within, &query, Attempt::default()).await
}

/// What somebody tried to do that was not done.
#[derive(Default)]
pub(super) struct Attempt {
    pub(super) typed: Option<Typed>,
    pub(super) faults: Vec<PointsFault>,
    pub(super) bulk_faults: Vec<BulkFault>,
}

/// The points in use at which nobody who counts will answer, and why.
pub(super) async fn useless_points(
    state: &App,
    round: &Round,
    all: &[Point],
    planned: &Planned,
) -> store::Result<HashMap<i64, Uselessness>> {
    let plan = planned.plan(&round.document);
    let idle = idle_areas(&plan, &store::procedures(state.database.reader()).await?);
    let whole: Vec<usize> = (0..round.agencies.len()).collect();
    let in_use = placed(round, all, &whole).into_iter().filter(|placed| placed.point.retired.is_none());
    let why = |placed: &Placed<'_>| uselessness(&plan, &placed.agency.code, &placed.area.code, &idle);
    Ok(in_use.filter_map(|placed| Some((placed.point.id, why(&placed)?))).collect())
}

pub(super) async fn points_page(
    state: &App,
    within: &InRound<FollowRounds>,
    query: &AdminQuery,
    Attempt { typed, faults, bulk_faults }: Attempt,
) -> Result<Response, Denied> {
    let admin_page = AdminPage::of(&within.may.person, ROUNDS, query);
    let round = &within.round;
    let all = points::of_round(state.database.reader(), round.id).await?;
    let (by_day, today) = (state.day_counts.of(&state.database, round.id).await?, state.clock.today());
    let last = last_days(&by_day);
    let responses = responses_by_point(&by_day);
    let filter = match (query.get("silent"), query.get("useless")) {
        ("1", _) => PointFilter::Silent,
        (_, "1") => PointFilter::Useless,
        _ => PointFilter::All,
    };
    let planned = Planned::of(round, &all);
    let useless = useless_points(state, round, &all, &planned).await?;
    let codes = |places: &[usize]| places.iter().map(|at| round.agencies[*at].agency.code.clone()).collect();
    let (agencies, areas): (Vec<Code>, Vec<Code>) = (
        codes(&within.within),
        round.service_areas.iter().map(|row| row.service_area.code.clone()).collect(),
    );
    let rows = placed(round, &all, &within.within).into_iter().map(|placed| PointRow {
        point: placed.view(),
        responses: responses.get(&placed.point.id).copied().unwrap_or(0),
        last: last.get(&placed.point.id).copied(),
        is_silent: is_silent(round, placed.point, &last, today),
        uselessness: useless.get(&placed.point.id).copied(),
    });
    let is_listed = |row: &PointRow<'_>| match filter {
        PointFilter::All => true,
        PointFilter::Silent => row.is_silent,
        PointFilter::Useless => row.uselessness.is_some(),
    };
    let count = |name: &str| query.get(name).parse::<u64>().ok();
    let status = if faults.is_empty() && bulk_faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let tree = store::agency_tree(state.database.reader()).await?;
    let page = PointListPage {
        round: heading(round),
        agencies: round.agencies.iter().map(|row| &row.agency).collect(),
        service_areas: round.service_areas.iter().map(|row| &row.service_area).collect(),
        points: rows.filter(is_listed).collect(),
        filter,
        useless: useless.values().filter(|why| why.is_certain()).count(),
        places_without_point: places_without_point(&round.document, &agencies, &areas, &planned.places),
        changed: count("removed").zip(count("retired")).map(|(removed, retired)| [removed, retired]),
        has_points: !all.is_empty(),
        manages: can_manage(&within.may.person, round, &tree),
        asked: query.list(),
        typed,
        faults,
        bulk_faults,
    };
    if query.wants_csv() {
        let of = round.document.code.as_str();
        return list_csv(state, &within.may.person, &page.list(admin_page.texts), "points", of).await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page().into_response())
}

/// `POST /admin/rounds/{round}/points`: makes the points that are not there yet.
pub(in crate::web::admin) async fn create_points(
    over: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let codes = |name: &str| posted.all(name).filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let faults = match read_channels_and_counters(posted.all("channel"), posted.raw("counters")) {
        Err(faults) => faults,
        Ok((channels, counters)) => {
            let command = MakePoints {
                agencies: codes("agency"),
                service_areas: codes("area"),
                is_where_missing: posted.is("missing"),
                channels,
                counters,
            };
            match make_points(over.may.act(&state).await?, over.round.id, command).await {
                Ok(_) => return Ok(see(&address(&over.round.document.code, "/points"), Notice::PointsMade)),
                Err(fault) => over.may.person.refused(fault)?,
            }
        }
    };
    let attempt = Attempt { typed: Some(posted.typed()), faults, ..Attempt::default() };
    points_page(&state, &over.also()?, &AdminQuery::default(), attempt).await
}
