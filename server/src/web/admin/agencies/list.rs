//! The list and the tree.

use super::{ROOM, address, block_text, level_text, parent_text};
use crate::{
    auth::{Denied, ManageAgencies, May},
    store::{self},
    web::{
        App,
        admin::desk::{Desk, Look, list_csv},
    },
};
use app::admin::{Block, Cell, Field, Form, Kind, List, Tone};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{Agency, Day, Reach, in_tree_order, tree_on};
use std::sync::Arc;

/// `GET /admin/agencies`
pub(in crate::web::admin) async fn list_agencies(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, ROOM, &look);
    let texts = desk.texts;
    let reader = app.database.reader();
    let all: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let blocks = store::blocks(reader).await?;
    let everything = look.get("day") == "all";
    let day = look.get("day").parse::<Day>().unwrap_or_else(|_| app.clock.today());
    let shown = match everything {
        true => all.clone(),
        false => tree_on(&all, &store::agency_pasts(reader).await?, day),
    };
    let asked = look.list();
    let plain = asked.search.is_empty() && asked.sort.is_empty();
    let within = may.within(&all);
    let rows = in_tree_order(&shown).into_iter().filter(|(_, agency)| within.contains(&agency.code));
    let rows = rows.map(|(depth, agency)| {
        let name = agency.name_in(&texts.locale).to_owned();
        vec![
            Cell::Branch(if plain { depth } else { 0 }, address(&agency.code), name),
            Cell::Text(agency.code.to_string()),
            Cell::Text(block_text(texts, agency.block.as_ref(), &blocks)),
            Cell::Text(level_text(texts, agency.level)),
            Cell::Text(parent_text(texts, agency.parent.as_ref(), &all)),
            Cell::Day(agency.valid_from),
            Cell::Day(agency.valid_to),
        ]
    });
    let keep = if look.get("day").is_empty() {
        Vec::new()
    } else {
        vec![("day".to_owned(), look.get("day").to_owned())]
    };
    let list = List::new(
        texts,
        "agencies-title",
        ROOM,
        &[
            ("name", "column-agency"),
            ("code", "field-code"),
            ("block", "field-block"),
            ("level", "field-level"),
            ("parent", "field-parent"),
            ("valid_from", "field-from"),
            ("valid_to", "field-to"),
        ],
    )
    .holding(rows)
    .asked(asked)
    .when_empty(texts.get(if all.is_empty() { "agencies-none" } else { "agencies-none-then" }))
    .keeping(keep);
    if look.wants_csv() {
        return list_csv(&app, &may.person, &list, "agencies", "").await;
    }
    let ways = [
        (true, "/admin/new-agency", "agency-new"),
        (may.reach == Reach::Whole, "/admin/import/agencies", "import-way"),
        (true, "/admin/agency-events", "events-title"),
        (may.reach == Reach::Whole, "/admin/blocks", "blocks-title"),
    ];
    let ways = ways.into_iter().filter(|(open, ..)| *open);
    let ways = ways.map(|(_, href, key)| (href.to_owned(), texts.get(key))).collect();
    let on_day = Form {
        action: ROOM.to_owned(),
        fields: vec![Field::new("day", Kind::Day, texts.get("agencies-day")).holding(day.to_string())],
        button: texts.get("agencies-day-show"),
        tone: Tone::Quiet,
        also: Some(("day".to_owned(), "all".to_owned(), texts.get("agencies-day-all"))),
        in_a_row: true,
        asks: true,
        ..Form::default()
    };
    let what = match everything {
        true => texts.get("agencies-all"),
        false => texts.with("agencies-on", [("day", app::Numbers::of(&texts.locale).day(day).into())]),
    };
    Ok(desk
        .title(texts.get("agencies-title"))
        .with(Block::Ways(ways))
        .with(Block::Form(on_day))
        .with(Block::Text(what))
        .with(Block::List(list))
        .page()
        .into_response())
}
