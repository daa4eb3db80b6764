//! The definitions that are there, and a new one.

use super::{
    ROOM, address,
    fields::{document_fields, read_document, titles},
    method_text, store_definition, title_text,
};
use crate::{
    acts::{FollowRounds, ManageForms},
    auth::{Denied, May, Whole},
    store::definitions,
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk, list_csv},
            posted::Posted,
            rounds::Faults,
        },
    },
};
use app::{
    Texts,
    admin::{Block, Cell, Field, Form, Kind, List, faults::code_fault},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Code, Permission, Reach, index::Definition};
use std::sync::Arc;

/// `GET /admin/definitions`
pub(in crate::web::admin) async fn list_definitions(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    definitions_page(&app, &may, &query, None, &Faults::new()).await
}

async fn definitions_page(
    app: &App,
    may: &May<FollowRounds>,
    query: &AdminQuery,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, ROOM, query);
    let texts = desk.texts;
    let all = definitions::all(app.database.reader()).await?;
    let is_newest = |at: usize| {
        let name = &all[at].version.name;
        let of_code = all.iter().filter(|row| row.version.name.code == name.code);
        of_code.map(|row| row.version.name.version).max() == Some(name.version)
    };
    let rows = (0..all.len()).filter(|at| is_newest(*at)).map(|at| {
        let version = &all[at].version;
        vec![
            Cell::Link(address(&version.name.code), title_text(texts, version)),
            Cell::Text(version.name.code.to_string()),
            Cell::Number(i64::from(version.name.version)),
            Cell::Text(method_text(texts, version)),
        ]
    });
    let columns = [
        ("title", "definition"),
        ("code", "field-code"),
        ("version", "form-version"),
        ("method", "definition-method"),
    ];
    let list = List::new(texts, "definitions-title", ROOM, &columns)
        .holding(rows)
        .asked(query.list())
        .when_empty(texts.get("named-none"));
    if query.wants_csv() {
        return list_csv(app, &may.person, &list, "definitions", "").await;
    }
    let mut desk = desk
        .title(texts.get("definitions-title"))
        .with(Block::Text(texts.get("definitions-lead")))
        .with(Block::List(list));
    if may.person.reach(Permission::ManageForms) == Some(Reach::Whole) {
        let typed = posted.map(|posted| posted.raw("code")).unwrap_or_default();
        let code = Field::new("code", Kind::Code, texts.get("field-code"));
        let mut fields = vec![code.holding(typed).fault(faults.get("code").cloned())];
        fields.extend(document_fields(texts, titles(None), &Definition::default(), posted, faults));
        let form =
            Form { action: ROOM.to_owned(), fields, button: texts.get("definition-make"), ..Form::default() };
        desk = desk.with(Block::Heading(texts.get("definition-new"))).with(Block::Form(form));
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(desk.status(status).page().into_response())
}

/// `POST /admin/definitions`: a new one under a code that no other has.
pub(in crate::web::admin) async fn create_definition(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let mut faults = Faults::new();
    match posted.text("code").parse::<Code>() {
        Err(fault) => {
            faults.insert("code", code_fault(texts, &fault));
        }
        Ok(code) if !definitions::versions(app.database.reader(), &code).await?.is_empty() => {
            faults.insert("code", texts.get("definition-code-taken"));
        }
        Ok(code) => {
            if let Some(document) = read_document(texts, &posted, code, &mut faults) {
                return store_definition(&app, &may, &document).await;
            }
        }
    }
    definitions_page(&app, &may.also()?, &AdminQuery::default(), Some(&posted), &faults).await
}
