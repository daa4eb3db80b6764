//! Sessions of signed-in people, by the hash of what their browser holds.

use super::{Result, sql};
use sea_orm::{ConnectionTrait, Value};

/// Stores a new session.
pub async fn add(connection: &impl ConnectionTrait, hash: &str, data: &str, expires: i64) -> Result<()> {
    let text = "INSERT INTO session (hash, data, expires) VALUES ($1, $2, $3)";
    let values: [Value; 3] = [hash.into(), data.into(), expires.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// Changes what is stored of a session. One that has been ended meanwhile stays ended.
pub async fn update(connection: &impl ConnectionTrait, hash: &str, data: &str, expires: i64) -> Result<()> {
    let text = "UPDATE session SET data = $2, expires = $3 WHERE hash = $1";
    let values: [Value; 3] = [hash.into(), data.into(), expires.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// What is stored of a session that has not expired.
pub async fn load(connection: &impl ConnectionTrait, hash: &str, now: i64) -> Result<Option<(String, i64)>> {
    let text = "SELECT data, expires FROM session WHERE hash = $1 AND expires > $2";
    let row = connection.query_one_raw(sql(connection, text, [hash.into(), now.into()])).await?;
    row.map(|row| Ok((row.try_get("", "data")?, row.try_get("", "expires")?))).transpose()
}

/// Forgets a session.
pub async fn delete(connection: &impl ConnectionTrait, hash: &str) -> Result<()> {
    connection.execute_raw(sql(connection, "DELETE FROM session WHERE hash = $1", [hash.into()])).await?;
    Ok(())
}

/// Forgets sessions and links whose time has passed.
pub async fn forget_expired(connection: &impl ConnectionTrait, now: i64) -> Result<()> {
    for text in ["DELETE FROM session WHERE expires <= $1", "DELETE FROM access_link WHERE expires <= $1"] {
        connection.execute_raw(sql(connection, text, [now.into()])).await?;
    }
    Ok(())
}
