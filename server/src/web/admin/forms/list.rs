//! The forms that are there, and reading one from a file.

use super::{read_document, store_form};
use crate::{
    acts::{FollowRounds, ManageForms},
    auth::{Denied, May, Whole},
    store::forms,
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, list_csv},
            posted::Posted,
        },
    },
};
use app::admin::{
    Typed,
    pages::{FORMS, FormListPage, FormRow, UploadFault},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Permission, Reach};
use std::sync::Arc;

/// `GET /admin/forms`
pub(in crate::web::admin) async fn list_forms(
    may: May<FollowRounds>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let page = forms_page(&state, &may, &query, Typed::default(), None).await?;
    let admin_page = AdminPage::of(&may.person, FORMS, &query);
    if query.wants_csv() {
        return list_csv(&state, &may.person, &page.list(admin_page.texts), "forms", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}

async fn forms_page(
    state: &App,
    may: &May<FollowRounds>,
    query: &AdminQuery,
    typed: Typed,
    fault: Option<UploadFault>,
) -> Result<FormListPage, Denied> {
    let reader = state.database.reader();
    let mut rows = Vec::new();
    for code in forms::codes(reader).await? {
        if let Some(stored) = forms::versions(reader, &code).await?.into_iter().next() {
            rows.push(FormRow {
                form: stored.form()?,
                version: stored.version,
                is_published: stored.published,
            });
        }
    }
    Ok(FormListPage {
        forms: rows,
        manages: may.person.reach(Permission::ManageForms) == Some(Reach::Whole),
        asked: query.list(),
        typed,
        fault,
    })
}

/// `POST /admin/forms`: takes a document.
pub(in crate::web::admin) async fn create_form(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let (is_utf8, text) = uploaded(&posted);
    let read = match is_utf8 {
        _ if text.trim().is_empty() => Err(UploadFault::Nothing),
        false => Err(UploadFault::NotUtf8),
        true => read_document(text.clone()).await?.map_err(UploadFault::Document),
    };
    let fault = match read {
        Ok(document) => match store_form(&state, &may, &document, posted.is("sure")).await? {
            Ok(response) => return Ok(response),
            Err(doubts) => UploadFault::NotConfirmed(doubts),
        },
        Err(fault) => fault,
    };
    // What was in a file stands in the field beneath it when the page comes again.
    let sure = ("sure".to_owned(), posted.raw("sure").to_owned());
    let typed = Typed(vec![("text".to_owned(), text), sure]);
    let query = AdminQuery::default();
    let page = forms_page(&state, &may.also()?, &query, typed, Some(fault)).await?;
    let admin_page = AdminPage::of(&may.person, FORMS, &query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(StatusCode::UNPROCESSABLE_ENTITY).page().into_response())
}

/// The document of a file or of the field beneath it, and whether it is UTF-8.
fn uploaded(posted: &Posted) -> (bool, String) {
    let bytes = posted.file("file").unwrap_or(posted.raw("text").as_bytes());
    let text = String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned();
    (std::str::from_utf8(bytes).is_ok(), text)
}
