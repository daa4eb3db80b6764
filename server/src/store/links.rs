//! One-time links with which a person chooses a password. Only their hashes are kept.

use super::{Error, Result, sql};
use sea_orm::{ConnectionTrait, Value};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Whose.
    pub account_id: i64,
    /// Whether the second factor stays as it is.
    pub keeps_second_factor: bool,
    /// Until when it works, in Unix seconds.
    pub expires: i64,
}

/// Stores a link in place of earlier ones of the same account.
pub async fn replace(connection: &impl ConnectionTrait, hash: &str, link: Link) -> Result<()> {
    forget(connection, link.account_id).await?;
    let text =
        "INSERT INTO access_link (hash, account_id, keeps_second_factor, expires) VALUES ($1, $2, $3, $4)";
    let values: [Value; 4] = [
        hash.into(),
        link.account_id.into(),
        i32::from(link.keeps_second_factor).into(),
        link.expires.into(),
    ];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// Forgets the link of an account.
pub async fn forget(connection: &impl ConnectionTrait, account_id: i64) -> Result<()> {
    let text = "DELETE FROM access_link WHERE account_id = $1";
    connection.execute_raw(sql(connection, text, [account_id.into()])).await?;
    Ok(())
}

/// A link that still works.
pub async fn of_hash(connection: &impl ConnectionTrait, hash: &str, now: i64) -> Result<Link> {
    let text =
        "SELECT account_id, keeps_second_factor, expires FROM access_link WHERE hash = $1 AND expires > $2";
    let row = connection.query_one_raw(sql(connection, text, [hash.into(), now.into()])).await?;
    let row = row.ok_or_else(|| Error::NotFound("the link".to_owned()))?;
    Ok(Link {
        account_id: row.try_get("", "account_id")?,
        keeps_second_factor: row.try_get::<i32>("", "keeps_second_factor")? == 1,
        expires: row.try_get("", "expires")?,
    })
}

/// Uses up a link; false where somebody was quicker.
pub async fn use_up(connection: &impl ConnectionTrait, hash: &str) -> Result<bool> {
    let text = "DELETE FROM access_link WHERE hash = $1";
    Ok(connection.execute_raw(sql(connection, text, [hash.into()])).await?.rows_affected() == 1)
}
