//! Figures as pages last showed them, for rounds whose numbers advance in steps.

use super::{Error, Result, sql};
use domain::{Day, index::Figure};
use sea_orm::{ConnectionTrait, Value};
use std::collections::HashMap;

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

/// Publishes a scope.
pub async fn advance(
    connection: &impl ConnectionTrait,
    round_id: i64,
    scope: &str,
    day: Day,
    published: &PublishedScope,
) -> Result<()> {
    let text =
        "INSERT INTO published_scope (round_id, scope, day, method, figures) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (round_id, scope) DO UPDATE
        SET day = excluded.day, method = excluded.method, figures = excluded.figures";
    let figures = serde_json::to_string(&published.figures).map_err(Error::damaged)?;
    let method = published.method.as_str();
    let values: [Value; 5] =
        [round_id.into(), scope.into(), day.to_string().into(), method.into(), figures.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}
