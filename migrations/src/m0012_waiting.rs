//! How many answers are not published yet is not told any more, and so not kept.

use crate::Migration;
use sea_orm::{DatabaseTransaction, DbErr};

pub(crate) struct Waiting;

const UP: &[&str] = &["DROP TABLE published_waiting"];

#[async_trait::async_trait]
impl Migration for Waiting {
    fn name(&self) -> &'static str {
        "m0012_waiting"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await
    }
}
