//! What can go wrong with a database, in four kinds.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

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

fn is_unavailable(error: &DbErr) -> bool {
    let busy = |e: &RuntimeErr| {
        let text = e.to_string();
        text.contains("database is locked") || text.contains("Io") || text.contains("terminating connection")
    };
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(e) | DbErr::Query(e) => busy(e),
        _ => false,
    }
}

impl Error {
    /// A damaged stored value, with what it was meant to be.
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}
