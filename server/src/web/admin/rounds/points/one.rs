//! One point: its code, its counter, replacing and retiring it.

use super::super::{ROUNDS, address, can_manage};
use super::{heading, placed, saved_file};
use crate::{
    acts::{
        FollowRounds, ManageRounds,
        rounds::{PointChange, PointCommand, change_point, point_revision_token},
    },
    auth::{Denied, InRound, OverRound},
    chart::{png, qr_svg},
    path_segments::PathSegments,
    store::{self, Point, points},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::admin::{Notice, Typed, pages::PointPage};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    Counter, Reason,
    plan::{PointFault, RotationCause},
};
use std::sync::Arc;

/// The point of an address, if it is within reach.
pub(in crate::web::admin) async fn one(
    state: &App,
    within: &InRound<FollowRounds>,
    id: &str,
) -> Result<Point, Denied> {
    let there = || Denied::NotThere(within.may.person.language().clone());
    let id = id.parse::<i64>().map_err(|_| there())?;
    let point = match points::by_id(state.database.reader(), id).await {
        Ok(point) => point,
        Err(store::Error::NotFound(_)) => return Err(there()),
        Err(error) => return Err(error.into()),
    };
    let at = within.round.agency(point.agency_id);
    let reached = point.round_id == within.round.id && at.is_some_and(|at| within.within.contains(&at));
    if reached { Ok(point) } else { Err(there()) }
}

/// What somebody tried to do that was not done.
#[derive(Default)]
struct Attempt {
    typed: Typed,
    faults: Vec<PointFault>,
    is_changed_meanwhile: bool,
}

/// `GET /admin/rounds/{round}/points/{point}`
pub(in crate::web::admin) async fn show_point(
    within: InRound<FollowRounds>,
    State(state): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let point = one(&state, &within, &id).await?;
    point_page(&state, &within, &point, &headers, &query, Attempt::default()).await
}

async fn point_page(
    state: &App,
    within: &InRound<FollowRounds>,
    point: &Point,
    headers: &HeaderMap,
    query: &AdminQuery,
    Attempt { typed, faults, is_changed_meanwhile }: Attempt,
) -> Result<Page, Denied> {
    let points = std::slice::from_ref(point);
    let Some(placed) = placed(&within.round, points, &within.within).pop() else {
        return Err(Denied::NotThere(within.may.person.language().clone()));
    };
    let has_code = point.channel.is_for_citizens() && point.retired.is_none();
    let code = || {
        let url = format!("{}/s/{}", state.base(headers), point.slug);
        qr_svg(&url).map(|svg| (url, svg))
    };
    let status = match (is_changed_meanwhile, faults.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let tree = store::agency_tree(state.database.reader()).await?;
    let page = PointPage {
        round: heading(&within.round),
        point: placed.view(),
        code: has_code.then(code).transpose()?,
        revision_token: point_revision_token(point),
        manages: can_manage(&within.may.person, &within.round, &tree),
        typed,
        faults,
        is_changed_meanwhile,
    };
    let admin_page = AdminPage::of(&within.may.person, ROUNDS, query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// Makes a change of a point, or shows the point again with what speaks against it.
async fn change(
    state: &App,
    over: OverRound<ManageRounds>,
    id: &str,
    (headers, posted): (&HeaderMap, &Posted),
    change: Result<(PointChange, Notice), Vec<PointFault>>,
) -> Result<Response, Denied> {
    let there = || Denied::NotThere(over.may.person.language().clone());
    let point = id.parse::<i64>().map_err(|_| there())?;
    let faults = match change {
        Err(faults) => Some(faults),
        Ok((change, done)) => {
            let revision_token = posted.revision_token().to_owned();
            let (round, today) = (over.round.id, state.clock.today());
            let command = PointCommand { round, point, revision_token, change, today };
            match change_point(over.may.act(state).await?, command).await {
                Ok(_) => {
                    let here = address(&over.round.document.code, &format!("/points/{point}"));
                    return Ok(see(&here, done));
                }
                Err(fault) => over.may.person.refused_or_changed(fault)?.map(|fault| vec![fault]),
            }
        }
    };
    let within = over.also::<FollowRounds>()?;
    let point = one(state, &within, id).await?;
    let is_changed_meanwhile = faults.is_none();
    let attempt = Attempt { typed: posted.typed(), faults: faults.unwrap_or_default(), is_changed_meanwhile };
    let page = point_page(state, &within, &point, headers, &AdminQuery::default(), attempt).await?;
    Ok(page.into_response())
}

/// Why somebody takes a code away has to be said.
fn read_reason(posted: &Posted) -> Result<Reason, PointFault> {
    Reason::new(posted.text("reason")).map_err(PointFault::Reason)
}

/// `POST /admin/rounds/{round}/points/{point}/counter`
pub(in crate::web::admin) async fn update_counter(
    over: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let counter = Counter::optional(posted.raw("counter")).map_err(|fault| vec![PointFault::Counter(fault)]);
    let counter = counter.map(|counter| (PointChange::NameCounter(counter), Notice::Saved));
    change(&state, over, &id, (&headers, &posted), counter).await
}

/// `POST /admin/rounds/{round}/points/{point}/rotation`
pub(in crate::web::admin) async fn rotate_slug(
    over: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let cause = RotationCause::from_word(posted.text("why")).ok_or(PointFault::NoCause);
    let rotate = match (read_reason(&posted), cause) {
        (Ok(reason), Ok(cause)) => Ok((PointChange::Rotate { reason, cause }, Notice::CodeReplaced)),
        (reason, cause) => Err(reason.err().into_iter().chain(cause.err()).collect()),
    };
    change(&state, over, &id, (&headers, &posted), rotate).await
}

/// `POST /admin/rounds/{round}/points/{point}/state`
pub(in crate::web::admin) async fn update_point_state(
    over: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let reason = read_reason(&posted).map_err(|fault| vec![fault]);
    let wanted = reason.map(|reason| match posted.is("retire") {
        true => (PointChange::Retire(reason), Notice::PointRetired),
        false => (PointChange::Restore(reason), Notice::PointRestored),
    });
    change(&state, over, &id, (&headers, &posted), wanted).await
}

/// `GET /admin/rounds/{round}/points/{point}/{file}`: `qr.svg` or `qr.png`.
pub(in crate::web::admin) async fn show_code(
    within: InRound<FollowRounds>,
    State(state): State<Arc<App>>,
    PathSegments([_, id, name]): PathSegments<3>,
    headers: HeaderMap,
) -> Result<Response, Denied> {
    let point = one(&state, &within, &id).await?;
    let there = || Denied::NotThere(within.may.person.language().clone());
    if !point.channel.is_for_citizens() || point.retired.is_some() {
        return Err(there());
    }
    let svg = qr_svg(&format!("{}/s/{}", state.base(&headers), point.slug))?;
    let called = format!("{}-{}", within.round.document.code, point.slug);
    match name.as_str() {
        "qr.svg" => Ok(saved_file(svg.into_bytes(), "image/svg+xml", &format!("{called}.svg"))),
        "qr.png" => {
            // As wide as a hand at the resolution of a printer.
            let large = svg.replacen("<svg ", "<svg width=\"400\" height=\"400\" ", 1);
            let picture = tokio::task::spawn_blocking(move || png(&large)).await?;
            Ok(saved_file(picture.ok_or_else(there)?, "image/png", &format!("{called}.png")))
        }
        _ => Err(there()),
    }
}
