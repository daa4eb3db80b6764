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

const PLAN_VERSION: &str = "plan_version";

/// Counts a change of agencies, service areas or rounds, so that what was made from them can be made anew.
pub async fn count_plan_change(connection: &impl ConnectionTrait) -> Result<()> {
    let text = "INSERT INTO setting (key, value) VALUES ($1, '1')
        ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)";
    connection.execute_raw(sql(connection, text, [PLAN_VERSION.into()])).await?;
    Ok(())
}

/// How often agencies, service areas or rounds have changed; nothing in a database that has not counted yet.
pub async fn plan_version(connection: &impl ConnectionTrait) -> Result<String> {
    let select = sql(connection, "SELECT value FROM setting WHERE key = $1", [PLAN_VERSION.into()]);
    let row = connection.query_one_raw(select).await?;
    Ok(row.map(|r| r.try_get("", "value")).transpose()?.unwrap_or_default())
}
