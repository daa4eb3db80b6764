//! The agreement of a second person, or the end of a draft.

use super::{ROOM, version};
use crate::{
    auth::{ApproveForms, Denied, ManageForms, Whole, hashed},
    store::forms::{self},
    web::{
        App,
        admin::{
            denied::refusal,
            desk::{in_address, see},
            posted::Posted,
        },
        page::Names,
    },
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// `POST /admin/forms/{form}/{version}/approval`
pub(in crate::web::admin) async fn approve_form(
    Whole(may): Whole<ApproveForms>,
    State(app): State<Arc<App>>,
    Names([code, number]): Names<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    let stored = version(&app, &may.also()?, &code, &number).await?;
    if stored.published {
        return Err(Denied::NotThere(may.person.language().clone()));
    }
    if stored.author.as_deref() == Some(may.person.account.email.as_str()) {
        return Ok(refusal(StatusCode::CONFLICT, may.person.language(), "form-own-draft").into_response());
    }
    let act = may.act(&app).await?;
    // A draft may have been discarded and another come under its number since the page was opened.
    let now =
        forms::versions(act.on(), &code.parse()?).await?.into_iter().find(|v| v.version == stored.version);
    let Some(stored) = now.filter(|now| !now.published && hashed(&now.document) == posted.text("seen"))
    else {
        return Ok(refusal(StatusCode::CONFLICT, may.person.language(), "changed-meanwhile").into_response());
    };
    forms::publish(act.on(), stored.id).await?;
    act.done("form.approve", &format!("{code} {number}"), &posted.reason(), json!({"author": stored.author}))
        .await?;
    Ok(see(&format!("{ROOM}/{}", in_address(&code)), "done-form"))
}

/// `POST /admin/forms/{form}/{version}/removal`: takes a draft back.
pub(in crate::web::admin) async fn discard_form(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    Names([code, number]): Names<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    let stored = version(&app, &may.also()?, &code, &number).await?;
    if stored.published {
        return Err(Denied::NotThere(may.person.language().clone()));
    }
    if posted.text("code") != code {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(refusal(status, may.person.language(), "type-to-remove-wrong").into_response());
    }
    let act = may.act(&app).await?;
    let now = forms::by_id(act.on(), stored.id).await?;
    if hashed(&now.document) != posted.text("seen") {
        return Ok(refusal(StatusCode::CONFLICT, may.person.language(), "changed-meanwhile").into_response());
    }
    forms::discard(act.on(), stored.id).await?;
    act.done("form.discard", &format!("{code} {number}"), "", Value::Null).await?;
    Ok(see(ROOM, "done-removed"))
}
