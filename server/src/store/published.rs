//! Rows as pages last showed them, for rounds whose numbers advance in steps.

use super::{Error, Result, sql};
use domain::{Day, index::Row};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// A published row and the day it last advanced.
#[derive(Debug, Clone)]
pub struct PublishedRow {
    /// When.
    pub day: Day,
    /// What was shown.
    pub row: Row,
}

/// The published rows of a grouping, by code.
pub async fn of_grouping(
    connection: &impl ConnectionTrait,
    round_id: i64,
    grouping: &str,
) -> Result<HashMap<String, PublishedRow>> {
    let text = "SELECT code, day, numbers FROM published_row WHERE round_id = $1 AND grouping_name = $2";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into(), grouping.into()])).await?;
    rows.iter()
        .map(|row| {
            let (day, numbers): (String, String) = (row.try_get("", "day")?, row.try_get("", "numbers")?);
            let day = day.parse().map_err(Error::damaged)?;
            let row_shown = serde_json::from_str(&numbers).map_err(Error::damaged)?;
            Ok((row.try_get("", "code")?, PublishedRow { day, row: row_shown }))
        })
        .collect()
}

/// Publishes a row, unless another process has already done so today.
pub async fn advance(
    connection: &impl ConnectionTrait,
    round_id: i64,
    grouping: &str,
    day: Day,
    row: &Row,
) -> Result<()> {
    let text = "INSERT INTO published_row (round_id, grouping_name, code, day, numbers) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (round_id, grouping_name, code) DO UPDATE SET day = excluded.day, numbers = excluded.numbers
        WHERE published_row.day < excluded.day";
    let numbers = serde_json::to_string(row).map_err(Error::damaged)?;
    let values =
        [round_id.into(), grouping.into(), row.code.as_str().into(), day.to_string().into(), numbers.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}
