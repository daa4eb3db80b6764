//! Sessions in the database, under the hash of what the browser holds.

use crate::{
    clock::Clock,
    credentials::hashed,
    store::{Database, sessions},
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tower_sessions::{
    Session, SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// A session ends after this time without a request.
const IDLE: i64 = 60 * 60;
/// A session ends after this time whatever happens.
const LONGEST: i64 = 12 * 60 * 60;
/// How often a session that is used is written again.
const STEP: i64 = 60;
/// So long after signing in nobody is asked for their password again.
const FRESH: i64 = 15 * 60;
const KEY: &str = "who";

/// How far somebody has come in signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SignInStage {
    /// The password was right; the code of the second factor is awaited.
    Password,
    /// All the way.
    Full,
}

/// Whose session it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Who {
    /// Database key of the account.
    pub(crate) account: i64,
    /// The account's epoch at the time; sessions of an earlier one have ended.
    pub(crate) epoch: i64,
    /// How far.
    pub(crate) stage: SignInStage,
    /// When it began, in Unix seconds.
    pub(crate) begun: i64,
    /// When it was last used, give or take a minute.
    pub(crate) seen: i64,
}

impl Who {
    /// Whose session a request belongs to, if its time has not passed.
    pub(crate) async fn of(session: &Session) -> anyhow::Result<Option<Self>> {
        let now = Clock::seconds();
        let Some(mut who) = session.get::<Self>(KEY).await? else { return Ok(None) };
        if now - who.seen > IDLE || now - who.begun > LONGEST {
            return Ok(None);
        }
        if now - who.seen > STEP {
            who.seen = now;
            session.insert(KEY, &who).await?;
        }
        Ok(Some(who))
    }

    /// Whether it began some minutes ago at most.
    pub(crate) fn is_fresh(&self) -> bool {
        Clock::seconds() - self.begun < FRESH
    }

    /// Begins a session, or takes it a stage further, under a fresh name (against session fixation).
    pub(crate) async fn begin(
        session: &Session,
        account: i64,
        epoch: i64,
        stage: SignInStage,
    ) -> anyhow::Result<()> {
        let now = Clock::seconds();
        session.cycle_id().await?;
        session.insert(KEY, Self { account, epoch, stage, begun: now, seen: now }).await?;
        Ok(())
    }
}

/// The table of sessions.
#[derive(Debug, Clone)]
pub(crate) struct Sessions(pub(crate) Database);

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let (data, expires) = stored(record)?;
        let transaction = self.0.write().await.map_err(backend)?;
        sessions::add(&transaction, &hash(&record.id), &data, expires).await.map_err(backend)?;
        transaction.commit().await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (data, expires) = stored(record)?;
        let transaction = self.0.write().await.map_err(backend)?;
        sessions::update(&transaction, &hash(&record.id), &data, expires).await.map_err(backend)?;
        transaction.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = sessions::load(self.0.reader(), &hash(id), Clock::seconds()).await.map_err(backend)?;
        let Some((data, expires)) = found else { return Ok(None) };
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_str(&data).map_err(|e| Error::Decode(e.to_string()))?,
            expiry_date: OffsetDateTime::from_unix_timestamp(expires).map_err(backend)?,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let transaction = self.0.write().await.map_err(backend)?;
        sessions::delete(&transaction, &hash(id)).await.map_err(backend)?;
        transaction.commit().await.map_err(backend)
    }
}

/// What is stored of a session, and until when.
fn stored(record: &Record) -> Result<(String, i64)> {
    let data = serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
    Ok((data, record.expiry_date.unix_timestamp().min(Clock::seconds() + LONGEST)))
}

fn hash(id: &Id) -> String {
    hashed(&id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[tokio::test]
    async fn a_session_that_was_ended_stays_ended_when_a_slower_request_saves_it() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("h.db").display());
        let sessions = Sessions(Database::open(&url).await.unwrap());
        let expiry_date = OffsetDateTime::now_utc() + std::time::Duration::from_secs(60);
        let mut record = Record { id: Id::default(), data: HashMap::new(), expiry_date };
        sessions.create(&mut record).await.unwrap();
        sessions.save(&record).await.unwrap();
        assert!(sessions.load(&record.id).await.unwrap().is_some());
        sessions.delete(&record.id).await.unwrap();
        sessions.save(&record).await.unwrap();
        assert!(sessions.load(&record.id).await.unwrap().is_none());
    }
}
