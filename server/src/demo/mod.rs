//! The demonstration: a province that does not exist, with people who answer like people. Deterministic by seed.

mod people;
mod province;

use crate::{
    import,
    intake::{self, Entry},
    store::{self, Database, points, responses, rounds},
};
use domain::{Code, Day, Slug, templates};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// What was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Code of the round that is open today.
    pub round: Code,
    /// New responses; none where the demonstration was there already.
    pub stored: usize,
}

const CHUNK: usize = 2_000;

/// Fills a database with the demonstration, through the same code that takes real answers. Each chunk of people is a
/// batch of its own, so that an interrupted run goes on where it stopped and a repeated one changes nothing.
pub async fn fill(
    database: &Database,
    count: usize,
    seed: u64,
    today: Day,
    progress: impl Fn(u64),
) -> anyhow::Result<Made> {
    let code = province::round_code(today)?;
    if matches!(rounds::by_code(database.reader(), code.as_str()).await, Err(store::Error::NotFound(_)))
        && let Err(error) = prepare(database, today).await
    {
        // Somebody else may have made it at the same moment.
        rounds::by_code(database.reader(), code.as_str()).await.map_err(|_| error)?;
    }
    let round = Arc::new(rounds::by_code(database.reader(), code.as_str()).await?);
    let made_by_seed = format!("demo-{seed}-");
    if responses::batch_digests(database.reader(), round.id)
        .await?
        .iter()
        .any(|d| !d.starts_with(&made_by_seed))
    {
        return Ok(Made { round: code, stored: 0 });
    }
    let points: Vec<_> =
        points::of_round(database.reader(), round.id).await?.into_iter().map(Arc::new).collect();
    let mut stored = 0;
    for (chunk, start) in (0..count).step_by(CHUNK).enumerate() {
        let size = CHUNK.min(count - start);
        let digest = format!("{made_by_seed}{chunk}");
        let transaction = database.write().await?;
        rounds::lock(&transaction, round.id).await?;
        let there = responses::count_in_batches(&transaction, round.id, &digest).await?;
        if there >= size {
            continue;
        }
        let batch = responses::add_batch(&transaction, round.id, &digest, today, size - there).await?;
        // Other people every year, so that their random ids differ too.
        let year = u64::from(today.date().year().unsigned_abs());
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ (year << 48) ^ ((chunk as u64) << 24));
        // Everybody of the chunk is made, so that those who come later are the same people in any case.
        let people = (0..size).map(|_| people::response(&mut random, &round, &points, batch, today));
        let entries: Vec<Entry> = people
            .skip(there)
            .map(|(point, response)| Entry { round: round.clone(), point, response, key: None })
            .collect();
        intake::write(&transaction, &entries).await?;
        transaction.commit().await?;
        stored += entries.len();
        progress(entries.len() as u64);
    }
    Ok(Made { round: code, stored })
}

/// Agencies, service areas, the templates, and a round over this year whose point `demo` is open today.
async fn prepare(database: &Database, today: Day) -> anyhow::Result<()> {
    import::import_agencies(database, province::AGENCIES.as_bytes()).await?;
    import::import_service_areas(database, province::SERVICE_AREAS.as_bytes()).await?;
    for (_, document) in templates::ALL {
        import::import_form(database, document.as_bytes()).await?;
    }
    // The address /s/demo belongs to this year's round; last year's point keeps its answers under another one.
    let demo: Slug = "demo".parse()?;
    if let Ok(old) = points::by_slug(database.reader(), &demo).await {
        let transaction = database.write().await?;
        points::rename(&transaction, old.id, &import::random_slug()?).await?;
        transaction.commit().await?;
    }
    let round = province::round(today)?;
    import::import_round(database, &serde_json::to_vec(&round)?).await?;
    Ok(())
}
