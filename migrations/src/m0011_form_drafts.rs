//! Forms that are being written: a document that may be unfinished, with what can be taken back of it.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct FormDrafts;

const UP: &[&str] = &[
    // One of a form for each person. `history` holds the last edits and those that take them back; `revision` counts all.
    "CREATE TABLE form_draft (
        id {serial},
        account_id BIGINT NOT NULL CONSTRAINT form_draft_account REFERENCES account (id) ON DELETE CASCADE,
        code TEXT NOT NULL,
        from_version_id BIGINT CONSTRAINT form_draft_from_version REFERENCES form_version (id) ON DELETE SET NULL,
        document TEXT NOT NULL,
        history TEXT NOT NULL,
        revision BIGINT NOT NULL,
        day TEXT NOT NULL,
        CONSTRAINT form_draft_of_person UNIQUE (account_id, code))",
    "CREATE INDEX form_draft_of_version ON form_draft (from_version_id)",
];

#[async_trait::async_trait]
impl Migration for FormDrafts {
    fn name(&self) -> &'static str {
        "m0011_form_drafts"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
