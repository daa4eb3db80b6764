//! The questionnaires that are shipped: each can be looked at as citizens would see it, and taken.

use super::{read_document, store_form};
use crate::{
    acts::ManageForms,
    auth::{Denied, May, Whole},
    path_segments::PathSegments,
    security_policy::with_frames,
    store::forms,
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, list_csv},
            posted::Posted,
        },
        page::Page,
    },
};
use app::admin::pages::{FORMS, TemplateListPage, TemplatePage};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{form::Form, templates};
use serde_json::Value;
use std::sync::Arc;

/// `GET /admin/templates`
pub(in crate::web::admin) async fn list_templates(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let known = forms::codes(state.database.reader()).await?;
    let mut shipped = Vec::new();
    for (_, document) in templates::ALL {
        let form = read_form(document)?;
        let is_taken = known.contains(&form.code);
        shipped.push((form, is_taken));
    }
    let page = TemplateListPage { templates: shipped, asked: query.list() };
    let admin_page = AdminPage::of(&may.person, FORMS, &query);
    if query.wants_csv() {
        return list_csv(&state, &may.person, &page.list(admin_page.texts), "templates", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}

fn read_form(document: &str) -> Result<Form, Denied> {
    Ok(Form::read(&serde_json::from_str(document)?)?)
}

fn document(may: &May<ManageForms>, code: &str) -> Result<&'static str, Denied> {
    templates::document(code).ok_or_else(|| Denied::NotThere(may.person.language().clone()))
}

/// `GET /admin/templates/{template}`
pub(in crate::web::admin) async fn show_template(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    template_page(&state, &may, &code, &query, false).await
}

async fn template_page(
    state: &App,
    may: &May<ManageForms>,
    code: &str,
    query: &AdminQuery,
    is_unconfirmed: bool,
) -> Result<Page, Denied> {
    let document = document(may, code)?;
    let form = read_form(document)?;
    let page = TemplatePage {
        is_taken: forms::codes(state.database.reader()).await?.contains(&form.code),
        form,
        sources: sources(&serde_json::from_str(document)?),
        is_unconfirmed,
    };
    let status = if is_unconfirmed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let admin_page = AdminPage::of(&may.person, FORMS, query);
    let body = page.body(admin_page.texts);
    let mut page = admin_page.show(body).status(status).page();
    page.allows.push(with_frames);
    Ok(page)
}

/// Where a document says that it comes from: address and what is there.
fn sources(document: &Value) -> Vec<(String, String)> {
    let words = |source: &Value, key: &str| source.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let sources = document.get("source").and_then(Value::as_array).into_iter().flatten();
    sources.map(|source| (words(source, "address"), words(source, "what"))).collect()
}

/// `GET /admin/templates/{template}/preview`
pub(in crate::web::admin) async fn show_template_preview(
    Whole(may): Whole<ManageForms>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    super::show::form_as_citizens_see_it(&read_form(document(&may, &code)?)?, &query)
}

/// `POST /admin/templates/{template}`: takes it as the first version of a form.
pub(in crate::web::admin) async fn take_template(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let read = read_document(document(&may, &code)?.to_owned()).await?;
    let read = read.map_err(|_| anyhow::anyhow!("the template {code} is damaged"))?;
    match store_form(&state, &may, &read, posted.is("sure")).await? {
        Ok(response) => Ok(response),
        Err(_) => Ok(template_page(&state, &may, &code, &AdminQuery::default(), true).await?.into_response()),
    }
}
