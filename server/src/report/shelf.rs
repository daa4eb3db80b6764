//! Rounds and what may be shown of them, kept in memory while nothing changes: agencies, plans, answers, the day.

use super::Shown;
use crate::hex;
use crate::store::{self, Database, Round, rounds, settings, tallies};
use domain::Day;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

/// Rounds whose figures stay in memory; about a megabyte each in a province of forty agencies.
const MOST_SHOWN: usize = 16;

/// Which state of the database a reader sees, told by two small queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    plan: String,
    tallies: BTreeMap<i64, i64>,
    today: Day,
}

impl Edition {
    /// A short word that changes whenever pages made of these rounds may change.
    pub fn word(&self, rounds: impl IntoIterator<Item = i64>) -> String {
        let mut digest = Sha256::new();
        digest.update(format!("{} {} {}", env!("CARGO_PKG_VERSION"), self.plan, self.today));
        for round in rounds {
            digest.update(format!(" {round}:{}", self.version(round)));
        }
        hex(&digest.finalize()[..8])
    }

    /// The local day.
    pub fn today(&self) -> Day {
        self.today
    }

    fn version(&self, round: i64) -> i64 {
        self.tallies.get(&round).copied().unwrap_or(0)
    }

    /// What the figures of a round depend on.
    fn of_round(&self, round: i64) -> (String, i64, Day) {
        (self.plan.clone(), self.version(round), self.today)
    }
}

/// Every round that can be interpreted, oldest first, and why the others cannot.
#[derive(Debug, Default)]
pub struct Rounds {
    /// Those that can.
    pub fit: Vec<Arc<Round>>,
    /// Code and reason of those that cannot.
    pub unfit: Vec<(String, String)>,
}

impl Rounds {
    /// The round of a code.
    pub fn by_code(&self, code: &str) -> store::Result<&Arc<Round>> {
        if let Some((round, why)) = self.unfit.iter().find(|(unfit, _)| unfit == code) {
            return Err(store::Error::Unfit { round: round.clone(), why: why.clone() });
        }
        let found = self.fit.iter().find(|round| round.document.code.as_str() == code);
        found.ok_or_else(|| store::Error::NotFound(format!("the round {code}")))
    }
}

/// The shelf.
#[derive(Debug)]
pub struct Shelf {
    database: Database,
    rounds: Mutex<(String, Arc<Rounds>)>,
    shown: Mutex<HashMap<i64, ((String, i64, Day), Arc<Shown>)>>,
}

impl Shelf {
    /// An empty shelf.
    pub fn new(database: Database) -> Self {
        Self { database, rounds: Mutex::default(), shown: Mutex::default() }
    }

    /// The state of the database now.
    pub async fn edition(&self, today: Day) -> store::Result<Edition> {
        let reader = self.database.reader();
        let plan = settings::plan_version(reader).await?;
        Ok(Edition { plan, tallies: tallies::versions(reader).await?, today })
    }

    /// Every round.
    pub async fn rounds(&self, edition: &Edition) -> store::Result<Arc<Rounds>> {
        {
            let (plan, kept) = &*self.rounds.lock().unwrap_or_else(PoisonError::into_inner);
            if *plan == edition.plan {
                return Ok(kept.clone());
            }
        }
        let mut all = Rounds::default();
        for code in rounds::codes(self.database.reader()).await? {
            match rounds::by_code(self.database.reader(), &code).await {
                Ok(round) => all.fit.push(Arc::new(round)),
                Err(store::Error::Unfit { round, why }) => {
                    tracing::error!(round, why, "a round cannot be interpreted");
                    all.unfit.push((round, why));
                }
                Err(error) => return Err(error),
            }
        }
        let all = Arc::new(all);
        *self.rounds.lock().unwrap_or_else(PoisonError::into_inner) = (edition.plan.clone(), all.clone());
        Ok(all)
    }

    /// What may be shown of a round.
    pub async fn shown(&self, edition: &Edition, round: &Arc<Round>) -> store::Result<Arc<Shown>> {
        let made_from = edition.of_round(round.id);
        {
            let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, kept)) = shown.get(&round.id).filter(|(from, _)| *from == made_from) {
                return Ok(kept.clone());
            }
        }
        let made = Arc::new(Shown::load(&self.database, round.clone(), edition.today).await?);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        // The oldest rounds go first; nobody reads them as often.
        if shown.len() >= MOST_SHOWN && !shown.contains_key(&round.id) {
            let oldest = shown.keys().min().copied();
            oldest.and_then(|oldest| shown.remove(&oldest));
        }
        shown.insert(round.id, (made_from, made.clone()));
        Ok(made)
    }
}
