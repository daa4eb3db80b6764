//! What can go wrong with a database, in six kinds.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// A storage failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("{0} does not exist")]
    NotFound(String),
    /// Something with this name is already there.
    #[error("{0} is already taken")]
    Conflict(String),
    /// No connection, or it stayed busy for too long.
    #[error("the database cannot be reached or is busy: {0}")]
    Unavailable(DbErr),
    /// Anything else.
    #[error("the database refused: {0}")]
    Other(DbErr),
    /// A round whose index definition or population no longer fits its form or lists.
    #[error("the round {round} cannot be interpreted: {why}")]
    Unfit {
        /// Code of the round.
        round: String,
        /// What does not fit.
        why: String,
    },
    /// What is stored cannot be read; the database was changed by something else.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
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
            // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL with their extended codes; PostgreSQL's classes for connections,
            // resources and intervention, a refused connection, and a deadlock or serialisation to be tried again.
            let sqlite = code.parse::<u32>().is_ok_and(|n| code.len() <= 4 && matches!(n & 0xff, 5 | 6 | 13));
            let postgres = code.len() == 5
                && (["08", "53", "57"].iter().any(|class| code.starts_with(class))
                    || ["55000", "40001", "40P01"].contains(&&*code));
            sqlite || postgres
        }
        _ => false,
    }
}

impl Error {
    /// A damaged stored value, with what it was meant to be.
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}
