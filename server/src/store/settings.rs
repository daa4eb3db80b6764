//! Small facts about this installation.

use super::{Result, sql};
use sea_orm::ConnectionTrait;

/// Reads a setting, or stores and returns `fresh` where there is none.
pub async fn read_or_set(connection: &impl ConnectionTrait, key: &str, fresh: &str) -> Result<String> {
    let insert = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
    connection.execute_raw(sql(connection, insert, [key.into(), fresh.into()])).await?;
    let select = sql(connection, "SELECT value FROM setting WHERE key = $1", [key.into()]);
    let row = connection.query_one_raw(select).await?;
    Ok(row.map(|r| r.try_get("", "value")).transpose()?.unwrap_or_else(|| fresh.to_owned()))
}
