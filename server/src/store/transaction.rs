//! A transaction that writes, and what is known of the connection it runs on.
//!
//! SQLite rolls a transaction back by itself when the disk is full, a read or write fails, or memory runs out. The
//! driver counts transactions and does not hear of it: its own `ROLLBACK` fails, its count stays at one, and its next
//! `BEGIN` is a `SAVEPOINT`. Once such a savepoint is rolled back the transaction that it opened stays open, and every
//! later "commit" only releases a savepoint inside it: nothing is ever stored. So no connection is used again after
//! a transaction that did not end in its commit, and the next commit counts only once another connection sees it.

use super::{Error, files::OpenedFiles, settings};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long another connection may take to see a commit.
const SLOWEST_LOOK: Duration = Duration::from_secs(10);
/// Under this key a commit leaves a number for another connection to find.
const PROOF: &str = "commit_proof";

/// What is known of the writer's connection.
#[derive(Debug, Default)]
pub(super) struct Trust {
    /// The connection is closed when it is released.
    discard: AtomicBool,
    /// The next commit counts only once a reader sees it.
    unproven: AtomicBool,
}

impl Trust {
    /// Whether the connection that is being released is to be closed. There is one at a time.
    pub(super) fn take_discard(&self) -> bool {
        self.discard.swap(false, Ordering::AcqRel)
    }

    /// Nothing that this connection says is believed any more.
    pub(super) fn lose(&self) {
        self.discard.store(true, Ordering::Release);
        self.unproven.store(true, Ordering::Release);
    }
}

/// A transaction that writes. Dropped, nothing has happened; a statement of it that failed makes its commit impossible.
#[derive(Debug)]
pub struct WriteTransaction {
    /// There until the commit.
    transaction: Option<DatabaseTransaction>,
    reader: DatabaseConnection,
    trust: Arc<Trust>,
    files: Option<Arc<OpenedFiles>>,
    failed: AtomicBool,
    committed: bool,
}

impl WriteTransaction {
    pub(super) fn new(
        transaction: DatabaseTransaction,
        reader: DatabaseConnection,
        trust: Arc<Trust>,
        files: Option<Arc<OpenedFiles>>,
    ) -> Self {
        let (failed, committed) = (AtomicBool::new(false), false);
        Self { transaction: Some(transaction), reader, trust, files, failed, committed }
    }

    /// Commits durably. After anything went wrong before, it succeeds only if another connection sees what was committed.
    ///
    /// # Errors
    /// `Unavailable` where nothing may be acknowledged, although it may have been stored.
    pub async fn commit(mut self) -> super::Result<()> {
        if self.failed.load(Ordering::Acquire) {
            return Err(Error::Other(DbErr::Custom("a statement of this transaction failed".to_owned())));
        }
        let proof = match self.trust.unproven.load(Ordering::Acquire) {
            true => {
                let proof = format!("{:032x}", rand::random::<u128>());
                settings::set(&self, PROOF, &proof).await?;
                Some(proof)
            }
            false => None,
        };
        let transaction = self.transaction.take().ok_or_else(ended)?;
        transaction.commit().await?;
        if let Some(files) = &self.files {
            files.check()?;
        }
        if let Some(proof) = proof {
            let seen = tokio::time::timeout(SLOWEST_LOOK, settings::value(&self.reader, PROOF)).await;
            if !matches!(seen, Ok(Ok(Some(seen))) if seen == proof) {
                return Err(Error::Unavailable(DbErr::Custom(
                    "another connection does not see what was committed".to_owned(),
                )));
            }
            self.trust.unproven.store(false, Ordering::Release);
        }
        self.committed = true;
        Ok(())
    }

    fn on(&self) -> Result<&DatabaseTransaction, DbErr> {
        self.transaction.as_ref().ok_or_else(ended)
    }

    fn noted<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        result.inspect_err(|_| self.failed.store(true, Ordering::Release))
    }
}

fn ended() -> DbErr {
    DbErr::Custom("the transaction has ended".to_owned())
}

impl Drop for WriteTransaction {
    fn drop(&mut self) {
        if !self.committed {
            self.trust.lose();
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for WriteTransaction {
    fn get_database_backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.noted(self.on()?.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.noted(self.on()?.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.noted(self.on()?.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.noted(self.on()?.query_all_raw(statement).await)
    }
}
