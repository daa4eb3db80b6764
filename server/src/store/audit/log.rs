//! Adding to the log and reading it.

use super::{AuditKey, KeyFault};
use crate::store::{Error, Result, sql};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use sha2::{Digest, Sha256};
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// What is added to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When, RFC 3339 in UTC to the second.
    pub at: String,
    /// Who: an e-mail address, or the command line.
    pub actor: String,
    /// What was done, such as `agency.change`.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Why, in the words of who did it; empty where nobody was asked.
    pub reason: String,
    /// What is different now, as JSON.
    pub details: String,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3, … without gaps.
    pub number: i64,
    /// What was written.
    pub written: NewEntry,
    /// SHA-256 over the hash before and this entry, as hexadecimal digits; after a dot the signature, where there is one.
    pub hash: String,
}

impl Entry {
    /// The hash, and the signature where there is one.
    pub(super) fn hash_and_signature(&self) -> (&str, Option<&str>) {
        split(&self.hash)
    }
}

/// What stands for the whole log up to an entry: its number and its hash, written `12:9f86…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Of the entry; 0 where there is none yet.
    pub number: i64,
    /// Of the entry, without its signature.
    pub hash: String,
}

impl Checkpoint {
    /// Of a log without entries.
    pub fn beginning() -> Self {
        Self { number: 0, hash: "0".repeat(HASH_DIGITS) }
    }
}

impl Display for Checkpoint {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

impl FromStr for Checkpoint {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let parts = text.split_once(':').and_then(|(number, hash)| Some((number.parse().ok()?, hash)));
        match parts {
            Some((number @ 0.., hash))
                if hash.len() == HASH_DIGITS
                    && hash.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) =>
            {
                Ok(Self { number, hash: hash.to_owned() })
            }
            _ => Err("is not NUMBER:HASH as `hailong verify` prints it"),
        }
    }
}

/// Hexadecimal digits of a SHA-256.
const HASH_DIGITS: usize = 64;
/// The advisory lock under which entries follow each other on PostgreSQL.
const LOCK: i64 = 0x4861_694c_6f67;

/// Adds an entry in the transaction of what it tells of, signed where there is a key.
pub async fn append(
    connection: &impl ConnectionTrait,
    key: Option<&AuditKey>,
    new: &NewEntry,
) -> Result<i64> {
    let (before, signature) = last_for_update(connection).await?;
    check(connection, key, &before, signature.as_deref()).await?;
    let number = before.number + 1;
    let mut hash = chain(&before.hash, number, new);
    if let Some(key) = key {
        hash = format!("{hash}.{}", key.sign(&hash));
    }
    let text = "INSERT INTO audit_entry (number, at, actor, action, subject, reason, details, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: [Value; 8] = [
        number.into(),
        new.at.as_str().into(),
        new.actor.as_str().into(),
        new.action.as_str().into(),
        new.subject.as_str().into(),
        new.reason.as_str().into(),
        new.details.as_str().into(),
        hash.into(),
    ];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(number)
}

/// Whether entries can be added with this key, or without one; asked before work that would otherwise be in vain.
pub async fn check_key(connection: &impl ConnectionTrait, key: Option<&AuditKey>) -> Result<()> {
    let (last, signature) = last(connection).await?;
    check(connection, key, &last, signature.as_deref()).await
}

/// A log that is signed goes on signed, with the same key: otherwise whoever starts the program without its key, or with one
/// of their own, could hide what they do.
async fn check(
    connection: &impl ConnectionTrait,
    key: Option<&AuditKey>,
    last: &Checkpoint,
    signature: Option<&str>,
) -> Result<()> {
    let Some(key) = key else {
        return if signature.is_some() { Err(KeyFault::Missing.into()) } else { Ok(()) };
    };
    let after = key.after();
    // A key that was just made replaces whichever signed before.
    if last == after {
        return Ok(());
    }
    let held = match after.number {
        0 => true,
        number => page(connection, number - 1, 1)
            .await?
            .first()
            .is_some_and(|entry| entry.number == number && entry.hash_and_signature().0 == after.hash),
    };
    if !held {
        return Err(KeyFault::OtherLog(after.clone()).into());
    }
    // Entries that somebody added unsigned are for `verify` to name; signing goes on after them.
    match signature {
        Some(signature) if last.number > after.number && !key.has_signed(&last.hash, signature) => {
            Err(KeyFault::OtherKey.into())
        }
        _ => Ok(()),
    }
}

/// The last entry, and its signature. Nobody adds another one before the transaction has ended.
pub async fn last_for_update(connection: &impl ConnectionTrait) -> Result<(Checkpoint, Option<String>)> {
    // SQLite has one writer at a time anyway.
    if connection.get_database_backend() == DbBackend::Postgres {
        let text = "SELECT pg_advisory_xact_lock($1)";
        connection.query_one_raw(sql(connection, text, [LOCK.into()])).await?;
    }
    last(connection).await
}

async fn last(connection: &impl ConnectionTrait) -> Result<(Checkpoint, Option<String>)> {
    let text = "SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1";
    let Some(row) = connection.query_one_raw(sql(connection, text, [])).await? else {
        return Ok((Checkpoint::beginning(), None));
    };
    let stored: String = row.try_get("", "hash")?;
    let (hash, signature) = split(&stored);
    let last = Checkpoint { number: row.try_get("", "number")?, hash: hash.to_owned() };
    Ok((last, signature.map(str::to_owned)))
}

/// Entries after a number, oldest first, at most as many.
pub async fn page(connection: &impl ConnectionTrait, after: i64, most: u64) -> Result<Vec<Entry>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let text = "SELECT number, at, actor, action, subject, reason, details, hash FROM audit_entry
        WHERE number > $1 ORDER BY number LIMIT $2";
    connection
        .query_all_raw(sql(connection, text, [after.into(), most.into()]))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The last entries, newest first, at most as many.
pub async fn newest(connection: &impl ConnectionTrait, most: u64) -> Result<Vec<Entry>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let text = "SELECT number, at, actor, action, subject, reason, details, hash FROM audit_entry
        ORDER BY number DESC LIMIT $1";
    connection.query_all_raw(sql(connection, text, [most.into()])).await?.iter().map(read).collect()
}

/// SHA-256 over the hash before and every part of the entry, each with its length, so that nothing can move from one
/// part into the next.
pub(super) fn chain(before: &str, number: i64, entry: &NewEntry) -> String {
    let mut digest = Sha256::new();
    digest.update(before.as_bytes());
    digest.update(number.to_be_bytes());
    for part in [&entry.at, &entry.actor, &entry.action, &entry.subject, &entry.reason, &entry.details] {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex::encode(digest.finalize())
}

fn split(stored: &str) -> (&str, Option<&str>) {
    stored.split_once('.').map_or((stored, None), |(hash, signature)| (hash, Some(signature)))
}

fn read(row: &QueryResult) -> Result<Entry> {
    let word = |name: &str| row.try_get::<String>("", name).map_err(Error::from);
    Ok(Entry {
        number: row.try_get("", "number")?,
        written: NewEntry {
            at: word("at")?,
            actor: word("actor")?,
            action: word("action")?,
            subject: word("subject")?,
            reason: word("reason")?,
            details: word("details")?,
        },
        hash: word("hash")?,
    })
}
