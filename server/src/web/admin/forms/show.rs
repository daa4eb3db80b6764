//! One form: its versions, its preview, its document.

use super::versions;
use crate::{
    acts::{FollowRounds, revision_token},
    assets,
    auth::{Denied, May, Person},
    path_segments::PathSegments,
    security_policy::{style_hash, with_frames},
    store::forms::StoredForm,
    web::{
        App,
        admin::admin_page::{AdminPage, AdminQuery},
        page::Page,
    },
};
use app::{
    Texts,
    admin::pages::{Approval, DraftView, FORMS, FormDetailPage, VersionDifference, VersionRow},
    survey::{FormPage, form_page, skip_style},
};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    Permission, Reach,
    form::{Form, restructurings, rewordings},
};
use std::sync::Arc;

/// `GET /admin/forms/{form}`
pub(in crate::web::admin) async fn show_form(
    may: May<FollowRounds>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let person = &may.person;
    let (_, mut all) = versions(&state, person, &code).await?;
    // Who prepared what, and what is not published, concerns those who prepare and agree.
    let prepares = [Permission::ManageForms, Permission::ApproveForms];
    let prepares = prepares.into_iter().any(|permission| person.reach(permission).is_some());
    all.retain(|stored| stored.published || prepares);
    let newest = all.first().ok_or_else(|| Denied::NotThere(person.language().clone()))?;
    let shown = all.iter().find(|v| v.version.to_string() == query.get("version")).unwrap_or(newest);
    let before = all.iter().find(|stored| stored.version < shown.version);
    let page = FormDetailPage {
        form: shown.form()?,
        version: shown.version,
        draft: (!shown.published).then(|| draft_view(person, shown)),
        difference: before.map(|before| difference(before, shown)).transpose()?,
        plans_rounds: person.reach(Permission::ManageRounds).is_some(),
        manages: person.reach(Permission::ManageForms) == Some(Reach::Whole),
        versions: all.iter().map(|stored| version_row(stored, prepares)).collect(),
    };
    let admin_page = AdminPage::of(person, FORMS, &query);
    let body = page.body(admin_page.texts);
    let mut page = admin_page.show(body).page();
    page.allows.push(with_frames);
    Ok(page)
}

fn version_row(stored: &StoredForm, names_author: bool) -> VersionRow {
    VersionRow {
        version: stored.version,
        is_published: stored.published,
        author: stored.author.clone().filter(|_| names_author),
    }
}

fn draft_view(person: &Person, draft: &StoredForm) -> DraftView {
    let is_own = draft.author.as_deref() == Some(person.account.email.as_str());
    let approval = match person.reach(Permission::ApproveForms) {
        Some(Reach::Whole) if is_own => Approval::OwnDraft,
        Some(Reach::Whole) => Approval::Offered,
        Some(Reach::Under(_)) => Approval::WholeOnly,
        None => Approval::No,
    };
    DraftView { revision_token: revision_token(&draft.document), approval }
}

fn difference(before: &StoredForm, shown: &StoredForm) -> Result<VersionDifference, Denied> {
    let (old, new) = (serde_json::from_str(&before.document)?, serde_json::from_str(&shown.document)?);
    Ok(VersionDifference {
        before: before.version,
        wording: rewordings(&old, &new)?,
        structure: restructurings(&old, &new)?,
    })
}

/// A version of a form by the names in an address.
async fn version(state: &App, person: &Person, code: &str, number: &str) -> Result<StoredForm, Denied> {
    let (_, all) = versions(state, person, code).await?;
    let found = all.into_iter().find(|stored| stored.version.to_string() == number);
    found.ok_or_else(|| Denied::NotThere(person.language().clone()))
}

/// `GET /admin/forms/{form}/{version}/preview`: to the letter what citizens see, but it goes nowhere.
pub(in crate::web::admin) async fn show_preview(
    may: May<FollowRounds>,
    State(state): State<Arc<App>>,
    PathSegments([code, number]): PathSegments<2>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let stored = version(&state, &may.person, &code, &number).await?;
    form_as_citizens_see_it(&stored.form()?, &query)
}

/// A form in one of its languages, which can be filled in but not sent.
pub(super) fn form_as_citizens_see_it(form: &Form, query: &AdminQuery) -> Result<Response, Denied> {
    let asked = query.get("lang");
    let language = form.languages.iter().find(|l| l.as_str() == asked).unwrap_or(&form.languages[0]).clone();
    let skip = skip_style(form);
    let style = format!("{}{skip}", assets::SURVEY.as_str());
    let page = FormPage {
        form,
        language: &language,
        title: &form.title,
        trial: false,
        place: Texts::of(&language).get("form-preview-place"),
        action: String::new(),
        key: "",
        languages: Vec::new(),
        shared: false,
        posted: &[],
        faults: &[],
        style: &style,
    };
    let html = app::render(|| form_page(page));
    let hash = style_hash(&style);
    let policy = format!(
        "default-src 'none'; style-src '{hash}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    );
    let mut response = html.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy)?);
    Ok(response)
}

/// `GET /admin/forms/{form}/{version}/document`: the exchange document as it was imported.
pub(in crate::web::admin) async fn show_document(
    may: May<FollowRounds>,
    State(state): State<Arc<App>>,
    PathSegments([code, number]): PathSegments<2>,
) -> Result<Response, Denied> {
    let stored = version(&state, &may.person, &code, &number).await?;
    may.person.exported(&state, &format!("form {code} {number}"), serde_json::Value::Null).await?;
    let mut response = stored.document.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::try_from(format!("attachment; filename=\"form-{number}.json\""))?,
    );
    Ok(response)
}
