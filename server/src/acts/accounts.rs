//! Accounts of the administration: adding and changing them, letting them in and keeping them out. Nobody gives or takes more
//! than they reach themselves.

use super::{Act, Done, Fault, ManagePeople, revision::unchanged_since};
use crate::{
    clock::Clock,
    credentials::{hashed, token},
    store::{self, Account, accounts, links},
};
use domain::{
    AccountChange, AccountFaults, Agency, EmailAddress, EmailFault, Grant, Locale, Name, NewAccount,
    RolesFault,
};
use serde_json::{Value, json};
use std::convert::Infallible;

/// How long a link for a new account works, in seconds.
const FIRST_LINK: i64 = 7 * 24 * 60 * 60;
/// How long a link for another password works, in seconds.
const RESET_LINK: i64 = 24 * 60 * 60;

/// A one-time link with which the owner of an account chooses a password.
#[derive(Debug)]
pub struct PasswordLink {
    /// The name of the account.
    pub name: String,
    /// The address of the link, without scheme and host.
    pub path: String,
}

/// Adds an account.
#[derive(Debug)]
pub struct AddAccount<'a> {
    /// What was sent of it.
    pub account: NewAccount<'a>,
    /// The language of its pages.
    pub language: Locale,
}

/// Adds an account with one role and makes the link for its first password.
pub async fn add_account(
    act: Act<ManagePeople>,
    command: AddAccount<'_>,
) -> Result<(Done, PasswordLink), Fault<AccountFaults>> {
    let agencies = agencies(&act).await?;
    let (email, name, grant) = command.account.within(act.reach(), &agencies).map_err(Fault::Refused)?;
    let id = match accounts::add(act.on(), email.as_str(), name.as_str(), &command.language).await {
        Ok(id) => id,
        Err(store::Error::Conflict(_)) => return Err(Fault::Refused(EmailFault::Taken.into())),
        Err(error) => return Err(error.into()),
    };
    accounts::set_grants(act.on(), id, std::slice::from_ref(&grant)).await?;
    let path = make_link(&act, id, true, FIRST_LINK).await?;
    let details = json!({"name": name.as_str(), "grants": grant.word()});
    let done = act.done("account.add", email.as_str(), "", details).await?;
    Ok((done, PasswordLink { name: name.into(), path }))
}

/// Gives a role to the account of an address, which is added where there is none, and makes the link for its first password
/// where it has none.
pub async fn grant_role(
    act: Act<ManagePeople>,
    email: &EmailAddress,
    name: &Name,
    grant: Grant,
) -> store::Result<(Done, Option<PasswordLink>)> {
    let (id, mut grants, has_password) = match accounts::by_email(act.on(), email.as_str()).await {
        Ok(account) => (account.id, account.grants, account.password.is_some()),
        Err(store::Error::NotFound(_)) => {
            (accounts::add(act.on(), email.as_str(), name.as_str(), &Locale::vi()).await?, Vec::new(), false)
        }
        Err(error) => return Err(error),
    };
    let details = json!({"role": grant.role.as_str()});
    if !grants.contains(&grant) {
        grants.push(grant);
    }
    accounts::set_grants(act.on(), id, &grants).await?;
    let link = match has_password {
        true => None,
        false => Some(make_link(&act, id, true, FIRST_LINK).await?),
    };
    let done = act.done("account.add", email.as_str(), "", details).await?;
    Ok((done, link.map(|path| PasswordLink { name: name.to_string(), path })))
}

/// Changes an account.
#[derive(Debug)]
pub struct ChangeAccount<'a> {
    /// Database key of the account.
    pub id: i64,
    /// What was sent of it.
    pub change: AccountChange<'a>,
    /// The language of its pages.
    pub language: Locale,
    /// Its revision token: [`account_content`].
    pub revision_token: &'a str,
}

/// What can be changed of an account, for its revision token.
pub fn account_content(account: &Account) -> String {
    let grants: Vec<String> = account.grants.iter().map(Grant::word).collect();
    format!("{}\n{}\n{}", account.name, account.language, grants.join("\n"))
}

/// Names an account, its language and its roles anew; tells whether it now needs a link for its first password.
pub async fn change_account(
    act: Act<ManagePeople>,
    command: ChangeAccount<'_>,
) -> Result<(Done, bool), Fault<AccountFaults>> {
    let (account, agencies) = account_within_reach(&act, command.id).await?;
    let changed = command.change.within(&account.grants, act.reach(), &agencies);
    let (name, grants) = changed.map_err(Fault::Refused)?;
    unchanged_since(command.revision_token, &account_content(&account))?;
    let had = has_system_administrator(&act).await?;
    accounts::rename(act.on(), account.id, name.as_str(), &command.language).await?;
    let is_regranted = grants != account.grants;
    if is_regranted {
        accounts::set_grants(act.on(), account.id, &grants).await?;
    }
    if had && !has_system_administrator(&act).await? {
        return Err(Fault::Refused(RolesFault::LastAdministrator.into()));
    }
    let words = |grants: &[Grant]| grants.iter().map(Grant::word).collect::<Vec<_>>().join(", ");
    let details =
        json!({"name": [account.name, name.as_str()], "grants": [words(&account.grants), words(&grants)]});
    let done = act.done("account.change", &account.email, "", details).await?;
    Ok((done, is_regranted && account.password.is_none()))
}

/// Makes a link with which the owner of an account chooses another password. One's own password is changed with the present
/// one, not around it.
pub async fn make_reset_link(
    act: Act<ManagePeople>,
    id: i64,
    keeps_second_factor: bool,
) -> Result<(Done, PasswordLink), Fault<Infallible>> {
    let account = another_account(&act, id).await?;
    let path = make_link(&act, account.id, keeps_second_factor, RESET_LINK).await?;
    let details = json!({"keeps second factor": keeps_second_factor});
    let done = act.done("account.link", &account.email, "", details).await?;
    Ok((done, PasswordLink { name: account.name, path }))
}

/// Lets somebody else's account in or keeps it out.
pub async fn set_account_active(
    act: Act<ManagePeople>,
    id: i64,
    is_active: bool,
    reason: &str,
) -> Result<Done, Fault<RolesFault>> {
    let account = another_account(&act, id).await?;
    let had = has_system_administrator(&act).await?;
    accounts::set_active(act.on(), account.id, is_active).await?;
    // Two who disable each other at once must not leave nobody.
    if had && !has_system_administrator(&act).await? {
        return Err(Fault::Refused(RolesFault::LastAdministrator));
    }
    let action = if is_active { "account.enable" } else { "account.disable" };
    Ok(act.done(action, &account.email, reason, Value::Null).await?)
}

async fn agencies(act: &Act<ManagePeople>) -> store::Result<Vec<Agency>> {
    Ok(store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect())
}

/// An account all of whose roles lie within reach, as it is now, and every agency.
async fn account_within_reach<R>(
    act: &Act<ManagePeople>,
    id: i64,
) -> Result<(Account, Vec<Agency>), Fault<R>> {
    let (account, agencies) = (accounts::by_id(act.on(), id).await?, agencies(act).await?);
    match act.reach().contains_all(&account.grants, &agencies) {
        true => Ok((account, agencies)),
        false => Err(Fault::OutOfReach),
    }
}

/// The same, where it is not that of whoever acts.
async fn another_account<R>(act: &Act<ManagePeople>, id: i64) -> Result<Account, Fault<R>> {
    let (account, _) = account_within_reach(act, id).await?;
    if act.is_by(&account.email) { Err(Fault::OutOfReach) } else { Ok(account) }
}

/// Somebody must be left who can sign in and let others in.
async fn has_system_administrator(act: &Act<ManagePeople>) -> store::Result<bool> {
    let lets_in = |account: &Account| {
        account.active
            && account.password.is_some()
            && account.grants.iter().any(Grant::is_whole_administration)
    };
    Ok(accounts::all(act.on()).await?.iter().any(lets_in))
}

/// Makes the one link that works for an account, for so many seconds, and returns its address without scheme and host.
async fn make_link(
    act: &Act<ManagePeople>,
    account_id: i64,
    keeps_second_factor: bool,
    seconds: i64,
) -> store::Result<String> {
    let token = token();
    let link = links::Link { account_id, keeps_second_factor, expires: Clock::seconds() + seconds };
    links::replace(act.on(), &hashed(&token), link).await?;
    Ok(format!("/admin/links/{token}"))
}
