//! What results need: names of blocks, how agencies became others, and every published cell of a round.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct Results;

const UP: &[&str] = &[
    "CREATE TABLE block (code TEXT PRIMARY KEY, name TEXT NOT NULL, name_en TEXT)",
    "INSERT INTO block (code, name) SELECT DISTINCT block, block FROM agency WHERE block IS NOT NULL",
    "CREATE TABLE lineage_event (
        id {serial},
        kind TEXT NOT NULL CONSTRAINT lineage_event_kind CHECK (kind IN ('rename', 'merge', 'split', 'transfer')),
        day TEXT NOT NULL,
        reference TEXT)",
    // `share` of the predecessor that went on in the successor, in millionths.
    "CREATE TABLE lineage_part (
        event_id BIGINT NOT NULL CONSTRAINT lineage_part_event REFERENCES lineage_event (id),
        from_agency_id BIGINT NOT NULL CONSTRAINT lineage_part_from REFERENCES agency (id),
        to_agency_id BIGINT NOT NULL CONSTRAINT lineage_part_to REFERENCES agency (id),
        share BIGINT NOT NULL,
        PRIMARY KEY (event_id, from_agency_id, to_agency_id),
        CONSTRAINT lineage_part_not_itself CHECK (from_agency_id <> to_agency_id)) {by_key}",
    // What pages show of a round that is not live: for each scope (the whole, a block, an agency, …) every node of the
    // index tree as it was when it last advanced. It replaces published_row, which knew fewer scopes.
    "CREATE TABLE published_scope (
        round_id BIGINT NOT NULL CONSTRAINT published_scope_round REFERENCES round (id),
        scope TEXT NOT NULL,
        day TEXT NOT NULL,
        method TEXT NOT NULL,
        figures TEXT NOT NULL,
        PRIMARY KEY (round_id, scope)) {by_key}",
    "DROP TABLE published_row",
];

#[async_trait::async_trait]
impl Migration for Results {
    fn name(&self) -> &'static str {
        "m0002_results"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
