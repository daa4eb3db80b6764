//! Comments of citizens, for the staff of the agency they are about.

use super::{
    super::App,
    desk::{Desk, Look, in_address, list_csv},
    rounds::{ROOM, address},
};
use crate::auth::{Denied, InRound, ReadComments};
use app::admin::{Block, Cell, List};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
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
    let found = app.comments.of(&app.database, round, row.id).await?;
    let question = |cell: &domain::Code| {
        let about = |q: &&domain::form::Question| round.form.cells_of(q).iter().any(|c| c.code == *cell);
        let question = round.form.questions.iter().find(about);
        let text = question.and_then(|q| q.text.as_ref());
        text.map_or_else(|| cell.to_string(), |text| text.get(&texts.locale).to_owned())
    };
    let list = List::new(
        texts,
        "comments-title",
        path.clone(),
        &[("comment", "comments-comment"), ("question", "comments-question")],
    )
    .holding(found.iter().map(|c| vec![Cell::Text(c.words.clone()), Cell::Text(question(&c.cell))]))
    .asked(look.list())
    .when_empty(texts.with("comments-none", [("k", round.document.minimum_cell.into())]))
    .keeping(vec![("agency".to_owned(), row.agency.code.to_string())]);
    if look.wants_csv() {
        return Ok(list_csv(&list, "comments"));
    }
    let desk = desk.beneath(path, texts.get("comments-title")).title(row.agency.name_in(&texts.locale));
    Ok(desk.with(Block::Text(lead)).with(Block::List(list)).page().into_response())
}
