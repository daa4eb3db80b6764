//! The bounded queue before the one writer task of this process.

use super::{Entry, Outcome, write};
use crate::store::{self, Database, responses};
use std::sync::Arc;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

/// Waiting answers; past this a citizen is asked to send again in a moment, with nothing lost.
const LONGEST_QUEUE: usize = 1_024;
/// Answers in one transaction.
const LARGEST_BATCH: usize = 256;

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
}

impl Queue {
    /// Starts the writer task. It ends, with everything written that was taken, after [`Queue::close`].
    pub fn start(database: Database) -> (Self, JoinHandle<()>) {
        let (sender, receiver) = mpsc::channel(LONGEST_QUEUE);
        let closing = Arc::new(Notify::new());
        let writer = tokio::spawn(run(database, receiver, closing.clone()));
        (Self { sender, closing }, writer)
    }

    /// Takes no more answers; those that wait are still written.
    pub fn close(&self) {
        self.closing.notify_one();
    }

    /// Whether somebody is there to write.
    pub fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Stores an answer; returns after its commit.
    pub async fn submit(&self, entry: Entry) -> Result<Outcome, Refused> {
        let (reply, answer) = oneshot::channel();
        self.sender.try_send((entry, reply)).map_err(|_| Refused::Busy)?;
        answer.await.unwrap_or(Err(Refused::Busy))
    }
}

async fn run(database: Database, mut receiver: mpsc::Receiver<(Entry, Reply)>, closing: Arc<Notify>) {
    let mut waiting = Vec::with_capacity(LARGEST_BATCH);
    loop {
        let taken = tokio::select! {
            taken = receiver.recv_many(&mut waiting, LARGEST_BATCH) => taken,
            () = closing.notified() => {
                receiver.close();
                continue;
            }
        };
        if taken == 0 {
            return;
        }
        let (entries, replies): (Vec<Entry>, Vec<Reply>) = waiting.drain(..).unzip();
        for (reply, outcome) in replies.into_iter().zip(commit(&database, &entries).await) {
            // A citizen who has gone away does not need the reply; the answer is stored all the same.
            let _ = reply.send(outcome);
        }
    }
}

async fn commit(database: &Database, entries: &[Entry]) -> Vec<Result<Outcome, Refused>> {
    match transact(database, entries).await {
        Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
        Err(store::Error::Unavailable(error)) => {
            tracing::error!(%error, answers = entries.len(), "answers refused: the database is not to be had");
            entries.iter().map(|_| Err(Refused::Busy)).collect()
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
            outcomes
        }
    }
}

async fn commit_alone(database: &Database, entry: &Entry) -> Result<Outcome, Refused> {
    match transact(database, std::slice::from_ref(entry)).await {
        Ok(outcomes) => Ok(outcomes[0]),
        Err(store::Error::Unavailable(_)) => Err(Refused::Busy),
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
