//! Running a round: its stage, points that were retired, slugs that were replaced, and trials.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct Running;

const UP: &[&str] = &[
    "ALTER TABLE round ADD COLUMN stage TEXT NOT NULL DEFAULT 'open'
        CONSTRAINT round_stage CHECK (stage IN ('plan', 'test', 'open', 'closed'))",
    // A version in another wording maps to the one it came from, item by item; numbers of both can be compared. `author`
    // prepared what somebody else has to agree to.
    "ALTER TABLE form_version ADD COLUMN state TEXT NOT NULL DEFAULT 'published'
        CONSTRAINT form_version_state CHECK (state IN ('draft', 'published'))",
    "ALTER TABLE form_version ADD COLUMN same_as BIGINT",
    "ALTER TABLE form_version ADD COLUMN author TEXT",
    // The day on which a point was retired; nobody answers there since.
    "ALTER TABLE collection_point ADD COLUMN retired TEXT",
    // Slugs that stood on paper once. `offers` tells whether the new one may be shown to who comes by the old.
    "CREATE TABLE retired_slug (
        slug TEXT PRIMARY KEY,
        point_id BIGINT NOT NULL CONSTRAINT retired_slug_point REFERENCES collection_point (id),
        day TEXT NOT NULL,
        offers INTEGER NOT NULL)",
    // Which responses' comments staff may read: they come in lots, so that none can be told from the others by its arrival.
    "CREATE TABLE released_comment (
        round_id BIGINT NOT NULL CONSTRAINT released_comment_round REFERENCES round (id),
        agency_id BIGINT NOT NULL,
        place BIGINT NOT NULL,
        PRIMARY KEY (round_id, agency_id, place)) {by_key}",
    // How often a point was tried; what was answered is not kept.
    "CREATE TABLE trial (
        point_id BIGINT NOT NULL PRIMARY KEY CONSTRAINT trial_point REFERENCES collection_point (id),
        answers BIGINT NOT NULL)",
];

#[async_trait::async_trait]
impl Migration for Running {
    fn name(&self) -> &'static str {
        "m0005_running"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
