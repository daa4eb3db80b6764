//! The agencies, blocks and service areas that a round uses, as rows with foreign keys beside its document.
//!
//! The document says in which order they come; these rows keep what it names from being removed.

use super::{Error, Result, agencies, rows_of, service_areas, sql};
use domain::{Code, RoundDocument};
use sea_orm::{ConnectionTrait, Value};
use std::collections::HashMap;

/// Rows of one statement at most.
const CHUNK: usize = 500;

/// Replaces the references of a round by those of its document.
pub(super) async fn write(
    connection: &impl ConnectionTrait,
    round_id: i64,
    document: &RoundDocument,
) -> Result<()> {
    for text in
        ["DELETE FROM round_agency WHERE round_id = $1", "DELETE FROM round_service_area WHERE round_id = $1"]
    {
        connection.execute_raw(sql(connection, text, [round_id.into()])).await?;
    }
    let known: HashMap<Code, i64> =
        agencies(connection).await?.into_iter().map(|row| (row.agency.code, row.id)).collect();
    let named = document.agencies.iter().flatten();
    let rows = named.map(|code| {
        let id = known.get(code).ok_or_else(|| Error::NotFound(format!("the agency {code}")))?;
        let block = document.blocks.get(code).map(Code::to_string);
        Ok([round_id.into(), (*id).into(), block.into()])
    });
    insert(connection, "round_agency (round_id, agency_id, block)", rows.collect::<Result<Vec<_>>>()?)
        .await?;
    let known: HashMap<Code, i64> =
        service_areas(connection).await?.into_iter().map(|row| (row.service_area.code, row.id)).collect();
    let named = document.service_areas.iter().flatten();
    let rows = named.map(|code| {
        let id = known.get(code).ok_or_else(|| Error::NotFound(format!("the service area {code}")))?;
        Ok([round_id.into(), (*id).into()])
    });
    insert(connection, "round_service_area (round_id, service_area_id)", rows.collect::<Result<Vec<_>>>()?)
        .await
}

async fn insert<const COLUMNS: usize>(
    connection: &impl ConnectionTrait,
    table: &str,
    rows: Vec<[Value; COLUMNS]>,
) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        let text = format!("INSERT INTO {table} VALUES {}", rows_of(connection, chunk.len(), COLUMNS));
        connection.execute_raw(sql(connection, &text, chunk.iter().flatten().cloned())).await?;
    }
    Ok(())
}
