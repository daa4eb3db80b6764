//! A new agency.

use super::input;
use crate::{
    acts::{ManageAgencies, add_agency},
    auth::{Denied, May},
    store,
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::admin::{
    Notice, Typed,
    pages::{AGENCIES, AgencySurroundings, NewAgencyPage, agency_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::AgencyEditFault;
use std::sync::Arc;

/// `GET /admin/new-agency`
pub(in crate::web::admin) async fn show_new_agency(
    may: May<ManageAgencies>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    new_page(&state, &may, &query, Typed::default(), Vec::new()).await
}

async fn new_page(
    state: &App,
    may: &May<ManageAgencies>,
    query: &AdminQuery,
    typed: Typed,
    faults: Vec<AgencyEditFault>,
) -> Result<Page, Denied> {
    let reader = state.database.reader();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let surroundings = AgencySurroundings {
        agencies: store::agency_tree(reader).await?,
        blocks: store::blocks(reader).await?,
        reach: may.reach.clone(),
    };
    let admin_page = AdminPage::of(&may.person, AGENCIES, query);
    let body = NewAgencyPage { surroundings, typed, faults }.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// `POST /admin/new-agency`
pub(in crate::web::admin) async fn create_agency(
    may: May<ManageAgencies>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let act = may.act(&state).await?;
    let fault = match add_agency(act, &input(&posted, posted.text("code"))).await {
        Ok((code, _)) => return Ok(see(&agency_address(&code), Notice::AgencyAdded)),
        Err(fault) => fault,
    };
    let faults = may.person.refused_or_changed(fault)?.unwrap_or_default();
    let page = new_page(&state, &may, &AdminQuery::default(), posted.typed(), faults).await?;
    Ok(page.into_response())
}
