//! The audit log on a page and as a file.

use super::{
    super::App,
    desk::{Desk, Look, csv_file, list_csv},
};
use crate::{
    acts::ReadAudit,
    auth::{Denied, Person, Whole},
    export::{csv_line, neutral},
    store::audit,
};
use app::{
    Texts,
    admin::{Block, Cell, List},
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::Value;
use std::sync::Arc;

/// Entries on the page; all of them are in the file.
const SHOWN: u64 = 2_000;

/// `GET /admin/audit`
pub(super) async fn list_entries(
    Whole(may): Whole<ReadAudit>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    if look.get("format") == "whole" {
        return whole(&app, &may.person).await;
    }
    let desk = Desk::of(&may.person, "/admin/audit", &look).secret();
    let texts = desk.texts;
    let numbers = app::Numbers::of(&texts.locale);
    let entries = audit::newest(app.database.reader(), SHOWN).await?;
    let rows = entries.iter().map(|entry| {
        let written = &entry.written;
        let at = match app.clock.here(&written.at) {
            Some((day, time)) => format!("{} {time}", numbers.day(day)),
            None => written.at.clone(),
        };
        vec![
            Cell::Number(entry.number),
            Cell::Text(at),
            Cell::Text(written.actor.clone()),
            Cell::Text(texts.get(&format!("action-{}", written.action.replace('.', "-")))),
            Cell::Text(written.subject.clone()),
            Cell::Text(written.reason.clone()),
            Cell::Text(details_text(texts, &written.details)),
        ]
    });
    let list = List::new(
        texts,
        "audit-title",
        "/admin/audit",
        &[
            ("number", "audit-number"),
            ("at", "audit-at"),
            ("actor", "audit-actor"),
            ("action", "audit-action"),
            ("subject", "audit-subject"),
            ("reason", "reason"),
            ("details", "audit-details"),
        ],
    )
    .holding(rows)
    .asked(look.list())
    .when_empty(texts.get("audit-none"));
    if look.wants_csv() {
        return list_csv(&app, &may.person, &list, "audit", "").await;
    }
    let all = ("/admin/audit?format=whole".to_owned(), texts.get("audit-export"));
    let most = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let cut = (entries.len() >= most).then(|| texts.with("audit-cut", [("n", SHOWN.into())]));
    Ok(desk
        .title(texts.get("audit-title"))
        .with(Block::Text(texts.get("audit-lead")))
        .with(Block::Ways(vec![all]))
        .maybe(cut.map(Block::Warning))
        .with(Block::List(list))
        .page()
        .into_response())
}

/// Details as people read them: a pair is before and after.
fn details_text(texts: &Texts, json: &str) -> String {
    let Ok(Value::Object(details)) = serde_json::from_str(json) else { return json.to_owned() };
    let plain = |value: &Value| match value {
        Value::String(text) if text.is_empty() => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => texts.get("answer-yes"),
        Value::Bool(false) => texts.get("answer-no"),
        Value::Array(parts) => parts.iter().map(plain_text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    let named = |name: &str| detail_name(texts, name);
    let lines = details.iter().filter_map(|(name, value)| match value {
        Value::Array(pair) if pair.len() == 2 && pair[0] == pair[1] => None,
        Value::Array(pair) if pair.len() == 2 => {
            Some(format!("{}: {} → {}", named(name), plain(&pair[0]), plain(&pair[1])))
        }
        value => Some(format!("{}: {}", named(name), plain(value))),
    });
    lines.collect::<Vec<_>>().join("; ")
}

/// The name of what an entry or a preview tells of, in words.
pub(super) fn detail_name(texts: &Texts, name: &str) -> String {
    let words = texts.get(&format!("detail-{}", name.replace([' ', '_'], "-")));
    if words.starts_with("detail-") { name.to_owned() } else { words }
}

fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The whole log as it is stored, with its hashes.
async fn whole(app: &App, person: &Person) -> Result<Response, Denied> {
    person.exported(app, "audit-log", Value::Null).await?;
    let names = ["number", "at", "actor", "action", "subject", "reason", "details", "hash"];
    let mut text = String::from("\u{feff}") + &csv_line(names.map(neutral));
    let mut after = 0;
    loop {
        let entries = audit::page(app.database.reader(), after, 1_000).await?;
        let Some(last) = entries.last() else { return Ok(csv_file(text, "audit-log")) };
        after = last.number;
        for entry in &entries {
            let (number, w) = (entry.number.to_string(), &entry.written);
            let cells = [&number, &w.at, &w.actor, &w.action, &w.subject, &w.reason, &w.details, &entry.hash];
            text += &csv_line(cells.map(|cell| neutral(cell)));
        }
    }
}
