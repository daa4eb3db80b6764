//! Whoever comes: anybody, or somebody who is signed in, in part or all the way.

use super::{Decision, Denied, Gate};
use crate::{
    acts::{Act, Actor, Done, Fault, OwnAccount},
    auth::{SignInStage, Who},
    state::App,
    store::{self, Account, accounts, settings},
};
use app::Administration;
use axum::{
    extract::FromRequestParts,
    http::{Method, Uri, request::Parts},
};
use domain::{Locale, Permission, Reach};
use serde_json::Value;
use std::sync::Arc;
use tower_sessions::Session;

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who.
    pub account: Account,
    /// Whose installation it is, in their language.
    pub administration: Administration,
    session: Session,
}

impl Person {
    /// The language of their pages.
    pub fn language(&self) -> &Locale {
        &self.account.language
    }

    /// How far a permission of theirs reaches.
    pub fn reach(&self, permission: Permission) -> Option<Reach> {
        Reach::of(&self.account.grants, permission)
    }

    /// What the rules say to a change that was not made, to be shown beside what was asked for; else why it goes no further.
    pub fn refused<R>(&self, fault: Fault<R>) -> Result<R, Denied> {
        self.refused_or_changed(fault)?.ok_or_else(|| Denied::ChangedMeanwhile(self.language().clone()))
    }

    /// The same where the page shows by itself that what was to be changed has been changed meanwhile: `None`.
    pub fn refused_or_changed<R>(&self, fault: Fault<R>) -> Result<Option<R>, Denied> {
        match fault {
            Fault::Refused(refused) => Ok(Some(refused)),
            Fault::ChangedMeanwhile => Ok(None),
            Fault::OutOfReach => Err(Denied::Forbidden(self.language().clone())),
            Fault::Store(store::Error::NotFound(_)) => Err(Denied::NotThere(self.language().clone())),
            Fault::Store(error) => Err(error.into()),
        }
    }

    /// Whether they have proved only just now who they are.
    pub(crate) async fn is_fresh(&self) -> anyhow::Result<bool> {
        Ok(Who::of(&self.session).await?.is_some_and(|who| who.is_fresh()))
    }

    /// Their session.
    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Writes into the log that they take a file away; it is handed out only then.
    pub(crate) async fn exported(&self, state: &App, what: &str, details: Value) -> Result<Done, Denied> {
        Ok(self.act(state).await?.done("export", what, "", details).await?)
    }

    /// Begins a change of their own account, if it still is theirs to change.
    async fn act(&self, state: &App) -> Result<Act<OwnAccount>, Denied> {
        let act = Act::of_own_account(&state.database, &state.points, &self.account).await?;
        act.ok_or_else(|| Denied::Forbidden(self.language().clone()))
    }
}

/// The session's account as far as it has come; `None` where there is none, or none any longer.
pub(super) async fn person(
    parts: &mut Parts,
    state: &Arc<App>,
) -> Result<Option<(Person, SignInStage)>, Denied> {
    let Ok(session) = Session::from_request_parts(parts, state).await else { return Ok(None) };
    let Some(who) = Who::of(&session).await? else { return Ok(None) };
    let account = match accounts::by_id(state.database.reader(), who.account).await {
        Ok(account) => account,
        Err(store::Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let still = account.active && account.epoch == who.epoch;
    if !still {
        return Ok(None);
    }
    let administration = state.administration(&account.language).await?;
    Ok(Some((Person { account, administration, session }, who.stage)))
}

async fn signed_in(parts: &mut Parts, state: &Arc<App>) -> Result<Person, Denied> {
    match person(parts, state).await? {
        Some((person, SignInStage::Full)) => Ok(person),
        Some((_, SignInStage::Password)) => Err(Denied::SecondFactor(parts.uri.clone())),
        None => Err(Denied::SignIn(parts.method.clone(), parts.uri.clone())),
    }
}

/// Signed in, and with a second factor where one is asked of everybody.
pub(super) async fn admitted(parts: &mut Parts, state: &Arc<App>) -> Result<Person, Denied> {
    let person = signed_in(parts, state).await?;
    if person.account.totp.is_none() && settings::second_factor_required(state.database.reader()).await? {
        return Err(Denied::Enrol);
    }
    Ok(person)
}

/// Everybody; whoever is signed in is known.
#[derive(Debug)]
pub struct Anyone(pub Option<Person>);

impl Anyone {
    /// Begins a change by somebody who has proved who they are in another way than by a session: a link, the set-up code,
    /// a password just now.
    pub async fn act(&self, state: &App, actor: Actor) -> store::Result<Act<OwnAccount>> {
        Act::by(&state.database, actor).await
    }
}

impl Gate for Anyone {
    const DECISION: Decision = Decision::Anyone;
}

impl FromRequestParts<Arc<App>> for Anyone {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        let found = person(parts, state).await?;
        Ok(Self(found.filter(|(_, stage)| *stage == SignInStage::Full).map(|(person, _)| person)))
    }
}

/// Somebody who gave the right password and has the second factor still to come.
#[derive(Debug)]
pub struct HalfSignedIn(pub Person);

impl HalfSignedIn {
    /// Begins what belongs to signing in.
    pub async fn act(&self, state: &App) -> Result<Act<OwnAccount>, Denied> {
        self.0.act(state).await
    }
}

impl Gate for HalfSignedIn {
    const DECISION: Decision = Decision::HalfSignedIn;
}

impl FromRequestParts<Arc<App>> for HalfSignedIn {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        match person(parts, state).await? {
            Some((person, SignInStage::Password)) => Ok(Self(person)),
            _ => Err(Denied::SignIn(Method::GET, Uri::from_static("/admin"))),
        }
    }
}

/// Somebody signed in, for what concerns their own account.
#[derive(Debug)]
pub struct SignedIn(pub Person);

impl SignedIn {
    /// Begins a change of their own account.
    pub async fn act(&self, state: &App) -> Result<Act<OwnAccount>, Denied> {
        self.0.act(state).await
    }
}

impl Gate for SignedIn {
    const DECISION: Decision = Decision::SignedIn;
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        Ok(Self(signed_in(parts, state).await?))
    }
}
