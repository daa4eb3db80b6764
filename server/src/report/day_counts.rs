//! Responses by collection point and day, counted from the responses themselves and kept for less than a minute.

use crate::{
    cache::single_shard,
    clock::Clock,
    store::{self, Database, responses},
};
use domain::Day;
use quick_cache::{Weighter, sync::Cache};
use std::sync::Arc;

/// Days are counted again after so many seconds: that reads every response of the round.
const STALE_SECONDS: i64 = 50;
/// What is counted of days, kept in memory.
const CACHE_BYTES: u64 = 64 << 20;
/// Point, day, responses.
pub type CountsByDay = Vec<(i64, Day, u64)>;

/// Round, and a stretch of time.
type Key = (i64, i64);

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<Key, Arc<CountsByDay>> for Weight {
    fn weight(&self, _: &Key, counts: &Arc<CountsByDay>) -> u64 {
        u64::try_from((counts.len() + 1) * size_of::<(i64, Day, u64)>()).unwrap_or(u64::MAX)
    }
}

/// Responses by point and day, as counted a moment ago.
#[derive(Debug)]
pub struct DayCounts(Cache<Key, Arc<CountsByDay>, Weight>);

impl Default for DayCounts {
    fn default() -> Self {
        Self(single_shard(16, CACHE_BYTES, Weight))
    }
}

impl DayCounts {
    /// Of a round. Requests that come together wait for one of them to count.
    pub async fn of(&self, database: &Database, round: i64) -> store::Result<Arc<CountsByDay>> {
        let count =
            async { Ok(Arc::new(responses::count_by_point_and_day(database.reader(), round).await?)) };
        self.0.get_or_insert_async(&(round, Clock::seconds() / STALE_SECONDS), count).await
    }
}
