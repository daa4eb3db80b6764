//! The steps of planning a round, each saved by itself. Once a round has been opened, what its answers rest on stays as it
//! is.

mod basics;
mod definition;
mod places;
mod rules;
mod volumes;

pub(in crate::web::admin) use basics::Basics;
pub(in crate::web::admin) use definition::IndexDefinition;
pub(in crate::web::admin) use places::Places;
pub(in crate::web::admin) use rules::Rules;
pub(in crate::web::admin) use volumes::Volumes;

use super::{ROUNDS, address, plan_view};
use crate::{
    acts::{
        ManageRounds,
        rounds::{PlanChange, change_plan, revision_token},
    },
    auth::{Denied, May, OverRound},
    store::{Round, rounds},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{
        Notice, PageBody,
        pages::{PlanStep, PlanView, StepAttempt, VolumesRead},
    },
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::plan::PlanFault;
use std::sync::Arc;

/// What the page of a step is made from.
pub(in crate::web::admin) struct View<'a> {
    state: &'a App,
    may: &'a May<ManageRounds>,
    texts: &'static Texts,
    /// The plan as it is now.
    plan: PlanView,
    /// What was sent and not stored, if anything.
    attempt: Option<StepAttempt>,
}

/// A step of a plan.
pub(in crate::web::admin) trait Step: Send + Sync + 'static {
    /// Which one.
    const STEP: PlanStep;

    /// Its page.
    fn body(view: View<'_>) -> impl Future<Output = Result<PageBody, Denied>> + Send;
    /// Reads a file into the fields that it stands for, where one was sent to be looked at: which sheet it is, or what is
    /// wrong with it.
    fn read_file(
        _round: &Round,
        _posted: &mut Posted,
    ) -> impl Future<Output = Result<Option<Result<VolumesRead, PlanFault>>, Denied>> + Send {
        std::future::ready(Ok(None))
    }
    /// The step as what was sent would have it, or what is wrong with what was typed.
    fn read(round: &Round, posted: &Posted) -> Result<PlanChange, Vec<PlanFault>>;
}

/// `GET /admin/rounds/{round}/{step}`
pub(in crate::web::admin) async fn show_step<S: Step>(
    OverRound { may, round }: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    page::<S>(&state, &may, round, &query, None, StatusCode::OK).await
}

async fn page<S: Step>(
    state: &App,
    may: &May<ManageRounds>,
    round: Round,
    query: &AdminQuery,
    attempt: Option<StepAttempt>,
    status: StatusCode,
) -> Result<Page, Denied> {
    let admin_page = AdminPage::of(&may.person, ROUNDS, query);
    let body = S::body(View { state, may, texts: admin_page.texts, plan: plan_view(round), attempt }).await?;
    Ok(admin_page.show(body).status(status).page())
}

/// `POST /admin/rounds/{round}/{step}`: stores the step and goes on to the next, or says what does not fit.
pub(in crate::web::admin) async fn update_step<S: Step>(
    OverRound { may, mut round }: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    mut posted: Posted,
) -> Result<Response, Denied> {
    let file = S::read_file(&round, &mut posted).await?;
    let revision = posted.revision_token();
    // `None` where somebody else has changed the plan.
    let faults = match S::read(&round, &posted) {
        _ if round.stage.is_locked() => Some(vec![PlanFault::Opened]),
        _ if revision != revision_token(&round) => None,
        _ if let Some(file) = &file => Some(file.as_ref().err().cloned().into_iter().collect()),
        Err(faults) => Some(faults),
        Ok(change) => {
            // Sample sizes that were computed are looked at first.
            let is_computed = matches!(&change, PlanChange::Volumes(given) if given.formula.is_some() && !given.cells.is_empty());
            let fault = match change_plan(may.act(&state).await?, round.id, revision, change).await {
                Ok(_) => {
                    let next = if is_computed { S::STEP.path() } else { S::STEP.next_path() };
                    return Ok(see(&address(&round.document.code, next), Notice::Saved));
                }
                Err(fault) => fault,
            };
            let refusal = may.person.refused_or_changed(fault)?;
            let now = rounds::by_id(state.database.reader(), round.id).await?;
            round = now.in_order_of_names(may.person.language());
            refusal.map(|fault| vec![fault])
        }
    };
    let is_changed_meanwhile = faults.is_none();
    let faults = faults.unwrap_or_default();
    let status = match is_changed_meanwhile || faults.contains(&PlanFault::Opened) {
        true => StatusCode::CONFLICT,
        // What a file holds stands in the form now, and is looked at.
        false if faults.is_empty() => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let file = file.and_then(Result::ok);
    let attempt = StepAttempt { typed: posted.typed(), faults, is_changed_meanwhile, file };
    let page = page::<S>(&state, &may, round, &AdminQuery::default(), Some(attempt), status).await?;
    Ok(page.into_response())
}
