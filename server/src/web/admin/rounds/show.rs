//! Where a round stands, and what can be done with it.

use super::{ROUNDS, can_manage, placed, plan_view};
use crate::{
    acts::{self, FollowRounds, rounds::Planned},
    auth::{Denied, InRound},
    store::{self, Point, Round, points, responses},
    web::{
        App,
        admin::admin_page::{AdminPage, AdminQuery},
        page::Page,
    },
};
use app::admin::pages::{ResultsOffer, RoundPage, StageAttempt};
use axum::{extract::State, http::StatusCode};
use domain::{
    Agency, Audience, Permission, Reach,
    plan::{Check, Circumstances, SecondPerson, checklist, idle_areas},
};
use std::sync::Arc;

/// `GET /admin/rounds/{round}`
pub(in crate::web::admin) async fn show_round(
    within: InRound<FollowRounds>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    round_page(&state, within, &query, None, StatusCode::OK).await
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

/// What is looked at before a round with these points is opened.
async fn checks(state: &App, round: &Round, points: &[Point], trials: i64) -> store::Result<Vec<Check>> {
    let reader = state.database.reader();
    let planned = Planned::of(round, points);
    let plan = planned.plan(&round.document);
    let second_person = match acts::needs_approval(reader).await? {
        true => SecondPerson::Agreed,
        false => SecondPerson::NotNeeded,
    };
    let circumstances = Circumstances {
        today: state.clock.today(),
        has_public_address: state.public_url().is_some(),
        second_person,
        trials: trials.unsigned_abs(),
        idle_areas: &idle_areas(&plan, &store::procedures(reader).await?),
    };
    Ok(checklist(&plan, circumstances))
}

pub(super) async fn round_page(
    state: &App,
    within: InRound<FollowRounds>,
    query: &AdminQuery,
    attempt: Option<StageAttempt>,
    status: StatusCode,
) -> Result<Page, Denied> {
    let admin_page = AdminPage::of(&within.may.person, ROUNDS, query);
    let reader = state.database.reader();
    let tree = store::agency_tree(reader).await?;
    let points = points::of_round(reader, within.round.id).await?;
    let trials = points::trials(reader, within.round.id).await?;
    let reached = placed(&within.round, &points, &within.within);
    let may_manage = can_manage(&within.may.person, &within.round, &tree);
    let trials: i64 = reached.iter().filter_map(|placed| trials.get(&placed.point.id)).sum();
    let opens = may_manage && !within.round.stage.is_locked();
    let checks = if opens { checks(state, &within.round, &points, trials).await? } else { Vec::new() };
    let page = RoundPage {
        checks,
        public_url: state.public_url().map(|url| url.to_string()),
        may_set: within.may.person.reach(Permission::ManageSettings) == Some(Reach::Whole),
        is_empty: !responses::any(reader, within.round.id).await?,
        today: state.clock.today(),
        active_points: points.iter().filter(|point| point.retired.is_none()).count(),
        trials,
        may_manage,
        may_read_comments: within.may.person.reach(Permission::ReadComments).is_some(),
        results: results_offer(&within, &tree),
        attempt,
        plan: plan_view(within.round),
    };
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}
