//! One definition: what its versions say, which rounds have them, and a new version.

use super::{
    ROOM, address,
    fields::{document_fields, read_document, titles},
    method_text, store_definition, title_text,
};
use crate::{
    acts::{FollowRounds, ManageForms},
    auth::{Denied, May, Whole},
    path_segments::PathSegments,
    store::definitions,
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk},
            posted::Posted,
            rounds::Faults,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Form},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Code, Permission, Reach, index::DefinitionVersion};
use std::sync::Arc;

/// `GET /admin/definitions/{definition}`
pub(in crate::web::admin) async fn show_definition(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    definition_page(&app, &may, &code, &query, None, &Faults::new()).await
}

async fn definition_page(
    app: &App,
    may: &May<FollowRounds>,
    code: &str,
    query: &AdminQuery,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Page, Denied> {
    let there = || Denied::NotThere(may.person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    let all = definitions::versions(app.database.reader(), &code).await?;
    let newest = &all.first().ok_or_else(there)?.version;
    let desk = Desk::of(&may.person, ROOM, query);
    let texts = desk.texts;
    let mut desk = desk
        .title(title_text(texts, newest))
        .beneath(ROOM, texts.get("definitions-title"))
        .with(Block::Text(code.to_string()));
    for stored in &all {
        let number = texts.with("form-version-number", [("n", stored.version.name.version.into())]);
        let rounds = definitions::rounds_of(app.database.reader(), stored.id).await?;
        desk = desk
            .with(Block::Heading(format!("{} · {number}", title_text(texts, &stored.version))))
            .with(Block::Facts(facts(texts, &stored.version, &rounds)));
    }
    if may.person.reach(Permission::ManageForms) == Some(Reach::Whole) {
        let fields =
            document_fields(texts, titles(newest.title.as_ref()), &newest.definition, posted, faults);
        let form =
            Form { action: address(&code), fields, button: texts.get("definition-make"), ..Form::default() };
        desk = desk
            .with(Block::Heading(texts.get("definition-next")))
            .with(Block::Text(texts.get("definition-next-lead")))
            .with(Block::Form(form));
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(desk.status(status).page())
}

/// What a version says, and which rounds have it.
fn facts(texts: &Texts, version: &DefinitionVersion, rounds: &[String]) -> Vec<(String, String)> {
    let definition = &version.definition;
    let weights = definition.weights.iter().flatten().map(|(code, weight)| format!("{code} {weight}"));
    let of_scale = |values: &std::collections::BTreeMap<String, f64>| {
        values.iter().map(|(value, percent)| format!("{value}: {percent}")).collect::<Vec<_>>().join(", ")
    };
    let points = definition.points.iter().flatten();
    let points = points.map(|(scale, values)| format!("{scale} ({})", of_scale(values)));
    let facts = [
        ("definition-method", method_text(texts, version)),
        ("step-weights", weights.collect::<Vec<_>>().join("; ")),
        ("step-points-of-scales", points.collect::<Vec<_>>().join("; ")),
        ("rounds-title", rounds.join(", ")),
    ];
    let said = facts.into_iter().filter(|(_, words)| !words.is_empty());
    said.map(|(key, words)| (texts.get(key), words)).collect()
}

/// `POST /admin/definitions/{definition}`: its next version.
pub(in crate::web::admin) async fn update_definition(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let mut faults = Faults::new();
    let known = match code.parse::<Code>() {
        Ok(code) if !definitions::versions(app.database.reader(), &code).await?.is_empty() => Some(code),
        _ => None,
    };
    let known = known.ok_or_else(|| Denied::NotThere(may.person.language().clone()))?;
    if let Some(document) = read_document(texts, &posted, known, &mut faults) {
        return store_definition(&app, &may, &document).await;
    }
    let page =
        definition_page(&app, &may.also()?, &code, &AdminQuery::default(), Some(&posted), &faults).await?;
    Ok(page.into_response())
}
