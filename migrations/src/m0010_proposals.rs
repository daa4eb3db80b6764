//! Which agency a comment is about that somebody proposes to hide, so that the second person can be told where to look.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct Proposals;

const UP: &[&str] = &[
    // Of what was proposed before it is not known.
    "ALTER TABLE hidden_comment ADD COLUMN agency_id BIGINT CONSTRAINT hidden_comment_agency REFERENCES agency (id)",
];

#[async_trait::async_trait]
impl Migration for Proposals {
    fn name(&self) -> &'static str {
        "m0010_proposals"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
