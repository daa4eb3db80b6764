//! What a round uses, as columns with foreign keys beside its document.

use crate::Migration;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, Value};
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};

pub(crate) struct References;

const UP: &[&str] = &[
    // `block` is the one in which the agency is ranked since the round was opened.
    "CREATE TABLE round_agency (
        round_id BIGINT NOT NULL CONSTRAINT round_agency_round REFERENCES round (id) ON DELETE CASCADE,
        agency_id BIGINT NOT NULL CONSTRAINT round_agency_agency REFERENCES agency (id),
        block TEXT CONSTRAINT round_agency_block REFERENCES block (code),
        PRIMARY KEY (round_id, agency_id)) {by_key}",
    "CREATE INDEX round_agency_of_agency ON round_agency (agency_id)",
    "CREATE INDEX round_agency_of_block ON round_agency (block)",
    "CREATE TABLE round_service_area (
        round_id BIGINT NOT NULL CONSTRAINT round_service_area_round REFERENCES round (id) ON DELETE CASCADE,
        service_area_id BIGINT NOT NULL CONSTRAINT round_service_area_area REFERENCES service_area (id),
        PRIMARY KEY (round_id, service_area_id)) {by_key}",
    "CREATE INDEX round_service_area_of_area ON round_service_area (service_area_id)",
];

#[async_trait::async_trait]
impl Migration for References {
    fn name(&self) -> &'static str {
        "m0008_references"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await?;
        fill(transaction).await
    }
}

/// Writes the references of the rounds that are there. A document that cannot be read, or names what is gone, gives the
/// references that it can: such a round is reported as broken by whoever loads it, and must not stop an upgrade.
async fn fill(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let agencies = ids(connection, "SELECT id, code FROM agency").await?;
    let areas = ids(connection, "SELECT id, code FROM service_area").await?;
    let backend = connection.get_database_backend();
    let rounds = Statement::from_string(backend, "SELECT id, document FROM round ORDER BY id");
    let run = async |text: &str, values: Vec<Value>| {
        connection.execute_raw(Statement::from_sql_and_values(backend, text, values)).await
    };
    for row in connection.query_all_raw(rounds).await? {
        let (round, document): (i64, String) = (row.try_get("", "id")?, row.try_get("", "document")?);
        let document: Json = serde_json::from_str(&document).unwrap_or_default();
        for code in codes(&document["agencies"]) {
            let Some(agency) = agencies.get(code) else { continue };
            let block = document["blocks"][code].as_str();
            if let Some(block) = block {
                let text = "INSERT INTO block (code, name) VALUES ($1, $1) ON CONFLICT (code) DO NOTHING";
                run(text, vec![block.into()]).await?;
            }
            let text = "INSERT INTO round_agency (round_id, agency_id, block) VALUES ($1, $2, $3)";
            run(text, vec![round.into(), (*agency).into(), block.into()]).await?;
        }
        for code in codes(&document["service_areas"]) {
            let Some(area) = areas.get(code) else { continue };
            let text = "INSERT INTO round_service_area (round_id, service_area_id) VALUES ($1, $2)";
            run(text, vec![round.into(), (*area).into()]).await?;
        }
    }
    Ok(())
}

async fn ids(connection: &impl ConnectionTrait, text: &str) -> Result<HashMap<String, i64>, DbErr> {
    let rows =
        connection.query_all_raw(Statement::from_string(connection.get_database_backend(), text)).await?;
    rows.iter().map(|row| Ok((row.try_get("", "code")?, row.try_get("", "id")?))).collect()
}

/// The codes of a list, each once; none where it is no list.
fn codes(list: &Json) -> HashSet<&str> {
    list.as_array().into_iter().flatten().filter_map(Json::as_str).collect()
}
