//! Somebody who has a permission over the round that the address names, or over some of its agencies.

use super::{Decision, Denied, Gate, May, may::Object, over::named};
use crate::{
    acts::Permits,
    state::App,
    store::{self, AgencyRow, Round, rounds},
};
use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{Agency, Reach};
use std::sync::Arc;

/// Somebody who may do this to the round that the address names as `{round}`: all its agencies lie within reach.
#[derive(Debug)]
pub struct OverRound<P> {
    /// Who.
    pub may: May<P>,
    /// The round, in the order of names.
    pub round: Round,
}

/// Somebody who may do this to some agencies of the round that the address names as `{round}`.
#[derive(Debug)]
pub struct InRound<P> {
    /// Who.
    pub may: May<P>,
    /// The round, in the order of names.
    pub round: Round,
    /// Places in the plan of the agencies within reach.
    pub within: Vec<usize>,
}

impl<P: Permits> OverRound<P> {
    /// The same person and round under another permission, for pages that show the round again.
    pub fn also<Q: Permits>(self) -> Result<InRound<Q>, Denied> {
        let within = (0..self.round.agencies.len()).collect();
        Ok(InRound { may: self.may.also()?, round: self.round, within })
    }
}

impl<P: Permits> InRound<P> {
    /// Whether every agency of the round lies within reach.
    pub fn is_whole(&self) -> bool {
        self.may.reach == Reach::Whole || self.within.len() == self.round.agencies.len()
    }
}

async fn in_round<P: Permits>(parts: &mut Parts, state: &Arc<App>) -> Result<InRound<P>, Denied> {
    let may = May::<P>::from_request_parts(parts, state).await?;
    let code = named(parts, state, "round").await?;
    let agencies = store::agencies(state.database.reader()).await?;
    let agencies: Vec<Agency> = agencies.into_iter().map(|row| row.agency).collect();
    match rounds::by_code(state.database.reader(), &code).await {
        Ok(round) => {
            let round = round.in_order_of_names(may.person.language());
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
            Err(Denied::Unfit(may.person.account.language, round, Box::new(why)))
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
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        let InRound { mut may, round, within } = in_round::<P>(parts, state).await?;
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
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        in_round(parts, state).await
    }
}
