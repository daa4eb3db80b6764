//! The list of rounds.

use super::{ROOM, address, removal_address, state_text};
use crate::{
    acts::FollowRounds,
    auth::{Denied, May},
    store::{self, responses, rounds},
    web::{
        App,
        admin::desk::{AdminQuery, Desk, list_csv},
    },
};
use app::admin::{Block, Cell, List};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{Agency, Permission, Reach};
use std::sync::Arc;

/// `GET /admin/rounds`
pub(in crate::web::admin) async fn list_rounds(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, ROOM, &query);
    let texts = desk.texts;
    let reader = app.database.reader();
    let tree: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let within = may.within(&tree);
    let (mut rows, mut unfit) = (Vec::new(), Vec::new());
    for code in rounds::codes(reader).await?.into_iter().rev() {
        let round = match rounds::by_code(reader, &code).await {
            Ok(round) => round,
            Err(store::Error::Unfit { round, .. }) => {
                // Whose it is cannot be told.
                if may.reach == Reach::Whole {
                    unfit.push(round);
                }
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let reached: Vec<i64> =
            round.agencies.iter().filter(|row| within.contains(&row.agency.code)).map(|row| row.id).collect();
        let count = match (may.reach == Reach::Whole, reached.len()) {
            (false, 0) => continue,
            (true, _) => responses::count(reader, round.id).await?,
            (_, n) if n == round.agencies.len() => responses::count(reader, round.id).await?,
            _ => responses::count_of_agencies(reader, round.id, &reached).await?,
        };
        rows.push(vec![
            Cell::Link(address(&round.document.code, ""), round.document.title.get(&texts.locale).to_owned()),
            Cell::Text(code),
            Cell::Text(state_text(texts, &round, app.clock.today())),
            Cell::Day(Some(round.document.from)),
            Cell::Day(Some(round.document.to)),
            Cell::Text(format!("{} {}", round.document.form, round.form_version)),
            Cell::Number(i64::try_from(count).unwrap_or(i64::MAX)),
        ]);
    }
    let list = List::new(
        texts,
        "rounds-title",
        ROOM,
        &[
            ("title", "column-round"),
            ("code", "field-code"),
            ("state", "person-state"),
            ("from", "field-from"),
            ("to", "field-to"),
            ("form", "round-form"),
            ("responses", "column-n"),
        ],
    )
    .holding(rows)
    .asked(query.list())
    .when_empty(texts.get("rounds-none"));
    if query.wants_csv() {
        return list_csv(&app, &may.person, &list, "rounds", "").await;
    }
    let manages = may.person.reach(Permission::ManageRounds).is_some();
    let mut desk = desk.title(texts.get("rounds-title"));
    for round in unfit {
        let way = (removal_address(&round), texts.get("round-broken-way"));
        let words = texts.with("results-unfit", [("round", round.into())]);
        desk = desk.with(Block::Warning(words)).with(Block::Ways(vec![way]));
    }
    Ok(desk
        .maybe(manages.then(|| Block::Ways(vec![("/admin/new-round".to_owned(), texts.get("round-new"))])))
        .with(Block::List(list))
        .page()
        .into_response())
}
