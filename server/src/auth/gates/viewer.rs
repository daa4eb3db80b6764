//! Whoever looks at results.

use super::{Denied, person::person};
use crate::{
    auth::SignInStage,
    cookies,
    state::App,
    store::{self, settings},
};
use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{Agency, Code, Permission, Reach};
use std::sync::Arc;

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
    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        if !cookies::read(&parts.headers).any(|cookie| cookie.name().ends_with(SESSION_COOKIE)) {
            return Ok(Self { reach: None });
        }
        let person = match person(parts, state).await? {
            Some((person, SignInStage::Full)) => person,
            _ => return Ok(Self { reach: None }),
        };
        let lacks = person.account.totp.is_none()
            && settings::second_factor_required(state.database.reader()).await?;
        let reach = if lacks { None } else { person.reach(Permission::ReadResults) };
        let Some(reach) = reach else { return Ok(Self { reach: None }) };
        let tree = store::agencies(state.database.reader()).await?;
        Ok(Self { reach: Some((reach, tree.into_iter().map(|row| row.agency).collect())) })
    }
}

/// The name of the session's cookie, which `__Host-` goes before on https.
pub(crate) const SESSION_COOKIE: &str = "hailong";
