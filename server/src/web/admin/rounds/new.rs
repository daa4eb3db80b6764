//! A new round: what everybody who plans one chooses first.

use super::{ROUNDS, address, form_choices};
use crate::{
    acts::{
        ManageRounds,
        rounds::{DraftCommand, is_round_code_taken, plan_round},
    },
    auth::{Denied, May},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::admin::{
    Notice, Typed,
    pages::{NewRoundPage, read_form_choice},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Code,
    plan::{BasicsInput, NewRoundFault, read_basics},
};
use std::sync::Arc;

/// `GET /admin/new-round`
pub(in crate::web::admin) async fn show_new_round(
    may: May<ManageRounds>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    new_page(&state, &may, &query, Typed::default(), Vec::new()).await
}

async fn new_page(
    state: &App,
    may: &May<ManageRounds>,
    query: &AdminQuery,
    typed: Typed,
    faults: Vec<NewRoundFault>,
) -> Result<Page, Denied> {
    let admin_page = AdminPage::of(&may.person, ROUNDS, query);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let named_form = query.get("form").to_owned();
    let page = NewRoundPage { forms: form_choices(state).await?, named_form, typed, faults };
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// Title and period as they were typed.
pub(super) fn basics_input(posted: &Posted) -> BasicsInput<'_> {
    let [title, title_en, from, to] = ["title", "title_en", "from", "to"].map(|name| posted.text(name));
    BasicsInput { title, title_en, from, to }
}

/// What a plan begins with, from what was typed, or everything that is wrong with it.
pub(super) async fn read_draft(
    state: &App,
    posted: &Posted,
) -> Result<Result<DraftCommand, Vec<NewRoundFault>>, Denied> {
    let code = match posted.text("code").parse::<Code>() {
        Ok(code) if is_round_code_taken(state.database.reader(), &code).await? => {
            Err(NewRoundFault::CodeTaken)
        }
        Ok(code) => Ok(code),
        Err(fault) => Err(NewRoundFault::Code(fault)),
    };
    Ok(match (code, read_basics(basics_input(posted))) {
        (Ok(code), Ok((title, period))) => Ok(DraftCommand { code, title, period }),
        (code, basics) => {
            let basics = basics.err().unwrap_or_default().into_iter().map(NewRoundFault::Basics);
            Err(code.err().into_iter().chain(basics).collect())
        }
    })
}

/// `POST /admin/new-round`
pub(in crate::web::admin) async fn create_round(
    may: May<ManageRounds>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let form = read_form_choice(posted.text("form")).ok_or(NewRoundFault::NoForm);
    let faults = match (read_draft(&state, &posted).await?, form) {
        (Ok(command), Ok(form)) => {
            let round = address(&command.code, "");
            match plan_round(may.act(&state).await?, command, form).await {
                Ok(_) => return Ok(see(&round, Notice::RoundPlanned)),
                Err(fault) => vec![may.person.refused(fault)?],
            }
        }
        (draft, form) => draft.err().into_iter().flatten().chain(form.err()).collect(),
    };
    Ok(new_page(&state, &may, &AdminQuery::default(), posted.typed(), faults).await?.into_response())
}
