//! A round of which what is stored cannot be interpreted: why, and the way to delete it where it was only planned. Whose it is
//! cannot be told, so that this is for those who reach everything.

use super::ROOM;
use crate::{
    acts::{self, ManageRounds},
    auth::{Denied, Whole},
    path_segments::PathSegments,
    store::{self, rounds},
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::admin::{Block, Field, Form, Kind, Tone, in_address};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::Stage;
use sea_orm::ConnectionTrait;
use std::sync::Arc;

/// Where a round that cannot be interpreted is shown.
pub(in crate::web::admin) fn removal_address(code: &str) -> String {
    format!("{ROOM}/{}/removal", in_address(code))
}

/// Why a round cannot be interpreted; `None` where it can.
async fn fault_of(connection: &impl ConnectionTrait, code: &str) -> Result<Option<String>, store::Error> {
    match rounds::by_code(connection, code).await {
        Ok(_) => Ok(None),
        Err(store::Error::Unfit { why, .. }) => Ok(Some(why)),
        Err(error) => Err(error),
    }
}

/// `GET /admin/rounds/{round}/removal`
pub(in crate::web::admin) async fn show_broken_round(
    whole: Whole<ManageRounds>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    match fault_of(app.database.reader(), &code).await {
        Ok(Some(why)) => Ok(page(&app, &whole, &query, &code, &why, None).await?.into_response()),
        Ok(None) => Ok(to_the_round(&code)),
        Err(store::Error::NotFound(_)) => Err(Denied::NotThere(whole.0.person.language().clone())),
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/rounds/{round}/removal`
pub(in crate::web::admin) async fn remove_broken_round(
    whole: Whole<ManageRounds>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let act = whole.0.act(&app).await?;
    let why = match fault_of(act.on(), &code).await {
        Ok(Some(why)) => why,
        Ok(None) => return Ok(to_the_round(&code)),
        Err(store::Error::NotFound(_)) => {
            return Err(Denied::NotThere(whole.0.person.language().clone()));
        }
        Err(error) => return Err(error.into()),
    };
    match acts::rounds::remove_broken_round(act, &code, posted.text("typed")).await {
        Ok(_) => Ok(see(ROOM, "done-removed")),
        Err(fault) => {
            whole.0.person.refused_or_changed(fault)?;
            let typed = Some(posted.text("typed"));
            Ok(page(&app, &whole, &AdminQuery::default(), &code, &why, typed).await?.into_response())
        }
    }
}

fn to_the_round(code: &str) -> Response {
    Redirect::to(&format!("{ROOM}/{}", in_address(code))).into_response()
}

async fn page(
    app: &App,
    whole: &Whole<ManageRounds>,
    query: &AdminQuery,
    code: &str,
    why: &str,
    typed: Option<&str>,
) -> Result<Page, Denied> {
    let desk = Desk::of(&whole.0.person, ROOM, query);
    let texts = desk.texts;
    let outline = rounds::outline(app.database.reader(), code).await?;
    let words = texts.with("round-broken", [("round", code.into()), ("why", why.into())]);
    let desk = desk
        .title(code)
        .beneath(ROOM, texts.get("rounds-title"))
        .with(Block::Warning(words))
        .status(if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK });
    if !matches!(outline.stage, Some(Stage::Plan | Stage::Test)) {
        return Ok(desk.with(Block::Text(texts.get("round-broken-settled"))).page());
    }
    let label = texts.with("type-to-remove", [("code", code.into())]);
    let field = Field::new("typed", Kind::Code, label)
        .holding(typed.unwrap_or(""))
        .fault(typed.map(|_| texts.get("type-to-remove-wrong")));
    let form = Form {
        action: removal_address(code),
        fields: vec![field],
        button: texts.get("round-remove"),
        tone: Tone::Grave,
        ..Form::default()
    };
    Ok(desk.with(Block::Text(texts.get("round-remove-lead"))).with(Block::Form(form)).page())
}
