//! The audit log on a page and as a file.

use super::{
    super::App,
    admin_page::{AdminPage, AdminQuery, csv_file, list_csv},
};
use crate::{
    acts::ReadAudit,
    auth::{Denied, Person, Whole},
    clock::Clock,
    export::{csv_line, neutral},
    store::audit::{self, Entry},
};
use app::admin::pages::{AuditDetail, AuditDetails, AuditLogPage, AuditRow, AuditTime, AuditValue};
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
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    if query.get("format") == "whole" {
        return whole(&state, &may.person).await;
    }
    let entries = audit::newest(state.database.reader(), SHOWN).await?;
    let is_cut = entries.len() >= usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let page = AuditLogPage {
        entries: entries.into_iter().map(|entry| row(&state.clock, entry)).collect(),
        cut_at: is_cut.then_some(SHOWN),
        asked: query.list(),
    };
    let admin_page = AdminPage::of(&may.person, "/admin/audit", &query).secret();
    if query.wants_csv() {
        return list_csv(&state, &may.person, &page.list(admin_page.texts), "audit", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}

fn row(clock: &Clock, Entry { number, written, .. }: Entry) -> AuditRow {
    let at = match clock.here(&written.at) {
        Some((day, time)) => AuditTime::Here(day, time),
        None => AuditTime::AsStored(written.at),
    };
    AuditRow {
        number,
        at,
        actor: written.actor,
        action: written.action,
        subject: written.subject,
        reason: written.reason,
        details: details(written.details),
    }
}

/// What an entry tells beside its action: a pair is before and after.
fn details(json: String) -> AuditDetails {
    let Ok(Value::Object(details)) = serde_json::from_str(&json) else { return AuditDetails::AsStored(json) };
    let named = details.into_iter().filter_map(|(name, value)| {
        let detail = match value {
            Value::Array(pair) if pair.len() == 2 && pair[0] == pair[1] => return None,
            Value::Array(pair) if pair.len() == 2 => {
                let [old, new] = [&pair[0], &pair[1]].map(audit_value);
                AuditDetail::Change(old, new)
            }
            value => AuditDetail::Is(audit_value(&value)),
        };
        Some((name, detail))
    });
    AuditDetails::Named(named.collect())
}

fn audit_value(value: &Value) -> AuditValue {
    match value {
        Value::Bool(flag) => AuditValue::Flag(*flag),
        Value::Array(parts) => AuditValue::Several(parts.iter().map(audit_value).collect()),
        Value::Object(parts) => {
            AuditValue::Named(parts.iter().map(|(name, part)| (name.clone(), audit_value(part))).collect())
        }
        // What has parts is logged as its JSON, so that a change of it is a pair of texts.
        Value::String(text) if text.starts_with(['{', '[']) => match serde_json::from_str(text) {
            Ok(parts) => audit_value(&parts),
            Err(_) => AuditValue::Text(text.clone()),
        },
        Value::String(text) => AuditValue::Text(text.clone()),
        Value::Null => AuditValue::Text(String::new()),
        number => AuditValue::Text(number.to_string()),
    }
}

/// The whole log as it is stored, with its hashes.
async fn whole(state: &App, person: &Person) -> Result<Response, Denied> {
    person.exported(state, "audit-log", Value::Null).await?;
    let names = ["number", "at", "actor", "action", "subject", "reason", "details", "hash"];
    let mut text = String::from("\u{feff}") + &csv_line(names.map(neutral));
    let mut after = 0;
    loop {
        let entries = audit::page(state.database.reader(), after, 1_000).await?;
        let Some(last) = entries.last() else { return Ok(csv_file(text, "audit-log")) };
        after = last.number;
        for entry in &entries {
            let (number, w) = (entry.number.to_string(), &entry.written);
            let cells = [&number, &w.at, &w.actor, &w.action, &w.subject, &w.reason, &w.details, &entry.hash];
            text += &csv_line(cells.map(|cell| neutral(cell)));
        }
    }
}
