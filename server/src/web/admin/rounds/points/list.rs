//! The points of a round, and making more.

use super::super::{ROUNDS, address, can_manage};
use super::{heading, placed};
use crate::{
    acts::{
        FollowRounds, ManageRounds,
        rounds::{MakePoints, make_points},
    },
    auth::{Denied, InRound, OverRound},
    store::{self, points},
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk, list_csv, see},
            posted::Posted,
            progress::{is_silent, last_days, responses_by_point},
        },
    },
};
use app::admin::{
    Notice, Typed,
    pages::{PointListPage, PointRow},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::plan::{PointsFault, read_channels_and_counters};
use std::sync::Arc;

/// `GET /admin/rounds/{round}/points`
pub(in crate::web::admin) async fn list_points(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    points_page(&app, &within, &query, None, Vec::new()).await
}

async fn points_page(
    app: &App,
    within: &InRound<FollowRounds>,
    query: &AdminQuery,
    typed: Option<Typed>,
    faults: Vec<PointsFault>,
) -> Result<Response, Denied> {
    let desk = Desk::of(&within.may.person, ROUNDS, query);
    let round = &within.round;
    let all = points::of_round(app.database.reader(), round.id).await?;
    let (by_day, today) = (app.day_counts.of(&app.database, round.id).await?, app.clock.today());
    let last = last_days(&by_day);
    let responses = responses_by_point(&by_day);
    let only_silent = query.get("silent") == "1";
    let rows = placed(round, &all, &within.within).into_iter().map(|placed| PointRow {
        point: placed.view(),
        responses: responses.get(&placed.point.id).copied().unwrap_or(0),
        last: last.get(&placed.point.id).copied(),
        is_silent: is_silent(round, placed.point, &last, today),
    });
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let tree = store::agency_tree(app.database.reader()).await?;
    let page = PointListPage {
        round: heading(round),
        agencies: round.agencies.iter().map(|row| &row.agency).collect(),
        service_areas: round.service_areas.iter().map(|row| &row.service_area).collect(),
        points: rows.filter(|row| !only_silent || row.is_silent).collect(),
        only_silent,
        has_points: !all.is_empty(),
        manages: can_manage(&within.may.person, round, &tree),
        asked: query.list(),
        typed,
        faults,
    };
    if query.wants_csv() {
        let of = round.document.code.as_str();
        return list_csv(app, &within.may.person, &page.list(desk.texts), "points", of).await;
    }
    let body = page.body(desk.texts);
    Ok(desk.show(body).status(status).page().into_response())
}

/// `POST /admin/rounds/{round}/points`: makes the points that are not there yet.
pub(in crate::web::admin) async fn create_points(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let only = |name: &str| Some(posted.text(name).to_owned()).filter(|code| !code.is_empty());
    let faults = match read_channels_and_counters(posted.all("channel"), posted.raw("counters")) {
        Err(faults) => faults,
        Ok((channels, counters)) => {
            let command =
                MakePoints { agency: only("agency"), service_area: only("area"), channels, counters };
            match make_points(over.may.act(&app).await?, over.round.id, command).await {
                Ok(_) => return Ok(see(&address(&over.round.document.code, "/points"), Notice::PointsMade)),
                Err(fault) => over.may.person.refused(fault)?,
            }
        }
    };
    let within = (0..over.round.agencies.len()).collect();
    let within = InRound { may: over.may.also::<FollowRounds>()?, round: over.round, within };
    points_page(&app, &within, &AdminQuery::default(), Some(posted.typed()), faults).await
}
