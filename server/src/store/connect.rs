//! Opening a database: a missing SQLite file and its folder are created, the schema is brought up to date.

use super::{Error, Result};
use migrations::Migrator;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use std::time::Duration;

/// A database with one connection for writing and several for reading.
#[derive(Debug, Clone)]
pub struct Database {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

/// SQLite waits this long for another process; more than a long import takes to commit.
const BUSY: Duration = Duration::from_secs(60);
const READERS: u32 = 4;

impl Database {
    /// Opens `sqlite://FILE` or `postgres://…` and migrates.
    pub async fn open(url: &str) -> Result<Self> {
        if let Some(file) = url.strip_prefix("sqlite://").map(|f| f.split('?').next().unwrap_or(f))
            && let Some(folder) = std::path::Path::new(file).parent()
        {
            std::fs::create_dir_all(folder).map_err(|e| {
                Error::Unavailable(DbErr::Custom(format!(
                    "cannot create the folder {}: {e}",
                    folder.display()
                )))
            })?;
        }
        let writer = connect(url, 1).await?;
        migrate(&writer).await?;
        let reader = connect(url, READERS).await?;
        Ok(Self { writer, reader })
    }

    /// Which database this is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// A connection for single reads.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// A transaction that writes: IMMEDIATE on SQLite, so that it never has to be upgraded in the middle.
    pub async fn write(&self) -> Result<DatabaseTransaction> {
        let postgres = self.backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            // Each statement must see what the writer before it in a lease has committed.
            isolation_level: postgres.then_some(IsolationLevel::ReadCommitted),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// A transaction whose reads all see the same moment.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction> {
        Ok(match self.backend() {
            DbBackend::Postgres => {
                self.reader
                    .begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly))
                    .await?
            }
            _ => self.reader.begin().await?,
        })
    }

    /// Writes a consistent copy of a SQLite database into a new file while others go on.
    pub async fn backup(&self, file: &std::path::Path) -> Result<()> {
        let sql = super::sql(&self.reader, "VACUUM INTO $1", [file.to_string_lossy().into_owned().into()]);
        self.reader.execute_raw(sql).await?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

async fn connect(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(connections).acquire_timeout(BUSY);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .busy_timeout(BUSY)
            .journal_mode(SqliteJournalMode::Wal)
            // An answer is acknowledged after COMMIT; NORMAL would lose it with the power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
    });
    options.map_sqlx_postgres_opts(|postgres| postgres.options([("synchronous_commit", "on")]));
    Ok(sea_orm::Database::connect(options).await?)
}

/// Two processes may start on one database at once; the slower finds the work done when it tries again.
async fn migrate(connection: &DatabaseConnection) -> Result<()> {
    let mut tries = 0;
    loop {
        match Migrator::up(connection, None).await {
            Ok(()) => return Ok(()),
            Err(error) if tries == 20 => return Err(error.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(250)).await,
        }
        tries += 1;
    }
}
