//! One-visit keys: they make a repeated POST harmless and lead nowhere.

use super::{Result, rows_of, runs, sql};
use domain::Day;
use sea_orm::{ConnectionTrait, Value};
use std::collections::HashSet;

const KEYS_A_STATEMENT: usize = 256;

/// A keyed hash of a visit's key.
pub type KeyHash = [u8; 32];

/// Claims keys for a day; returns those that nobody had claimed before. Sorted, so that processes do not deadlock.
pub async fn claim(
    connection: &impl ConnectionTrait,
    day: Day,
    keys: &[KeyHash],
) -> Result<HashSet<KeyHash>> {
    let mut sorted = keys.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut fresh = HashSet::new();
    for run in runs(&sorted, KEYS_A_STATEMENT) {
        let text = format!(
            "INSERT INTO visit_key (hash, day) VALUES {} ON CONFLICT (hash) DO NOTHING RETURNING hash",
            rows_of(connection, run.len(), 2)
        );
        let values = run.iter().flat_map(|hash| [Value::from(hash.to_vec()), day.to_string().into()]);
        for row in connection.query_all_raw(sql(connection, &text, values)).await? {
            let hash: Vec<u8> = row.try_get("", "hash")?;
            fresh.extend(KeyHash::try_from(hash.as_slice()));
        }
    }
    Ok(fresh)
}

/// Whether a key has been claimed: what was sent under it is stored.
pub async fn is_claimed(connection: &impl ConnectionTrait, key: &KeyHash) -> Result<bool> {
    let text = "SELECT 1 FROM visit_key WHERE hash = $1";
    let row = connection.query_one_raw(sql(connection, text, [key.to_vec().into()])).await?;
    Ok(row.is_some())
}

/// Gives keys back: what they were claimed for was not stored.
pub async fn release(connection: &impl ConnectionTrait, keys: &HashSet<KeyHash>) -> Result<()> {
    for key in keys {
        let text = "DELETE FROM visit_key WHERE hash = $1";
        connection.execute_raw(sql(connection, text, [key.to_vec().into()])).await?;
    }
    Ok(())
}

/// Forgets keys from before a day.
pub async fn forget_before(connection: &impl ConnectionTrait, day: Day) -> Result<()> {
    connection
        .execute_raw(sql(connection, "DELETE FROM visit_key WHERE day < $1", [day.to_string().into()]))
        .await?;
    Ok(())
}
