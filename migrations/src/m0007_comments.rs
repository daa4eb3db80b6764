//! Comments that are kept from everybody because they name a person or a number.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct Comments;

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
impl Migration for Comments {
    fn name(&self) -> &'static str {
        "m0007_comments"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
