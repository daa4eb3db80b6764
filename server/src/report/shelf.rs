//! Rounds and what may be shown of them, kept in memory while nothing changes: agencies, plans, answers, the day.

use super::Shown;
use crate::store::{
    self, Database, Round, lineage, rounds, settings,
    tallies::{self, Version},
};
use crate::{hex, one_piece};
use domain::{Audience, Day, LineageEvent};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Figures kept in memory: about a megabyte a round in a province of forty agencies.
const MOST_BYTES: u64 = 16 << 20;

/// Which state of the database a reader sees, told by two small queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    plan: String,
    tallies: BTreeMap<i64, Version>,
    today: Day,
}

impl Moment {
    /// A short word that changes when pages made of these rounds change. Of a round that is not live it tells nothing
    /// of answers that are not shown yet, so that nobody counts arrivals by asking whether a page has changed.
    pub fn word<'a>(&self, rounds: impl IntoIterator<Item = &'a Arc<Round>>) -> String {
        let mut digest = Sha256::new();
        digest.update(format!("{} {}", self.plan, self.today));
        for round in rounds {
            let Version { answers, published } = self.version(round.id);
            let seen = if round.document.live { answers } else { published };
            digest.update(format!(" {}:{seen}", round.id));
        }
        hex(&digest.finalize()[..8])
    }

    /// The local day.
    pub fn today(&self) -> Day {
        self.today
    }

    fn version(&self, round: i64) -> Version {
        self.tallies.get(&round).copied().unwrap_or_default()
    }
}

/// Every round that can be interpreted, oldest first, and why the others cannot.
#[derive(Debug, Default)]
pub struct Rounds {
    /// Those that can, and whose results are everybody's.
    pub fit: Vec<Arc<Round>>,
    /// Those that have been opened and whose results are staff's until they are published.
    pub unpublished: Vec<Arc<Round>>,
    /// Code and reason of those that cannot.
    pub unfit: Vec<(String, String)>,
    /// Reorganisations of agencies, oldest first.
    pub events: Vec<LineageEvent>,
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

/// What the figures of a round depend on.
type MadeFrom = (i64, String, Version, Day);

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<MadeFrom, Arc<Shown>> for Weight {
    fn weight(&self, _: &MadeFrom, shown: &Arc<Shown>) -> u64 {
        shown.weight()
    }
}

/// The shelf.
#[derive(Debug)]
pub struct Shelf {
    database: Database,
    rounds: Mutex<Option<(String, Arc<Rounds>)>>,
    shown: Cache<MadeFrom, Arc<Shown>, Weight>,
}

impl Shelf {
    /// An empty shelf.
    pub fn new(database: Database) -> Self {
        Self { database, rounds: Mutex::default(), shown: one_piece(64, MOST_BYTES, Weight) }
    }

    /// The state of the database now.
    pub async fn moment(&self, today: Day) -> store::Result<Moment> {
        let reader = self.database.reader();
        let plan = settings::plan_version(reader).await?;
        Ok(Moment { plan, tallies: tallies::versions(reader).await?, today })
    }

    /// Every round.
    pub async fn rounds(&self, moment: &Moment) -> store::Result<Arc<Rounds>> {
        {
            let kept = self.rounds.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, kept)) = kept.as_ref().filter(|(plan, _)| *plan == moment.plan) {
                return Ok(kept.clone());
            }
        }
        let events = lineage::all(self.database.reader()).await?.into_iter().map(|(_, event)| event);
        let mut all = Rounds { events: events.collect(), ..Rounds::default() };
        for code in rounds::codes(self.database.reader()).await? {
            match rounds::by_code(self.database.reader(), &code).await {
                // What is only planned has no results.
                Ok(round) if !round.stage.is_settled() => {}
                Ok(round) if round.document.audience == Audience::Staff => {
                    all.unpublished.push(Arc::new(round));
                }
                Ok(round) => all.fit.push(Arc::new(round)),
                Err(store::Error::Unfit { round, why }) => {
                    tracing::error!(round, why, "a round cannot be interpreted");
                    // What is not everybody's is told to nobody here.
                    if rounds::is_public(self.database.reader(), &round).await? {
                        all.unfit.push((round, why));
                    }
                }
                Err(error) => return Err(error),
            }
        }
        let all = Arc::new(all);
        let mut kept = self.rounds.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((moment.plan.clone(), all.clone()));
        Ok(all)
    }

    /// What may be shown of a round. Readers who come at once wait for one of them to load it.
    pub async fn shown(&self, moment: &Moment, round: &Arc<Round>) -> store::Result<Arc<Shown>> {
        let made_from = (round.id, moment.plan.clone(), moment.version(round.id), moment.today);
        let load = async {
            let (shown, up_to_date) =
                Shown::load(&self.database, round.clone(), moment.today).await.map_err(Ok)?;
            // What could not advance is shown, but not kept.
            if up_to_date { Ok(Arc::new(shown)) } else { Err(Err(Arc::new(shown))) }
        };
        match self.shown.get_or_insert_async(&made_from, load).await {
            Ok(shown) | Err(Err(shown)) => Ok(shown),
            Err(Ok(error)) => Err(error),
        }
    }

    /// The moment after everything that is due today in these rounds has advanced.
    pub async fn after_advance(&self, moment: Moment, rounds: &[Arc<Round>]) -> store::Result<Moment> {
        for round in rounds.iter().filter(|round| !round.document.live) {
            self.shown(&moment, round).await?;
        }
        if rounds.iter().all(|round| round.document.live) {
            Ok(moment)
        } else {
            self.moment(moment.today).await
        }
    }
}
