//! People of the administration, what they may do, and the log of what they did. Nothing here is about citizens.

use crate::Migration;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};

pub(crate) struct People;

const UP: &[&str] = &[
    // `password` is an argon2id hash, none before the first link is used. `epoch` counts what ends every session of the
    // account: another password, another second factor, "sign out everywhere". `totp_step` is the last one used, so that
    // a code works once.
    "CREATE TABLE account (
        id {serial},
        email TEXT NOT NULL CONSTRAINT account_email UNIQUE,
        name TEXT NOT NULL,
        language TEXT NOT NULL,
        state TEXT NOT NULL CONSTRAINT account_state CHECK (state IN ('active', 'disabled')),
        password TEXT,
        totp TEXT,
        totp_step BIGINT NOT NULL,
        epoch BIGINT NOT NULL)",
    "CREATE TABLE role_grant (
        account_id BIGINT NOT NULL CONSTRAINT role_grant_account REFERENCES account (id),
        role TEXT NOT NULL CONSTRAINT role_grant_role CHECK (role IN ('system-administrator',
            'survey-administrator', 'data-entry', 'analyst', 'leader', 'approver')),
        agency_id BIGINT CONSTRAINT role_grant_agency REFERENCES agency (id))",
    "CREATE UNIQUE INDEX role_grant_once ON role_grant (account_id, role, COALESCE(agency_id, 0))",
    "CREATE TABLE recovery_code (
        account_id BIGINT NOT NULL CONSTRAINT recovery_code_account REFERENCES account (id),
        hash TEXT NOT NULL,
        PRIMARY KEY (account_id, hash)) {by_key}",
    // Of links and sessions only hashes are kept: who reads the database cannot use them. Times are Unix seconds.
    "CREATE TABLE access_link (
        hash TEXT NOT NULL PRIMARY KEY,
        account_id BIGINT NOT NULL CONSTRAINT access_link_account REFERENCES account (id),
        keeps_second_factor INTEGER NOT NULL,
        expires BIGINT NOT NULL) {by_key}",
    "CREATE TABLE session (hash TEXT NOT NULL PRIMARY KEY, data TEXT NOT NULL, expires BIGINT NOT NULL) {by_key}",
    // Each entry's hash covers the one before, so that none can be changed or taken out unnoticed.
    "CREATE TABLE audit_entry (
        number {given_key},
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        reason TEXT NOT NULL,
        details TEXT NOT NULL,
        hash TEXT NOT NULL)",
];

/// The log is only ever added to, whoever holds the connection.
const SQLITE: &[&str] = &[
    "CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'audit_entry_stays'); END",
    "CREATE TRIGGER audit_entry_remains BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'audit_entry_stays'); END",
];
const POSTGRES: &[&str] = &[
    "CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit_entry_stays'; END $$",
    "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()",
];

#[async_trait::async_trait]
impl Migration for People {
    fn name(&self) -> &'static str {
        "m0003_people"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await?;
        let postgres = transaction.get_database_backend() == DbBackend::Postgres;
        crate::execute(transaction, if postgres { POSTGRES } else { SQLITE }).await
    }
}
