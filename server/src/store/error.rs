//! What can go wrong with a database, in nine kinds.

use super::audit::KeyFault;
use domain::UnfitReason;
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// A storage failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("{0} does not exist")]
    NotFound(String),
    /// There is no database of ours at this address, and it was not to be made.
    #[error(
        "there is no database at {0}; `hailong serve`, `import`, `demo`, `user`, `audit-key` and `restore` make one"
    )]
    NoDatabase(String),
    /// Something with this name is already there.
    #[error("{0} is already taken")]
    Conflict(String),
    /// No connection, or it stayed busy for too long.
    #[error("the database cannot be reached or is busy: {0}")]
    Unavailable(DbErr),
    /// A file that is open is no longer where it was opened: what is written into it is lost with the process.
    #[error(
        "{0} was removed or replaced while it was in use; put it back, or stop this process and start it again"
    )]
    Displaced(String),
    /// Anything else.
    #[error("the database refused: {0}")]
    Other(DbErr),
    /// A round whose index definition or population no longer fits its form or lists.
    #[error("the round {round} cannot be interpreted: {why}")]
    Unfit {
        /// Code of the round.
        round: String,
        /// What does not fit.
        why: UnfitReason,
    },
    /// What is stored cannot be read; the database was changed by something else.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The audit log cannot be added to with this key, or without one.
    #[error(transparent)]
    AuditKey(#[from] KeyFault),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(what)) => Self::Conflict(what),
            _ if is_unavailable(&error) => Self::Unavailable(error),
            _ => Self::Other(error),
        }
    }
}

/// Whether it may work in a moment: no connection, or the database is busy, starting or stopping.
fn is_unavailable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error) => match error {
            RuntimeErr::SqlxError(error) => is_passing(error),
            RuntimeErr::Internal(_) => false,
        },
        _ => false,
    }
}

fn is_passing(error: &sqlx::Error) -> bool {
    use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut, Protocol, Tls, WorkerCrashed};
    match error {
        Io(_) | Tls(_) | Protocol(_) | PoolTimedOut | PoolClosed | WorkerCrashed => true,
        Database(error) => {
            let code = error.code().unwrap_or_default();
            // SQLite's BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN and PROTOCOL with their extended codes;
            // PostgreSQL's classes for connections, resources, intervention and system errors, a refused connection, a
            // database that is read only, and a deadlock or serialisation to be tried again.
            let sqlite = code
                .parse::<u32>()
                .is_ok_and(|n| code.len() <= 4 && matches!(n & 0xff, 5..=10 | 13 | 14 | 15));
            let postgres = code.len() == 5
                && (["08", "53", "57", "58"].iter().any(|class| code.starts_with(class))
                    || ["55000", "25006", "40001", "40P01"].contains(&&*code));
            sqlite || postgres
        }
        _ => false,
    }
}

impl Error {
    /// Whether it may work in a moment, or once somebody has mended the machine; not the fault of what was to be stored.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Displaced(_))
    }

    /// Why nothing is stored, in words that anybody may read: without paths, names or values.
    pub fn in_plain_words(&self) -> &'static str {
        let error = match self {
            Self::Displaced(_) => return "the database file was removed or replaced while it was in use",
            Self::Unavailable(error) => error,
            _ => return "the database refuses what is to be stored",
        };
        let code = match error {
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => {
                error.as_database_error().and_then(|error| error.code()).unwrap_or_default()
            }
            _ => return "the database cannot be reached",
        };
        match (code.parse::<u32>().map(|code| code & 0xff), &*code) {
            (_, "53100") | (Ok(13), _) => "the disk is full",
            (_, "25006") | (Ok(8), _) => "the database is read only",
            (_, "58030") | (Ok(10), _) => "the disk cannot be read or written",
            (Ok(5 | 6), _) => "another process keeps the database busy",
            _ => "the database cannot be reached",
        }
    }

    /// It, with a conflict named in words of ours instead of the database's.
    pub(super) fn conflict_on(self, what: impl FnOnce() -> String) -> Self {
        if matches!(self, Self::Conflict(_)) { Self::Conflict(what()) } else { self }
    }

    /// A damaged stored value, with what it was meant to be.
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}
