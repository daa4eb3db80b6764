//! The agreement of a second person, or the end of a draft.

use crate::{
    acts::{self, ApproveForms, DraftRevision, Fault, ManageForms},
    auth::{Denied, Person, Whole},
    path_segments::PathSegments,
    web::{
        App,
        admin::{admin_page::see, denied::refusal, posted::Posted},
    },
};
use app::admin::{Notice, in_address, pages::FORMS};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::form::DraftFault;
use std::sync::Arc;

fn draft<'a>([code, version]: &'a [String; 2], posted: &'a Posted) -> DraftRevision<'a> {
    DraftRevision { code, version, revision_token: posted.revision_token() }
}

/// Why a draft stays as it is.
fn refused(person: &Person, fault: Fault<DraftFault>) -> Result<Response, Denied> {
    let (status, key) = match person.refused(fault)? {
        DraftFault::NotThere => return Err(Denied::NotThere(person.language().clone())),
        DraftFault::OwnDraft => (StatusCode::CONFLICT, "form-own-draft"),
        DraftFault::NotConfirmed => (StatusCode::UNPROCESSABLE_ENTITY, "type-to-remove-wrong"),
    };
    Ok(refusal(status, person.language(), key).into_response())
}

/// `POST /admin/forms/{form}/{version}/approval`
pub(in crate::web::admin) async fn approve_form(
    Whole(may): Whole<ApproveForms>,
    State(state): State<Arc<App>>,
    PathSegments(names): PathSegments<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    let (draft, who) = (draft(&names, &posted), &may.person.account.email);
    match acts::approve_form(may.act(&state).await?, draft, who, &posted.reason()).await {
        Ok(_) => Ok(see(&format!("{FORMS}/{}", in_address(&names[0])), Notice::DraftApproved)),
        Err(fault) => refused(&may.person, fault),
    }
}

/// `POST /admin/forms/{form}/{version}/removal`: takes a draft back.
pub(in crate::web::admin) async fn discard_form(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments(names): PathSegments<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    match acts::discard_form(may.act(&state).await?, draft(&names, &posted), posted.text("code")).await {
        Ok(_) => Ok(see(FORMS, Notice::DraftDiscarded)),
        Err(fault) => refused(&may.person, fault),
    }
}
