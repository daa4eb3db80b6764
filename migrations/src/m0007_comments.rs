//! Comments that are kept from everybody because they name a person or a number.

use sea_orm_migration::prelude::*;

pub(crate) struct Comments;

impl MigrationName for Comments {
    fn name(&self) -> &str {
        "m0007_comments"
    }
}

const UP: &[&str] = &[
    // `token` stands for one comment; it is a digest of where it stands and leads nobody from here to a response. The words
    // are not repeated. Nothing is hidden before a second person has agreed.
    "CREATE TABLE hidden_comment (
        round_id BIGINT NOT NULL CONSTRAINT hidden_comment_round REFERENCES round (id),
        token TEXT NOT NULL,
        reason TEXT NOT NULL,
        proposed_by TEXT NOT NULL,
        confirmed_by TEXT,
        PRIMARY KEY (round_id, token),
        CONSTRAINT hidden_comment_two_people CHECK (confirmed_by IS NULL OR confirmed_by <> proposed_by)) {by_key}",
];

#[async_trait::async_trait]
impl MigrationTrait for Comments {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
