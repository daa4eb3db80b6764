//! Changing something: a transaction that can only be committed together with its entry in the audit log.

use crate::{
    clock::Clock,
    store::{self, Database, WriteTransaction, audit, audit::AuditKey},
};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::Value;
use std::sync::Arc;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in, by e-mail address.
    Person(String),
    /// Somebody at the machine.
    CommandLine,
    /// Somebody who holds a link or the set-up code, becoming the account of this address.
    Link(String),
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(email) => write!(f, "{email}"),
            Self::CommandLine => write!(f, "command line"),
            Self::Link(email) => write!(f, "{email} (link)"),
        }
    }
}

/// The advisory lock under which people take turns on PostgreSQL.
const TURNS: i64 = 0x4861_694c_4163;

/// A change in progress. Dropped, nothing has happened.
#[derive(Debug)]
pub struct Act {
    transaction: WriteTransaction,
    actor: Actor,
    audit_key: Option<Arc<AuditKey>>,
}

impl Act {
    /// Begins a change. Handlers get one from their gate.
    pub(super) async fn begin(database: &Database, actor: Actor) -> store::Result<Self> {
        Self::begin_in_turn(database, actor, true).await
    }

    async fn begin_in_turn(database: &Database, actor: Actor, takes_turn: bool) -> store::Result<Self> {
        let transaction = database.write().await?;
        // People who change things at once take turns, so that what one has read is still so when it is written. SQLite has
        // one writer at a time anyway.
        if database.backend() == DbBackend::Postgres && takes_turn {
            let turn = format!("SELECT pg_advisory_xact_lock({TURNS})");
            transaction.execute_unprepared(&turn).await.map_err(store::Error::from)?;
        }
        Ok(Self { transaction, actor, audit_key: database.audit_key().cloned() })
    }

    /// A change made at the machine itself.
    pub async fn of_command_line(database: &Database) -> store::Result<Self> {
        Self::begin(database, Actor::CommandLine).await
    }

    /// Responses brought in at the machine itself: a large file keeps nobody waiting who changes something else.
    pub async fn of_responses(database: &Database) -> store::Result<Self> {
        Self::begin_in_turn(database, Actor::CommandLine, false).await
    }

    /// From here on the log is signed with another key.
    pub fn sign_with(self, key: AuditKey) -> Self {
        Self { audit_key: Some(Arc::new(key)), ..self }
    }

    /// The transaction.
    pub fn on(&self) -> &WriteTransaction {
        &self.transaction
    }

    /// Writes a line of the log: what was done to what, why, and what is different now. One act may have several.
    pub async fn log(&self, action: &str, subject: &str, reason: &str, details: Value) -> store::Result<()> {
        let entry = audit::NewEntry {
            at: Clock::stamp(),
            actor: self.actor.to_string(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            reason: reason.to_owned(),
            details: if details.is_null() { String::new() } else { details.to_string() },
        };
        audit::append(&self.transaction, self.audit_key.as_deref(), &entry).await?;
        Ok(())
    }

    /// Writes the last line of the log and commits.
    pub async fn done(self, action: &str, subject: &str, reason: &str, details: Value) -> store::Result<()> {
        self.log(action, subject, reason, details).await?;
        self.transaction.commit().await
    }
}
