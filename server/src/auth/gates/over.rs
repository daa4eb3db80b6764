//! Somebody who has a permission over what the address names: an agency, an account.

use super::{Decision, Denied, Gate, May, may::Object};
use crate::{
    acts::{Act, ManagePeople, Permits},
    state::App,
    store::{self, Account, AgencyRow, accounts},
};
use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use domain::{Agency, Permission, Reach};
use std::sync::Arc;

/// What the address names under this name.
pub(super) async fn named(parts: &mut Parts, state: &Arc<App>, name: &str) -> Result<String, Denied> {
    let params = RawPathParams::from_request_parts(parts, state).await?;
    let value = params.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
    // Nothing is called so, and PostgreSQL cannot even be asked.
    Ok(if value.contains('\0') { String::new() } else { value.to_owned() })
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
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        let mut may = May::<P>::from_request_parts(parts, state).await?;
        let named = named(parts, state, "agency").await?;
        let rows = store::agencies(state.database.reader()).await?;
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
    pub async fn act(&self, state: &App) -> Result<Act<ManagePeople>, Denied> {
        self.may.act(state).await
    }
}

impl Gate for OverPerson {
    const DECISION: Decision = Decision::Over(Permission::ManagePeople);
}

impl FromRequestParts<Arc<App>> for OverPerson {
    type Rejection = Denied;
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        let may = May::<ManagePeople>::from_request_parts(parts, state).await?;
        let agencies = store::agencies(state.database.reader()).await?;
        let agencies: Vec<Agency> = agencies.into_iter().map(|row| row.agency).collect();
        let found = match named(parts, state, "person").await?.parse::<i64>() {
            Ok(id) => accounts::by_id(state.database.reader(), id).await,
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
