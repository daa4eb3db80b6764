//! The forms that are there, the templates that could be, and import.

use super::{Faults, ROOM, address, asks_approval, doubts};
use crate::{
    auth::{Denied, FollowRounds, ManageForms, May, Whole},
    import::form_digest,
    store::forms::{self, About},
    web::{
        App,
        admin::{
            desk::{Desk, Look, list_csv, see},
            posted::Posted,
            rounds::read_form,
        },
    },
};
use app::{
    Texts,
    admin::{Block, Cell, Field, Form, Kind, List, Tone},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Permission, Reach, form::Form as Questionnaire, templates};
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /admin/forms`
pub(in crate::web::admin) async fn list_forms(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    forms_page(&app, &may, &look, &Posted::default(), &Faults::new()).await
}

async fn forms_page(
    app: &App,
    may: &May<FollowRounds>,
    look: &Look,
    posted: &Posted,
    faults: &Faults,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, ROOM, look);
    let texts = desk.texts;
    let known = forms::codes(app.database.reader()).await?;
    let mut rows = Vec::new();
    for code in &known {
        for stored in forms::versions(app.database.reader(), code).await?.into_iter().take(1) {
            let form = read_form(&stored.document)?;
            let languages = form.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            rows.push(vec![
                Cell::Link(address(code, ""), form.title.get(&texts.locale).to_owned()),
                Cell::Text(code.to_string()),
                Cell::Number(i64::from(stored.version)),
                Cell::Text(languages),
                Cell::Number(
                    i64::try_from(form.cells.iter().filter(|c| c.role.is_for_citizens()).count())
                        .unwrap_or(0),
                ),
                Cell::Text(texts.get(if stored.published { "form-published" } else { "form-draft" })),
            ]);
        }
    }
    let list = List::new(
        texts,
        "forms-title",
        ROOM,
        &[
            ("title", "round-form"),
            ("code", "field-code"),
            ("version", "form-version"),
            ("languages", "form-languages"),
            ("lines", "form-lines"),
            ("state", "person-state"),
        ],
    )
    .holding(rows)
    .asked(look.list())
    .when_empty(texts.get("forms-none"));
    if look.wants_csv() {
        return Ok(list_csv(&list, "forms"));
    }
    let mut desk = desk.title(texts.get("forms-title")).with(Block::List(list));
    if may.person.reach(Permission::ManageForms) == Some(Reach::Whole) {
        desk = desk
            .with(Block::Heading(texts.get("gallery-title")))
            .with(Block::Text(texts.get("gallery-lead")));
        for (code, document) in templates::ALL {
            if known.iter().any(|known| known.as_str() == code) {
                continue;
            }
            let form = read_form(document)?;
            let mut fields = vec![Field::hidden("template", code)];
            if let Some(words) = doubts(texts, &form) {
                let fault = faults.get(code).cloned();
                fields
                    .push(Field::new("sure", Kind::Tick, texts.get("gallery-sure")).hint(words).fault(fault));
            }
            let add = Form {
                action: ROOM.to_owned(),
                fields,
                button: texts.get("gallery-take"),
                tone: Tone::Quiet,
                ..Form::default()
            };
            let lines = form.cells.iter().filter(|cell| cell.role.is_for_citizens()).count();
            let about = texts.with("gallery-about", [("code", code.into()), ("lines", lines.into())]);
            let title = form.title.get(&texts.locale).to_owned();
            desk = desk.with(Block::Card(title, vec![Block::Text(about), Block::Form(add)]));
        }
        let import = Form {
            action: ROOM.to_owned(),
            fields: vec![
                Field::new("file", Kind::File(".json,application/json"), texts.get("form-file")).optional(),
                Field::new("text", Kind::Long, texts.get("import-text"))
                    .holding(posted.raw("text"))
                    .fault(faults.get("text").cloned())
                    .optional(),
                Field::new("sure", Kind::Tick, texts.get("gallery-sure"))
                    .hint(texts.get("form-sure-hint"))
                    .holding(posted.raw("sure"))
                    .fault(faults.get("sure").cloned()),
            ],
            button: texts.get("form-import"),
            ..Form::default()
        };
        desk = desk.with(Block::Heading(texts.get("form-import"))).with(Block::Form(import));
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(desk.status(status).page().into_response())
}

/// `POST /admin/forms`: takes a template or a document.
pub(in crate::web::admin) async fn create_form(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let template = posted.text("template").to_owned();
    let template = template.as_str();
    let bytes = match templates::document(template) {
        Some(document) => document.as_bytes().to_vec(),
        None => posted.file("file").unwrap_or(posted.raw("text").as_bytes()).to_vec(),
    };
    let mut posted = posted;
    let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned();
    if template.is_empty() {
        posted.pairs.retain(|(name, _)| name != "text");
        posted.pairs.push(("text".to_owned(), text.clone()));
    }
    let read = serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()).and_then(|value| {
        Questionnaire::read(&value).map(|form| (value, form)).map_err(|fault| fault.to_string())
    });
    let (value, form) = match read {
        Ok(read) => read,
        Err(why) => {
            let words = if text.trim().is_empty() {
                texts.get("import-nothing")
            } else {
                texts.with("form-unreadable", [("why", why.into())])
            };
            let faults = Faults::from([("text".to_owned(), words)]);
            return forms_page(&app, &may.also()?, &Look::default(), &posted, &faults).await;
        }
    };
    if let Some(words) = doubts(texts, &form)
        && !posted.is("sure")
    {
        // On a card of the gallery the reason stands beside the box already.
        let (field, fault) = match template {
            "" => ("sure", texts.with("form-confirm", [("why", words.into())])),
            template => (template, texts.get("form-not-sure")),
        };
        let faults = Faults::from([(field.to_owned(), fault)]);
        return forms_page(&app, &may.also()?, &Look::default(), &posted, &faults).await;
    }
    let draft = asks_approval(&app).await?;
    let act = may.act(&app).await?;
    let about = About { draft, same_as: None, author: Some(&may.person.account.email) };
    let stored = forms::save(act.on(), &form.code, &form_digest(&value), &text, &about).await?;
    let subject = format!("{} {}", form.code, stored.version);
    act.done("form.import", &subject, "", json!({"confirmed": posted.is("sure"), "draft": draft})).await?;
    Ok(see(&address(&form.code, ""), if stored.published { "done-form" } else { "done-draft" }))
}
