//! One batch, one transaction: keys, responses, tallies. The same for citizens, imports and the demonstration.

use crate::store::{
    self, Point, Round, points, published,
    responses::{self, StoredResponse},
    tallies::{self, Tallies},
    visits::{self, KeyHash},
};
use domain::{Slug, WhenFull, plan::quota_room};
use sea_orm::ConnectionTrait;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

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
    /// Its cell has as many answers as were planned and takes no more.
    Full,
    /// Its round has been closed or its code withdrawn since the form was read.
    Closed,
}

/// Writes a batch inside the caller's transaction.
pub async fn write(transaction: &impl ConnectionTrait, entries: &[Entry]) -> store::Result<Vec<Outcome>> {
    let open = open_points(transaction, entries).await?;
    let ended = ended_rounds(transaction, entries).await?;
    let taken = |e: &Entry| {
        let is_open = || open.get(&e.point.id).is_some_and(|slug| *slug == e.point.slug);
        e.response.batch_id.is_some() || (is_open() && !ended.contains(&e.round.id))
    };
    let keys: Vec<KeyHash> = entries.iter().filter(|e| taken(e)).filter_map(|e| e.key).collect();
    let day = entries.iter().map(|e| e.response.day).max();
    let mut fresh = match day {
        Some(day) if !keys.is_empty() => visits::claim(transaction, day, &keys).await?,
        _ => HashSet::new(),
    };
    // The first entry of a key takes it; a twin in the same batch finds it gone.
    let mut outcomes: Vec<Outcome> = entries
        .iter()
        .map(|e| match e.key {
            _ if !taken(e) => Outcome::Closed,
            Some(key) if !fresh.remove(&key) => Outcome::AlreadyCounted,
            _ => Outcome::Stored,
        })
        .collect();
    stop_at_quotas(transaction, entries, &mut outcomes).await?;
    // Whoever is turned away has not been counted, and is not told so when they try again.
    let full = entries.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == Outcome::Full);
    let full: HashSet<KeyHash> = full.filter_map(|(e, _)| e.key).collect();
    if !full.is_empty() {
        visits::release(transaction, &full).await?;
        for (e, outcome) in entries.iter().zip(&mut outcomes) {
            if e.key.is_some_and(|key| full.contains(&key)) {
                *outcome = Outcome::Full;
            }
        }
    }
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

/// Slugs of the points of these entries that take answers, as it is now: pages are kept for a moment, also by other
/// processes.
async fn open_points(
    transaction: &impl ConnectionTrait,
    entries: &[Entry],
) -> store::Result<HashMap<i64, Slug>> {
    let citizens = entries.iter().filter(|e| e.response.batch_id.is_none());
    let ids: HashSet<i64> = citizens.map(|e| e.point.id).collect();
    points::open(transaction, &ids.into_iter().collect::<Vec<_>>()).await
}

/// Rounds of these entries whose last numbers are published: nothing is taken after them, whatever the clock of this server
/// says.
async fn ended_rounds(transaction: &impl ConnectionTrait, entries: &[Entry]) -> store::Result<HashSet<i64>> {
    let citizens = entries.iter().filter(|e| e.response.batch_id.is_none());
    let rounds: HashMap<i64, &Round> = citizens.map(|e| (e.round.id, &*e.round)).collect();
    let mut ended = HashSet::new();
    for (id, round) in rounds {
        let last = published::last_day(transaction, id).await?;
        ended.extend(last.filter(|day| round.document.is_last_publication(*day)).map(|_| id));
    }
    Ok(ended)
}

/// How many more answers of citizens a cell takes; `None` where it takes any number.
pub(crate) fn room(round: &Round, point: &Point, counted: &HashMap<(i64, i64), u64>) -> Option<u64> {
    let agency = round.agency(point.agency_id).map(|at| &round.agencies[at].agency.code)?;
    let area =
        round.service_area(point.service_area_id).map(|at| &round.service_areas[at].service_area.code)?;
    let answered = counted.get(&(point.agency_id, point.service_area_id)).copied().unwrap_or(0);
    quota_room(&round.document, agency, area, answered)
}

/// Turns away what would go over a quota that stops. Counted inside the transaction: on SQLite never one too many; on
/// PostgreSQL as many as there are other processes writing at the same moment. What staff key in is always taken.
async fn stop_at_quotas(
    transaction: &impl ConnectionTrait,
    entries: &[Entry],
    outcomes: &mut [Outcome],
) -> store::Result<()> {
    let stops = |e: &Entry| {
        let quota = e.round.document.quota.as_ref();
        e.response.batch_id.is_none() && quota.is_some_and(|quota| quota.full == WhenFull::Stop)
    };
    let mut cells: HashMap<i64, HashSet<(i64, i64)>> = HashMap::new();
    for e in entries.iter().filter(|e| stops(e)) {
        cells.entry(e.round.id).or_default().insert((e.point.agency_id, e.point.service_area_id));
    }
    let mut counted: HashMap<i64, HashMap<(i64, i64), u64>> = HashMap::new();
    for (round, cells) in cells {
        let cells: Vec<(i64, i64)> = cells.into_iter().collect();
        counted.insert(round, tallies::responses_in_cells(transaction, round, &cells).await?);
    }
    for (entry, outcome) in entries.iter().zip(outcomes) {
        let (round, point) = (&entry.round, &entry.point);
        if !stops(entry) || *outcome != Outcome::Stored {
            continue;
        }
        let cells = counted.entry(round.id).or_default();
        match room(round, point, cells) {
            Some(0) => *outcome = Outcome::Full,
            _ => *cells.entry((point.agency_id, point.service_area_id)).or_default() += 1,
        }
    }
    Ok(())
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
