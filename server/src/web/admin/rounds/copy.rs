//! Last year's round for another period.

use super::{ROUNDS, address, new::read_draft, plan_view};
use crate::{
    acts::{ManageRounds, rounds::copy_round},
    auth::{Denied, OverRound},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::admin::{Notice, Typed, pages::CopyRoundPage};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::plan::NewRoundFault;
use std::sync::Arc;

/// `GET /admin/rounds/{round}/copy`
pub(in crate::web::admin) async fn show_copy(
    over: OverRound<ManageRounds>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    Ok(copy_page(over, &query, None, Vec::new()))
}

fn copy_page(
    over: OverRound<ManageRounds>,
    query: &AdminQuery,
    typed: Option<Typed>,
    faults: Vec<NewRoundFault>,
) -> Page {
    let admin_page = AdminPage::of(&over.may.person, ROUNDS, query);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = CopyRoundPage { plan: plan_view(over.round), typed, faults }.body(admin_page.texts);
    admin_page.show(body).status(status).page()
}

/// `POST /admin/rounds/{round}/copy`: the plan of an earlier round for another period.
pub(in crate::web::admin) async fn create_copy(
    over: OverRound<ManageRounds>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let faults = match read_draft(&state, &posted).await? {
        Ok(command) => {
            let copy = address(&command.code, "");
            match copy_round(over.may.act(&state).await?, over.round.id, command).await {
                Ok(_) => return Ok(see(&copy, Notice::RoundCopied)),
                Err(fault) => vec![over.may.person.refused(fault)?],
            }
        }
        Err(faults) => faults,
    };
    Ok(copy_page(over, &AdminQuery::default(), Some(posted.typed()), faults).into_response())
}
