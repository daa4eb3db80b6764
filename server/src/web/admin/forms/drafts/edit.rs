//! Changing a form that is being written, one edit a request; publishing and discarding it.

use super::{
    super::{FormSource, stored_form},
    draft,
    show::draft_page,
};
use crate::{
    acts::{
        self, ChangedDraft, DraftChangeFault, DraftPublicationFault, Fault, FormImportFault, ManageForms,
    },
    auth::{Denied, May, Whole},
    path_segments::PathSegments,
    web::{
        App,
        admin::{
            admin_page::{AdminQuery, see},
            posted::Posted,
        },
    },
};
use app::admin::{
    Notice,
    pages::{DRAFTS, DraftAttempt, DraftRefusal, draft_entry_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::form::edit::RevisionFault;
use std::sync::Arc;

/// The key of a draft in an address, and the revision that a page was made from.
fn named(may: &May<ManageForms>, id: &str, posted: &Posted) -> Result<(i64, i64), Denied> {
    let id = id.parse().map_err(|_| Denied::NotThere(may.person.language().clone()))?;
    Ok((id, posted.text("revision").parse().unwrap_or(-1)))
}

/// The draft again as it is now, with what was typed and why that was refused.
async fn again(
    state: &App,
    may: &May<ManageForms>,
    id: &str,
    posted: &Posted,
    refusal: DraftRefusal,
) -> Result<Response, Denied> {
    let status = match refusal {
        DraftRefusal::Revision(RevisionFault::Touches(_) | RevisionFault::Unknown)
        | DraftRefusal::Waiting(_) => StatusCode::CONFLICT,
        DraftRefusal::Look => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let stored = draft(state, &may.person, id).await?;
    let attempt = DraftAttempt { typed: posted.typed(), refusal };
    let (query, at) = (AdminQuery::default(), posted.text("at"));
    Ok(draft_page(state, may, &query, stored, at, Some((status, attempt))).await?.into_response())
}

/// Sends the browser to the entry that was changed, or shows why nothing was.
async fn changed(
    state: &App,
    may: &May<ManageForms>,
    id: &str,
    posted: &Posted,
    done: Result<ChangedDraft, Fault<DraftChangeFault>>,
    notice: Notice,
) -> Result<Response, Denied> {
    let refusal = match done {
        Ok(ChangedDraft { place, is_merged }) => {
            let (id, _) = named(may, id, posted)?;
            let notice = if is_merged { Notice::WritingMerged } else { notice };
            let there = draft_entry_address(id, &place);
            return Ok(Redirect::to(&format!("{there}&done={}#entry", notice.as_str())).into_response());
        }
        Err(fault) => match may.person.refused_or_changed(fault)? {
            None => DraftRefusal::Revision(RevisionFault::Unknown),
            Some(DraftChangeFault::Field(fault)) => DraftRefusal::Field(fault),
            Some(DraftChangeFault::Revision(fault)) => DraftRefusal::Revision(fault),
            Some(DraftChangeFault::Nothing) => DraftRefusal::Nothing,
        },
    };
    again(state, may, id, posted, refusal).await
}

/// `POST /admin/form-drafts/{draft}`
pub(in crate::web::admin) async fn update_draft(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let ((key, revision), today) = (named(&may, &id, &posted)?, state.clock.today());
    if posted.text("do") == "look" {
        return again(&state, &may, &id, &posted, DraftRefusal::Look).await;
    }
    let done = acts::change_draft(may.act(&state).await?, key, revision, &posted.0, today).await;
    changed(&state, &may, &id, &posted, done, Notice::WritingSaved).await
}

/// Takes the last edit back, or makes again what was taken back.
async fn step(
    state: &App,
    may: &May<ManageForms>,
    id: &str,
    posted: &Posted,
    is_undo: bool,
) -> Result<Response, Denied> {
    let (key, revision) = named(may, id, posted)?;
    let done = acts::step_draft(may.act(state).await?, key, revision, is_undo, state.clock.today()).await;
    let notice = if is_undo { Notice::WritingUndone } else { Notice::WritingRedone };
    changed(state, may, id, posted, done, notice).await
}

/// `POST /admin/form-drafts/{draft}/undo`
pub(in crate::web::admin) async fn undo_draft(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    step(&state, &may, &id, &posted, true).await
}

/// `POST /admin/form-drafts/{draft}/redo`
pub(in crate::web::admin) async fn redo_draft(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    step(&state, &may, &id, &posted, false).await
}

/// `POST /admin/form-drafts/{draft}/removal`
pub(in crate::web::admin) async fn delete_draft(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let (key, revision) = named(&may, &id, &posted)?;
    match acts::remove_draft(may.act(&state).await?, key, revision).await {
        Ok(_) => Ok(see(DRAFTS, Notice::WritingDiscarded)),
        Err(fault) => match may.person.refused_or_changed(fault)? {
            None => again(&state, &may, &id, &posted, DraftRefusal::Revision(RevisionFault::Unknown)).await,
            Some(never) => match never {},
        },
    }
}

/// `POST /admin/form-drafts/{draft}/publication`: stored as a file would be that says the same.
pub(in crate::web::admin) async fn publish_draft(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let (key, revision) = named(&may, &id, &posted)?;
    let source = FormSource::Person { email: &may.person.account.email, confirmed: posted.is("sure") };
    let fault = match acts::publish_draft(may.act(&state).await?, key, revision, source).await {
        Ok((code, stored)) => return Ok(stored_form(&code, &stored)),
        Err(fault) => fault,
    };
    let refusal = match may.person.refused_or_changed(fault)? {
        None => DraftRefusal::Revision(RevisionFault::Unknown),
        Some(DraftPublicationFault::Document(fault)) => DraftRefusal::Document(fault),
        Some(DraftPublicationFault::Import(FormImportFault::NotConfirmed(doubts))) => {
            DraftRefusal::NotConfirmed(doubts)
        }
        Some(DraftPublicationFault::Import(FormImportFault::Draft(_, version))) => {
            DraftRefusal::Waiting(version)
        }
    };
    again(&state, &may, &id, &posted, refusal).await
}
