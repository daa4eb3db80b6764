//! One agency: its changes, its past, its end.

use super::input;
use crate::{
    acts::{ChangeAgency, ManageAgencies, change_agency, remove_agency, revision_token},
    auth::{Denied, Over},
    store::{self, lineage},
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
    pages::{AGENCIES, AgencyPage, AgencySurroundings, agency_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Agency, AgencyEditFault, LineageEvent, RemovalFault};
use std::sync::Arc;

/// What somebody tried to do that was not done.
#[derive(Default)]
struct Attempt {
    typed: Option<Typed>,
    faults: Vec<AgencyEditFault>,
    removal_fault: Option<RemovalFault>,
}

/// `GET /admin/agencies/{agency}`
pub(in crate::web::admin) async fn show_agency(
    over: Over<ManageAgencies>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    agency_page(&state, &over, over.agencies.clone(), &query, Attempt::default()).await
}

async fn agency_page(
    state: &App,
    over: &Over<ManageAgencies>,
    agencies: Vec<Agency>,
    query: &AdminQuery,
    attempt: Attempt,
) -> Result<Page, Denied> {
    let reader = state.database.reader();
    let code = &over.agency.agency.code;
    let agency = agencies.iter().find(|agency| agency.code == *code).cloned();
    let agency = agency.ok_or_else(|| Denied::NotThere(over.may.person.language().clone()))?;
    let events = [lineage::before(reader, code).await?, lineage::after(reader, code).await?].concat();
    let reaches = |event: &LineageEvent| event.agencies().all(|code| over.may.over(code, &agencies));
    let pasts = store::agency_pasts(reader).await?.into_iter();
    let revision_token = revision_token(&format!("{agency:?}"));
    let Attempt { typed, faults, removal_fault } = attempt;
    let is_changed_meanwhile = typed.as_ref().is_some_and(|typed| typed.revision_token() != revision_token);
    let status = match (is_changed_meanwhile, faults.is_empty() && removal_fault.is_none()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let page = AgencyPage {
        events: events.into_iter().filter(reaches).collect(),
        pasts: pasts.filter(|past| past.agency.code == *code).collect(),
        is_used: store::agency_is_used(reader, code).await?,
        surroundings: AgencySurroundings {
            agencies,
            blocks: store::blocks(reader).await?,
            reach: over.may.reach.clone(),
        },
        agency,
        revision_token,
        typed,
        faults,
        is_changed_meanwhile,
        removal_fault,
    };
    let admin_page = AdminPage::of(&over.may.person, AGENCIES, query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// The page of an agency after something that was not done, as the agency is by now.
async fn attempted(state: &App, over: &Over<ManageAgencies>, attempt: Attempt) -> Result<Response, Denied> {
    let agencies = store::agency_tree(state.database.reader()).await?;
    Ok(agency_page(state, over, agencies, &AdminQuery::default(), attempt).await?.into_response())
}

/// `POST /admin/agencies/{agency}`
pub(in crate::web::admin) async fn update_agency(
    over: Over<ManageAgencies>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let code = &over.agency.agency.code;
    let command = ChangeAgency {
        input: input(&posted, code.as_str()),
        from_day: posted.text("change").to_owned(),
        revision_token: posted.revision_token().to_owned(),
        reason: posted.reason(),
        today: state.clock.today(),
    };
    let act = over.may.act(&state).await?;
    let fault = match change_agency(act, command).await {
        Ok(_) => return Ok(see(&agency_address(code), Notice::AgencySaved)),
        Err(fault) => fault,
    };
    let faults = over.may.person.refused_or_changed(fault)?.unwrap_or_default();
    attempted(&state, &over, Attempt { typed: Some(posted.typed()), faults, removal_fault: None }).await
}

/// `POST /admin/agencies/{agency}/removal`
pub(in crate::web::admin) async fn delete_agency(
    over: Over<ManageAgencies>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let act = over.may.act(&state).await?;
    let fault = match remove_agency(act, &over.agency.agency.code, posted.text("code")).await {
        Ok(_) => return Ok(see(AGENCIES, Notice::AgencyRemoved)),
        Err(fault) => fault,
    };
    let removal_fault = over.may.person.refused_or_changed(fault)?;
    attempted(&state, &over, Attempt { removal_fault, ..Attempt::default() }).await
}
