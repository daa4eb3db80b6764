//! Many points at once: first what will become of them, then, with a reason, it is done.

use super::super::{ROUNDS, address};
use super::list::{Attempt, points_page, useless_points};
use super::{heading, placed};
use crate::{
    acts::{
        Fault, ManageRounds,
        rounds::{ChangePoints, Planned, change_points, outcome_of, outcome_token},
    },
    auth::{Denied, OverRound},
    store::{self, Point, Round, points},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, see},
            posted::Posted,
        },
    },
};
use app::admin::{
    Notice,
    pages::{BulkPointsPage, PointView},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Reason,
    plan::{BulkChange, BulkFault, BulkGroup},
};
use std::collections::HashSet;
use std::sync::Arc;

/// The points that were ticked, and those of the group that was chosen.
async fn chosen(state: &App, round: &Round, all: &[Point], posted: &Posted) -> store::Result<HashSet<i64>> {
    let ticked: HashSet<i64> = posted.all("point").filter_map(|id| id.parse().ok()).collect();
    let group: HashSet<i64> = match BulkGroup::from_word(posted.text("of")) {
        None => HashSet::new(),
        Some(BulkGroup::All) => all.iter().map(|point| point.id).collect(),
        Some(BulkGroup::Useless) => {
            let useless = useless_points(state, round, all, &Planned::of(round, all)).await?.into_iter();
            useless.filter(|(_, why)| why.is_certain()).map(|(id, _)| id).collect()
        }
        Some(BulkGroup::Agency(code)) => {
            let row = round.agencies.iter().find(|row| row.agency.code == code);
            let of_agency = all.iter().filter(|point| row.is_some_and(|row| row.id == point.agency_id));
            of_agency.map(|point| point.id).collect()
        }
    };
    let there = all.iter().map(|point| point.id);
    Ok(there.filter(|id| ticked.contains(id) || group.contains(id)).collect())
}

/// `POST /admin/rounds/{round}/points/bulk`
pub(in crate::web::admin) async fn update_points(
    over: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let reader = state.database.reader();
    let all = points::of_round(reader, over.round.id).await?;
    let ids = chosen(&state, &over.round, &all, &posted).await?;
    let change = BulkChange::from_word(posted.text("change"));
    let mut faults = Vec::new();
    faults.extend(change.is_none().then_some(BulkFault::NoChange));
    faults.extend(ids.is_empty().then_some(BulkFault::NothingChosen));
    let Some(change) = change.filter(|_| faults.is_empty()) else {
        return listed(&state, over, &posted, faults).await;
    };
    let (mut fault, mut is_changed_meanwhile) = (None, false);
    if posted.is("sure") {
        match Reason::new(posted.text("reason")) {
            Err(why) => fault = Some(BulkFault::Reason(why)),
            Ok(reason) => {
                let command = ChangePoints {
                    round: over.round.id,
                    points: ids.clone(),
                    change,
                    revision_token: posted.revision_token().to_owned(),
                    reason,
                    today: state.clock.today(),
                };
                match change_points(over.may.act(&state).await?, command).await {
                    Ok((_, [removed, retired])) => {
                        let path = format!("/points?removed={removed}&retired={retired}");
                        return Ok(see(&address(&over.round.document.code, &path), Notice::PointsChanged));
                    }
                    Err(Fault::ChangedMeanwhile) => is_changed_meanwhile = true,
                    Err(refusal) => fault = Some(over.may.person.refused(refusal)?),
                }
            }
        }
    }
    let all = points::of_round(reader, over.round.id).await?;
    let outcome = outcome_of(reader, over.round.id, &all, &ids, change).await?;
    if outcome.is_nothing() {
        return listed(&state, over, &posted, vec![BulkFault::NothingToDo]).await;
    }
    let within: Vec<usize> = (0..over.round.agencies.len()).collect();
    let views: Vec<PointView<'_>> =
        placed(&over.round, &all, &within).iter().map(|placed| placed.view()).collect();
    let shown = |ids: &[i64]| {
        let ids: HashSet<&i64> = ids.iter().collect();
        views.iter().filter(|view| ids.contains(&view.id)).copied().collect()
    };
    let status = match (is_changed_meanwhile, fault.is_some()) {
        (true, _) => StatusCode::CONFLICT,
        (_, true) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let mut ids: Vec<i64> = ids.into_iter().collect();
    ids.sort_unstable();
    let page = BulkPointsPage {
        round: heading(&over.round),
        change,
        removed: shown(&outcome.removed),
        retired: shown(&outcome.retired),
        unchanged: outcome.unchanged.len(),
        chosen: ids,
        revision_token: outcome_token(&outcome),
        reason: posted.text("reason").to_owned(),
        fault,
        is_changed_meanwhile,
    };
    let admin_page = AdminPage::of(&over.may.person, ROUNDS, &AdminQuery::default());
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page().into_response())
}

/// The list of points with what was chosen and why nothing is done.
async fn listed(
    state: &App,
    over: OverRound<ManageRounds>,
    posted: &Posted,
    bulk_faults: Vec<BulkFault>,
) -> Result<Response, Denied> {
    let attempt = Attempt { typed: Some(posted.typed()), bulk_faults, ..Attempt::default() };
    points_page(state, &over.also()?, &AdminQuery::default(), attempt).await
}
