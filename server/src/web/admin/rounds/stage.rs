//! What brings a round further, or back: trial, opening, closing, publication.

use super::{ROUNDS, address, show::round_page};
use crate::{
    acts::{
        ManageRounds,
        rounds::{StageCommand, change_stage, remove_round, revision_token},
    },
    auth::{Denied, OverRound},
    store::rounds,
    web::{
        App,
        admin::{
            admin_page::{AdminQuery, see},
            posted::Posted,
        },
    },
};
use app::admin::{Notice, pages::StageAttempt};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Reason,
    plan::{StageChange, StageInput, StageRefusal, read_stage_change},
};
use std::sync::Arc;

/// `POST /admin/rounds/{round}/stage`
pub(in crate::web::admin) async fn update_stage(
    mut over: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let (id, revision) = (over.round.id, posted.revision_token().to_owned());
    if revision != revision_token(&over.round) {
        return refused(&state, over, &posted, None).await;
    }
    let (done, to, notice) = if posted.text("to") == "remove" {
        let act = over.may.act(&state).await?;
        let done = remove_round(act, id, &revision, posted.text("typed")).await;
        (done, ROUNDS.to_owned(), Notice::PlanRemoved)
    } else {
        let [to, day, title, title_en] = ["to", "day", "title", "title_en"].map(|name| posted.text(name));
        let change = match read_stage_change(StageInput { to, day, title, title_en }) {
            Ok(Some(change)) => change,
            Ok(None) => return refused(&state, over, &posted, None).await,
            Err(faults) => return refused(&state, over, &posted, Some(faults)).await,
        };
        let notice = notice(&change);
        let reason = Reason::new(posted.text("reason")).ok();
        let command = StageCommand { round: id, revision, change, reason, now: state.clock.hour() };
        let done = change_stage(over.may.act(&state).await?, command).await;
        (done, address(&over.round.document.code, ""), notice)
    };
    let fault = match done {
        Ok(_) => return Ok(see(&to, notice)),
        Err(fault) => fault,
    };
    let faults = over.may.person.refused_or_changed(fault)?.map(|refusal| vec![refusal]);
    let now = rounds::by_id(state.database.reader(), id).await?;
    over.round = now.in_order_of_names(over.may.person.language());
    refused(&state, over, &posted, faults).await
}

/// What was done by a change.
fn notice(change: &StageChange) -> Notice {
    match change {
        StageChange::Try => Notice::TrialBegun,
        StageChange::EndTrial => Notice::TrialEnded,
        StageChange::Open => Notice::RoundOpened,
        StageChange::Close => Notice::RoundClosed,
        StageChange::Reopen(_) => Notice::RoundReopened,
        StageChange::Extend(_) => Notice::RoundExtended,
        StageChange::Publish => Notice::ResultsPublished,
        StageChange::Unpublish => Notice::ResultsUnpublished,
        StageChange::Rename(_) => Notice::RoundRenamed,
        StageChange::TakeBack => Notice::RoundTakenBack,
    }
}

/// The page of the round with what was sent and what speaks against it: what is wrong, or that the round has been changed
/// meanwhile.
async fn refused(
    state: &App,
    over: OverRound<ManageRounds>,
    posted: &Posted,
    faults: Option<Vec<StageRefusal>>,
) -> Result<Response, Denied> {
    let status = if faults.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    let attempt = StageAttempt {
        typed: posted.typed(),
        is_changed_meanwhile: faults.is_none(),
        faults: faults.unwrap_or_default(),
    };
    Ok(round_page(state, over.also()?, &AdminQuery::default(), Some(attempt), status).await?.into_response())
}
