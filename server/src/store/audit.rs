//! The audit log: who changed what and why. Each entry's hash covers the one before it, so that an entry that was
//! changed, moved or taken out shows. What was cut off at the end does not; note the last hash elsewhere to see that.
//! It names accounts, agencies, forms, rounds and batches, never a response.

use super::{Error, Result, sql};
use crate::hex;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use sha2::{Digest, Sha256};

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
    /// SHA-256 over the entry before and this one.
    pub hash: String,
}

/// What the first entry follows.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The advisory lock under which entries follow each other on PostgreSQL.
const LOCK: i64 = 0x4861_694c_6f67;

/// Adds an entry in the transaction of what it tells of.
pub async fn append(connection: &impl ConnectionTrait, new: &NewEntry) -> Result<i64> {
    if connection.get_database_backend() == DbBackend::Postgres {
        let text = "SELECT pg_advisory_xact_lock($1)";
        connection.query_one_raw(sql(connection, text, [LOCK.into()])).await?;
    }
    let text = "SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1";
    let last = connection.query_one_raw(sql(connection, text, [])).await?;
    let (before, hash) = match last {
        Some(row) => (row.try_get::<i64>("", "number")?, row.try_get::<String>("", "hash")?),
        None => (0, BEGINNING.to_owned()),
    };
    let number = before + 1;
    let hash = chain(&hash, number, new);
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

/// What a walk along the log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries there are.
    pub entries: i64,
    /// The hash of the last one.
    pub head: String,
    /// What is wrong, in the order of the log.
    pub faults: Vec<(i64, String)>,
}

/// Walks along the whole log.
pub async fn verify(connection: &impl ConnectionTrait) -> Result<Verdict> {
    let mut verdict = Verdict { entries: 0, head: BEGINNING.to_owned(), faults: Vec::new() };
    let mut at = 0;
    loop {
        let entries = page(connection, at, 1_000).await?;
        let Some(last) = entries.last() else { return Ok(verdict) };
        let end = last.number;
        for entry in entries {
            verdict.entries += 1;
            if entry.number != at + 1 {
                let what = format!("entries {} to {} are missing", at + 1, entry.number - 1);
                verdict.faults.push((entry.number, what));
            } else if chain(&verdict.head, entry.number, &entry.written) != entry.hash {
                let what = "was changed, or an entry before it was".to_owned();
                verdict.faults.push((entry.number, what));
            }
            at = entry.number;
            verdict.head = entry.hash;
        }
        at = end;
    }
}

/// SHA-256 over the hash before and every part of the entry, each with its length, so that nothing can move from one
/// part into the next.
fn chain(before: &str, number: i64, entry: &NewEntry) -> String {
    let mut digest = Sha256::new();
    digest.update(before.as_bytes());
    digest.update(number.to_be_bytes());
    for part in [&entry.at, &entry.actor, &entry.action, &entry.subject, &entry.reason, &entry.details] {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex(&digest.finalize())
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
