//! The first schema: agencies, service areas, forms, rounds, points, responses, tallies.
//!
//! No column holds an address, device, account, hour or order of arrival of a citizen. Constraint names are API.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct First;

const UP: &[&str] = &[
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE agency (
        id {serial},
        code TEXT NOT NULL CONSTRAINT agency_code UNIQUE,
        name TEXT NOT NULL,
        name_en TEXT,
        block TEXT,
        level TEXT CONSTRAINT agency_level CHECK (level IN ('central', 'province', 'district', 'commune')),
        parent TEXT,
        valid_from TEXT,
        valid_to TEXT)",
    "CREATE TABLE service_area (
        id {serial},
        code TEXT NOT NULL CONSTRAINT service_area_code UNIQUE,
        name TEXT NOT NULL,
        name_en TEXT)",
    // `document` is the exchange document as it was imported; `digest` tells whether the same came again.
    "CREATE TABLE form_version (
        id {serial},
        code TEXT NOT NULL,
        version INTEGER NOT NULL,
        digest TEXT NOT NULL,
        document TEXT NOT NULL,
        CONSTRAINT form_version_number UNIQUE (code, version),
        CONSTRAINT form_version_digest UNIQUE (code, digest))",
    "CREATE TABLE round (
        id {serial},
        code TEXT NOT NULL CONSTRAINT round_code UNIQUE,
        form_version_id BIGINT NOT NULL CONSTRAINT round_form_version REFERENCES form_version (id),
        document TEXT NOT NULL)",
    "CREATE TABLE collection_point (
        id {serial},
        round_id BIGINT NOT NULL CONSTRAINT collection_point_round REFERENCES round (id),
        slug TEXT NOT NULL CONSTRAINT collection_point_slug UNIQUE,
        agency_id BIGINT NOT NULL CONSTRAINT collection_point_agency REFERENCES agency (id),
        service_area_id BIGINT NOT NULL CONSTRAINT collection_point_service_area REFERENCES service_area (id),
        counter TEXT,
        channel TEXT NOT NULL CONSTRAINT collection_point_channel
            CHECK (channel IN ('qr', 'link', 'kiosk', 'telephone', 'paper')))",
    "CREATE INDEX collection_point_of_round ON collection_point (round_id)",
    // Keyed and imported answers carry the batch they came in, so that a wrong one can be taken out again.
    "CREATE TABLE batch (
        id {serial},
        round_id BIGINT NOT NULL CONSTRAINT batch_round REFERENCES round (id),
        digest TEXT NOT NULL,
        day TEXT NOT NULL,
        responses BIGINT NOT NULL)",
    // `place` is 63 bits of the random id: rows lie in that order, so that neither a rowid nor the place in the
    // table tells who came first. (Half the insertion time of a table without rowid keyed by round and id.)
    "CREATE TABLE response (
        place {given_key},
        id {uuid} NOT NULL,
        round_id BIGINT NOT NULL CONSTRAINT response_round REFERENCES round (id),
        point_id BIGINT NOT NULL CONSTRAINT response_point REFERENCES collection_point (id),
        day TEXT NOT NULL,
        language TEXT NOT NULL,
        weight BIGINT NOT NULL,
        batch_id BIGINT CONSTRAINT response_batch REFERENCES batch (id),
        answers TEXT NOT NULL)",
    "CREATE INDEX response_of_round ON response (round_id, place)",
    // One-visit keys, hashed with a secret; nothing leads from here to a response. Purged after their day.
    "CREATE TABLE visit_key (hash {bytes} NOT NULL PRIMARY KEY, day TEXT NOT NULL) {by_key}",
    // `writer` keeps processes apart that write at once: 0 on SQLite, leased per transaction on PostgreSQL.
    "CREATE TABLE tally (
        round_id BIGINT NOT NULL CONSTRAINT tally_round REFERENCES round (id),
        point_id BIGINT NOT NULL CONSTRAINT tally_point REFERENCES collection_point (id),
        month TEXT NOT NULL,
        writer INTEGER NOT NULL,
        sums {bytes} NOT NULL,
        PRIMARY KEY (round_id, point_id, month, writer)) {by_key}",
    "CREATE TABLE cross_tally (
        round_id BIGINT NOT NULL CONSTRAINT cross_tally_round REFERENCES round (id),
        agency_id BIGINT NOT NULL,
        service_area_id BIGINT NOT NULL,
        writer INTEGER NOT NULL,
        sums {bytes} NOT NULL,
        PRIMARY KEY (round_id, agency_id, service_area_id, writer)) {by_key}",
    // Counts the commits that touched a round's tallies, so that what was computed from them can be kept.
    "CREATE TABLE tally_version (
        round_id BIGINT NOT NULL,
        writer INTEGER NOT NULL,
        version BIGINT NOT NULL,
        PRIMARY KEY (round_id, writer)) {by_key}",
    // What pages show of a round that is not live: each row as it was when it last advanced.
    "CREATE TABLE published_row (
        round_id BIGINT NOT NULL CONSTRAINT published_row_round REFERENCES round (id),
        grouping_name TEXT NOT NULL,
        code TEXT NOT NULL,
        day TEXT NOT NULL,
        numbers TEXT NOT NULL,
        PRIMARY KEY (round_id, grouping_name, code)) {by_key}",
];

#[async_trait::async_trait]
impl Migration for First {
    fn name(&self) -> &'static str {
        "m0001_first"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
