//! Figures as pages last showed them, for rounds whose numbers advance in steps.

use super::{Error, Result, rows_of, runs, sql};
use domain::{Day, index::Figure};
use sea_orm::{ConnectionTrait, Value};
use std::collections::HashMap;

const SCOPES_A_STATEMENT: usize = 64;

/// The published figures of one scope.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedScope {
    /// How they were computed.
    pub method: String,
    /// By node of the index tree; `None` where nothing is published.
    pub figures: Vec<Option<Figure>>,
}

/// The published scopes of a round, by key.
pub async fn of_round(
    connection: &impl ConnectionTrait,
    round_id: i64,
) -> Result<HashMap<String, PublishedScope>> {
    let text = "SELECT scope, method, figures FROM published_scope WHERE round_id = $1";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into()])).await?;
    rows.iter()
        .map(|row| {
            let figures: String = row.try_get("", "figures")?;
            let figures = serde_json::from_str(&figures).map_err(Error::damaged)?;
            Ok((row.try_get("", "scope")?, PublishedScope { method: row.try_get("", "method")?, figures }))
        })
        .collect()
}

/// The day on which anything of a round last advanced.
pub async fn last_day(connection: &impl ConnectionTrait, round_id: i64) -> Result<Option<Day>> {
    let text = "SELECT MAX(day) AS day FROM published_scope WHERE round_id = $1";
    let row = connection.query_one_raw(sql(connection, text, [round_id.into()])).await?;
    let day: Option<String> = row.map(|r| r.try_get("", "day")).transpose()?.flatten();
    day.map(|day| day.parse()).transpose().map_err(Error::damaged)
}

/// Publishes scopes, by key.
pub async fn advance(
    connection: &impl ConnectionTrait,
    round_id: i64,
    day: Day,
    scopes: &[(String, PublishedScope)],
) -> Result<()> {
    for run in runs(scopes, SCOPES_A_STATEMENT) {
        let text = format!(
            "INSERT INTO published_scope (round_id, scope, day, method, figures) VALUES {}
             ON CONFLICT (round_id, scope) DO UPDATE
             SET day = excluded.day, method = excluded.method, figures = excluded.figures",
            rows_of(connection, run.len(), 5)
        );
        let mut values: Vec<Value> = Vec::with_capacity(5 * run.len());
        for (key, published) in run {
            let figures = serde_json::to_string(&published.figures).map_err(Error::damaged)?;
            let method = published.method.as_str();
            values.extend([round_id.into(), key.as_str().into(), day.to_string().into()]);
            values.extend([Value::from(method), figures.into()]);
        }
        connection.execute_raw(sql(connection, &text, values)).await?;
    }
    Ok(())
}
