//! Gates: what a handler must begin with. Each is an extractor that lets in those who may and nobody else, and tells the
//! table of routes what it decides.

use super::{Stage, Who};
use crate::{
    acts::{Act, Actor, Done, Fault, ManagePeople, OwnAccount, Permits},
    cookies,
    state::App,
    store::{self, Account, AgencyRow, Round, accounts, rounds, settings},
};
use app::Administration;
use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{Method, Uri, request::Parts},
};
use domain::{Agency, Code, Grant, Locale, Permission, Reach};
use serde_json::Value;
use std::collections::HashSet;
use std::marker::PhantomData;
use std::sync::Arc;
use tower_sessions::Session;

/// What a route asks of those who come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nothing.
    Anyone,
    /// To have given the right password.
    HalfSignedIn,
    /// To be signed in.
    SignedIn,
    /// A permission over anything at all; the handler looks at what, by [`May::over`].
    May(Permission),
    /// A permission over the whole administration.
    Whole(Permission),
    /// A permission over the agency that the address names.
    Over(Permission),
}

/// Why somebody is not let in.
#[derive(Debug)]
pub enum Denied {
    /// Nobody is signed in, or no longer.
    SignIn(Method, Uri),
    /// The second factor is still to come.
    SecondFactor(Uri),
    /// The second factor has to be set up first.
    Enrol,
    /// Not theirs to do.
    Forbidden(Locale),
    /// The address names something that there is not.
    NotThere(Locale),
    /// What they wanted to change has been changed meanwhile.
    ChangedMeanwhile(Locale),
    /// What is stored of a round cannot be interpreted: its code, and why.
    Unfit(Locale, String, String),
    /// Something broke.
    Broken(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

/// A gate that a handler can begin with.
pub trait Gate {
    /// What it asks.
    const DECISION: Decision;
}

/// The extractors of a handler whose first one is a gate. A handler without one does not fit into the table of routes:
///
/// ```
/// fn fits<Extractors: server::auth::Begins>() {}
/// fits::<((), server::auth::May<server::acts::ManageAgencies>, axum::extract::State<()>)>();
/// ```
/// ```compile_fail,E0277
/// fn fits<Extractors: server::auth::Begins>() {}
/// fits::<((), axum::extract::State<()>)>();
/// ```
pub trait Begins {
    /// What the gate asks.
    const DECISION: Decision;
}

macro_rules! begins {
    ($($rest:ident)*) => {
        impl<Kind, First: Gate, $($rest),*> Begins for (Kind, First, $($rest,)*) {
            const DECISION: Decision = First::DECISION;
        }
    };
}
begins!();
begins!(A);
begins!(A B);
begins!(A B C);
begins!(A B C D);
begins!(A B C D E);

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
        match fault {
            Fault::Refused(refused) => Ok(refused),
            Fault::ChangedMeanwhile => Err(Denied::ChangedMeanwhile(self.language().clone())),
            Fault::OutOfReach => Err(Denied::Forbidden(self.language().clone())),
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
    pub(crate) async fn exported(&self, app: &App, what: &str, details: Value) -> Result<Done, Denied> {
        Ok(self.act(app).await?.done("export", what, "", details).await?)
    }

    /// Begins a change of their own account, if it still is theirs to change.
    async fn act(&self, app: &App) -> Result<Act<OwnAccount>, Denied> {
        let act = Act::of_own_account(&app.database, &app.points, &self.account).await?;
        act.ok_or_else(|| Denied::Forbidden(self.language().clone()))
    }
}

/// The session's account as far as it has come; `None` where there is none, or none any longer.
async fn person(parts: &mut Parts, app: &Arc<App>) -> Result<Option<(Person, Stage)>, Denied> {
    let Ok(session) = Session::from_request_parts(parts, app).await else { return Ok(None) };
    let Some(who) = Who::of(&session).await? else { return Ok(None) };
    let account = match accounts::by_id(app.database.reader(), who.account).await {
        Ok(account) => account,
        Err(store::Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let still = account.active && account.epoch == who.epoch;
    if !still {
        return Ok(None);
    }
    let administration = app.administration(&account.language).await?;
    Ok(Some((Person { account, administration, session }, who.stage)))
}

async fn signed_in(parts: &mut Parts, app: &Arc<App>) -> Result<Person, Denied> {
    match person(parts, app).await? {
        Some((person, Stage::Full)) => Ok(person),
        Some((_, Stage::Password)) => Err(Denied::SecondFactor(parts.uri.clone())),
        None => Err(Denied::SignIn(parts.method.clone(), parts.uri.clone())),
    }
}

/// Signed in, and with a second factor where one is asked of everybody.
async fn admitted(parts: &mut Parts, app: &Arc<App>) -> Result<Person, Denied> {
    let person = signed_in(parts, app).await?;
    if person.account.totp.is_none() && settings::second_factor_required(app.database.reader()).await? {
        return Err(Denied::Enrol);
    }
    Ok(person)
}

/// What the address names under this name.
async fn named(parts: &mut Parts, app: &Arc<App>, name: &str) -> Result<String, Denied> {
    let params = RawPathParams::from_request_parts(parts, app).await?;
    let value = params.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
    // Nothing is called so, and PostgreSQL cannot even be asked.
    Ok(if value.contains('\0') { String::new() } else { value.to_owned() })
}

/// Everybody; whoever is signed in is known.
#[derive(Debug)]
pub struct Anyone(pub Option<Person>);

impl Anyone {
    /// Begins a change by somebody who has proved who they are in another way than by a session: a link, the set-up code,
    /// a password just now.
    pub async fn act(&self, app: &App, actor: Actor) -> store::Result<Act<OwnAccount>> {
        Act::by(&app.database, actor).await
    }
}

impl Gate for Anyone {
    const DECISION: Decision = Decision::Anyone;
}

impl FromRequestParts<Arc<App>> for Anyone {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        let found = person(parts, app).await?;
        Ok(Self(found.filter(|(_, stage)| *stage == Stage::Full).map(|(person, _)| person)))
    }
}

/// Somebody who gave the right password and has the second factor still to come.
#[derive(Debug)]
pub struct HalfSignedIn(pub Person);

impl HalfSignedIn {
    /// Begins what belongs to signing in.
    pub async fn act(&self, app: &App) -> Result<Act<OwnAccount>, Denied> {
        self.0.act(app).await
    }
}

impl Gate for HalfSignedIn {
    const DECISION: Decision = Decision::HalfSignedIn;
}

impl FromRequestParts<Arc<App>> for HalfSignedIn {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        match person(parts, app).await? {
            Some((person, Stage::Password)) => Ok(Self(person)),
            _ => Err(Denied::SignIn(Method::GET, Uri::from_static("/admin"))),
        }
    }
}

/// Somebody signed in, for what concerns their own account.
#[derive(Debug)]
pub struct SignedIn(pub Person);

impl SignedIn {
    /// Begins a change of their own account.
    pub async fn act(&self, app: &App) -> Result<Act<OwnAccount>, Denied> {
        self.0.act(app).await
    }
}

impl Gate for SignedIn {
    const DECISION: Decision = Decision::SignedIn;
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        Ok(Self(signed_in(parts, app).await?))
    }
}

/// Somebody who may do this somewhere.
#[derive(Debug)]
pub struct May<P> {
    /// Who.
    pub person: Person,
    /// Where.
    pub reach: Reach,
    /// What the gate has asked for; a change asks again.
    object: Object,
    permission: PhantomData<P>,
}

/// What has to lie within reach for a change.
#[derive(Debug, Clone)]
enum Object {
    /// The act looks by itself: [`Act::covers`].
    ToldLater,
    /// Everything.
    Whole,
    /// These agencies.
    Agencies(Vec<Code>),
}

impl<P: Permits> May<P> {
    /// Begins a change, if their account still permits it and what the address names still lies within its reach. What else
    /// the change touches, the act has to look at: [`Act::covers`].
    pub async fn act(&self, app: &App) -> Result<Act<P>, Denied> {
        let act = Act::<P>::permitted(&app.database, &app.points, &self.person.account).await?;
        let act = act.ok_or_else(|| self.denied())?;
        let is_within = match &self.object {
            Object::ToldLater => true,
            Object::Whole => *act.reach() == Reach::Whole,
            Object::Agencies(codes) => act.covers(codes).await?,
        };
        if is_within { Ok(act) } else { Err(self.denied()) }
    }

    /// Whether an agency is within reach.
    pub fn over(&self, agency: &Code, agencies: &[Agency]) -> bool {
        self.reach.covers(agency, agencies)
    }

    /// The agencies within reach, all at once.
    pub fn within(&self, agencies: &[Agency]) -> HashSet<Code> {
        self.reach.within(agencies)
    }

    /// Whether all of this is within reach: [`Reach::contains_all`].
    pub fn contains(&self, grants: &[Grant], agencies: &[Agency]) -> bool {
        self.reach.contains_all(grants, agencies)
    }

    /// Another permission of the same person, as far as it reaches.
    pub fn also<Q: Permits>(&self) -> Result<May<Q>, Denied> {
        let reach = self.person.reach(Q::PERMISSION).ok_or_else(|| self.denied())?;
        Ok(May { person: self.person.clone(), reach, object: self.object.clone(), permission: PhantomData })
    }

    /// What a fault that no page can show beside a field means to whoever acted.
    pub fn fault<R: std::fmt::Display>(&self, fault: Fault<R>) -> Denied {
        match fault {
            Fault::OutOfReach => self.denied(),
            Fault::Store(store::Error::NotFound(_)) => Denied::NotThere(self.person.language().clone()),
            Fault::Store(error) => error.into(),
            Fault::ChangedMeanwhile | Fault::Refused(_) => Denied::ChangedMeanwhile(self.person.language().clone()),
        }
    }

    /// Not theirs to do.
    pub fn denied(&self) -> Denied {
        Denied::Forbidden(self.person.language().clone())
    }
}

impl<P: Permits> Gate for May<P> {
    const DECISION: Decision = Decision::May(P::PERMISSION);
}

impl<P: Permits> FromRequestParts<Arc<App>> for May<P> {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        let person = admitted(parts, app).await?;
        match person.reach(P::PERMISSION) {
            Some(reach) => Ok(Self { person, reach, object: Object::ToldLater, permission: PhantomData }),
            None => Err(Denied::Forbidden(person.account.language)),
        }
    }
}

/// Somebody who may do this everywhere.
#[derive(Debug)]
pub struct Whole<P>(pub May<P>);

impl<P: Permits> Gate for Whole<P> {
    const DECISION: Decision = Decision::Whole(P::PERMISSION);
}

impl<P: Permits> FromRequestParts<Arc<App>> for Whole<P> {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        let mut may = May::<P>::from_request_parts(parts, app).await?;
        may.object = Object::Whole;
        if may.reach == Reach::Whole { Ok(Self(may)) } else { Err(may.denied()) }
    }
}

/// Somebody who may do this to the agency that the address names as `{agency}`.
#[derive(Debug)]
pub struct Over<P> {
    /// Who.
    pub may: May<P>,
    /// The agency.
    pub agency: AgencyRow,
    /// Every agency, as they were when the gate looked.
    pub agencies: Vec<Agency>,
}

impl<P: Permits> Gate for Over<P> {
    const DECISION: Decision = Decision::Over(P::PERMISSION);
}

impl<P: Permits> FromRequestParts<Arc<App>> for Over<P> {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        let mut may = May::<P>::from_request_parts(parts, app).await?;
        let named = named(parts, app, "agency").await?;
        let rows = store::agencies(app.database.reader()).await?;
        let agency = rows.iter().find(|row| row.agency.code.as_str() == named).cloned();
        let agencies: Vec<Agency> = rows.into_iter().map(|row| row.agency).collect();
        match agency {
            Some(agency) if may.over(&agency.agency.code, &agencies) => {
                may.object = Object::Agencies(vec![agency.agency.code.clone()]);
                Ok(Self { may, agency, agencies })
            }
            Some(_) => Err(may.denied()),
            // What lies outside of one's reach and what is not there look the same to those who do not reach everything.
            None if may.reach != Reach::Whole => Err(may.denied()),
            None => Err(Denied::NotThere(may.person.account.language)),
        }
    }
}

/// Somebody who may manage the account that the address names as `{person}`: all that it may do lies within reach.
#[derive(Debug)]
pub struct OverPerson {
    /// Who.
    pub may: May<ManagePeople>,
    /// The account.
    pub account: Account,
    /// Every agency, as they were when the gate looked.
    pub agencies: Vec<Agency>,
}

impl OverPerson {
    /// Begins a change; the act looks whether the account still lies within reach.
    pub async fn act(&self, app: &App) -> Result<Act<ManagePeople>, Denied> {
        self.may.act(app).await
    }
}

impl Gate for OverPerson {
    const DECISION: Decision = Decision::Over(Permission::ManagePeople);
}

impl FromRequestParts<Arc<App>> for OverPerson {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        let may = May::<ManagePeople>::from_request_parts(parts, app).await?;
        let agencies = store::agencies(app.database.reader()).await?;
        let agencies: Vec<Agency> = agencies.into_iter().map(|row| row.agency).collect();
        let found = match named(parts, app, "person").await?.parse::<i64>() {
            Ok(id) => accounts::by_id(app.database.reader(), id).await,
            Err(_) => Err(store::Error::NotFound(String::new())),
        };
        match found {
            Ok(account) if may.contains(&account.grants, &agencies) => Ok(Self { may, account, agencies }),
            Err(store::Error::NotFound(_)) if may.reach == Reach::Whole => {
                Err(Denied::NotThere(may.person.account.language))
            }
            Ok(_) | Err(store::Error::NotFound(_)) => Err(may.denied()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Somebody who may do this to the round that the address names as `{round}`: all its agencies lie within reach.
#[derive(Debug)]
pub struct OverRound<P> {
    /// Who.
    pub may: May<P>,
    /// The round.
    pub round: Round,
}

/// Somebody who may do this to some agencies of the round that the address names as `{round}`.
#[derive(Debug)]
pub struct InRound<P> {
    /// Who.
    pub may: May<P>,
    /// The round.
    pub round: Round,
    /// Places in the plan of the agencies within reach.
    pub within: Vec<usize>,
}

impl<P: Permits> InRound<P> {
    /// Whether every agency of the round lies within reach.
    pub fn is_whole(&self) -> bool {
        self.may.reach == Reach::Whole || self.within.len() == self.round.agencies.len()
    }
}

async fn in_round<P: Permits>(parts: &mut Parts, app: &Arc<App>) -> Result<InRound<P>, Denied> {
    let may = May::<P>::from_request_parts(parts, app).await?;
    let code = named(parts, app, "round").await?;
    let agencies = store::agencies(app.database.reader()).await?;
    let agencies: Vec<Agency> = agencies.into_iter().map(|row| row.agency).collect();
    match rounds::by_code(app.database.reader(), &code).await {
        Ok(round) => {
            let reached = may.within(&agencies);
            let covered = |(_, row): &(usize, &AgencyRow)| reached.contains(&row.agency.code);
            let within: Vec<usize> =
                round.agencies.iter().enumerate().filter(covered).map(|(at, _)| at).collect();
            if within.is_empty() && may.reach != Reach::Whole {
                return Err(may.denied());
            }
            Ok(InRound { may, round, within })
        }
        Err(store::Error::NotFound(_)) if may.reach == Reach::Whole => {
            Err(Denied::NotThere(may.person.account.language))
        }
        // Whose a round is that cannot be interpreted cannot be told.
        Err(store::Error::Unfit { .. }) if may.reach != Reach::Whole => Err(may.denied()),
        Err(store::Error::Unfit { round, why }) => {
            Err(Denied::Unfit(may.person.account.language, round, why))
        }
        Err(store::Error::NotFound(_)) => Err(may.denied()),
        Err(error) => Err(error.into()),
    }
}

impl<P: Permits> Gate for OverRound<P> {
    const DECISION: Decision = Decision::Over(P::PERMISSION);
}

impl<P: Permits> FromRequestParts<Arc<App>> for OverRound<P> {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        let InRound { mut may, round, within } = in_round::<P>(parts, app).await?;
        if may.reach != Reach::Whole && within.len() < round.agencies.len() {
            return Err(may.denied());
        }
        may.object = Object::Agencies(round.agencies.iter().map(|row| row.agency.code.clone()).collect());
        Ok(Self { may, round })
    }
}

impl<P: Permits> Gate for InRound<P> {
    const DECISION: Decision = Decision::Over(P::PERMISSION);
}

impl<P: Permits> FromRequestParts<Arc<App>> for InRound<P> {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        in_round(parts, app).await
    }
}

/// Whoever looks at results: somebody signed in may see some before everybody does. Citizens' browsers hold no session,
/// and nothing is read for them.
#[derive(Debug)]
pub struct Viewer {
    reach: Option<(Reach, Vec<Agency>)>,
}

impl Viewer {
    /// Whether results of these agencies may be seen before they are published.
    pub fn sees(&self, agencies: &[&Code]) -> bool {
        let Some((reach, tree)) = &self.reach else { return false };
        *reach == Reach::Whole
            || (!agencies.is_empty() && agencies.iter().all(|code| reach.covers(code, tree)))
    }
}

impl FromRequestParts<Arc<App>> for Viewer {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        if !cookies::read(&parts.headers).any(|cookie| cookie.name().ends_with(SESSION_COOKIE)) {
            return Ok(Self { reach: None });
        }
        let person = match person(parts, app).await? {
            Some((person, Stage::Full)) => person,
            _ => return Ok(Self { reach: None }),
        };
        let lacks =
            person.account.totp.is_none() && settings::second_factor_required(app.database.reader()).await?;
        let reach = if lacks { None } else { person.reach(Permission::ReadResults) };
        let Some(reach) = reach else { return Ok(Self { reach: None }) };
        let tree = store::agencies(app.database.reader()).await?;
        Ok(Self { reach: Some((reach, tree.into_iter().map(|row| row.agency).collect())) })
    }
}

/// The name of the session's cookie, which `__Host-` goes before on https.
pub(crate) const SESSION_COOKIE: &str = "hailong";
