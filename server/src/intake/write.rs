//! One batch, one transaction: keys, responses, tallies. The same for citizens, imports and the demonstration.

use crate::store::{
    self, Point, Round,
    responses::{self, StoredResponse},
    tallies::{self, Tallies},
    visits::{self, KeyHash},
};
use sea_orm::ConnectionTrait;
use std::{collections::HashSet, sync::Arc};

/// An accepted response on its way into the database.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The round it answers.
    pub round: Arc<Round>,
    /// Where it was collected.
    pub point: Arc<Point>,
    /// What will be stored.
    pub response: StoredResponse,
    /// The hash of the visit's key, if the browser sent one.
    pub key: Option<KeyHash>,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored and counted.
    Stored,
    /// Its key had been used: the visit was already counted, and nothing was stored now.
    AlreadyCounted,
}

/// Writes a batch inside the caller's transaction.
pub async fn write(transaction: &impl ConnectionTrait, entries: &[Entry]) -> store::Result<Vec<Outcome>> {
    let keys: Vec<KeyHash> = entries.iter().filter_map(|e| e.key).collect();
    let day = entries.iter().map(|e| e.response.day).max();
    let mut fresh = match day {
        Some(day) if !keys.is_empty() => visits::claim(transaction, day, &keys).await?,
        _ => HashSet::new(),
    };
    // The first entry of a key takes it; a twin in the same batch finds it gone.
    let outcomes: Vec<Outcome> = entries
        .iter()
        .map(|e| match e.key {
            Some(key) if !fresh.remove(&key) => Outcome::AlreadyCounted,
            _ => Outcome::Stored,
        })
        .collect();
    let stored: Vec<&Entry> =
        entries.iter().zip(&outcomes).filter(|(_, o)| **o == Outcome::Stored).map(|(e, _)| e).collect();
    if stored.is_empty() {
        return Ok(outcomes);
    }
    responses::insert_batch(transaction, &stored.iter().map(|e| &e.response).collect::<Vec<_>>()).await?;
    let mut added = Tallies::default();
    for entry in stored {
        tally(&mut added, &entry.round, &entry.point, &entry.response);
    }
    tallies::merge(transaction, &added).await?;
    Ok(outcomes)
}

/// Adds one response to the tallies it belongs to.
pub fn tally(into: &mut Tallies, round: &Round, point: &Point, response: &StoredResponse) {
    let (form, method) = (&round.form, &round.method);
    let key = (round.id, point.id, response.day.month().to_string());
    into.cells.entry(key).or_default().add(form, method, &response.answers, response.weight);
    if !method.groups().is_empty() {
        let key = (round.id, point.agency_id, point.service_area_id);
        into.cross.entry(key).or_default().add_cross(form, method, &response.answers, response.weight);
    }
}
