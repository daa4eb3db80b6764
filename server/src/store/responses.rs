//! Responses and the batches that transcribed ones came in.

use super::{Error, Result, inserted, rows_of, runs, sql};
use domain::{Answers, Day};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

/// A response as it is stored: nothing about who sent it, from where, or at what time.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredResponse {
    /// Random.
    pub id: Uuid,
    /// The round answered.
    pub round_id: i64,
    /// Where it was collected.
    pub point_id: i64,
    /// The local day.
    pub day: Day,
    /// The language it was answered in.
    pub language: String,
    /// Weight in millionths.
    pub weight: i64,
    /// The batch, for transcribed ones.
    pub batch_id: Option<i64>,
    /// What was answered.
    pub answers: Answers,
}

/// Rows of one statement at most.
const ROWS_A_STATEMENT: usize = 1_024;
const ROWS_A_PAGE: i64 = 5_000;

/// Inserts responses, in the order in which they will lie: neighbours share pages, and a batch tells no order of arrival.
pub async fn insert_batch(connection: &impl ConnectionTrait, responses: &[&StoredResponse]) -> Result<()> {
    let mut responses = responses.to_vec();
    responses.sort_unstable_by_key(|response| place(response.id));
    for run in runs(&responses, ROWS_A_STATEMENT) {
        let text = format!(
            "INSERT INTO response (place, id, round_id, point_id, day, language, weight, batch_id, answers) VALUES {}",
            rows_of(connection, run.len(), 9)
        );
        let mut values: Vec<Value> = Vec::with_capacity(9 * run.len());
        for r in run {
            let answers = serde_json::to_string(&r.answers).map_err(Error::damaged)?;
            values.extend([place(r.id).into(), r.id.into(), r.round_id.into(), r.point_id.into()]);
            values.extend([r.day.to_string().into(), r.language.as_str().into(), r.weight.into()]);
            values.extend([Value::from(r.batch_id), answers.into()]);
        }
        connection.execute_raw(sql(connection, &text, values)).await?;
    }
    Ok(())
}

/// 63 bits of a random id; not its version bits.
fn place(id: Uuid) -> i64 {
    let (high, low) = id.as_u64_pair();
    let mixed = (high & 0xffff_ffff_ffff_0000) ^ (low & 0x3fff_ffff_ffff_ffff);
    i64::try_from(mixed >> 1).unwrap_or(i64::MAX)
}

/// A page of a round's responses in random but stable order, and where the next page begins.
pub async fn page(
    connection: &impl ConnectionTrait,
    round_id: i64,
    after: Option<i64>,
) -> Result<(Vec<StoredResponse>, Option<i64>)> {
    let text = "SELECT place, id, round_id, point_id, day, language, weight, batch_id, answers FROM response
        WHERE round_id = $1 AND place > $2 ORDER BY place LIMIT $3";
    let values = [round_id.into(), after.unwrap_or(-1).into(), ROWS_A_PAGE.into()];
    let rows = connection.query_all_raw(sql(connection, text, values)).await?;
    let next = rows.last().map(|row| row.try_get("", "place")).transpose()?;
    Ok((rows.iter().map(read).collect::<Result<Vec<_>>>()?, next))
}

fn read(row: &QueryResult) -> Result<StoredResponse> {
    Ok(StoredResponse {
        id: row.try_get("", "id")?,
        round_id: row.try_get("", "round_id")?,
        point_id: row.try_get("", "point_id")?,
        day: row.try_get::<String>("", "day")?.parse().map_err(Error::damaged)?,
        language: row.try_get("", "language")?,
        weight: row.try_get("", "weight")?,
        batch_id: row.try_get("", "batch_id")?,
        answers: serde_json::from_str(&row.try_get::<String>("", "answers")?).map_err(Error::damaged)?,
    })
}

/// The digests of a round's batches.
pub async fn batch_digests(connection: &impl ConnectionTrait, round_id: i64) -> Result<Vec<String>> {
    let text = "SELECT digest FROM batch WHERE round_id = $1";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "digest")?)).collect()
}

/// How many responses were stored for the round in batches with this digest.
pub async fn count_in_batches(
    connection: &impl ConnectionTrait,
    round_id: i64,
    digest: &str,
) -> Result<usize> {
    let text = "SELECT responses FROM batch WHERE round_id = $1 AND digest = $2";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into(), digest.into()])).await?;
    let mut sum = 0;
    for row in rows {
        sum += row.try_get::<i64>("", "responses")?;
    }
    usize::try_from(sum).map_err(Error::damaged)
}

/// Records a batch and returns its key.
pub async fn add_batch(
    connection: &impl ConnectionTrait,
    round_id: i64,
    digest: &str,
    day: Day,
    responses: usize,
) -> Result<i64> {
    let responses = i64::try_from(responses).map_err(Error::damaged)?;
    let text = "INSERT INTO batch (round_id, digest, day, responses) VALUES ($1, $2, $3, $4) RETURNING id";
    let values: [Value; 4] = [round_id.into(), digest.into(), day.to_string().into(), responses.into()];
    inserted(connection, text, values).await
}

/// A batch of transcribed answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Database key; of two batches of a round the later one has the greater.
    pub id: i64,
    /// The day on which it came.
    pub day: Day,
}

/// The batches of a round that came after another one, in their order.
pub async fn batches_after(
    connection: &impl ConnectionTrait,
    round_id: i64,
    after: i64,
) -> Result<Vec<Batch>> {
    let text = "SELECT id, day FROM batch WHERE round_id = $1 AND id > $2 ORDER BY id";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into(), after.into()])).await?;
    rows.iter()
        .map(|row| {
            let day = row.try_get::<String>("", "day")?.parse().map_err(Error::damaged)?;
            Ok(Batch { id: row.try_get("", "id")?, day })
        })
        .collect()
}

/// What a row of a file says, as it is stored: agency, service area, channel, day, language, weight, answers.
#[derive(Debug, PartialEq)]
pub struct TranscribedRow {
    /// Key of the agency.
    pub agency_id: i64,
    /// Key of the service area.
    pub service_area_id: i64,
    /// How it was collected.
    pub channel: String,
    /// The local day.
    pub day: String,
    /// The language it was answered in.
    pub language: String,
    /// Weight in millionths.
    pub weight: i64,
    /// What was answered, as it is stored.
    pub answers: String,
}

/// A page of what was transcribed into a round in the batches after one and up to another, each row with its batch; and
/// where the next page begins.
pub async fn transcribed(
    connection: &impl ConnectionTrait,
    round_id: i64,
    (after, to): (i64, i64),
    page: Option<i64>,
) -> Result<(Vec<(i64, TranscribedRow)>, Option<i64>)> {
    let text = "SELECT r.place AS place, r.batch_id AS batch_id, p.agency_id AS agency_id, p.service_area_id AS service_area_id,
            p.channel AS channel, r.day AS day, r.language AS language, r.weight AS weight, r.answers AS answers
        FROM response r JOIN collection_point p ON p.id = r.point_id
        WHERE r.round_id = $1 AND r.place > $2 AND r.batch_id > $3 AND r.batch_id <= $4 ORDER BY r.place LIMIT $5";
    let values = [round_id.into(), page.unwrap_or(-1).into(), after.into(), to.into(), ROWS_A_PAGE.into()];
    let rows = connection.query_all_raw(sql(connection, text, values)).await?;
    let next = rows.last().map(|row| row.try_get("", "place")).transpose()?;
    let read = |row: &QueryResult| {
        let transcribed = TranscribedRow {
            agency_id: row.try_get("", "agency_id")?,
            service_area_id: row.try_get("", "service_area_id")?,
            channel: row.try_get("", "channel")?,
            day: row.try_get("", "day")?,
            language: row.try_get("", "language")?,
            weight: row.try_get("", "weight")?,
            answers: row.try_get("", "answers")?,
        };
        Ok((row.try_get("", "batch_id")?, transcribed))
    };
    Ok((rows.iter().map(read).collect::<Result<_>>()?, next))
}

/// Whether a round has a response.
pub async fn any(connection: &impl ConnectionTrait, round_id: i64) -> Result<bool> {
    let text = "SELECT 1 AS one FROM response WHERE round_id = $1 LIMIT 1";
    Ok(connection.query_one_raw(sql(connection, text, [round_id.into()])).await?.is_some())
}

/// How many responses each point has on each day, for exports that must not tell a single visit.
pub async fn count_by_point_and_day(
    connection: &impl ConnectionTrait,
    round_id: i64,
) -> Result<Vec<(i64, Day, u64)>> {
    let text = "SELECT point_id, day, COUNT(*) AS n FROM response WHERE round_id = $1 GROUP BY point_id, day";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into()])).await?;
    rows.iter()
        .map(|row| {
            let day: String = row.try_get("", "day")?;
            let n: i64 = row.try_get("", "n")?;
            Ok((row.try_get("", "point_id")?, day.parse().map_err(Error::damaged)?, n.unsigned_abs()))
        })
        .collect()
}

/// Whether a response is there.
pub async fn is_stored(connection: &impl ConnectionTrait, id: Uuid) -> Result<bool> {
    let text = "SELECT 1 AS one FROM response WHERE place = $1 AND id = $2";
    let values = [place(id).into(), id.into()];
    Ok(connection.query_one_raw(sql(connection, text, values)).await?.is_some())
}

/// How many responses these agencies have in a round.
pub async fn count_of_agencies(
    connection: &impl ConnectionTrait,
    round_id: i64,
    agencies: &[i64],
) -> Result<u64> {
    let text = "SELECT p.agency_id AS agency_id, COUNT(*) AS n FROM response r JOIN collection_point p ON p.id = r.point_id
        WHERE r.round_id = $1 GROUP BY p.agency_id";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into()])).await?;
    let mut count = 0;
    for row in rows {
        if agencies.contains(&row.try_get("", "agency_id")?) {
            count += row.try_get::<i64>("", "n")?.unsigned_abs();
        }
    }
    Ok(count)
}

/// How many responses a round has.
pub async fn count(connection: &impl ConnectionTrait, round_id: i64) -> Result<u64> {
    let text = "SELECT COUNT(*) AS n FROM response WHERE round_id = $1";
    let row = connection.query_one_raw(sql(connection, text, [round_id.into()])).await?;
    let n: i64 = row.map(|r| r.try_get("", "n")).transpose()?.unwrap_or(0);
    Ok(n.unsigned_abs())
}
