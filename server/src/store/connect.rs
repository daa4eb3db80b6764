//! Opening a database: a missing SQLite file and its folder are created, the schema is brought up to date.

use super::transaction::{Trust, WriteTransaction};
use super::{Error, Result, files, files::OpenedFiles};
use migrations::Migrator;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A database with one connection for writing and several for reading.
#[derive(Debug, Clone)]
pub struct Database {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    trust: Arc<Trust>,
    opened: Option<Opened>,
}

/// A SQLite database: its files, and a connection that does nothing but keep SQLite from replacing the side files.
#[derive(Debug, Clone)]
struct Opened {
    files: Arc<OpenedFiles>,
    keeper: DatabaseConnection,
}

/// SQLite waits this long for another process; more than a long import takes to commit.
const BUSY: Duration = Duration::from_secs(60);
const READERS: u32 = 4;

impl Database {
    /// Opens `sqlite://FILE` or `postgres://…` and migrates.
    pub async fn open(url: &str) -> Result<Self> {
        let file = sqlite_file(url)?;
        if let Some(file) = &file {
            files::make(file)?;
            files::keep_from_others(file);
        }
        let trust = Arc::new(Trust::default());
        let writer = connect(url, 1, Some(trust.clone())).await?;
        migrate(&writer).await?;
        let reader = connect(url, READERS, None).await?;
        let opened = match &file {
            Some(file) => {
                let keeper = connect(url, 1, None).await?;
                Some(Opened { files: Arc::new(OpenedFiles::of(file)), keeper })
            }
            None => None,
        };
        Ok(Self { writer, reader, trust, opened })
    }

    /// Which database this is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// A connection for single reads.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Whether the files that are open are still where everybody else looks for them. Nothing is acknowledged otherwise:
    /// what is written into a file that has been taken away is lost with the process.
    pub fn check_files(&self) -> Result<()> {
        self.opened.as_ref().map_or(Ok(()), |opened| opened.files.check())
    }

    /// A transaction that writes: IMMEDIATE on SQLite, so that it never has to be upgraded in the middle.
    pub async fn write(&self) -> Result<WriteTransaction> {
        self.check_files()?;
        let postgres = self.backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            // Each statement must see what the writer before it in a lease has committed.
            isolation_level: postgres.then_some(IsolationLevel::ReadCommitted),
            ..TransactionOptions::default()
        };
        let begun = self.writer.begin_with_options(options).await.inspect_err(|_| self.trust.lose())?;
        let files = self.opened.as_ref().map(|opened| opened.files.clone());
        Ok(WriteTransaction::new(begun, self.reader.clone(), self.trust.clone(), files))
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
    pub async fn backup(&self, file: &Path) -> Result<()> {
        let sql = super::sql(&self.reader, "VACUUM INTO $1", [file.to_string_lossy().into_owned().into()]);
        self.reader.execute_raw(sql).await?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        self.writer.close().await?;
        if let Some(opened) = self.opened {
            opened.keeper.close().await?;
        }
        Ok(())
    }
}

/// The file of a SQLite database.
fn sqlite_file(url: &str) -> Result<Option<PathBuf>> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    let options: SqliteConnectOptions =
        url.parse().map_err(|error: sqlx::Error| Error::Unavailable(DbErr::Custom(error.to_string())))?;
    Ok(Some(options.get_filename().to_owned()))
}

async fn connect(url: &str, connections: u32, trust: Option<Arc<Trust>>) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(connections).acquire_timeout(BUSY);
    if url.starts_with("sqlite:") {
        // A file does not grow old; one that was replaced would be opened anew in its place.
        options.idle_timeout(None).max_lifetime(None);
    }
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(false)
            .busy_timeout(BUSY)
            .journal_mode(SqliteJournalMode::Wal)
            // An answer is acknowledged after COMMIT; NORMAL would lose it with the power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
    });
    options.map_sqlx_postgres_opts(|postgres| postgres.options([("synchronous_commit", "on")]));
    let of_sqlite = trust.clone();
    options.map_sqlx_sqlite_pool_opts(move |pool| {
        let trust = of_sqlite.clone();
        pool.after_release(move |connection, _| {
            let discard = trust.as_ref().is_some_and(|trust| trust.take_discard());
            Box::pin(async move { Ok(!discard && is_clean(connection).await?) })
        })
    });
    options.map_sqlx_postgres_pool_opts(move |pool| {
        let trust = trust.clone();
        pool.after_release(move |connection, _| {
            let discard = trust.as_ref().is_some_and(|trust| trust.take_discard());
            Box::pin(async move { Ok(!discard && is_clean(connection).await?) })
        })
    });
    Ok(sea_orm::Database::connect(options).await?)
}

/// Whether no transaction is open on a connection once everything that waits for it is done, a rollback above all. The
/// driver begins the next one with a true `BEGIN` then, which fails inside a transaction, and never with a `SAVEPOINT`.
async fn is_clean(connection: &mut impl Connection) -> sqlx::Result<bool> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
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
