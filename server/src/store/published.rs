//! Rows as pages last showed them, for rounds whose numbers advance in steps.

use super::{Error, Result, sql};
use domain::{Day, index::Row};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// The published rows of a round, by grouping and code.
pub async fn of_round(
    connection: &impl ConnectionTrait,
    round_id: i64,
) -> Result<HashMap<(String, String), Row>> {
    let text = "SELECT grouping_name, code, numbers FROM published_row WHERE round_id = $1";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into()])).await?;
    rows.iter()
        .map(|row| {
            let numbers: String = row.try_get("", "numbers")?;
            let shown = serde_json::from_str(&numbers).map_err(Error::damaged)?;
            Ok(((row.try_get("", "grouping_name")?, row.try_get("", "code")?), shown))
        })
        .collect()
}

/// The day on which anything of a round last advanced.
pub async fn last_day(connection: &impl ConnectionTrait, round_id: i64) -> Result<Option<Day>> {
    let text = "SELECT MAX(day) AS day FROM published_row WHERE round_id = $1";
    let row = connection.query_one_raw(sql(connection, text, [round_id.into()])).await?;
    let day: Option<String> = row.map(|r| r.try_get("", "day")).transpose()?.flatten();
    day.map(|day| day.parse()).transpose().map_err(Error::damaged)
}

/// Publishes a row.
pub async fn advance(
    connection: &impl ConnectionTrait,
    round_id: i64,
    grouping: &str,
    day: Day,
    row: &Row,
) -> Result<()> {
    let text = "INSERT INTO published_row (round_id, grouping_name, code, day, numbers) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (round_id, grouping_name, code) DO UPDATE SET day = excluded.day, numbers = excluded.numbers";
    let numbers = serde_json::to_string(row).map_err(Error::damaged)?;
    let values =
        [round_id.into(), grouping.into(), row.code.as_str().into(), day.to_string().into(), numbers.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}
