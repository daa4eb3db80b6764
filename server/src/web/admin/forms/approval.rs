//! The agreement of a second person, or the end of a draft.

use super::ROOM;
use crate::{
    acts::{Act, ApproveForms, ManageForms, Permits},
    auth::{Denied, May, Whole},
    credentials::hashed,
    path_segments::PathSegments,
    store::forms::{self, StoredForm},
    web::{
        App,
        admin::{denied::refusal, desk::see, posted::Posted},
        page::Page,
    },
};
use app::admin::in_address;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// The draft of an address if it is still the one that was seen: it may have been discarded and another come under its
/// number since the page was opened.
async fn draft<P: Permits>(
    act: &Act<P>,
    may: &May<P>,
    [code, number]: &[String; 2],
    posted: &Posted,
) -> Result<Result<StoredForm, Page>, Denied> {
    let language = may.person.language();
    let there = || Denied::NotThere(language.clone());
    let all = forms::versions(act.on(), &code.parse().map_err(|_| there())?).await?;
    let stored = all.into_iter().find(|stored| stored.version.to_string() == *number && !stored.published);
    let stored = stored.ok_or_else(there)?;
    if hashed(&stored.document) != posted.text("seen") {
        return Ok(Err(refusal(StatusCode::CONFLICT, language, "changed-meanwhile")));
    }
    Ok(Ok(stored))
}

/// `POST /admin/forms/{form}/{version}/approval`
pub(in crate::web::admin) async fn approve_form(
    Whole(may): Whole<ApproveForms>,
    State(app): State<Arc<App>>,
    PathSegments(names): PathSegments<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    let act = may.act(&app).await?;
    let stored = match draft(&act, &may, &names, &posted).await? {
        Ok(stored) => stored,
        Err(page) => return Ok(page.into_response()),
    };
    if stored.author.as_deref() == Some(may.person.account.email.as_str()) {
        return Ok(refusal(StatusCode::CONFLICT, may.person.language(), "form-own-draft").into_response());
    }
    forms::publish(act.on(), stored.id).await?;
    let details = json!({"author": stored.author});
    act.done("form.approve", &names.join(" "), &posted.reason(), details).await?;
    Ok(see(&format!("{ROOM}/{}", in_address(&names[0])), "done-form"))
}

/// `POST /admin/forms/{form}/{version}/removal`: takes a draft back.
pub(in crate::web::admin) async fn discard_form(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    PathSegments(names): PathSegments<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    let act = may.act(&app).await?;
    let stored = match draft(&act, &may, &names, &posted).await? {
        Ok(stored) => stored,
        Err(page) => return Ok(page.into_response()),
    };
    if posted.text("code") != names[0] {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(refusal(status, may.person.language(), "type-to-remove-wrong").into_response());
    }
    forms::discard(act.on(), stored.id).await?;
    act.done("form.discard", &names.join(" "), "", Value::Null).await?;
    Ok(see(ROOM, "done-removed"))
}
