//! The forms that are being written, and beginning one.

use crate::{
    acts::{self, DraftOrigin, DraftStartFault, ManageForms},
    auth::{Denied, May, Whole},
    store::{form_drafts, forms},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, list_csv, see},
            posted::Posted,
        },
    },
};
use app::{
    Texts,
    admin::{
        Notice, Typed,
        pages::{DraftListPage, DraftRow, FORMS, StartFault, StartedFrom, draft_address},
    },
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Text,
    form::edit::{Draft, Kind},
    templates,
};
use serde_json::Value;
use std::sync::Arc;

/// `GET /admin/form-drafts`
pub(in crate::web::admin) async fn list_drafts(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let from = Typed(vec![("from".to_owned(), query.get("from").to_owned())]);
    let page = page(&state, &may, &query, from, None).await?;
    let admin_page = AdminPage::of(&may.person, FORMS, &query);
    if query.wants_csv() {
        return list_csv(&state, &may.person, &page.list(admin_page.texts), "form-drafts", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}

/// The title of a document, finished or not.
fn title(document: &Value, texts: &Texts) -> String {
    let title = document.get("title").cloned().unwrap_or_default();
    serde_json::from_value::<Text>(title).unwrap_or_default().get(&texts.locale).to_owned()
}

async fn page(
    state: &App,
    may: &May<ManageForms>,
    query: &AdminQuery,
    typed: Typed,
    fault: Option<StartFault>,
) -> Result<DraftListPage, Denied> {
    let (reader, texts) = (state.database.reader(), Texts::of(may.person.language()));
    let mut stored = form_drafts::all(reader).await?;
    stored.sort_by_key(|draft| draft.account_id != may.person.account.id);
    let row = |stored: form_drafts::StoredDraft| {
        let draft: &Draft = &stored.revised.draft;
        DraftRow {
            id: stored.id,
            title: title(draft.document(), texts),
            questions: draft.entries(Kind::Question).len(),
            missing: draft.missing().len(),
            code: stored.code,
            who: stored.who,
            day: stored.day,
        }
    };
    let mut origins = Vec::new();
    for code in forms::codes(reader).await? {
        if let Some(newest) = forms::versions(reader, &code).await?.into_iter().next() {
            let title = newest.form()?.title.get(&texts.locale).to_owned();
            let words =
                [("title", title.into()), ("code", code.as_str().into()), ("n", newest.version.into())];
            let words = texts.with("writing-from-version", words);
            origins.push(StartedFrom { value: format!("version:{code}:{}", newest.version), words });
        }
    }
    for (code, document) in templates::ALL {
        let title = title(&serde_json::from_str(document)?, texts);
        let words = texts.with("writing-from-template", [("title", title.into()), ("code", code.into())]);
        origins.push(StartedFrom { value: format!("template:{code}"), words });
    }
    let drafts = stored.into_iter().map(row).collect();
    Ok(DraftListPage { drafts, origins, asked: query.list(), typed, fault })
}

/// What was chosen to begin from.
fn origin(posted: &Posted) -> Result<DraftOrigin, StartFault> {
    let code = posted.parsed("code").map_err(StartFault::Code)?;
    match posted.text("from").split(':').collect::<Vec<_>>().as_slice() {
        [""] => {
            let languages = if posted.is("english") { vec!["vi", "en"] } else { vec!["vi"] };
            let code = code.ok_or(StartFault::Code(domain::CodeFault::Empty))?;
            Ok(DraftOrigin::Nothing(code, languages))
        }
        ["template", name] => Ok(DraftOrigin::Template((*name).to_owned(), code)),
        ["version", from, version] => {
            let from = from.parse().map_err(|_| StartFault::NotThere)?;
            let version = version.parse().map_err(|_| StartFault::NotThere)?;
            Ok(match code.filter(|code| *code != from) {
                Some(code) => DraftOrigin::Copy(from, version, code),
                None => DraftOrigin::Version(from, version),
            })
        }
        _ => Err(StartFault::NotThere),
    }
}

/// `POST /admin/form-drafts`: begins a draft, or opens the one there is of the form.
pub(in crate::web::admin) async fn create_draft(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let fault = match origin(&posted) {
        Err(fault) => fault,
        Ok(origin) => {
            let today = state.clock.today();
            match acts::start_draft(may.act(&state).await?, &may.person.account, &origin, today).await {
                Ok((_, id)) => return Ok(see(&draft_address(id, ""), Notice::WritingStarted)),
                Err(fault) => match may.person.refused(fault)? {
                    DraftStartFault::Begun(id) => {
                        return Ok(Redirect::to(&draft_address(id, "")).into_response());
                    }
                    DraftStartFault::Taken(code) => StartFault::Taken(code),
                    DraftStartFault::NotThere => StartFault::NotThere,
                    DraftStartFault::Document(fault) => StartFault::Document(fault),
                },
            }
        }
    };
    let query = AdminQuery::default();
    let page = page(&state, &may, &query, posted.typed(), Some(fault)).await?;
    let admin_page = AdminPage::of(&may.person, FORMS, &query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(StatusCode::UNPROCESSABLE_ENTITY).page().into_response())
}
