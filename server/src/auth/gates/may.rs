//! Somebody who has a permission: somewhere, or everywhere.

use super::{
    Decision, Denied, Gate,
    person::{Person, admitted},
};
use crate::{
    acts::{Act, Permits},
    state::App,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{Agency, Code, Grant, Reach};
use std::collections::HashSet;
use std::marker::PhantomData;
use std::sync::Arc;

/// Somebody who may do this somewhere.
#[derive(Debug)]
pub struct May<P> {
    /// Who.
    pub person: Person,
    /// Where.
    pub reach: Reach,
    /// What the gate has asked for; a change asks again.
    pub(super) object: Object,
    permission: PhantomData<P>,
}

/// What has to lie within reach for a change.
#[derive(Debug, Clone)]
pub(super) enum Object {
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
    pub async fn act(&self, state: &App) -> Result<Act<P>, Denied> {
        let act = Act::<P>::permitted(&state.database, &state.points, &self.person.account).await?;
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
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        let person = admitted(parts, state).await?;
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
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        let mut may = May::<P>::from_request_parts(parts, state).await?;
        may.object = Object::Whole;
        if may.reach == Reach::Whole { Ok(Self(may)) } else { Err(may.denied()) }
    }
}
