//! One's own account: the first one, signing in, passwords and the second factor. Who acts has been let in by a session, a
//! link, the set-up code or a password just now.

use super::{Act, Done, Fault, OwnAccount};
use crate::{
    clock::Clock,
    credentials::hashed,
    store::{self, Account, accounts, links},
};
use domain::{EmailAddress, Grant, LinkFault, Locale, Name, Role, SecondFactorFault};
use serde_json::{Value, json};

/// The first account of an installation.
#[derive(Debug)]
pub struct FirstAccount {
    /// What is typed to sign in.
    pub email: EmailAddress,
    /// As others see it.
    pub name: Name,
    /// The language of its pages.
    pub language: Locale,
    /// The hash of its password.
    pub password: String,
}

/// Why there is no first account to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is an account already")]
pub struct AlreadySetUp;

/// Adds the first account, which may do everything that sets an installation up.
pub async fn add_first_account(
    act: Act<OwnAccount>,
    command: FirstAccount,
) -> Result<(Done, Account), Fault<AlreadySetUp>> {
    if accounts::any(act.on()).await? {
        return Err(Fault::Refused(AlreadySetUp));
    }
    let (email, name) = (command.email.as_str(), command.name.as_str());
    let id = accounts::add(act.on(), email, name, &command.language).await?;
    accounts::set_password(act.on(), id, &command.password).await?;
    let grants =
        [Role::SystemAdministrator, Role::SurveyAdministrator].map(|role| Grant { role, over: None });
    accounts::set_grants(act.on(), id, &grants).await?;
    let account = accounts::by_id(act.on(), id).await?;
    let details = json!({"name": name, "roles": grants.map(|grant| grant.role.as_str()).join(", ")});
    let done = act.done("account.first", email, "", details).await?;
    Ok((done, account))
}

/// Logs that somebody has signed in with their password alone.
pub async fn begin_session(act: Act<OwnAccount>, email: &str) -> store::Result<Done> {
    act.done("session.begin", email, "", Value::Null).await
}

/// Uses up the code with which somebody signs in: that of a time step, or a recovery code by its hash.
pub async fn use_code(
    act: Act<OwnAccount>,
    account: &Account,
    step: Option<i64>,
    recovery_hash: &str,
) -> Result<Done, Fault<SecondFactorFault>> {
    let action = match step {
        Some(step) if accounts::use_step(act.on(), account.id, step).await? => "session.begin",
        Some(_) => return Err(Fault::Refused(SecondFactorFault::Used)),
        None if accounts::use_recovery_code(act.on(), account.id, recovery_hash).await? => "session.recovery",
        None => return Err(Fault::Refused(SecondFactorFault::Wrong)),
    };
    Ok(act.done(action, &account.email, "", Value::Null).await?)
}

/// Names one's account and its language anew.
pub async fn rename_own_account(
    act: Act<OwnAccount>,
    account: &Account,
    name: &Name,
    language: &Locale,
) -> store::Result<Done> {
    accounts::rename(act.on(), account.id, name.as_str(), language).await?;
    let details = json!({
        "name": [account.name, name.as_str()],
        "language": [account.language.as_str(), language.as_str()],
    });
    act.done("account.change", &account.email, "", details).await
}

/// Gives one's account another password, by its hash, and ends its sessions; returns the epoch of new ones.
pub async fn change_own_password(
    act: Act<OwnAccount>,
    account: &Account,
    password: &str,
) -> store::Result<(Done, i64)> {
    accounts::set_password(act.on(), account.id, password).await?;
    let epoch = accounts::by_id(act.on(), account.id).await?.epoch;
    Ok((act.done("account.password", &account.email, "", Value::Null).await?, epoch))
}

/// Ends every session of one's account.
pub async fn end_own_sessions(act: Act<OwnAccount>, account: &Account) -> store::Result<Done> {
    accounts::end_sessions(act.on(), account.id).await?;
    act.done("account.sessions", &account.email, "", Value::Null).await
}

/// A second factor that is set up.
#[derive(Debug)]
pub struct SetUpFactor<'a> {
    /// Its secret in base 32.
    pub secret: &'a str,
    /// The time step of the code that proved it; the code is used up.
    pub step: i64,
    /// Hashes of the recovery codes.
    pub recovery_hashes: &'a [String],
}

/// Sets one's second factor up and ends one's sessions; returns the epoch of new ones.
pub async fn set_up_second_factor(
    act: Act<OwnAccount>,
    account: &Account,
    command: SetUpFactor<'_>,
) -> store::Result<(Done, i64)> {
    accounts::set_second_factor(act.on(), account.id, Some(command.secret), command.recovery_hashes).await?;
    accounts::use_step(act.on(), account.id, command.step).await?;
    let epoch = accounts::by_id(act.on(), account.id).await?.epoch;
    Ok((act.done("account.second-factor", &account.email, "", Value::Null).await?, epoch))
}

/// Replaces one's recovery codes, by their hashes.
pub async fn renew_recovery_codes(
    act: Act<OwnAccount>,
    account: &Account,
    hashes: &[String],
) -> store::Result<Done> {
    accounts::set_recovery_codes(act.on(), account.id, hashes).await?;
    act.done("account.recovery-codes", &account.email, "", Value::Null).await
}

/// Uses up a link, by the end of its address, and gives its account another password, by its hash.
pub async fn use_link(
    act: Act<OwnAccount>,
    account: &Account,
    token: &str,
    password: &str,
) -> Result<Done, Fault<LinkFault>> {
    let hash = hashed(token);
    let link = match links::of_hash(act.on(), &hash, Clock::seconds()).await {
        Ok(link) if link.account_id == account.id => link,
        Ok(_) | Err(store::Error::NotFound(_)) => return Err(Fault::Refused(LinkFault::Used)),
        Err(error) => return Err(error.into()),
    };
    if !links::use_up(act.on(), &hash).await? {
        return Err(Fault::Refused(LinkFault::Used));
    }
    accounts::set_password(act.on(), account.id, password).await?;
    if !link.keeps_second_factor {
        accounts::set_second_factor(act.on(), account.id, None, &[]).await?;
    }
    let details = json!({"keeps second factor": link.keeps_second_factor});
    Ok(act.done("account.password", &account.email, "", details).await?)
}
