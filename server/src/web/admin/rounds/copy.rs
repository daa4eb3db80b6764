//! Last year's round for another period.

use super::new::{basic_fields, draft_faults, read_draft};
use super::{Faults, ROOM, address};
use crate::{
    acts::{ManageRounds, rounds::copy_round},
    auth::{Denied, OverRound},
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk, see},
            posted::Posted,
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
use domain::{Day, Locale, plan::title_a_year_later};
use std::sync::Arc;

/// `GET /admin/rounds/{round}/copy`
pub(in crate::web::admin) async fn show_copy(
    over: OverRound<ManageRounds>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    Ok(copy_page(&over, &query, None, &Faults::new()))
}

fn copy_page(
    over: &OverRound<ManageRounds>,
    query: &AdminQuery,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Page {
    let desk = Desk::of(&over.may.person, ROOM, query);
    let texts = desk.texts;
    let document = &over.round.document;
    // The same days a year later; where there is no such day, the one before.
    let later = |day: Day| {
        let date = day.date();
        Day::new(date.saturating_add(jiff::Span::new().years(1))).to_string()
    };
    let held = |name: &str| match (posted, name) {
        (Some(posted), name) => posted.raw(name).to_owned(),
        (None, "title") => title_a_year_later(document.title.get(&Locale::vi()), document.from),
        (None, "title_en") if document.title.has(&Locale::en()) => {
            title_a_year_later(document.title.get(&Locale::en()), document.from)
        }
        (None, "from") => later(document.from),
        (None, "to") => later(document.to),
        _ => String::new(),
    };
    let form = Form {
        action: address(&document.code, "/copy"),
        fields: basic_fields(texts, held, faults, None, true),
        button: texts.get("round-copy"),
        ..Form::default()
    };
    desk.title(texts.get("round-copy"))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(&document.code, ""), document.title.get(&texts.locale))
        .with(Block::Text(texts.get("round-copy-lead")))
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page()
}

/// `POST /admin/rounds/{round}/copy`: the plan of an earlier round for another period.
pub(in crate::web::admin) async fn create_copy(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let mut faults = Faults::new();
    let Some(command) = read_draft(&app, texts, &posted, &mut faults).await? else {
        return Ok(copy_page(&over, &AdminQuery::default(), Some(&posted), &faults).into_response());
    };
    let copy = address(&command.code, "");
    match copy_round(over.may.act(&app).await?, over.round.id, command).await {
        Ok(_) => Ok(see(&copy, "done-round")),
        Err(fault) => {
            let mut faults = draft_faults(texts, over.may.person.refused(fault)?);
            // The form is that of the earlier round and cannot be chosen here.
            if let Some(words) = faults.remove("form") {
                faults.insert("code", words);
            }
            Ok(copy_page(&over, &AdminQuery::default(), Some(&posted), &faults).into_response())
        }
    }
}
