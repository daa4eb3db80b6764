//! Walking along the whole log.

use super::log::{chain, page};
use super::{AuditKey, Checkpoint};
use crate::store::Result;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// What a walk along the log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries there are.
    pub entries: i64,
    /// The last one.
    pub head: Checkpoint,
    /// The first one that is signed: with the key where one was given, with whatever key otherwise.
    pub first_signed: Option<i64>,
    /// What is wrong, in the order of the log.
    pub faults: Vec<(i64, String)>,
}

const UNSIGNED: &str = "is not signed, although the log was signed by then";
const FORGED: &str = "is not signed with this key, but with another or by somebody who had none";

/// Walks along the whole log. Signatures are checked where there is a key, and whether the log holds a checkpoint where one
/// was noted.
pub async fn verify(
    connection: &impl ConnectionTrait,
    key: Option<&AuditKey>,
    noted: Option<&Checkpoint>,
) -> Result<Verdict> {
    let mut verdict =
        Verdict { entries: 0, head: Checkpoint::beginning(), first_signed: None, faults: Vec::new() };
    let expected: Vec<&Checkpoint> = key.map(AuditKey::after).into_iter().chain(noted).collect();
    let mut any_signed = false;
    // A log that was rewritten has thousands of them: the first is named and the others are counted.
    let mut without: BTreeMap<&str, (i64, u64)> = BTreeMap::new();
    // Not from 1: an entry numbered below would stand on the page of the log and never be looked at.
    let mut walked = i64::MIN;
    loop {
        let entries = page(connection, walked, 1_000).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            let (number, before) = (entry.number, verdict.head.number);
            let (hash, signature) = entry.hash_and_signature();
            walked = number;
            verdict.entries += 1;
            if number < 1 {
                verdict.faults.push((number, "was added before the first entry".to_owned()));
                continue;
            }
            if number != before + 1 {
                verdict
                    .faults
                    .push((number, format!("entries {} to {} are missing", before + 1, number - 1)));
            } else if chain(&verdict.head.hash, number, &entry.written) != hash {
                verdict.faults.push((number, "was changed, or an entry before it was".to_owned()));
            }
            if let Some(noted) = expected.iter().find(|noted| noted.number == number && noted.hash != hash) {
                verdict.faults.push((number, format!("is not the one that was noted as {noted}")));
            }
            // What was there when the key was made is unsigned or signed with the key before.
            let own = key.filter(|key| number > key.after().number);
            let fault = match (signature, own) {
                (None, None) if !any_signed => None,
                (None, _) => Some(UNSIGNED),
                (Some(signature), Some(own)) if !own.has_signed(hash, signature) => Some(FORGED),
                (Some(_), _) => {
                    any_signed = true;
                    if own.is_some() || key.is_none() {
                        verdict.first_signed.get_or_insert(number);
                    }
                    None
                }
            };
            if let Some(what) = fault {
                without.entry(what).or_insert((number, 0)).1 += 1;
            }
            verdict.head = Checkpoint { number, hash: hash.to_owned() };
        }
    }
    for (what, (first, count)) in without {
        let more =
            if count > 1 { format!("; nor are {} entries after it", count - 1) } else { String::new() };
        verdict.faults.push((first, format!("{what}{more}")));
    }
    let end = verdict.head.number;
    for noted in expected.iter().filter(|noted| noted.number > end) {
        verdict
            .faults
            .push((noted.number, format!("was noted as {noted}, but the log ends with entry {end}")));
    }
    verdict.faults.sort_by_key(|(number, _)| *number);
    Ok(verdict)
}
