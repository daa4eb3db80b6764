//! Once an hour: what has served its time is forgotten, and with a new day the order in which the answers of the day
//! before arrived.
//!
//! In a SQLite file a row lies in the order of its random key, but inside a page its place tells who came before whom, and
//! so does the write-ahead log. Both are written anew at the first look on a new day. What remains: within the day the
//! file tells it; a copy of the file made by other means than `hailong backup`, a snapshot of the disk and blocks that the
//! file system has freed may keep it for longer; and on PostgreSQL nothing is done about transaction numbers, the place of
//! rows and the log of the server.

use crate::{
    clock::Clock,
    store::{self, Database, sessions, settings, tallies, visits},
};
use domain::{Day, HousekeepingDays};
use std::time::{Duration, Instant};

/// Under this key stand the days of the last runs.
const DAYS: &str = "housekeeping_looks";
/// Under this key stand the day on which the order of arrival was last forgotten, and how many batches there were.
const ORDER_FORGOTTEN: &str = "order_forgotten";

/// Answers wait for it, so it takes at most half the time for which they wait before they are asked to come again. A
/// database of 400,000 responses and 450 MB takes five seconds of one core, and on a busy disk forty.
const LONGEST_REWRITE: Duration = Duration::from_secs(30);

/// Runs at once, then every hour.
pub(crate) async fn run_housekeeping(database: Database, clock: Clock) {
    let mut hourly = tokio::time::interval(Duration::from_secs(3_600));
    // A disk without the room for it is not filled every hour anew.
    let mut tried = None;
    loop {
        hourly.tick().await;
        let today = clock.today();
        if let Err(error) = forget_old(&database, today, Clock::seconds()).await {
            tracing::warn!(%error, "old visit keys and sessions could not be forgotten; trying again in an hour");
        }
        if tried != Some(today) {
            tried = Some(today);
            if let Err(error) = forget_order(&database, today).await {
                tracing::warn!(%error, "the order of arrival could not be forgotten; trying again tomorrow; a database too large for it is to be vacuumed by hand");
            }
        }
    }
}

/// A one-visit key lives a day in the browser. Of its hash the day is kept and not the hour, so it goes at the first look on
/// the day after the next: after 24 to 49 hours. Sessions go that have ended by this second.
pub async fn forget_old(database: &Database, today: Day, now: i64) -> store::Result<()> {
    let transaction = database.write().await?;
    let known = settings::value(&transaction, DAYS).await?.and_then(|days| days.parse().ok());
    let days = HousekeepingDays::after_run(known, today);
    settings::set(&transaction, DAYS, &days.to_string()).await?;
    if let Some(day) = days.purge_before() {
        visits::forget_before(&transaction, day).await?;
    }
    sessions::forget_expired(&transaction, now).await?;
    transaction.commit().await
}

/// Forgets the order of arrival unless that was done today, or nobody has answered since.
async fn forget_order(database: &Database, today: Day) -> store::Result<()> {
    let versions = tallies::versions(database.reader()).await?;
    let batches: i64 = versions.values().map(|version| version.answers).sum();
    let done = settings::value(database.reader(), ORDER_FORGOTTEN).await?.unwrap_or_default();
    let (day, counted) = done.split_once(' ').unwrap_or_default();
    if day == today.to_string() || counted == batches.to_string() {
        return Ok(());
    }
    let begun = Instant::now();
    database.forget_order(LONGEST_REWRITE).await?;
    let seconds = begun.elapsed().as_secs_f32();
    tracing::info!("the order of arrival was forgotten in {seconds:.1} seconds");
    let transaction = database.write().await?;
    settings::set(&transaction, ORDER_FORGOTTEN, &format!("{today} {batches}")).await?;
    transaction.commit().await
}
