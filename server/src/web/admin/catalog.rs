//! Blocks, service areas and procedures: things with a code and a name, kept alike.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, list_csv, see},
    posted::Posted,
};
use crate::{
    acts::{ManageAgencies, add_entry, change_entry, remove_entry, revision_token},
    auth::{Denied, May, Whole},
    path_segments::PathSegments,
    store::CatalogTable,
};
use app::admin::{
    Typed,
    pages::{Catalog, CatalogEntryPage, CatalogPage, catalog_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{CatalogFault, CatalogInput, RemovalFault, ServiceArea};
use std::sync::Arc;

/// The fields of an entry of this code as they were sent.
fn input(posted: &Posted, code: &str) -> CatalogInput {
    let text = |name: &str| posted.text(name).to_owned();
    CatalogInput {
        code: code.to_owned(),
        name: text("name"),
        name_en: text("name_en"),
        service_area: text("service_area"),
        valid_from: text("valid_from"),
        valid_to: text("valid_to"),
    }
}

/// `GET /admin/blocks`, `/admin/service-areas`, `/admin/procedures`
pub(super) async fn list_entries<E: Catalog + CatalogTable>(
    Whole(may): Whole<ManageAgencies>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    list_page::<E>(&state, &may, &query, Typed::default(), Vec::new()).await
}

async fn list_page<E: Catalog + CatalogTable>(
    state: &App,
    may: &May<ManageAgencies>,
    query: &AdminQuery,
    typed: Typed,
    faults: Vec<CatalogFault>,
) -> Result<Response, Denied> {
    let reader = state.database.reader();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = CatalogPage {
        entries: E::all(reader).await?,
        service_areas: ServiceArea::all(reader).await?,
        asked: query.list(),
        typed,
        faults,
    };
    let admin_page = AdminPage::of(&may.person, E::MENU, query);
    if query.wants_csv() {
        return list_csv(state, &may.person, &page.list(admin_page.texts), E::WORD, "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page().into_response())
}

/// `POST /admin/blocks`, `/admin/service-areas`, `/admin/procedures`
pub(super) async fn create_entry<E: Catalog + CatalogTable>(
    Whole(may): Whole<ManageAgencies>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let act = may.act(&state).await?;
    let fault = match add_entry::<E>(act, &input(&posted, posted.text("code"))).await {
        Ok(_) => return Ok(see(E::ADDRESS, E::ADDED)),
        Err(fault) => fault,
    };
    let faults = may.person.refused_or_changed(fault)?.unwrap_or_default();
    list_page::<E>(&state, &may, &AdminQuery::default(), posted.typed(), faults).await
}

/// What somebody tried to do that was not done.
#[derive(Default)]
struct Attempt {
    typed: Option<Typed>,
    faults: Vec<CatalogFault>,
    removal_fault: Option<RemovalFault>,
}

/// `GET /admin/blocks/{code}`, …
pub(super) async fn show_entry<E: Catalog + CatalogTable>(
    Whole(may): Whole<ManageAgencies>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    entry_page::<E>(&state, &may, &code, &query, Attempt::default()).await
}

async fn entry_page<E: Catalog + CatalogTable>(
    state: &App,
    may: &May<ManageAgencies>,
    code: &str,
    query: &AdminQuery,
    Attempt { typed, faults, removal_fault }: Attempt,
) -> Result<Page, Denied> {
    let reader = state.database.reader();
    let entry = E::all(reader).await?.into_iter().find(|entry| entry.code().as_str() == code);
    let entry = entry.ok_or_else(|| Denied::NotThere(may.person.language().clone()))?;
    let revision_token = revision_token(&format!("{entry:?}"));
    let is_changed_meanwhile = typed.as_ref().is_some_and(|typed| typed.revision_token() != revision_token);
    let status = match (is_changed_meanwhile, faults.is_empty() && removal_fault.is_none()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let page = CatalogEntryPage {
        is_used: E::is_used(reader, entry.code()).await?,
        service_areas: ServiceArea::all(reader).await?,
        entry,
        revision_token,
        typed,
        faults,
        is_changed_meanwhile,
        removal_fault,
    };
    let admin_page = AdminPage::of(&may.person, E::MENU, query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// `POST /admin/blocks/{code}`, …
pub(super) async fn update_entry<E: Catalog + CatalogTable>(
    Whole(may): Whole<ManageAgencies>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let input = input(&posted, &code);
    let fault = match change_entry::<E>(may.act(&state).await?, &input, posted.revision_token()).await {
        Ok(_) => return Ok(see(&catalog_address::<E>(&code), E::SAVED)),
        Err(fault) => fault,
    };
    let faults = may.person.refused_or_changed(fault)?.unwrap_or_default();
    let attempt = Attempt { typed: Some(posted.typed()), faults, removal_fault: None };
    Ok(entry_page::<E>(&state, &may, &code, &AdminQuery::default(), attempt).await?.into_response())
}

/// `POST /admin/blocks/{code}/removal`, …
pub(super) async fn delete_entry<E: Catalog + CatalogTable>(
    Whole(may): Whole<ManageAgencies>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let fault = match remove_entry::<E>(may.act(&state).await?, &code, posted.text("code")).await {
        Ok(_) => return Ok(see(E::ADDRESS, E::REMOVED)),
        Err(fault) => fault,
    };
    let attempt = Attempt { removal_fault: may.person.refused_or_changed(fault)?, ..Attempt::default() };
    Ok(entry_page::<E>(&state, &may, &code, &AdminQuery::default(), attempt).await?.into_response())
}
