//! A change in progress: a transaction that can only be committed together with its entry in the audit log.

use super::{Authority, ManageForms, OwnAccount, Permits};
use crate::{
    clock::Clock,
    open_points::OpenPoints,
    store::{self, Account, Database, WriteTransaction, accounts, audit, audit::AuditKey, settings},
};
use domain::{Agency, Code, Reach};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::Value;
use std::marker::PhantomData;
use std::sync::Arc;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in, by e-mail address.
    Person(String),
    /// Somebody at the machine.
    CommandLine,
    /// Somebody who holds a link or the set-up code, becoming the account of this address.
    Link(String),
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(email) => write!(f, "{email}"),
            Self::CommandLine => write!(f, "command line"),
            Self::Link(email) => write!(f, "{email} (link)"),
        }
    }
}

/// The advisory lock by which administrative writes are serialised on PostgreSQL.
const ADMIN_WRITE_LOCK: i64 = 0x4861_694c_4163;

/// A change in progress under an authority. Dropped, nothing has happened.
#[derive(Debug)]
pub struct Act<A> {
    transaction: WriteTransaction,
    actor: Actor,
    reach: Reach,
    audit_key: Option<Arc<AuditKey>>,
    /// The cache of the running server; the command line has none.
    open_points: Option<Arc<OpenPoints>>,
    authority: PhantomData<A>,
}

/// Proof that a change was committed with its entry in the log.
#[derive(Debug, PartialEq, Eq)]
pub struct Done(());

impl<A: Authority> Act<A> {
    async fn begin(database: &Database, actor: Actor, is_serialised: bool) -> store::Result<Self> {
        let transaction = database.write().await?;
        // Administrative writes are serialised, so that what one has read is still so when it writes. SQLite has one writer
        // at a time anyway.
        if database.backend() == DbBackend::Postgres && is_serialised {
            let lock = format!("SELECT pg_advisory_xact_lock({ADMIN_WRITE_LOCK})");
            transaction.execute_unprepared(&lock).await.map_err(store::Error::from)?;
        }
        let audit_key = database.audit_key().cloned();
        let authority = PhantomData;
        Ok(Self { transaction, actor, reach: Reach::Whole, audit_key, open_points: None, authority })
    }

    /// A change made at the machine itself, which reaches everything.
    pub async fn of_command_line(database: &Database) -> store::Result<Self> {
        Self::begin(database, Actor::CommandLine, true).await
    }

    /// A change by the holder of an account, as the account is now. `None` where it has been disabled, or its sessions ended,
    /// since the request was let in.
    async fn of_account(
        database: &Database,
        open_points: &Arc<OpenPoints>,
        account: &Account,
    ) -> store::Result<Option<(Self, Account)>> {
        let mut act = Self::begin(database, Actor::Person(account.email.clone()), true).await?;
        let now = match accounts::by_id(act.on(), account.id).await {
            Ok(now) if now.active && now.epoch == account.epoch => now,
            Ok(_) | Err(store::Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        act.open_points = Some(open_points.clone());
        Ok(Some((act, now)))
    }

    /// The transaction.
    pub fn on(&self) -> &WriteTransaction {
        &self.transaction
    }

    /// Whether the holder of the account of this e-mail address acts.
    pub fn is_by(&self, email: &str) -> bool {
        matches!(&self.actor, Actor::Person(own) if own == email)
    }

    /// How far the authority of whoever acts reaches.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Whether all these agencies lie within reach, by the tree as it is now. No agency at all lies within the reach of those
    /// alone who reach everything.
    pub async fn covers<'a>(&self, agencies: impl IntoIterator<Item = &'a Code>) -> store::Result<bool> {
        if self.reach == Reach::Whole {
            return Ok(true);
        }
        let tree: Vec<Agency> = store::agencies(self.on()).await?.into_iter().map(|row| row.agency).collect();
        let within = self.reach.within(&tree);
        let mut agencies = agencies.into_iter().peekable();
        Ok(agencies.peek().is_some() && agencies.all(|code| within.contains(code)))
    }

    /// Writes a line of the log: what was done to what, why, and what is different now. One act may have several.
    pub async fn log(&self, action: &str, subject: &str, reason: &str, details: Value) -> store::Result<()> {
        let entry = audit::NewEntry {
            at: Clock::stamp(),
            actor: self.actor.to_string(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            reason: reason.to_owned(),
            details: if details.is_null() { String::new() } else { details.to_string() },
        };
        audit::append(&self.transaction, self.audit_key.as_deref(), &entry).await?;
        Ok(())
    }

    /// Writes the last line of the log and commits. What was cached of what has changed is dropped: here, and by the version
    /// of plans in every other process.
    pub async fn done(
        self,
        action: &str,
        subject: &str,
        reason: &str,
        details: Value,
    ) -> store::Result<Done> {
        self.log(action, subject, reason, details).await?;
        if A::CHANGES_PLANS {
            settings::count_plan_change(&self.transaction).await?;
        }
        self.transaction.commit().await?;
        if A::CHANGES_PLANS
            && let Some(open_points) = &self.open_points
        {
            open_points.forget();
        }
        Ok(Done(()))
    }
}

impl Act<ManageForms> {
    /// Commits an edit of a form that is being written. The log tells when that was begun, published and discarded; a line for
    /// every sentence in between would bury the others.
    pub(super) async fn done_to_draft(self) -> store::Result<()> {
        self.transaction.commit().await
    }
}

impl<P: Permits> Act<P> {
    /// A change by somebody who may make it, by what their account permits now. `None` where it no longer does.
    pub(crate) async fn permitted(
        database: &Database,
        open_points: &Arc<OpenPoints>,
        account: &Account,
    ) -> store::Result<Option<Self>> {
        let Some((mut act, now)) = Self::of_account(database, open_points, account).await? else {
            return Ok(None);
        };
        let Some(reach) = Reach::of(&now.grants, P::PERMISSION) else { return Ok(None) };
        act.reach = reach;
        Ok(Some(act))
    }
}

impl Act<OwnAccount> {
    /// A change of one's own account. `None` where it is no longer theirs to change.
    pub(crate) async fn of_own_account(
        database: &Database,
        open_points: &Arc<OpenPoints>,
        account: &Account,
    ) -> store::Result<Option<Self>> {
        Ok(Self::of_account(database, open_points, account).await?.map(|(act, _)| act))
    }

    /// A change by somebody who has proved who they are in another way than by a session: a link, the set-up code, a password
    /// just now.
    pub(crate) async fn by(database: &Database, actor: Actor) -> store::Result<Self> {
        Self::begin(database, actor, true).await
    }

    /// Responses brought in at the machine itself: a large file keeps nobody waiting who changes something else.
    pub async fn of_responses(database: &Database) -> store::Result<Self> {
        Self::begin(database, Actor::CommandLine, false).await
    }

    /// From here on the log is signed with another key.
    pub fn sign_with(self, key: AuditKey) -> Self {
        Self { audit_key: Some(Arc::new(key)), ..self }
    }
}
