//! The gallery of the questionnaires that are shipped: each can be looked at as citizens would see it, and taken.

use super::{ROOM, TEMPLATES, address, doubts, read_document, show::preview, store_form};
use crate::{
    acts::ManageForms,
    auth::{Denied, May, Whole},
    path_segments::PathSegments,
    security_policy::with_frames,
    store::forms,
    web::{
        App,
        admin::{
            desk::{Desk, Look, list_csv},
            posted::Posted,
            rounds::read_form,
        },
        page::Page,
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
use domain::{form::Form as Questionnaire, templates};
use serde_json::Value;
use std::sync::Arc;

/// `GET /admin/templates`
pub(in crate::web::admin) async fn list_templates(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, ROOM, &look);
    let texts = desk.texts;
    let known = forms::codes(app.database.reader()).await?;
    let mut rows = Vec::new();
    for (code, document) in templates::ALL {
        let form = read_form(document)?;
        let taken = known.iter().any(|known| known.as_str() == code);
        rows.push(vec![
            Cell::Link(format!("{TEMPLATES}/{code}"), form.title.get(&texts.locale).to_owned()),
            Cell::Text(code.to_owned()),
            Cell::Text(languages(&form)),
            Cell::Number(lines(&form)),
            Cell::Text(texts.get(if form.verified { "answer-yes" } else { "answer-no" })),
            Cell::Text(
                form.licence.as_ref().map_or_else(String::new, |_| texts.get("template-licence-asks")),
            ),
            Cell::Text(if taken { texts.get("template-taken") } else { String::new() }),
        ]);
    }
    let list = List::new(
        texts,
        "gallery-title",
        TEMPLATES,
        &[
            ("title", "round-form"),
            ("code", "field-code"),
            ("languages", "form-languages"),
            ("lines", "form-lines"),
            ("verified", "template-verified"),
            ("licence", "template-licence"),
            ("state", "person-state"),
        ],
    )
    .holding(rows)
    .asked(look.list());
    if look.wants_csv() {
        return list_csv(&app, &may.person, &list, "templates", "").await;
    }
    Ok(desk
        .title(texts.get("gallery-title"))
        .beneath(ROOM, texts.get("forms-title"))
        .with(Block::Text(texts.get("gallery-lead")))
        .with(Block::List(list))
        .page()
        .into_response())
}

/// The languages of a form, for a list.
pub(super) fn languages(form: &Questionnaire) -> String {
    form.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// How many lines of a form citizens are asked.
pub(super) fn lines(form: &Questionnaire) -> i64 {
    let asked = form.cells.iter().filter(|cell| cell.role.is_for_citizens()).count();
    i64::try_from(asked).unwrap_or(i64::MAX)
}

fn document(may: &May<ManageForms>, code: &str) -> Result<&'static str, Denied> {
    templates::document(code).ok_or_else(|| Denied::NotThere(may.person.language().clone()))
}

/// `GET /admin/templates/{template}`
pub(in crate::web::admin) async fn show_template(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    look: Look,
) -> Result<Page, Denied> {
    template_page(&app, &may, &code, &look, None).await
}

async fn template_page(
    app: &App,
    may: &May<ManageForms>,
    code: &str,
    look: &Look,
    fault: Option<String>,
) -> Result<Page, Denied> {
    let form = read_form(document(may, code)?)?;
    let desk = Desk::of(&may.person, ROOM, look);
    let texts = desk.texts;
    let title = form.title.get(&texts.locale).to_owned();
    let about = texts.with("gallery-about", [("code", code.into()), ("lines", lines(&form).into())]);
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let taken = forms::codes(app.database.reader()).await?.contains(&form.code);
    let take = if taken {
        Block::Ways(vec![(address(&form.code, ""), texts.get("template-taken-way"))])
    } else {
        let sure = doubts(texts, &form)
            .map(|why| Field::new("sure", Kind::Tick, texts.get("gallery-sure")).hint(why).fault(fault));
        Block::Form(Form {
            action: format!("{TEMPLATES}/{code}"),
            fields: sure.into_iter().collect(),
            button: texts.get("gallery-take"),
            ..Form::default()
        })
    };
    let value: Value = serde_json::from_str(document(may, code)?)?;
    let words = |source: &Value, key: &str| source.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let sources = value.get("source").and_then(Value::as_array).into_iter().flatten();
    let sources: Vec<_> = sources.map(|source| (words(source, "address"), words(source, "what"))).collect();
    let [frame, ways] = preview(texts, &form, &format!("{TEMPLATES}/{code}/preview"));
    let mut page = desk
        .title(title)
        .beneath(ROOM, texts.get("forms-title"))
        .beneath(TEMPLATES, texts.get("gallery-title"))
        .with(Block::Text(about))
        .with(take)
        .with(Block::Heading(texts.get("form-preview")))
        .with(frame)
        .with(ways)
        .with(Block::Heading(texts.get("template-source")))
        .with(Block::Facts(sources))
        .status(status)
        .page();
    page.allows.push(with_frames);
    Ok(page)
}

/// `GET /admin/templates/{template}/preview`
pub(in crate::web::admin) async fn show_template_preview(
    Whole(may): Whole<ManageForms>,
    PathSegments([code]): PathSegments<1>,
    look: Look,
) -> Result<Response, Denied> {
    super::show::form_as_citizens_see_it(&read_form(document(&may, &code)?)?, &look)
}

/// `POST /admin/templates/{template}`: takes it as the first version of a form.
pub(in crate::web::admin) async fn take_template(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let read = read_document(document(&may, &code)?.to_owned()).await?;
    let read = read.map_err(|_| anyhow::anyhow!("the template {code} is damaged"))?;
    if doubts(texts, &read.form).is_some() && !posted.is("sure") {
        let fault = Some(texts.get("form-not-sure"));
        return Ok(template_page(&app, &may, &code, &Look::default(), fault).await?.into_response());
    }
    store_form(&app, &may, &read, posted.is("sure")).await
}
