//! What is published of a round: sums of lots of answers instead of numbers, so that every number counts whole lots.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct Publication;

const UP: &[&str] = &[
    // The day on which anything of the round last advanced.
    "CREATE TABLE publication (
        round_id BIGINT PRIMARY KEY CONSTRAINT publication_round REFERENCES round (id),
        day TEXT NOT NULL) {by_key}",
    // `level` is the narrowest scope whose numbers may count these answers; see `domain::index::disclosure`.
    "CREATE TABLE published_sums (
        round_id BIGINT NOT NULL CONSTRAINT published_sums_round REFERENCES round (id),
        agency_id BIGINT NOT NULL CONSTRAINT published_sums_agency REFERENCES agency (id),
        service_area_id BIGINT NOT NULL CONSTRAINT published_sums_service_area REFERENCES service_area (id),
        level TEXT NOT NULL CONSTRAINT published_sums_level CHECK (level IN ('cell', 'agency', 'block', 'round')),
        day TEXT NOT NULL,
        tally {bytes} NOT NULL,
        cross_sums {bytes} NOT NULL,
        PRIMARY KEY (round_id, agency_id, service_area_id, level)) {by_key}",
    // Answers that were counted on that day and are in no published number yet.
    "CREATE TABLE published_waiting (
        round_id BIGINT NOT NULL CONSTRAINT published_waiting_round REFERENCES round (id),
        agency_id BIGINT NOT NULL CONSTRAINT published_waiting_agency REFERENCES agency (id),
        service_area_id BIGINT NOT NULL CONSTRAINT published_waiting_service_area REFERENCES service_area (id),
        answers BIGINT NOT NULL,
        PRIMARY KEY (round_id, agency_id, service_area_id)) {by_key}",
    // Figures cannot be taken apart into lots; what they showed is computed anew.
    "DROP TABLE published_scope",
];

#[async_trait::async_trait]
impl Migration for Publication {
    fn name(&self) -> &'static str {
        "m0006_publication"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
