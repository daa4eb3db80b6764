//! Index definitions that rounds share: what there is, the versions of one, and how a new version is made.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, list_csv, see},
    posted::Posted,
};
use crate::{
    acts::{FollowRounds, ManageForms, add_definition, add_definition_version},
    auth::{Denied, May, Whole},
    path_segments::PathSegments,
    store::definitions,
};
use app::admin::{
    Notice, Typed,
    pages::{DEFINITIONS, DefinitionListPage, DefinitionPage, UsedDefinition, definition_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Code, Permission, Reach,
    index::{DefinitionEditFault, DefinitionInput, DocumentInput},
};
use std::sync::Arc;

/// The fields of a definition as they were sent.
pub(super) fn definition_input(posted: &Posted) -> DefinitionInput {
    DefinitionInput {
        scoring: posted.text("scoring").to_owned(),
        aggregation: posted.text("aggregation").to_owned(),
        weights: posted.raw("weights").to_owned(),
        points: posted.raw("points").to_owned(),
        bands: posted.raw("bands").to_owned(),
        targets: posted.raw("targets").to_owned(),
        minimum_n: posted.text("minimum_n").to_owned(),
    }
}

/// The fields of a version of this code as they were sent.
fn document_input(posted: &Posted, code: &str) -> DocumentInput {
    DocumentInput {
        code: code.to_owned(),
        title: posted.text("title").to_owned(),
        title_en: posted.text("title_en").to_owned(),
        index: definition_input(posted),
    }
}

/// What somebody typed that was not stored, and why.
#[derive(Default)]
struct Attempt {
    typed: Option<Typed>,
    faults: Vec<DefinitionEditFault>,
}

impl Attempt {
    fn status(&self) -> StatusCode {
        if self.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

fn manages(may: &May<FollowRounds>) -> bool {
    may.person.reach(Permission::ManageForms) == Some(Reach::Whole)
}

/// `GET /admin/definitions`
pub(super) async fn list_definitions(
    may: May<FollowRounds>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    list_page(&state, &may, &query, Attempt::default()).await
}

async fn list_page(
    state: &App,
    may: &May<FollowRounds>,
    query: &AdminQuery,
    attempt: Attempt,
) -> Result<Response, Denied> {
    let admin_page = AdminPage::of(&may.person, DEFINITIONS, query);
    let status = attempt.status();
    let page = DefinitionListPage {
        newest: definitions::newest_of_each(state.database.reader()).await?,
        manages: manages(may),
        asked: query.list(),
        typed: attempt.typed,
        faults: attempt.faults,
    };
    if query.wants_csv() {
        return list_csv(state, &may.person, &page.list(admin_page.texts), "definitions", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page().into_response())
}

/// `POST /admin/definitions`: a new one under a code that no other has.
pub(super) async fn create_definition(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let input = document_input(&posted, posted.text("code"));
    let fault = match add_definition(may.act(&state).await?, &input).await {
        Ok((name, _)) => return Ok(see(&definition_address(&name.code), Notice::DefinitionSaved)),
        Err(fault) => fault,
    };
    let attempt = Attempt { typed: Some(posted.typed()), faults: may.person.refused(fault)? };
    list_page(&state, &may.also()?, &AdminQuery::default(), attempt).await
}

/// `GET /admin/definitions/{definition}`
pub(super) async fn show_definition(
    may: May<FollowRounds>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    definition_page(&state, &may, &code, &query, Attempt::default()).await
}

async fn definition_page(
    state: &App,
    may: &May<FollowRounds>,
    code: &str,
    query: &AdminQuery,
    attempt: Attempt,
) -> Result<Page, Denied> {
    let there = || Denied::NotThere(may.person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    let reader = state.database.reader();
    let mut versions = Vec::new();
    for stored in definitions::versions(reader, &code).await? {
        let rounds = definitions::rounds_of(reader, stored.id).await?;
        versions.push(UsedDefinition { version: stored.version, rounds });
    }
    let mut versions = versions.into_iter();
    let status = attempt.status();
    let page = DefinitionPage {
        newest: versions.next().ok_or_else(there)?,
        earlier: versions.collect(),
        manages: manages(may),
        typed: attempt.typed,
        faults: attempt.faults,
    };
    let admin_page = AdminPage::of(&may.person, DEFINITIONS, query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// `POST /admin/definitions/{definition}`: its next version.
pub(super) async fn update_definition(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let input = document_input(&posted, &code);
    let fault = match add_definition_version(may.act(&state).await?, &input).await {
        Ok((name, _)) => return Ok(see(&definition_address(&name.code), Notice::DefinitionSaved)),
        Err(fault) => fault,
    };
    let attempt = Attempt { typed: Some(posted.typed()), faults: may.person.refused(fault)? };
    let page = definition_page(&state, &may.also()?, &code, &AdminQuery::default(), attempt).await?;
    Ok(page.into_response())
}
