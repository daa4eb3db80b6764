//! The demonstration: a province that does not exist, with people who answer like people. Deterministic by seed.

mod comments;
mod offices;
mod people;
mod plan;
mod reorganisation;

use crate::{
    acts::{self, import_list_at_command_line},
    intake::{self, Entry},
    store::{self, Database, Point, lineage, points, responses, responses::StoredResponse, rounds, settings},
};
use domain::{Agency, Code, Day, ServiceArea, Slug, templates};
use people::Crowd;
use plan::{Plan, plans};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use reorganisation::lineage_of_2025;
use std::sync::Arc;
use tokio::sync::mpsc;

/// What was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Code of the round that is open today.
    pub round: Code,
    /// New responses; none where the demonstration was there already.
    pub stored: usize,
}

/// People in one transaction: enough that each tally is read and written for several of them.
const CHUNK: usize = 10_000;

/// A round with the people who answer in it, and the chunks of them that are not stored yet: number, size, digest.
struct RoundCrowd {
    plan: Plan,
    round: Arc<store::Round>,
    crowd: Crowd,
    missing: Vec<(u64, usize, String)>,
}

/// The people of a chunk, those who are stored already left out.
struct Chunk {
    round: Arc<store::Round>,
    digest: String,
    size: usize,
    there: usize,
    people: Vec<(Arc<Point>, StoredResponse)>,
}

/// Fills a database with the demonstration, through the same code that takes real answers. Each chunk of people is a
/// batch of its own, so that an interrupted run goes on where it stopped and a repeated one changes nothing.
pub async fn fill(
    database: &Database,
    count: usize,
    seed: u64,
    today: Day,
    progress: impl Fn(u64),
) -> anyhow::Result<Made> {
    let plans = plans(today)?;
    let code = plans[0].code.clone();
    let known = rounds::codes(database.reader()).await?;
    if plans.iter().any(|plan| !known.iter().any(|code| code == plan.code.as_str()))
        && let Err(error) = prepare(database, &plans).await
    {
        // Somebody else may be making it at the same moment.
        rounds::by_code(database.reader(), code.as_str()).await.map_err(|_| error)?;
    }
    let made_by_seed = format!("people-{seed}-");
    let mut crowds = Vec::new();
    for plan in plans {
        let round = match rounds::by_code(database.reader(), plan.code.as_str()).await {
            Ok(round) => Arc::new(round),
            Err(store::Error::NotFound(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        let digests = responses::batch_digests(database.reader(), round.id).await?;
        if digests.iter().any(|d| !d.starts_with(&made_by_seed)) {
            return Ok(Made { round: code, stored: 0 });
        }
        let points: Vec<Arc<Point>> =
            points::of_round(database.reader(), round.id).await?.into_iter().map(Arc::new).collect();
        let people = plan.share_of(count);
        let mut missing = Vec::new();
        for (chunk, start) in (0..people).step_by(CHUNK).enumerate() {
            let (size, digest) = (CHUNK.min(people - start), format!("{made_by_seed}{chunk}"));
            let there = responses::count_in_batches(database.reader(), round.id, &digest).await?;
            if there < size {
                missing.push((chunk as u64, size, digest));
            }
        }
        let crowd = Crowd::new(&plan, round.clone(), &points, today);
        crowds.push(RoundCrowd { plan, round, crowd, missing });
    }
    // People are made on one core while others are stored on another.
    let (sender, mut chunks) = mpsc::channel(1);
    let maker = tokio::task::spawn_blocking(move || make(&crowds, seed, &sender));
    let mut stored = 0;
    while let Some(mut chunk) = chunks.recv().await {
        let transaction = database.write().await?;
        rounds::lock(&transaction, chunk.round.id).await?;
        chunk.there = responses::count_in_batches(&transaction, chunk.round.id, &chunk.digest).await?;
        if chunk.there < chunk.size {
            stored += store_chunk(&transaction, chunk, today, &progress).await?;
            transaction.commit().await?;
        }
    }
    maker.await?;
    Ok(Made { round: code, stored })
}

fn make(crowds: &[RoundCrowd], seed: u64, sender: &mpsc::Sender<Chunk>) {
    for RoundCrowd { plan, round, crowd, missing } in crowds {
        // Other people every year, so that their random ids differ too.
        let of_round =
            plan.code.as_str().bytes().fold(seed, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(b)));
        for (chunk, size, digest) in missing {
            let mut random = ChaCha8Rng::seed_from_u64(of_round ^ (chunk << 32));
            // Everybody of the chunk is made, so that those who come later are the same people in any case.
            let people = (0..*size).map(|_| crowd.person(&mut random, plan.mood)).collect();
            let (round, digest) = (round.clone(), digest.clone());
            if sender.blocking_send(Chunk { round, digest, size: *size, there: 0, people }).is_err() {
                return;
            }
        }
    }
}

async fn store_chunk(
    transaction: &impl sea_orm::ConnectionTrait,
    chunk: Chunk,
    today: Day,
    progress: &impl Fn(u64),
) -> anyhow::Result<usize> {
    let Chunk { round, digest, size, there, people } = chunk;
    let batch = responses::add_batch(transaction, round.id, &digest, today, size - there).await?;
    let entry = |(point, mut response): (Arc<Point>, StoredResponse)| {
        response.batch_id = Some(batch);
        Entry { round: round.clone(), point, response, key: None }
    };
    let entries: Vec<Entry> = people.into_iter().skip(there).map(entry).collect();
    intake::write(transaction, &entries).await?;
    progress(entries.len() as u64);
    Ok(entries.len())
}

/// Agencies with their reorganisations, service areas, the templates, and the rounds that are not there yet.
async fn prepare(database: &Database, plans: &[Plan]) -> anyhow::Result<()> {
    import_list_at_command_line::<Agency>(database, offices::agencies_csv().into_bytes(), false).await?;
    import_list_at_command_line::<ServiceArea>(database, offices::SERVICE_AREAS.into(), false).await?;
    for (_, document) in templates::ALL {
        acts::import_form_file(database, document.as_bytes()).await?;
    }
    let transaction = database.write().await?;
    for block in offices::blocks()? {
        store::save_block(&transaction, &block).await?;
    }
    for event in lineage_of_2025()? {
        let successor = &event.parts[0].to;
        if lineage::before(&transaction, successor).await?.iter().all(|known| known.day != event.day) {
            lineage::add(&transaction, &event).await?;
        }
    }
    // The address /s/demo belongs to this year's round; last year's point keeps its answers under another one.
    let demo: Slug = "demo".parse()?;
    if let Ok(old) = points::by_slug(&transaction, &demo).await
        && rounds::by_id(&transaction, old.round_id).await?.document.code != plans[0].code
    {
        points::rename(&transaction, old.id, &points::random_slug()?).await?;
    }
    settings::count_plan_change(&transaction).await?;
    transaction.commit().await?;
    for plan in plans {
        match rounds::by_code(database.reader(), plan.code.as_str()).await {
            Err(store::Error::NotFound(_)) => {
                acts::import_round(database, &serde_json::to_vec(&plan.document()?)?).await?;
            }
            other => drop(other?),
        }
    }
    Ok(())
}
