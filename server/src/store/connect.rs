//! Opening a database: a missing SQLite file and its folder are created, the schema is brought up to date.

use super::audit::AuditKey;
use super::transaction::{Trust, WriteTransaction};
use super::{Error, Result, files, files::OpenedFiles, probe, probe::Content};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A database with one connection for writing and several for reading.
#[derive(Debug, Clone)]
pub struct Database {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    trust: Arc<Trust>,
    opened: Option<Opened>,
    audit_key: Option<Arc<AuditKey>>,
}

/// A SQLite database: its files, and a connection that does nothing but keep SQLite from replacing the side files.
#[derive(Debug, Clone)]
struct Opened {
    files: Arc<OpenedFiles>,
    keeper: DatabaseConnection,
}

/// SQLite waits this long for another process; more than a long import takes to commit.
pub(super) const BUSY: Duration = Duration::from_secs(60);
/// PostgreSQL is asked this long for a connection where it has none to spare.
const NO_CONNECTION: Duration = Duration::from_secs(10);
const READERS: u32 = 4;

impl Database {
    /// Opens a database that is there already, and makes none.
    pub async fn open_existing(url: &str) -> Result<Self> {
        match probe::content(url).await? {
            Content::Nothing | Content::Foreign => Err(Error::NoDatabase(without_password(url).to_owned())),
            Content::Known | Content::Newer => Self::open(url).await,
        }
    }

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
        Ok(Self { writer, reader, trust, opened, audit_key: None })
    }

    /// The same database, whose audit log is signed with this key.
    pub fn with_audit_key(self, key: Option<AuditKey>) -> Self {
        Self { audit_key: key.map(Arc::new), ..self }
    }

    /// What signs the audit log.
    pub fn audit_key(&self) -> Option<&Arc<AuditKey>> {
        self.audit_key.as_ref()
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

    /// Lays the rows of a SQLite database anew in the order of their keys and empties its write-ahead log. The place of a
    /// row in its page and of a page in the log would else tell in which order answers came. Readers go on, writers
    /// wait, so it gives up after `longest`; and it needs the size of the database twice over on the disk.
    pub async fn forget_order(&self, longest: Duration) -> Result<()> {
        if self.opened.is_none() {
            return Ok(());
        }
        self.check_files()?;
        let done = vacuum(self.writer.get_sqlite_connection_pool(), longest).await;
        done.map_err(|error| Error::from(DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))))
    }

    /// Whether a SQLite database is sound page by page.
    pub async fn check_integrity(&self) -> Result<()> {
        if self.backend() == DbBackend::Sqlite {
            let check = super::sql(&self.reader, "PRAGMA integrity_check(1)", []);
            let row = self.reader.query_one_raw(check).await?;
            let found: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
            if found.as_deref() != Some("ok") {
                return Err(Error::damaged(found.unwrap_or_default()));
            }
        }
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

async fn vacuum(pool: &sqlx::SqlitePool, longest: Duration) -> sqlx::Result<()> {
    let mut connection = pool.acquire().await?;
    connection.close_on_drop();
    let begun = Instant::now();
    connection.lock_handle().await?.set_progress_handler(1_000, move || begun.elapsed() < longest);
    sqlx::raw_sql("VACUUM").execute(&mut *connection).await?;
    // A long reader keeps the log from being emptied; nobody shall wait for it.
    sqlx::raw_sql("PRAGMA busy_timeout = 2000; PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut *connection)
        .await?;
    Ok(())
}

/// An address as it may be shown.
fn without_password(url: &str) -> &str {
    match url.strip_prefix("sqlite://") {
        Some(file) => file,
        None => url.rsplit_once('@').map_or(url, |(_, place)| place),
    }
}

/// The file of a SQLite database; `None` for PostgreSQL.
pub fn sqlite_file(url: &str) -> Result<Option<PathBuf>> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    let options: SqliteConnectOptions =
        url.parse().map_err(|error: sqlx::Error| Error::Unavailable(DbErr::Custom(error.to_string())))?;
    Ok(Some(options.get_filename().to_owned()))
}

async fn connect(url: &str, connections: u32, trust: Option<Arc<Trust>>) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(connections);
    if url.starts_with("sqlite:") {
        // A file does not grow old; one that was replaced would be opened anew in its place.
        options.acquire_timeout(BUSY).idle_timeout(None).max_lifetime(None);
    } else {
        options.acquire_timeout(NO_CONNECTION);
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
        match migrations::apply(connection).await {
            Ok(()) => return Ok(()),
            Err(error) if tries == 20 => return Err(error.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(250)).await,
        }
        tries += 1;
    }
}
