//! What is at an address before anything there is made, migrated or put aside.

use super::{Result, sql};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend};
use std::path::Path;
use std::time::Duration;

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing at all.
    Nothing,
    /// Tables that are not ours.
    Foreign,
    /// Ours, of this version or an earlier one.
    Known,
    /// Ours, of a later version.
    Newer,
}

impl Content {
    /// Judged by the schema steps that were applied.
    pub fn of_steps<'s>(applied: impl IntoIterator<Item = &'s str>) -> Self {
        let is_known = |step: &str| migrations::names().any(|name| name == step);
        let applied: Vec<&str> = applied.into_iter().collect();
        match migrations::names().next().is_some_and(|first| applied.contains(&first)) {
            false => Self::Foreign,
            true if applied.into_iter().all(is_known) => Self::Known,
            true => Self::Newer,
        }
    }
}

/// What the database at an address holds.
pub async fn content(url: &str) -> Result<Content> {
    if let Some(file) = super::connect::sqlite_file(url)?
        && match std::fs::metadata(&file) {
            Ok(file) => file.len() == 0,
            // Whatever else keeps us from it is told by opening it.
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    {
        return Ok(Content::Nothing);
    }
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(1);
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.create_if_missing(false).busy_timeout(super::connect::BUSY));
    content_of(sea_orm::Database::connect(options).await?).await
}

/// What a file of SQLite holds that nobody writes to, such as a backup; nothing is made beside it.
pub async fn content_of_backup(file: &Path) -> Result<Content> {
    let file = file.to_owned();
    let mut options = ConnectOptions::new("sqlite:");
    options.sqlx_logging(false).max_connections(1);
    options.map_sqlx_sqlite_opts(move |sqlite| sqlite.filename(&file).immutable(true).read_only(true));
    content_of(sea_orm::Database::connect(options).await?).await
}

async fn content_of(connection: DatabaseConnection) -> Result<Content> {
    let found = read_content(&connection).await;
    connection.close().await?;
    found
}

async fn read_content(connection: &DatabaseConnection) -> Result<Content> {
    let tables = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables
             WHERE table_schema = ANY (current_schemas(false))"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table'",
    };
    let names = |rows: Vec<sea_orm::QueryResult>| {
        rows.iter().map(|row| row.try_get("", "name")).collect::<std::result::Result<Vec<String>, _>>()
    };
    let tables = names(connection.query_all_raw(sql(connection, tables, [])).await?)?;
    if tables.is_empty() {
        return Ok(Content::Nothing);
    }
    if !tables.iter().any(|table| table == "seaql_migrations") {
        return Ok(Content::Foreign);
    }
    let steps = sql(connection, "SELECT version AS name FROM seaql_migrations", []);
    let steps = names(connection.query_all_raw(steps).await?)?;
    Ok(Content::of_steps(steps.iter().map(String::as_str)))
}

/// Waits until nobody has a SQLite database open, but not long.
///
/// # Errors
/// `Unavailable` while some process has it open, which keeps a lock on the file as long as it does.
pub async fn wait_until_unused(file: &Path) -> Result<()> {
    let file = file.to_owned();
    let mut options = ConnectOptions::new("sqlite:");
    options.sqlx_logging(false).max_connections(1);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .filename(&file)
            .create_if_missing(false)
            .busy_timeout(Duration::from_secs(1))
            .locking_mode(sea_orm::sqlx::sqlite::SqliteLockingMode::Exclusive)
    });
    let connection = sea_orm::Database::connect(options).await?;
    let alone = connection.execute_unprepared("BEGIN EXCLUSIVE; ROLLBACK").await;
    connection.close().await?;
    alone?;
    Ok(())
}
