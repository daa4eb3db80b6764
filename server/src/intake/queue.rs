//! The bounded queue before the one writer task of this process.

use super::{Entry, Health, Outcome, write};
use crate::store::{self, Database, responses};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

/// Waiting answers; past this a citizen is asked to send again in a moment, with nothing lost.
const LONGEST_QUEUE: usize = 1_024;
/// Answers in one transaction.
const LARGEST_BATCH: usize = 256;
/// While nobody answers, the writer looks this often whether answers could be stored.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Why an answer was not stored.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Too many are waiting, or the database is not to be had: try again shortly.
    #[error("the system is busy")]
    Busy,
    /// This answer could not be stored, while others could.
    #[error("the answer could not be stored")]
    Failed,
}

type Reply = oneshot::Sender<Result<Outcome, Refused>>;

/// The way in to the writer task.
#[derive(Debug, Clone)]
pub struct Queue {
    sender: mpsc::Sender<(Entry, Reply)>,
    closing: Arc<Notify>,
    health: Arc<Health>,
}

impl Queue {
    /// Starts the writer task. It ends, with everything written that was taken, after [`Queue::close`].
    pub fn start(database: Database) -> (Self, JoinHandle<()>) {
        let (sender, receiver) = mpsc::channel(LONGEST_QUEUE);
        let closing = Arc::new(Notify::new());
        let health = Arc::new(Health::default());
        let writer = tokio::spawn(run(database, receiver, closing.clone(), health.clone()));
        (Self { sender, closing, health }, writer)
    }

    /// Takes no more answers; those that wait are still written.
    pub fn close(&self) {
        self.closing.notify_one();
    }

    /// Whether somebody is there to write.
    pub fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Whether what is sent can be stored.
    pub fn health(&self) -> &Arc<Health> {
        &self.health
    }

    /// Stores an answer; returns after its commit.
    pub async fn submit(&self, entry: Entry) -> Result<Outcome, Refused> {
        let (reply, answer) = oneshot::channel();
        self.sender.try_send((entry, reply)).map_err(|_| Refused::Busy)?;
        answer.await.unwrap_or(Err(Refused::Busy))
    }
}

async fn run(
    database: Database,
    mut receiver: mpsc::Receiver<(Entry, Reply)>,
    closing: Arc<Notify>,
    health: Arc<Health>,
) {
    let mut waiting = Vec::with_capacity(LARGEST_BATCH);
    loop {
        let taken = tokio::select! {
            taken = receiver.recv_many(&mut waiting, LARGEST_BATCH) => taken,
            () = closing.notified() => {
                receiver.close();
                continue;
            }
            () = tokio::time::sleep(LOOK_AGAIN) => {
                look(&database, &health).await;
                continue;
            }
        };
        if taken == 0 {
            return;
        }
        let (entries, replies): (Vec<Entry>, Vec<Reply>) = waiting.drain(..).unzip();
        for (reply, outcome) in replies.into_iter().zip(commit(&database, &entries, &health).await) {
            // A citizen who has gone away does not need the reply; the answer is stored all the same.
            let _ = reply.send(outcome);
        }
    }
}

/// Looks whether answers could be stored, so that a fault is told before the first of them is refused, and its end without
/// anybody having to send one.
async fn look(database: &Database, health: &Health) {
    health.begins();
    let looked = match health.is_healthy() {
        true => database.check_files(),
        // Its commit counts only if another connection sees it.
        false => match database.write().await {
            Ok(transaction) => transaction.commit().await,
            Err(error) => Err(error),
        },
    };
    health.ends(looked.err().as_ref());
}

async fn commit(database: &Database, entries: &[Entry], health: &Health) -> Vec<Result<Outcome, Refused>> {
    health.begins();
    let (outcomes, fault) = match transact(database, entries).await {
        Ok(outcomes) => (outcomes.into_iter().map(Ok).collect(), None),
        Err(error) if error.is_passing() => {
            (entries.iter().map(|_| Err(Refused::Busy)).collect(), Some(error))
        }
        // One bad row must not take the others with it.
        Err(error) => {
            tracing::error!(%error, answers = entries.len(), "a batch failed; each of its answers is tried alone");
            let mut outcomes = Vec::with_capacity(entries.len());
            for entry in entries {
                let alone = commit_alone(database, entry).await;
                let gone = matches!(alone, Err(Refused::Busy));
                outcomes.push(alone);
                if gone {
                    break;
                }
            }
            outcomes.resize_with(entries.len(), || Err(Refused::Busy));
            let none_stored = outcomes.iter().all(Result::is_err);
            (outcomes, none_stored.then_some(error))
        }
    };
    if fault.is_some() {
        health.failed_batches.inc();
    }
    health.ends(fault.as_ref());
    outcomes
}

async fn commit_alone(database: &Database, entry: &Entry) -> Result<Outcome, Refused> {
    match transact(database, std::slice::from_ref(entry)).await {
        Ok(outcomes) => Ok(outcomes[0]),
        Err(error) if error.is_passing() => Err(Refused::Busy),
        // The batch may have been committed although its reply got lost.
        Err(_) => match responses::is_stored(database.reader(), entry.response.id).await {
            Ok(true) => Ok(Outcome::Stored),
            _ => Err(Refused::Failed),
        },
    }
}

async fn transact(database: &Database, entries: &[Entry]) -> store::Result<Vec<Outcome>> {
    let transaction = database.write().await?;
    let outcomes = write(&transaction, entries).await?;
    transaction.commit().await?;
    Ok(outcomes)
}
