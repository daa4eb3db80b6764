//! Accounts of the people of the administration, what they may do, and how they prove who they are.

use super::{Error, Result, inserted, links, sql};
use domain::{Grant, Locale, Role, sort_by_name};
use sea_orm::{ConnectionTrait, QueryResult, Value};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Database key.
    pub id: i64,
    /// What is typed to sign in, in small letters.
    pub email: String,
    /// As others see it.
    pub name: String,
    /// The language of its pages.
    pub language: Locale,
    /// Whether it may sign in.
    pub active: bool,
    /// argon2id; `None` until a first password is chosen.
    pub password: Option<String>,
    /// The secret of the second factor in base 32, once it is set up.
    pub totp: Option<String>,
    /// The last time step whose code was used; an earlier one is not taken again.
    pub totp_step: i64,
    /// Sessions of an earlier epoch have ended.
    pub epoch: i64,
    /// What it may do.
    pub grants: Vec<Grant>,
}

const COLUMNS: &str =
    "a.id AS id, a.email AS email, a.name AS name, a.language AS language, a.state AS state,
    a.password AS password, a.totp AS totp, a.totp_step AS totp_step, a.epoch AS epoch";

/// Every account, by name.
pub async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Account>> {
    let mut accounts = load(connection, "ORDER BY a.id", []).await?;
    sort_by_name(&mut accounts, |account| &account.name);
    Ok(accounts)
}

/// The account of a key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<Account> {
    let found = load(connection, "WHERE a.id = $1", [id.into()]).await?.pop();
    found.ok_or_else(|| Error::NotFound(format!("the account {id}")))
}

/// The account of an e-mail address, however its letters are written.
pub async fn by_email(connection: &impl ConnectionTrait, email: &str) -> Result<Account> {
    let small = email.trim().to_lowercase();
    let found = load(connection, "WHERE a.email = $1", [small.into()]).await?.pop();
    found.ok_or_else(|| Error::NotFound(format!("the account {email}")))
}

/// Whether there is any account.
pub async fn any(connection: &impl ConnectionTrait) -> Result<bool> {
    Ok(connection.query_one_raw(sql(connection, "SELECT id FROM account LIMIT 1", [])).await?.is_some())
}

/// Adds an account without a password and returns its key.
pub async fn add(
    connection: &impl ConnectionTrait,
    email: &str,
    name: &str,
    language: &Locale,
) -> Result<i64> {
    let text = "INSERT INTO account (email, name, language, state, totp_step, epoch)
        VALUES ($1, $2, $3, 'active', 0, 0) RETURNING id";
    let values: [Value; 3] = [email.trim().to_lowercase().into(), name.into(), language.as_str().into()];
    let added = inserted(connection, text, values).await;
    added.map_err(|error| error.conflict_on(|| format!("the address {email}")))
}

/// Names an account and its language anew.
pub async fn rename(connection: &impl ConnectionTrait, id: i64, name: &str, language: &Locale) -> Result<()> {
    let text = "UPDATE account SET name = $1, language = $2 WHERE id = $3";
    change(connection, text, [name.into(), language.as_str().into(), id.into()]).await
}

/// Lets an account in or keeps it out; its sessions and its link end.
pub async fn set_active(connection: &impl ConnectionTrait, id: i64, active: bool) -> Result<()> {
    links::forget(connection, id).await?;
    let state = if active { "active" } else { "disabled" };
    let text = "UPDATE account SET state = $1, epoch = epoch + 1 WHERE id = $2";
    change(connection, text, [state.into(), id.into()]).await
}

/// Gives an account another password hash; its sessions and its link end.
pub async fn set_password(connection: &impl ConnectionTrait, id: i64, hash: &str) -> Result<()> {
    links::forget(connection, id).await?;
    let text = "UPDATE account SET password = $1, epoch = epoch + 1 WHERE id = $2";
    change(connection, text, [hash.into(), id.into()]).await
}

/// Sets the secret of the second factor, or takes it and its recovery codes away; its sessions end.
pub async fn set_second_factor(
    connection: &impl ConnectionTrait,
    id: i64,
    secret: Option<&str>,
    recovery_hashes: &[String],
) -> Result<()> {
    let text = "UPDATE account SET totp = $1, totp_step = 0, epoch = epoch + 1 WHERE id = $2";
    change(connection, text, [secret.map(str::to_owned).into(), id.into()]).await?;
    set_recovery_codes(connection, id, recovery_hashes).await
}

/// Replaces the recovery codes.
pub async fn set_recovery_codes(connection: &impl ConnectionTrait, id: i64, hashes: &[String]) -> Result<()> {
    let text = "DELETE FROM recovery_code WHERE account_id = $1";
    connection.execute_raw(sql(connection, text, [id.into()])).await?;
    for hash in hashes {
        let text = "INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2)";
        connection.execute_raw(sql(connection, text, [id.into(), hash.as_str().into()])).await?;
    }
    Ok(())
}

/// How many recovery codes are left.
pub async fn recovery_codes_left(connection: &impl ConnectionTrait, id: i64) -> Result<i64> {
    let text = "SELECT COUNT(*) AS n FROM recovery_code WHERE account_id = $1";
    let row = connection.query_one_raw(sql(connection, text, [id.into()])).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
}

/// Uses up a recovery code; false where there is none of this hash.
pub async fn use_recovery_code(connection: &impl ConnectionTrait, id: i64, hash: &str) -> Result<bool> {
    let text = "DELETE FROM recovery_code WHERE account_id = $1 AND hash = $2";
    let done = connection.execute_raw(sql(connection, text, [id.into(), hash.into()])).await?;
    Ok(done.rows_affected() == 1)
}

/// Uses up the code of a time step; false where this or a later one was used already, also by another process.
pub async fn use_step(connection: &impl ConnectionTrait, id: i64, step: i64) -> Result<bool> {
    let text = "UPDATE account SET totp_step = $1 WHERE id = $2 AND totp_step < $1";
    let done = connection.execute_raw(sql(connection, text, [step.into(), id.into()])).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of an account.
pub async fn end_sessions(connection: &impl ConnectionTrait, id: i64) -> Result<()> {
    change(connection, "UPDATE account SET epoch = epoch + 1 WHERE id = $1", [id.into()]).await
}

/// Replaces what an account may do. Its link ends: whoever made it may have kept it, and may not reach this far.
pub async fn set_grants(connection: &impl ConnectionTrait, id: i64, grants: &[Grant]) -> Result<()> {
    links::forget(connection, id).await?;
    let text = "DELETE FROM role_grant WHERE account_id = $1";
    connection.execute_raw(sql(connection, text, [id.into()])).await?;
    for grant in grants {
        let (text, over) = match &grant.over {
            None => ("INSERT INTO role_grant (account_id, role) VALUES ($1, $2)", None),
            Some(over) => (
                "INSERT INTO role_grant (account_id, role, agency_id) SELECT $1, $2, id FROM agency WHERE code = $3",
                Some(over),
            ),
        };
        let values: Vec<Value> = [Value::from(id), grant.role.as_str().into()]
            .into_iter()
            .chain(over.map(|over| over.as_str().into()))
            .collect();
        if connection.execute_raw(sql(connection, text, values)).await?.rows_affected() != 1 {
            return Err(Error::NotFound(format!("the agency {}", over.map_or("", |over| over.as_str()))));
        }
    }
    Ok(())
}

async fn change(
    connection: &impl ConnectionTrait,
    text: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<()> {
    match connection.execute_raw(sql(connection, text, values)).await?.rows_affected() {
        0 => Err(Error::NotFound("the account".to_owned())),
        _ => Ok(()),
    }
}

async fn load(
    connection: &impl ConnectionTrait,
    which: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Account>> {
    let text = format!("SELECT {COLUMNS} FROM account a {which}");
    let rows = connection.query_all_raw(sql(connection, &text, values)).await?;
    let mut accounts = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    for account in &mut accounts {
        let text =
            "SELECT g.role AS role, b.code AS over FROM role_grant g LEFT JOIN agency b ON b.id = g.agency_id
            WHERE g.account_id = $1 ORDER BY g.role, b.code";
        for row in connection.query_all_raw(sql(connection, text, [account.id.into()])).await? {
            let role: String = row.try_get("", "role")?;
            let over: Option<String> = row.try_get("", "over")?;
            account.grants.push(Grant {
                role: Role::from_word(&role).ok_or_else(|| Error::damaged(&role))?,
                over: over.map(|code| code.parse()).transpose().map_err(Error::damaged)?,
            });
        }
    }
    Ok(accounts)
}

fn read(row: &QueryResult) -> Result<Account> {
    let language: String = row.try_get("", "language")?;
    let state: String = row.try_get("", "state")?;
    Ok(Account {
        id: row.try_get("", "id")?,
        email: row.try_get("", "email")?,
        name: row.try_get("", "name")?,
        language: language.parse().map_err(Error::damaged)?,
        active: state == "active",
        password: row.try_get("", "password")?,
        totp: row.try_get("", "totp")?,
        totp_step: row.try_get("", "totp_step")?,
        epoch: row.try_get("", "epoch")?,
        grants: Vec::new(),
    })
}
