//! Small facts about this installation.

use super::{Result, sql};
use domain::Locale;
use sea_orm::ConnectionTrait;

/// Reads a setting, or stores and returns `fresh` where there is none.
pub async fn read_or_set(connection: &impl ConnectionTrait, key: &str, fresh: &str) -> Result<String> {
    let insert = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
    connection.execute_raw(sql(connection, insert, [key.into(), fresh.into()])).await?;
    Ok(value(connection, key).await?.unwrap_or_else(|| fresh.to_owned()))
}

/// A setting.
pub async fn value(connection: &impl ConnectionTrait, key: &str) -> Result<Option<String>> {
    let select = sql(connection, "SELECT value FROM setting WHERE key = $1", [key.into()]);
    let row = connection.query_one_raw(select).await?;
    Ok(row.map(|r| r.try_get("", "value")).transpose()?)
}

/// Whether a setting is there, without reading it.
pub async fn is_set(connection: &impl ConnectionTrait, key: &str) -> Result<bool> {
    let select = sql(connection, "SELECT key FROM setting WHERE key = $1", [key.into()]);
    Ok(connection.query_one_raw(select).await?.is_some())
}

/// Stores a setting; an empty one goes back to what it is by default.
pub async fn set(connection: &impl ConnectionTrait, key: &str, value: &str) -> Result<()> {
    if value.is_empty() {
        connection.execute_raw(sql(connection, "DELETE FROM setting WHERE key = $1", [key.into()])).await?;
        return Ok(());
    }
    let text = "INSERT INTO setting (key, value) VALUES ($1, $2)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    connection.execute_raw(sql(connection, text, [key.into(), value.into()])).await?;
    Ok(())
}

/// Under this key `optional` lets people sign in with a password alone.
pub const SECOND_FACTOR: &str = "second_factor";

/// Under this key `required` makes a form wait for a second person's agreement.
pub const FORM_APPROVAL: &str = "form_approval";
/// The name of the administration, above its pages.
pub const ADMINISTRATION: &str = "administration";
/// The same in English.
pub const ADMINISTRATION_EN: &str = "administration_en";
/// The emblem of the administration: PNG in base 64.
pub const EMBLEM: &str = "emblem";
/// The language of those who have not chosen one: `vi` or `en`.
pub const LANGUAGE: &str = "language";
/// The address that citizens see, where the command line does not say it.
pub const PUBLIC_URL: &str = "public_url";
/// The time zone, where the environment does not say it.
pub const TIME_ZONE: &str = "time_zone";

/// Whose installation it is, in a language: name, where there is one, and whether there is an emblem.
pub async fn administration(
    connection: &impl ConnectionTrait,
    locale: &Locale,
) -> Result<(Option<String>, bool)> {
    let mut name = None;
    if *locale == Locale::en() {
        name = value(connection, ADMINISTRATION_EN).await?;
    }
    if name.is_none() {
        name = value(connection, ADMINISTRATION).await?;
    }
    Ok((name, is_set(connection, EMBLEM).await?))
}

/// Whether everybody needs a second factor; so it is unless somebody decided otherwise.
pub async fn second_factor_required(connection: &impl ConnectionTrait) -> Result<bool> {
    Ok(value(connection, SECOND_FACTOR).await?.as_deref() != Some("optional"))
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
    Ok(value(connection, PLAN_VERSION).await?.unwrap_or_default())
}
