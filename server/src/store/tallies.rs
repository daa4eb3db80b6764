//! Tallies as stored: one packed column a cell, read, merged and written inside the writer's transaction.

use super::{Error, Result, sql};
use domain::index::Sums;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use std::collections::BTreeMap;

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
    for ((round, point, month), sums) in &added.cells {
        let key = [Value::from(*round), (*point).into(), month.as_str().into(), writer.into()];
        merge_one(connection, "tally", ["round_id", "point_id", "month", "writer"], key, sums).await?;
    }
    for ((round, agency, area), sums) in &added.cross {
        let key = [Value::from(*round), (*agency).into(), (*area).into(), writer.into()];
        merge_one(
            connection,
            "cross_tally",
            ["round_id", "agency_id", "service_area_id", "writer"],
            key,
            sums,
        )
        .await?;
    }
    let mut rounds: Vec<i64> = added.cells.keys().map(|k| k.0).collect();
    rounds.dedup();
    for round in rounds {
        let text = "INSERT INTO tally_version (round_id, writer, version) VALUES ($1, $2, 1)
            ON CONFLICT (round_id, writer) DO UPDATE SET version = tally_version.version + 1";
        connection.execute_raw(sql(connection, text, [round.into(), writer.into()])).await?;
    }
    Ok(())
}

async fn merge_one(
    connection: &impl ConnectionTrait,
    table: &str,
    columns: [&str; 4],
    key: [Value; 4],
    added: &Sums,
) -> Result<()> {
    let [a, b, c, d] = columns;
    let select = format!("SELECT sums FROM {table} WHERE {a} = $1 AND {b} = $2 AND {c} = $3 AND {d} = $4");
    let mut sums = match connection.query_one_raw(sql(connection, &select, key.clone())).await? {
        Some(row) => unpack(&row)?,
        None => Sums::default(),
    };
    sums.merge(added);
    let upsert = format!(
        "INSERT INTO {table} ({a}, {b}, {c}, {d}, sums) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT ({a}, {b}, {c}, {d}) DO UPDATE SET sums = excluded.sums"
    );
    let values = key.into_iter().chain([Value::from(sums.pack())]);
    connection.execute_raw(sql(connection, &upsert, values)).await?;
    Ok(())
}

fn unpack(row: &QueryResult) -> Result<Sums> {
    let bytes: Vec<u8> = row.try_get("", "sums")?;
    Sums::unpack(&bytes).ok_or_else(|| Error::damaged("a tally cannot be unpacked"))
}

/// Everything tallied of a round, merged over writers.
pub async fn of_round(connection: &impl ConnectionTrait, round_id: i64) -> Result<Tallies> {
    let mut tallies = Tallies::default();
    let text = "SELECT point_id, month, sums FROM tally WHERE round_id = $1";
    for row in connection.query_all_raw(sql(connection, text, [round_id.into()])).await? {
        let key = (round_id, row.try_get("", "point_id")?, row.try_get("", "month")?);
        tallies.cells.entry(key).or_default().merge(&unpack(&row)?);
    }
    let text = "SELECT agency_id, service_area_id, sums FROM cross_tally WHERE round_id = $1";
    for row in connection.query_all_raw(sql(connection, text, [round_id.into()])).await? {
        let key = (round_id, row.try_get("", "agency_id")?, row.try_get("", "service_area_id")?);
        tallies.cross.entry(key).or_default().merge(&unpack(&row)?);
    }
    Ok(tallies)
}

/// A number that grows with every commit that touched the round's tallies.
pub async fn version(connection: &impl ConnectionTrait, round_id: i64) -> Result<i64> {
    let text =
        "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS version FROM tally_version WHERE round_id = $1";
    let row = connection.query_one_raw(sql(connection, text, [round_id.into()])).await?;
    Ok(row.map(|r| r.try_get("", "version")).transpose()?.unwrap_or(0))
}
