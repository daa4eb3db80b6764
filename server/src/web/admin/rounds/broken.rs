//! A round of which what is stored cannot be interpreted: why, and the way to delete it where it was only planned. Whose it is
//! cannot be told, so that this is for those who reach everything.

use super::ROUNDS;
use crate::{
    acts::{self, ManageRounds},
    auth::{Denied, Whole},
    path_segments::PathSegments,
    store::{self, rounds},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::admin::{Notice, in_address, pages::BrokenRoundPage};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Stage, UnfitReason};
use sea_orm::ConnectionTrait;
use std::sync::Arc;

/// Why the round that the address names cannot be interpreted; `None` where it can.
async fn reason_of(
    connection: &impl ConnectionTrait,
    whole: &Whole<ManageRounds>,
    code: &str,
) -> Result<Option<UnfitReason>, Denied> {
    match rounds::by_code(connection, code).await {
        Ok(_) => Ok(None),
        Err(store::Error::Unfit { why, .. }) => Ok(Some(why)),
        Err(store::Error::NotFound(_)) => Err(Denied::NotThere(whole.0.person.language().clone())),
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/rounds/{round}/removal`
pub(in crate::web::admin) async fn show_broken_round(
    whole: Whole<ManageRounds>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    match reason_of(state.database.reader(), &whole, &code).await? {
        Some(reason) => Ok(page(&state, &whole, &query, code, reason, None).await?.into_response()),
        None => Ok(to_the_round(&code)),
    }
}

/// `POST /admin/rounds/{round}/removal`
pub(in crate::web::admin) async fn remove_broken_round(
    whole: Whole<ManageRounds>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let act = whole.0.act(&state).await?;
    let Some(reason) = reason_of(act.on(), &whole, &code).await? else { return Ok(to_the_round(&code)) };
    match acts::rounds::remove_broken_round(act, &code, posted.text("typed")).await {
        Ok(_) => Ok(see(ROUNDS, Notice::PlanRemoved)),
        Err(fault) => {
            whole.0.person.refused_or_changed(fault)?;
            let typed = Some(posted.text("typed").to_owned());
            Ok(page(&state, &whole, &AdminQuery::default(), code, reason, typed).await?.into_response())
        }
    }
}

fn to_the_round(code: &str) -> Response {
    Redirect::to(&format!("{ROUNDS}/{}", in_address(code))).into_response()
}

async fn page(
    state: &App,
    whole: &Whole<ManageRounds>,
    query: &AdminQuery,
    code: String,
    reason: UnfitReason,
    typed: Option<String>,
) -> Result<Page, Denied> {
    let admin_page = AdminPage::of(&whole.0.person, ROUNDS, query);
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let outline = rounds::outline(state.database.reader(), &code).await?;
    let is_removable = matches!(outline.stage, Some(Stage::Plan | Stage::Test));
    let body = BrokenRoundPage { code, reason, is_removable, typed }.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}
