//! Tallies as stored: one packed column a cell, read, merged and written inside the writer's transaction.

use super::{Error, Result, rows_of, runs, sql};
use domain::index::Sums;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use std::collections::{BTreeMap, HashMap};

/// Round, point, month.
pub type CellKey = (i64, i64, String);
/// Round, agency, service area.
pub type CrossKey = (i64, i64, i64);

/// What a batch adds, by cell. Ordered, so that processes take their locks in the same order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Tallies by round, point and month.
    pub cells: BTreeMap<CellKey, Sums>,
    /// Cross moments by round, agency and service area, for definitions that need them.
    pub cross: BTreeMap<CrossKey, Sums>,
}

/// The writer whose cells this transaction may change.
///
/// On PostgreSQL several processes write at once: each transaction leases the lowest free writer until it ends (an
/// advisory lock, so a dead process leases nothing), and no two ever read, merge and write the same cell. On SQLite
/// there is one writer at a time anyway.
async fn writer(connection: &impl ConnectionTrait) -> Result<i32> {
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(0);
    }
    // A transaction that merges several times is granted its own lock again, or one more that has become free.
    let text =
        "SELECT id FROM generate_series(0, 1023) AS id WHERE pg_try_advisory_xact_lock($1, id) LIMIT 1";
    let row = connection.query_one_raw(sql(connection, text, [WRITER_LOCKS.into()])).await?;
    Ok(row.ok_or_else(|| Error::damaged("more than a thousand writers at once"))?.try_get("", "id")?)
}

/// The class of the advisory locks that lease writers.
const WRITER_LOCKS: i32 = 0x4861_694c;

/// Merges what a batch adds into the stored tallies.
pub async fn merge(connection: &impl ConnectionTrait, added: &Tallies) -> Result<()> {
    let writer = writer(connection).await?;
    let cells = added.cells.iter().map(|((round, point, month), sums)| {
        ([Value::from(*round), (*point).into(), month.as_str().into()], sums)
    });
    merge_into(connection, "tally", ["round_id", "point_id", "month"], writer, cells.collect()).await?;
    let cross = added
        .cross
        .iter()
        .map(|((round, agency, area), sums)| ([Value::from(*round), (*agency).into(), (*area).into()], sums));
    let columns = ["round_id", "agency_id", "service_area_id"];
    merge_into(connection, "cross_tally", columns, writer, cross.collect()).await?;
    let mut rounds: Vec<i64> = added.cells.keys().map(|k| k.0).collect();
    rounds.dedup();
    for round in rounds {
        count_change(connection, round, writer).await?;
    }
    Ok(())
}

/// Under this writer the version of a round counts what was published of it.
const PUBLISHER: i32 = -1;

/// Counts a publication, so that other processes show it too.
pub async fn count_publication(connection: &impl ConnectionTrait, round: i64) -> Result<()> {
    count_change(connection, round, PUBLISHER).await
}

async fn count_change(connection: &impl ConnectionTrait, round: i64, writer: i32) -> Result<()> {
    let text = "INSERT INTO tally_version (round_id, writer, version) VALUES ($1, $2, 1)
        ON CONFLICT (round_id, writer) DO UPDATE SET version = tally_version.version + 1";
    connection.execute_raw(sql(connection, text, [round.into(), writer.into()])).await?;
    Ok(())
}

/// Cells of one statement at most.
const CELLS_A_STATEMENT: usize = 128;

/// Reads, merges and writes cells of one table, many in a statement.
async fn merge_into(
    connection: &impl ConnectionTrait,
    table: &str,
    [a, b, c]: [&str; 3],
    writer: i32,
    added: Vec<([Value; 3], &Sums)>,
) -> Result<()> {
    for chunk in runs(&added, CELLS_A_STATEMENT) {
        let wanted = format!(
            "WITH wanted (i, a, b, c) AS (VALUES {})
             SELECT wanted.i AS i, t.sums AS sums FROM wanted JOIN {table} t
             ON t.{a} = wanted.a AND t.{b} = wanted.b AND t.{c} = wanted.c AND t.writer = {writer}",
            rows_of(connection, chunk.len(), 4)
        );
        let keys = chunk
            .iter()
            .zip(0i64..)
            .flat_map(|((key, _), i)| [Value::from(i)].into_iter().chain(key.clone()));
        let mut stored: HashMap<i64, Sums> = HashMap::new();
        for row in connection.query_all_raw(sql(connection, &wanted, keys)).await? {
            stored.insert(row.try_get("", "i")?, unpack(&row)?);
        }
        let values = chunk.iter().zip(0i64..).flat_map(|((key, added), i)| {
            let mut sums = stored.remove(&i).unwrap_or_default();
            sums.merge(added);
            key.clone().into_iter().chain([Value::from(writer), Value::from(sums.pack())])
        });
        let upsert = format!(
            "INSERT INTO {table} ({a}, {b}, {c}, writer, sums) VALUES {}
             ON CONFLICT ({a}, {b}, {c}, writer) DO UPDATE SET sums = excluded.sums",
            rows_of(connection, chunk.len(), 5)
        );
        connection.execute_raw(sql(connection, &upsert, values)).await?;
    }
    Ok(())
}

fn unpack(row: &QueryResult) -> Result<Sums> {
    unpack_column(row, "sums")
}

/// Sums in a column.
pub(super) fn unpack_column(row: &QueryResult, column: &str) -> Result<Sums> {
    let bytes: Vec<u8> = row.try_get("", column)?;
    Sums::unpack(&bytes).ok_or_else(|| Error::damaged("a tally cannot be unpacked"))
}

/// Everything tallied of a round, merged over writers.
pub async fn of_round(connection: &impl ConnectionTrait, round_id: i64) -> Result<Tallies> {
    let mut tallies = Tallies { cross: cross_of_round(connection, round_id).await?, ..Tallies::default() };
    let text = "SELECT point_id, month, sums FROM tally WHERE round_id = $1";
    for row in connection.query_all_raw(sql(connection, text, [round_id.into()])).await? {
        let key = (round_id, row.try_get("", "point_id")?, row.try_get("", "month")?);
        tallies.cells.entry(key).or_default().merge(&unpack(&row)?);
    }
    Ok(tallies)
}

/// The tallies of a round by point, unpacked and merged over months and writers one by one: packed they take a tenth of
/// the room.
pub async fn by_point(connection: &impl ConnectionTrait, round_id: i64) -> Result<HashMap<i64, Sums>> {
    let mut points: HashMap<i64, Sums> = HashMap::new();
    let text = "SELECT point_id, sums FROM tally WHERE round_id = $1";
    for row in connection.query_all_raw(sql(connection, text, [round_id.into()])).await? {
        points.entry(row.try_get("", "point_id")?).or_default().merge(&unpack(&row)?);
    }
    Ok(points)
}

/// How many have answered in these cells of agency × service area, by keys.
pub async fn responses_in_cells(
    connection: &impl ConnectionTrait,
    round_id: i64,
    cells: &[(i64, i64)],
) -> Result<HashMap<(i64, i64), u64>> {
    let mut counted: HashMap<(i64, i64), u64> = HashMap::new();
    let text = "SELECT t.sums AS sums FROM collection_point p JOIN tally t ON t.point_id = p.id AND t.round_id = p.round_id
        WHERE p.round_id = $1 AND p.agency_id = $2 AND p.service_area_id = $3";
    for cell in cells {
        let values = [round_id.into(), cell.0.into(), cell.1.into()];
        for row in connection.query_all_raw(sql(connection, text, values)).await? {
            let responses = u64::try_from(unpack(&row)?.responses()).unwrap_or(u64::MAX);
            *counted.entry(*cell).or_default() += responses;
        }
    }
    Ok(counted)
}

/// The cross moments of a round.
pub async fn cross_of_round(
    connection: &impl ConnectionTrait,
    round_id: i64,
) -> Result<BTreeMap<CrossKey, Sums>> {
    let mut cross: BTreeMap<CrossKey, Sums> = BTreeMap::new();
    let text = "SELECT agency_id, service_area_id, sums FROM cross_tally WHERE round_id = $1";
    for row in connection.query_all_raw(sql(connection, text, [round_id.into()])).await? {
        let key = (round_id, row.try_get("", "agency_id")?, row.try_get("", "service_area_id")?);
        cross.entry(key).or_default().merge(&unpack(&row)?);
    }
    Ok(cross)
}

/// What has happened to a round: numbers that only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Version {
    /// Commits that touched its tallies.
    pub answers: i64,
    /// Publications of its figures.
    pub published: i64,
}

/// The versions of all rounds, by round.
pub async fn versions(connection: &impl ConnectionTrait) -> Result<BTreeMap<i64, Version>> {
    let text = "SELECT round_id, writer, version FROM tally_version";
    let mut versions: BTreeMap<i64, Version> = BTreeMap::new();
    for row in connection.query_all_raw(sql(connection, text, [])).await? {
        let of_round = versions.entry(row.try_get("", "round_id")?).or_default();
        let (writer, version): (i32, i64) = (row.try_get("", "writer")?, row.try_get("", "version")?);
        match writer {
            PUBLISHER => of_round.published += version,
            _ => of_round.answers += version,
        }
    }
    Ok(versions)
}
