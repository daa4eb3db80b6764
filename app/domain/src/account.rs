//! Adding and changing accounts: what of it is accepted.

use crate::{
    Agency, ChosenGrant, EmailAddress, EmailFault, Grant, GrantFault, Name, NameFault, Reach, RolesFault,
    changed_grants,
};

/// Everything that is wrong with an account as somebody wants to have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("the account is refused: {self:?}")]
pub struct AccountFaults {
    /// What is wrong with its e-mail address.
    pub email: Option<EmailFault>,
    /// What is wrong with its name.
    pub name: Option<NameFault>,
    /// What is wrong with the role that it is given.
    pub grant: Option<GrantFault>,
    /// What is wrong with its roles together.
    pub roles: Option<RolesFault>,
}

impl AccountFaults {
    /// Whether anything is wrong.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}

impl From<EmailFault> for AccountFaults {
    fn from(fault: EmailFault) -> Self {
        Self { email: Some(fault), ..Self::default() }
    }
}

impl From<RolesFault> for AccountFaults {
    fn from(fault: RolesFault) -> Self {
        Self { roles: Some(fault), ..Self::default() }
    }
}

/// Why a code of the second factor is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecondFactorFault {
    /// It is neither that of now nor a recovery code.
    #[error("the code is another one")]
    Wrong,
    /// It has been used.
    #[error("the code has been used")]
    Used,
}

/// Why a link does not let anybody choose a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// It never was one, has been used, replaced, or its time has passed.
    #[error("the link does not work, or no longer")]
    Used,
}

/// An account that somebody wants to add: words as they were sent.
#[derive(Debug, Clone, Copy)]
pub struct NewAccount<'a> {
    /// What is typed to sign in.
    pub email: &'a str,
    /// As others see it.
    pub name: &'a str,
    /// What it may do.
    pub grant: ChosenGrant<'a>,
}

impl NewAccount<'_> {
    /// The account, if somebody who reaches so far may add it.
    pub fn within(
        &self,
        reach: &Reach,
        agencies: &[Agency],
    ) -> Result<(EmailAddress, Name, Grant), AccountFaults> {
        let (email, name) = (EmailAddress::new(self.email), Name::new(self.name));
        let grant = self.grant.within(reach, agencies).and_then(|grant| grant.ok_or(GrantFault::Missing));
        match (email, name, grant) {
            (Ok(email), Ok(name), Ok(grant)) => Ok((email, name, grant)),
            (email, name, grant) => {
                Err(AccountFaults { email: email.err(), name: name.err(), grant: grant.err(), roles: None })
            }
        }
    }
}

/// How somebody wants to change an account: words as they were sent.
#[derive(Debug, Clone, Copy)]
pub struct AccountChange<'a> {
    /// Its new name.
    pub name: &'a str,
    /// The words of the roles that it keeps.
    pub kept: &'a [&'a str],
    /// One more role.
    pub added: ChosenGrant<'a>,
}

impl AccountChange<'_> {
    /// Name and roles of an account that holds these now, if somebody who reaches so far may change it so.
    pub fn within(
        &self,
        held: &[Grant],
        reach: &Reach,
        agencies: &[Agency],
    ) -> Result<(Name, Vec<Grant>), AccountFaults> {
        let name = Name::new(self.name);
        let (added, grant) = match self.added.within(reach, agencies) {
            Ok(added) => (added, None),
            Err(fault) => (None, Some(fault)),
        };
        match (name, grant, changed_grants(held, self.kept, added)) {
            (Ok(name), None, Ok(grants)) => Ok((name, grants)),
            (name, grant, grants) => {
                Err(AccountFaults { email: None, name: name.err(), grant, roles: grants.err() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let new = NewAccount { email: "lan", name: "", grant: ChosenGrant::default() };
        let faults = new.within(&Reach::Whole, &[]).unwrap_err();
        assert_eq!((faults.email, faults.grant), (Some(EmailFault::Malformed), Some(GrantFault::Missing)));
        assert!(faults.name.is_some() && faults.roles.is_none());
        let added = ChosenGrant { role: "leader", over: None };
        let faults = AccountChange { name: "Lan", kept: &[], added }.within(&[], &Reach::Whole, &[]);
        let faults = faults.unwrap_err();
        assert_eq!(
            (faults.grant, faults.roles),
            (Some(GrantFault::AgencyMissing), Some(RolesFault::NoneLeft))
        );
    }

    #[test]
    fn an_account_is_read_whole() {
        let grant = ChosenGrant { role: "analyst", over: Some("") };
        let new = NewAccount { email: "Lan@X.vn", name: "Lan", grant };
        let (email, name, grant) = new.within(&Reach::Whole, &[]).unwrap();
        assert_eq!((email.as_str(), name.as_str(), grant.word().as_str()), ("lan@x.vn", "Lan", "analyst "));
    }
}
