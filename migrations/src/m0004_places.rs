//! Agencies and what they serve, in time: how an agency was before a change, validity of service areas, procedures.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct Places;

const UP: &[&str] = &[
    // How an agency was up to and including a day; `agency` itself holds how it has been since.
    "CREATE TABLE agency_past (
        agency_id BIGINT NOT NULL CONSTRAINT agency_past_agency REFERENCES agency (id),
        until TEXT NOT NULL,
        name TEXT NOT NULL,
        name_en TEXT,
        block TEXT,
        level TEXT,
        parent TEXT,
        PRIMARY KEY (agency_id, until)) {by_key}",
    "ALTER TABLE service_area ADD COLUMN valid_from TEXT",
    "ALTER TABLE service_area ADD COLUMN valid_to TEXT",
    // Administrative procedures (thủ tục hành chính) by their national codes, such as 1.001193.
    "CREATE TABLE service_procedure (
        code TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        name_en TEXT,
        service_area_id BIGINT NOT NULL CONSTRAINT service_procedure_area REFERENCES service_area (id),
        valid_from TEXT,
        valid_to TEXT)",
];

#[async_trait::async_trait]
impl Migration for Places {
    fn name(&self) -> &'static str {
        "m0004_places"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
