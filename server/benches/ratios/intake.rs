//! From a parsed body to a durable acknowledgement, in process, against one thread that inserts the same rows.

use super::{
    pages::{empty_demonstration, whole_answer},
    report::{Goal, Report},
};
use domain::{Intake, accept, index::UNIT_WEIGHT};
use sea_orm::sqlx::{
    self, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use server::{
    intake::{Entry, Outcome, Queue},
    store::{Database, Point, Round, points, responses::StoredResponse, rounds, tallies},
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Instant;
use uuid::Uuid;

const ANSWERS: usize = 4_000;
const AT_ONCE: usize = 64;

pub(crate) fn intake(report: &mut Report) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let url = empty_demonstration(&folder);
    let (database, round, point) = runtime.block_on(async {
        let database = Database::open(&url).await.unwrap();
        let point = points::by_slug(database.reader(), &"demo".parse().unwrap()).await.unwrap();
        let round = rounds::by_id(database.reader(), point.round_id).await.unwrap();
        (database, Arc::new(round), Arc::new(point))
    });
    let pairs = Arc::new(whole_answer());
    let mean_batch = AtomicUsize::new(1);
    let other = tempfile::tempdir().unwrap();
    let other = format!("sqlite://{}", other.path().join("h.db").display());
    runtime.block_on(async { Database::open(&other).await.unwrap().close().await.unwrap() });
    report.pairs(
        "intake: parsed body to durable acknowledgement, 64 at once, against one thread inserting the same rows",
        "a second",
        &Goal::AtLeast(0.5),
        5,
        || {
            let (rate, batch) = runtime.block_on(acknowledged(&database, &round, &point, &pairs));
            mean_batch.store(batch, Ordering::Relaxed);
            rate
        },
        || runtime.block_on(inserted(&other, &round, &point, &pairs, mean_batch.load(Ordering::Relaxed))),
    );
    println!("intake: {} answers in a transaction on average", mean_batch.load(Ordering::Relaxed));
}

fn response(round: &Round, point: &Point, pairs: &[(String, String)]) -> StoredResponse {
    StoredResponse {
        id: Uuid::new_v4(),
        round_id: round.id,
        point_id: point.id,
        day: round.document.from,
        language: "vi".to_owned(),
        weight: UNIT_WEIGHT,
        batch_id: None,
        answers: accept(&round.form, pairs, Intake::Citizen).unwrap(),
    }
}

/// Answers a second, and how many there were in a transaction on average.
async fn acknowledged(
    database: &Database,
    round: &Arc<Round>,
    point: &Arc<Point>,
    pairs: &Arc<Vec<(String, String)>>,
) -> (f64, usize) {
    let (queue, writer) = Queue::start(database.clone());
    let version =
        async || tallies::versions(database.reader()).await.unwrap().get(&round.id).map_or(0, |v| v.answers);
    let (before, begun) = (version().await, Instant::now());
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (queue, round, point, pairs) = (queue.clone(), round.clone(), point.clone(), pairs.clone());
            tokio::spawn(async move {
                for _ in 0..ANSWERS / AT_ONCE {
                    let response = response(&round, &point, &pairs);
                    let key = Some(rand::random());
                    let entry = Entry { round: round.clone(), point: point.clone(), response, key };
                    assert_eq!(queue.submit(entry).await.unwrap(), Outcome::Stored);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let seconds = begun.elapsed().as_secs_f64();
    let commits = usize::try_from(version().await - before).unwrap().max(1);
    let stored = ANSWERS / AT_ONCE * AT_ONCE;
    queue.close();
    writer.await.unwrap();
    (stored as f64 / seconds, (stored / commits).max(1))
}

/// Rows a second of the plainest program: one connection, prepared statement, the same pragmas, a commit for each batch.
async fn inserted(url: &str, round: &Round, point: &Point, pairs: &[(String, String)], batch: usize) -> f64 {
    let options: SqliteConnectOptions = url.parse().unwrap();
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .create_if_missing(true)
        .foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let rows: Vec<(StoredResponse, String)> = (0..ANSWERS)
        .map(|_| {
            let response = response(round, point, pairs);
            let answers = serde_json::to_string(&response.answers).unwrap();
            (response, answers)
        })
        .collect();
    let one = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let text = format!(
        "INSERT INTO response (place, id, round_id, point_id, day, language, weight, batch_id, answers) VALUES {}",
        vec![one; batch].join(", ")
    );
    let begun = Instant::now();
    let mut stored = 0;
    for chunk in rows.chunks_exact(batch) {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let mut query = sqlx::query(sqlx::AssertSqlSafe(text.as_str()));
        for (response, answers) in chunk {
            let place = i64::from_be_bytes(response.id.as_bytes()[..8].try_into().unwrap()) >> 1;
            query = query
                .bind(place.abs())
                .bind(response.id)
                .bind(response.round_id)
                .bind(response.point_id)
                .bind(response.day.to_string())
                .bind(&response.language)
                .bind(response.weight)
                .bind(response.batch_id)
                .bind(answers);
        }
        query.execute(&mut *transaction).await.unwrap();
        transaction.commit().await.unwrap();
        stored += chunk.len();
    }
    let rate = stored as f64 / begun.elapsed().as_secs_f64();
    connection.close().await.unwrap();
    rate
}
