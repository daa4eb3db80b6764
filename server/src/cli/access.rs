//! The database and the key of its audit log, as they were named on the command line.

use crate::store::{Database, audit, audit::AuditKey};
use anyhow::Result;
use std::path::PathBuf;

pub(super) struct Access {
    pub(super) url: String,
    pub(super) audit_key: Option<PathBuf>,
}

impl Access {
    /// Opens a database that is there already, and makes none.
    pub(super) async fn open_existing(&self) -> Result<Database> {
        let key = self.read_audit_key()?;
        Ok(Database::open_existing(&self.url).await?.with_audit_key(key))
    }

    /// Opens a database, and makes it where there is none.
    pub(super) async fn open(&self) -> Result<Database> {
        let key = self.read_audit_key()?;
        Ok(Database::open(&self.url).await?.with_audit_key(key))
    }

    /// As [`Access::open`], for what should not go on for long, or serve anybody, before it turns out that the audit log
    /// cannot be added to.
    pub(super) async fn open_to_write(&self) -> Result<Database> {
        let database = self.open().await?;
        audit::check_key(database.reader(), database.audit_key().map(AsRef::as_ref)).await?;
        Ok(database)
    }

    pub(super) fn read_audit_key(&self) -> Result<Option<AuditKey>> {
        Ok(self.audit_key.as_deref().map(AuditKey::read).transpose()?)
    }
}
