//! Rounds and their figures, cached until the data they were made from changes: agencies, plans, answers, the day.

use super::RoundFigures;
use crate::cache::single_shard;
use crate::store::{
    self, Database, Round, lineage, rounds, settings,
    tallies::{self, Version},
};
use domain::{Agency, Audience, Day, LineageEvent, LocalHour, UnfitReason};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Figures in bytes: about a megabyte a round in a province of forty agencies.
const FIGURES_CAPACITY: u64 = 16 << 20;

/// The version of everything that results depend on, read by two small queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataVersion {
    plan: String,
    tallies: BTreeMap<i64, Version>,
    now: LocalHour,
}

impl DataVersion {
    /// A short digest that changes when pages about these rounds change. Of a round that is not live it tells nothing of
    /// answers that are not published yet, so that nobody counts arrivals by asking whether a page has changed.
    pub fn digest<'a>(&self, rounds: impl IntoIterator<Item = &'a Arc<Round>>) -> String {
        let mut digest = Sha256::new();
        digest.update(format!("{} {}", self.plan, self.now.day));
        for round in rounds {
            digest.update(format!(" {}:{}:{}", round.id, self.day(round), self.visible(round)));
        }
        hex::encode(&digest.finalize()[..8])
    }

    /// The day that the numbers of a round are of.
    pub fn day(&self, round: &Round) -> Day {
        round.document.publication_day(round.stage, self.now)
    }

    /// The version of the answers that the figures of a round count.
    fn visible(&self, round: &Round) -> i64 {
        let Version { answers, published } = self.tallies(round.id);
        if round.document.live { answers } else { published }
    }

    fn tallies(&self, round: i64) -> Version {
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
    pub unfit: Vec<(String, UnfitReason)>,
    /// Reorganisations of agencies, oldest first.
    pub events: Vec<LineageEvent>,
    /// Every agency.
    pub agencies: Vec<Agency>,
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
type FiguresKey = (i64, String, Version, Day);

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<FiguresKey, Arc<RoundFigures>> for Weight {
    fn weight(&self, _: &FiguresKey, figures: &Arc<RoundFigures>) -> u64 {
        figures.weight()
    }
}

/// Caches rounds and their figures.
#[derive(Debug)]
pub struct RoundCache {
    database: Database,
    rounds: Mutex<Option<(String, Arc<Rounds>)>>,
    figures: Cache<FiguresKey, Arc<RoundFigures>, Weight>,
}

impl RoundCache {
    /// An empty cache.
    pub fn new(database: Database) -> Self {
        Self { database, rounds: Mutex::default(), figures: single_shard(64, FIGURES_CAPACITY, Weight) }
    }

    /// The version of the data now.
    pub async fn version(&self, now: LocalHour) -> store::Result<DataVersion> {
        let reader = self.database.reader();
        let plan = settings::plan_version(reader).await?;
        Ok(DataVersion { plan, tallies: tallies::versions(reader).await?, now })
    }

    /// Every round.
    pub async fn rounds(&self, version: &DataVersion) -> store::Result<Arc<Rounds>> {
        {
            let kept = self.rounds.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, kept)) = kept.as_ref().filter(|(plan, _)| *plan == version.plan) {
                return Ok(kept.clone());
            }
        }
        let events = lineage::all(self.database.reader()).await?.into_iter().map(|(_, event)| event);
        let agencies = store::agency_tree(self.database.reader()).await?;
        let mut all = Rounds { events: events.collect(), agencies, ..Rounds::default() };
        for code in rounds::codes(self.database.reader()).await? {
            match rounds::by_code(self.database.reader(), &code).await {
                // What is only planned has no results.
                Ok(round) if !round.stage.is_locked() => {}
                Ok(round) if round.document.audience == Audience::Staff => {
                    all.unpublished.push(Arc::new(round));
                }
                Ok(round) => all.fit.push(Arc::new(round)),
                Err(store::Error::Unfit { round, why }) => {
                    tracing::error!(round, %why, "a round cannot be interpreted");
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
        *kept = Some((version.plan.clone(), all.clone()));
        Ok(all)
    }

    /// The figures of a round. Of the requests that come at once, one loads them and the others wait for it.
    pub async fn figures(
        &self,
        version: &DataVersion,
        round: &Arc<Round>,
    ) -> store::Result<Arc<RoundFigures>> {
        let key = (round.id, version.plan.clone(), version.tallies(round.id), version.day(round));
        let load = async {
            let pools = self.rounds(version).await.map_err(Ok)?.pools(round);
            let (figures, up_to_date) =
                RoundFigures::load(&self.database, round.clone(), pools, version.now).await.map_err(Ok)?;
            // Figures that could not advance are returned, but not cached.
            if up_to_date { Ok(Arc::new(figures)) } else { Err(Err(Arc::new(figures))) }
        };
        match self.figures.get_or_insert_async(&key, load).await {
            Ok(figures) | Err(Err(figures)) => Ok(figures),
            Err(Ok(error)) => Err(error),
        }
    }

    /// The figures of rounds after everything that is due today in them has been published, and the version of the data
    /// that they were made from.
    pub async fn published(
        &self,
        version: DataVersion,
        rounds: &[Arc<Round>],
    ) -> store::Result<(DataVersion, Vec<Arc<RoundFigures>>)> {
        let mut all = Vec::with_capacity(rounds.len());
        for round in rounds {
            all.push(self.figures(&version, round).await?);
        }
        if rounds.iter().all(|round| round.document.live) {
            return Ok((version, all));
        }
        let after =
            DataVersion { tallies: tallies::versions(self.database.reader()).await?, ..version.clone() };
        for (figures, round) in all.iter_mut().zip(rounds) {
            if after.visible(round) != version.visible(round) {
                *figures = self.figures(&after, round).await?;
            }
        }
        Ok((after, all))
    }
}
