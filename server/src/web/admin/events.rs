//! Reorganisations: rename, merge, split, transfer, each with shares and the resolution behind it. What an event will do
//! is shown before it is stored.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, list_csv, see},
    posted::Posted,
};
use crate::{
    acts::{Fault, ManageAgencies, plan_event, record_event, remove_event},
    auth::{Denied, May},
    path_segments::PathSegments,
    store::{self, lineage},
};
use app::admin::{
    Notice, Typed,
    pages::{
        AGENCIES, AGENCY_EVENTS, AgencyEventListPage, AgencyEventPage, AgencyEventPreviewPage,
        NewAgencyEventPage,
    },
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Agency, EventEditFault, EventInput, EventLine, LineageEvent, LineageKind, Reach, Reason};
use std::sync::Arc;

/// Lines of a form, and how many more on request.
const LINES: usize = 2;
const MORE_LINES: usize = 4;
const MOST_LINES: usize = 120;

fn reaches(may: &May<ManageAgencies>, event: &LineageEvent, agencies: &[Agency]) -> bool {
    event.agencies().all(|code| may.over(code, agencies))
}

/// `GET /admin/agency-events`
pub(super) async fn list_events(
    may: May<ManageAgencies>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let reader = state.database.reader();
    let agencies = store::agency_tree(reader).await?;
    let events = lineage::all(reader).await?.into_iter().rev();
    let page = AgencyEventListPage {
        events: events.filter(|(_, event)| reaches(&may, event, &agencies)).collect(),
        agencies,
        asked: query.list(),
        reaches_everything: may.reach == Reach::Whole,
    };
    let admin_page = AdminPage::of(&may.person, AGENCIES, &query);
    if query.wants_csv() {
        return list_csv(&state, &may.person, &page.list(admin_page.texts), "agency-events", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}

/// `GET /admin/new-agency-event`
pub(super) async fn show_new_event(
    may: May<ManageAgencies>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let typed = Typed(vec![
        ("from-0".to_owned(), query.get("from").to_owned()),
        ("kind".to_owned(), LineageKind::Merge.as_str().to_owned()),
    ]);
    form_page(&state, &may, &query, typed, LINES, Vec::new()).await
}

async fn form_page(
    state: &App,
    may: &May<ManageAgencies>,
    query: &AdminQuery,
    typed: Typed,
    lines: usize,
    faults: Vec<EventEditFault>,
) -> Result<Page, Denied> {
    let agencies = store::agency_tree(state.database.reader()).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let admin_page = AdminPage::of(&may.person, AGENCIES, query);
    let page = NewAgencyEventPage { agencies, reach: may.reach.clone(), typed, lines, faults };
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// An event of so many lines as it was sent.
fn input(posted: &Posted, lines: usize) -> EventInput {
    let text = |name: &str| posted.text(name).to_owned();
    let line = |line: usize| EventLine {
        from: text(&format!("from-{line}")),
        to: text(&format!("to-{line}")),
        share: text(&format!("share-{line}")),
    };
    EventInput {
        kind: text("kind"),
        day: text("day"),
        reference: text("reference"),
        lines: (0..lines).map(line).collect(),
    }
}

/// `POST /admin/new-agency-event`: first what it will do, then, once that is agreed to, it is done.
pub(super) async fn create_event(
    may: May<ManageAgencies>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let lines = posted.text("lines").parse::<usize>().unwrap_or(LINES).min(MOST_LINES);
    let (typed, query) = (posted.typed(), AdminQuery::default());
    if posted.is("more") || posted.is("back") {
        let lines = if posted.is("more") { (lines + MORE_LINES).min(MOST_LINES) } else { lines };
        return Ok(form_page(&state, &may, &query, typed, lines, Vec::new()).await?.into_response());
    }
    let input = input(&posted, lines);
    let fault = match posted.is("sure") {
        true => match record_event(may.act(&state).await?, &input).await {
            Ok(_) => return Ok(see(AGENCY_EVENTS, Notice::EventRecorded)),
            Err(fault) => fault,
        },
        // What is only looked at keeps nobody from writing.
        false => match plan_event(&state.database.snapshot().await?, &may.reach, &input).await {
            Ok(event) => return Ok(preview(&state, &may, event, typed).await?.into_response()),
            Err(fault) => fault,
        },
    };
    let faults = may.person.refused_or_changed(fault)?.unwrap_or_default();
    Ok(form_page(&state, &may, &query, typed, lines, faults).await?.into_response())
}

/// What an event will do.
async fn preview(
    state: &App,
    may: &May<ManageAgencies>,
    event: LineageEvent,
    typed: Typed,
) -> Result<Page, Denied> {
    let agencies = store::agency_tree(state.database.reader()).await?;
    let admin_page = AdminPage::of(&may.person, AGENCIES, &AdminQuery::default());
    let body = AgencyEventPreviewPage { event, agencies, typed }.body(admin_page.texts);
    Ok(admin_page.show(body).page())
}

/// The event that an address names, if all of it lies within reach.
async fn event_page(state: &App, may: &May<ManageAgencies>, id: &str) -> Result<AgencyEventPage, Denied> {
    let reader = state.database.reader();
    let agencies = store::agency_tree(reader).await?;
    let events = lineage::all(reader).await?.into_iter();
    let found =
        events.filter(|(known, _)| known.to_string() == id).find(|(_, event)| reaches(may, event, &agencies));
    let (id, event) = found.ok_or_else(|| Denied::NotThere(may.person.language().clone()))?;
    Ok(AgencyEventPage { id, event, agencies, reason: String::new(), fault: None })
}

/// `GET /admin/agency-events/{event}`
pub(super) async fn show_event(
    may: May<ManageAgencies>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let page = event_page(&state, &may, &id).await?;
    let admin_page = AdminPage::of(&may.person, AGENCIES, &query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page())
}

/// `POST /admin/agency-events/{event}/removal`
pub(super) async fn delete_event(
    may: May<ManageAgencies>,
    State(state): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let page = event_page(&state, &may, &id).await?;
    let reason = match Reason::new(posted.text("reason")) {
        Ok(reason) => reason,
        Err(fault) => {
            let page =
                AgencyEventPage { reason: posted.text("reason").to_owned(), fault: Some(fault), ..page };
            let admin_page = AdminPage::of(&may.person, AGENCIES, &AdminQuery::default());
            let body = page.body(admin_page.texts);
            let page = admin_page.show(body).status(StatusCode::UNPROCESSABLE_ENTITY).page();
            return Ok(page.into_response());
        }
    };
    match remove_event(may.act(&state).await?, page.id, &reason).await {
        Ok(_) => Ok(see(AGENCY_EVENTS, Notice::EventRemoved)),
        // What lies out of reach looks like what is not there.
        Err(Fault::OutOfReach | Fault::Store(store::Error::NotFound(_))) => {
            Err(Denied::NotThere(may.person.language().clone()))
        }
        Err(Fault::Store(error)) => Err(error.into()),
        Err(Fault::Refused(never)) => match never {},
        Err(Fault::ChangedMeanwhile) => Err(may.denied()),
    }
}
