//! Comments of citizens, for the staff of the agency they are about.

use super::{
    super::{App, page::Page},
    denied::refusal,
    desk::{Desk, Look, list_csv, see},
    posted::Posted,
    rounds::{ROOM, address},
};
use crate::{
    acts::ReadComments,
    auth::{Denied, InRound},
    path_segments::PathSegments,
    report::Comment,
    store::{AgencyRow, Round, comments as stored},
};
use app::{
    Texts,
    admin::{Block, Cell, Field, Form, Kind, List, Tone, in_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::Value;
use std::sync::Arc;

/// `GET /admin/rounds/{round}/comments`: the agencies within reach, or the comments to one of them.
pub(super) async fn list_comments(
    within: InRound<ReadComments>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    let desk = Desk::of(&within.may.person, ROOM, &look).secret();
    let texts = desk.texts;
    let (round, code) = (&within.round, &within.round.document.code);
    let path = address(code, "/comments");
    let desk = desk
        .title(texts.get("comments-title"))
        .secret()
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale));
    let reached = || within.within.iter().map(|at| &round.agencies[*at]);
    let wanted = reached().find(|row| row.agency.code.as_str() == look.get("agency"));
    let lead = texts.with("comments-lead", [("k", round.document.minimum_cell.into())]);
    let Some(row) = wanted else {
        let links = reached().map(|row| {
            let href = format!("{path}?agency={}", in_address(row.agency.code.as_str()));
            (href, row.agency.name_in(&texts.locale).to_owned(), String::new())
        });
        let links = links.collect();
        return Ok(desk.with(Block::Text(lead)).with(Block::Links(links)).page().into_response());
    };
    let found = app.comment_cache.of(&app.database, round, row.id).await?;
    let proposed = stored::hidings(app.database.reader(), round.id).await?;
    let row_of = |comment: &Comment| {
        let href = format!("{path}/{}?agency={}", comment.token, in_address(row.agency.code.as_str()));
        let state = if proposed.contains_key(&comment.token) { "comment-proposed" } else { "comment-shown" };
        vec![
            Cell::Text(comment.words.clone()),
            Cell::Text(question(round, comment, texts)),
            Cell::Link(href, texts.get(state)),
        ]
    };
    let list = List::new(
        texts,
        "comments-title",
        path.clone(),
        &[("comment", "comments-comment"), ("question", "comments-question"), ("state", "comment-state")],
    )
    .holding(found.iter().map(row_of))
    .asked(look.list())
    .when_empty(texts.with("comments-none", [("k", round.document.minimum_cell.into())]))
    .keeping(vec![("agency".to_owned(), row.agency.code.to_string())]);
    if look.wants_csv() {
        return list_csv(&app, &within.may.person, &list, "comments", &format!("{code} {}", row.agency.code))
            .await;
    }
    let desk = desk.beneath(path, texts.get("comments-title")).title(row.agency.name_in(&texts.locale));
    Ok(desk.with(Block::Text(lead)).with(Block::List(list)).page().into_response())
}

/// The question under which a comment was written.
fn question(round: &Round, comment: &Comment, texts: &Texts) -> String {
    let about = |q: &&domain::form::Question| round.form.cells_of(q).iter().any(|c| c.code == comment.cell);
    let question = round.form.questions.iter().find(about);
    let text = question.and_then(|q| q.text.as_ref());
    text.map_or_else(|| comment.cell.to_string(), |text| text.get(&texts.locale).to_owned())
}

/// A comment that may be read, and the agency it is about.
async fn found(
    app: &App,
    within: &InRound<ReadComments>,
    agency: &str,
    token: &str,
) -> Result<(AgencyRow, Comment), Denied> {
    let there = || Denied::NotThere(within.may.person.language().clone());
    let reached = within.within.iter().map(|at| &within.round.agencies[*at]);
    let row = reached.into_iter().find(|row| row.agency.code.as_str() == agency).ok_or_else(there)?;
    let comments = app.comment_cache.of(&app.database, &within.round, row.id).await?;
    let comment = comments.into_iter().find(|comment| comment.token == token).ok_or_else(there)?;
    Ok((row.clone(), comment))
}

/// `GET /admin/rounds/{round}/comments/{comment}`: one comment, and whether it should be hidden.
pub(super) async fn show_comment(
    within: InRound<ReadComments>,
    State(app): State<Arc<App>>,
    PathSegments([_, token]): PathSegments<2>,
    look: Look,
) -> Result<Page, Denied> {
    let (row, comment) = found(&app, &within, look.get("agency"), &token).await?;
    comment_page(&app, &within, &look, &row, &comment, None).await
}

async fn comment_page(
    app: &App,
    within: &InRound<ReadComments>,
    look: &Look,
    row: &AgencyRow,
    comment: &Comment,
    fault: Option<&str>,
) -> Result<Page, Denied> {
    let desk = Desk::of(&within.may.person, ROOM, look);
    let texts = desk.texts;
    let (round, code) = (&within.round, &within.round.document.code);
    let path = address(code, "/comments");
    let form = |to: &str, tone: Tone, fields: Vec<Field>| {
        let known = [Field::hidden("to", to), Field::hidden("agency", row.agency.code.as_str())];
        Block::Form(Form {
            action: format!("{path}/{}/hiding", comment.token),
            fields: known.into_iter().chain(fields).collect(),
            button: texts.get(&format!("comment-{to}")),
            tone,
            ..Form::default()
        })
    };
    let beneath = format!("{path}?agency={}", in_address(row.agency.code.as_str()));
    let mut desk = desk
        .title(texts.get("comment-title"))
        .secret()
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .beneath(beneath, row.agency.name_in(&texts.locale))
        .with(Block::Facts(vec![
            (texts.get("comments-question"), question(round, comment, texts)),
            (texts.get("comments-comment"), comment.words.clone()),
        ]));
    match stored::hidings(app.database.reader(), round.id).await?.remove(&comment.token) {
        None => {
            let reason = Field::new("reason", Kind::Text, texts.get("reason"));
            let reason = reason.fault(fault.map(|key| texts.get(key)));
            desk = desk.with(Block::Text(texts.get("comment-hide-lead"))).with(form(
                "propose",
                Tone::Main,
                vec![reason],
            ));
        }
        Some(hiding) => {
            let words = [("who", hiding.proposed_by.as_str().into()), ("why", hiding.reason.as_str().into())];
            desk = desk.with(Block::Text(texts.with("comment-proposed-by", words)));
            if hiding.proposed_by == within.may.person.account.email {
                desk = desk.with(Block::Text(texts.get("comment-waits")));
            } else {
                desk = desk.with(form("confirm", Tone::Grave, Vec::new()));
            }
            desk = desk.with(form("withdraw", Tone::Quiet, Vec::new()));
        }
    }
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(desk.status(status).page())
}

/// `POST /admin/rounds/{round}/comments/{comment}/hiding`: one proposes, somebody else agrees; the log repeats no words.
pub(super) async fn hide_comment(
    within: InRound<ReadComments>,
    State(app): State<Arc<App>>,
    PathSegments([_, token]): PathSegments<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    let (row, comment) = found(&app, &within, posted.text("agency"), &token).await?;
    let (round, person) = (&within.round, &within.may.person);
    let meanwhile =
        || Ok(refusal(StatusCode::CONFLICT, person.language(), "changed-meanwhile").into_response());
    let act = within.may.act(&app).await?;
    let hiding = stored::hidings(act.on(), round.id).await?.remove(&token);
    let (email, to) = (person.account.email.as_str(), posted.text("to"));
    let reason = match (to, hiding) {
        ("propose", None) if posted.reason().is_empty() => {
            drop(act);
            let look = Look::default();
            let page = comment_page(&app, &within, &look, &row, &comment, Some("reason-wrong")).await?;
            return Ok(page.into_response());
        }
        ("propose", None) => {
            stored::propose_hiding(act.on(), round.id, &token, &posted.reason(), email).await?;
            posted.reason()
        }
        ("confirm", Some(hiding)) if hiding.confirmed_by.is_none() => {
            if hiding.proposed_by == email {
                return Ok(refusal(StatusCode::CONFLICT, person.language(), "comment-own").into_response());
            }
            stored::confirm_hiding(act.on(), round.id, &token, email).await?;
            hiding.reason
        }
        ("withdraw", Some(hiding)) if hiding.confirmed_by.is_none() => {
            stored::withdraw_hiding(act.on(), round.id, &token).await?;
            String::new()
        }
        _ => return meanwhile(),
    };
    let code = &round.document.code;
    let subject = format!("{code} {} {}", row.agency.code, &token[..8]);
    act.done(&format!("comment.{to}"), &subject, &reason, Value::Null).await?;
    let back = format!("{}?agency={}", address(code, "/comments"), in_address(row.agency.code.as_str()));
    Ok(see(&back, "done-saved"))
}
