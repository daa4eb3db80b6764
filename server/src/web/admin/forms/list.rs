//! The forms that are there, and reading one from a file.

use super::{
    Faults, ROOM, TEMPLATES, Unreadable, address, doubts, read_document, store_form,
    templates::{languages, lines},
};
use crate::{
    acts::{FollowRounds, ManageForms},
    auth::{Denied, May, Whole},
    store::forms,
    web::{
        App,
        admin::{
            desk::{Desk, Look, list_csv},
            posted::Posted,
            rounds::read_form,
            words::form_fault,
        },
    },
};
use app::{
    Texts,
    admin::{Block, Cell, Field, Form, Kind, List},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Permission, Reach};
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
            rows.push(vec![
                Cell::Link(address(code, ""), form.title.get(&texts.locale).to_owned()),
                Cell::Text(code.to_string()),
                Cell::Number(i64::from(stored.version)),
                Cell::Text(languages(&form)),
                Cell::Number(lines(&form)),
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
        return list_csv(app, &may.person, &list, "forms", "").await;
    }
    let manages = may.person.reach(Permission::ManageForms) == Some(Reach::Whole);
    let gallery = vec![(TEMPLATES.to_owned(), texts.get("gallery-title"))];
    let mut desk = desk
        .title(texts.get("forms-title"))
        .maybe(manages.then_some(Block::Ways(gallery)))
        .with(Block::List(list));
    if manages {
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

/// `POST /admin/forms`: takes a document.
pub(in crate::web::admin) async fn create_form(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    mut posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let bytes = posted.file("file").unwrap_or(posted.raw("text").as_bytes());
    let is_text = std::str::from_utf8(bytes).is_ok();
    let text = String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned();
    // What was in a file stands in the field beneath it when the page comes again.
    posted.pairs.retain(|(name, _)| name != "text");
    posted.pairs.push(("text".to_owned(), text.clone()));
    let read = match is_text {
        _ if text.trim().is_empty() => Err(texts.get("import-nothing")),
        false => Err(texts.get("form-not-utf8")),
        true => read_document(text).await?.map_err(|why| match why {
            Unreadable::NoForm(fault) => {
                texts.with("form-unreadable", [("why", form_fault(texts, &fault).into())])
            }
            Unreadable::NotJson(error) => {
                let place = [("line", error.line().into()), ("column", error.column().into())];
                texts.with("form-not-json", place)
            }
        }),
    };
    let faults = match read {
        Ok(document) => match doubts(texts, &document.form).filter(|_| !posted.is("sure")) {
            None => return store_form(&app, &may, &document, posted.is("sure")).await,
            Some(why) => {
                Faults::from([("sure".to_owned(), texts.with("form-confirm", [("why", why.into())]))])
            }
        },
        Err(words) => Faults::from([("text".to_owned(), words)]),
    };
    forms_page(&app, &may.also()?, &Look::default(), &posted, &faults).await
}
