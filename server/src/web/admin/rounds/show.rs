//! Where a round stands, and what can be done with it.

use super::{ROUNDS, can_manage, placed, plan_view};
use crate::{
    acts::FollowRounds,
    auth::{Denied, InRound},
    store::{self, points},
    web::{
        App,
        admin::desk::{AdminQuery, Desk},
        page::Page,
    },
};
use app::admin::pages::{ResultsOffer, RoundPage, StageAttempt};
use axum::{extract::State, http::StatusCode};
use domain::{Agency, Audience, Permission};
use std::sync::Arc;

/// `GET /admin/rounds/{round}`
pub(in crate::web::admin) async fn show_round(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    round_page(&app, within, &query, None, StatusCode::OK).await
}

/// Results that whoever looks may see: of the round, or, before it is published, of the agencies they answer for.
fn results_offer(within: &InRound<FollowRounds>, tree: &[Agency]) -> ResultsOffer {
    let round = &within.round;
    if round.document.audience == Audience::Public {
        return ResultsOffer::Whole;
    }
    let reach = within.may.person.reach(Permission::ReadResults);
    let reached = reach.map(|reach| reach.within(tree)).unwrap_or_default();
    let agencies = round.agencies.iter().map(|row| &row.agency);
    let own: Vec<Agency> = agencies.filter(|agency| reached.contains(&agency.code)).cloned().collect();
    if own.len() == round.agencies.len() { ResultsOffer::Whole } else { ResultsOffer::Own(own) }
}

pub(super) async fn round_page(
    app: &App,
    within: InRound<FollowRounds>,
    query: &AdminQuery,
    attempt: Option<StageAttempt>,
    status: StatusCode,
) -> Result<Page, Denied> {
    let desk = Desk::of(&within.may.person, ROUNDS, query);
    let reader = app.database.reader();
    let tree = store::agency_tree(reader).await?;
    let points = points::of_round(reader, within.round.id).await?;
    let trials = points::trials(reader, within.round.id).await?;
    let reached = placed(&within.round, &points, &within.within);
    let page = RoundPage {
        today: app.clock.today(),
        active_points: points.iter().filter(|point| point.retired.is_none()).count(),
        trials: reached.iter().filter_map(|placed| trials.get(&placed.point.id)).sum(),
        may_manage: can_manage(&within.may.person, &within.round, &tree),
        may_read_comments: within.may.person.reach(Permission::ReadComments).is_some(),
        results: results_offer(&within, &tree),
        attempt,
        plan: plan_view(within.round),
    };
    let body = page.body(desk.texts);
    Ok(desk.show(body).status(status).page())
}
