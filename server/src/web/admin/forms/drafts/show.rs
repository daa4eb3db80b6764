//! One form that is being written, and how citizens will see it.

use super::{super::show::form_as_citizens_see_it, draft};
use crate::{
    acts::ManageForms,
    auth::{Denied, May, Whole},
    path_segments::PathSegments,
    security_policy::with_frames,
    store::{form_drafts::StoredDraft, forms},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery},
            denied::refusal,
        },
        page::Page,
    },
};
use app::admin::pages::{DraftAttempt, FORMS, FormDraftPage};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::form::{Form, edit::Place};
use std::sync::Arc;

/// `GET /admin/form-drafts/{draft}`
pub(in crate::web::admin) async fn show_draft(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let stored = draft(&state, &may.person, &id).await?;
    draft_page(&state, &may, &query, stored, query.get("at"), None).await
}

/// The page of a draft; what is not there any more is shown as the form as a whole.
pub(super) async fn draft_page(
    state: &App,
    may: &May<ManageForms>,
    query: &AdminQuery,
    stored: StoredDraft,
    at: &str,
    attempt: Option<(StatusCode, DraftAttempt)>,
) -> Result<Page, Denied> {
    let newest = forms::versions(state.database.reader(), &stored.code).await?.first().map(|it| it.version);
    let draft = stored.revised.draft.clone();
    let at = at.parse::<Place>().ok().filter(|at| draft.get(at).is_ok()).unwrap_or(Place::Form);
    let (status, attempt) = attempt.unzip();
    let page = FormDraftPage {
        id: stored.id,
        code: stored.code,
        revision: stored.revised.revision,
        at,
        find: query.get("find").trim().chars().take(100).collect(),
        can: stored.revised.can(),
        versions: (stored.from_version, newest),
        of: (stored.account_id != may.person.account.id).then_some(stored.who),
        form: Form::read_new(draft.document()),
        draft,
        attempt,
    };
    let admin_page = AdminPage::of(&may.person, FORMS, query);
    let body = page.body(admin_page.texts);
    let mut page = admin_page.show(body).status(status.unwrap_or(StatusCode::OK)).page();
    page.allows.push(with_frames);
    Ok(page)
}

/// `GET /admin/form-drafts/{draft}/preview`: to the letter what citizens will see, but it goes nowhere.
pub(in crate::web::admin) async fn show_draft_preview(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let stored = draft(&state, &may.person, &id).await?;
    match Form::read_new(stored.revised.draft.document()) {
        Ok(form) => form_as_citizens_see_it(&form, &query),
        Err(_) => {
            let page = refusal(StatusCode::CONFLICT, may.person.language(), "writing-unfinished-preview");
            Ok(page.into_response())
        }
    }
}
