//! Giving and taking roles: nobody gives or takes more than they reach themselves, and somebody stays who lets others in.

use crate::{Agency, Code, Grant, Reach, Role};

/// Why a role cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GrantFault {
    /// None was chosen.
    #[error("no role was chosen")]
    Missing,
    /// There is no such role.
    #[error("there is no such role")]
    UnknownRole,
    /// It was not chosen over which agency.
    #[error("no agency was chosen")]
    AgencyMissing,
    /// There is no such agency.
    #[error("there is no such agency")]
    UnknownAgency,
    /// Over more than whoever gives it reaches.
    #[error("the role reaches further than whoever gives it")]
    BeyondReach,
}

/// Why an account cannot have just these roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RolesFault {
    /// It would have none.
    #[error("an account has at least one role")]
    NoneLeft,
    /// Nobody would be left who can sign in and let others in.
    #[error("the last system administrator stays")]
    LastAdministrator,
}

/// A role as it is chosen in a form: words as they were sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChosenGrant<'a> {
    /// The word of the role; empty where none was chosen.
    pub role: &'a str,
    /// The code of the agency, empty for everything; `None` where nothing was chosen.
    pub over: Option<&'a str>,
}

impl ChosenGrant<'_> {
    /// The grant that was chosen, if somebody who reaches so far may give it; none where no role was chosen.
    pub fn within(&self, reach: &Reach, agencies: &[Agency]) -> Result<Option<Grant>, GrantFault> {
        if self.role.is_empty() {
            return Ok(None);
        }
        let role = Role::from_word(self.role).ok_or(GrantFault::UnknownRole)?;
        let over = match self.over.ok_or(GrantFault::AgencyMissing)? {
            "" => None,
            code => Some(code.parse::<Code>().map_err(|_| GrantFault::UnknownAgency)?),
        };
        if over.as_ref().is_some_and(|code| !agencies.iter().any(|agency| agency.code == *code)) {
            return Err(GrantFault::UnknownAgency);
        }
        let grant = Grant { role, over };
        if reach.contains(&grant, agencies) { Ok(Some(grant)) } else { Err(GrantFault::BeyondReach) }
    }
}

impl Grant {
    /// The grant as one word of forms and of the log: role and agency, parted by a blank.
    pub fn word(&self) -> String {
        format!("{} {}", self.role.as_str(), self.over.as_ref().map_or("", Code::as_str))
    }

    /// Whether who holds it can let anybody in anywhere.
    pub fn is_whole_administration(&self) -> bool {
        self.role == Role::SystemAdministrator && self.over.is_none()
    }
}

impl Reach {
    /// Whether all of this lies within, so that it may be given and taken. No grant at all lies within the reach of those
    /// alone who reach everything.
    pub fn contains_all(&self, grants: &[Grant], agencies: &[Agency]) -> bool {
        let all = || grants.iter().all(|grant| self.contains(grant, agencies));
        *self == Self::Whole || (!grants.is_empty() && all())
    }
}

/// What an account may do once roles have been taken from it and one was added: of those that it holds, these words stay.
pub fn changed_grants(held: &[Grant], kept: &[&str], added: Option<Grant>) -> Result<Vec<Grant>, RolesFault> {
    let mut grants: Vec<Grant> =
        held.iter().filter(|grant| kept.contains(&grant.word().as_str())).cloned().collect();
    grants.extend(added.filter(|grant| !held.contains(grant)));
    if grants.is_empty() { Err(RolesFault::NoneLeft) } else { Ok(grants) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, over: Option<&str>) -> Grant {
        Grant { role, over: over.map(|code| code.parse().unwrap()) }
    }

    fn agency(code: &str, parent: Option<&str>) -> Agency {
        Agency {
            code: code.parse().unwrap(),
            name: code.parse().unwrap(),
            name_en: None,
            block: None,
            level: None,
            parent: parent.map(|parent| parent.parse().unwrap()),
            valid_from: None,
            valid_to: None,
        }
    }

    #[test]
    fn a_role_is_given_within_ones_own_reach_and_over_nothing_by_oversight() {
        let tree = [agency("A", None), agency("A1", Some("A")), agency("B", None)];
        let reach = Reach::Under(vec!["A".parse().unwrap()]);
        let chosen = |role, over| ChosenGrant { role, over }.within(&reach, &tree);
        assert_eq!(chosen("", Some("A")), Ok(None));
        assert_eq!(chosen("leader", Some("A1")), Ok(Some(grant(Role::Leader, Some("A1")))));
        assert_eq!(chosen("king", Some("A1")), Err(GrantFault::UnknownRole));
        assert_eq!(chosen("leader", None), Err(GrantFault::AgencyMissing));
        assert_eq!(chosen("leader", Some("Z")), Err(GrantFault::UnknownAgency));
        assert_eq!(chosen("leader", Some("no code")), Err(GrantFault::UnknownAgency));
        assert_eq!(chosen("leader", Some("B")), Err(GrantFault::BeyondReach));
        assert_eq!(chosen("leader", Some("")), Err(GrantFault::BeyondReach));
    }

    #[test]
    fn roles_are_taken_by_leaving_them_out_and_one_stays() {
        let held = [grant(Role::Leader, Some("A")), grant(Role::Analyst, None)];
        let kept = changed_grants(&held, &["analyst "], Some(held[1].clone()));
        assert_eq!(kept, Ok(vec![held[1].clone()]), "what is held is not held twice");
        assert_eq!(changed_grants(&held, &["approver "], None), Err(RolesFault::NoneLeft));
        let added = changed_grants(&held, &[], Some(grant(Role::Approver, None)));
        assert_eq!(added, Ok(vec![grant(Role::Approver, None)]));
    }

    #[test]
    fn an_account_without_roles_is_managed_by_those_who_reach_everything() {
        assert!(Reach::Whole.contains_all(&[], &[]));
        assert!(!Reach::Under(vec!["A".parse().unwrap()]).contains_all(&[], &[agency("A", None)]));
    }
}
