//! Who may do what: roles, what each permits, and how far it reaches in the tree of agencies.

use crate::{Agency, Code};
use std::collections::{HashMap, HashSet};
use strum::{EnumString, IntoStaticStr};

/// What a person is to the administration. A person may hold several roles, each over an agency and everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Role {
    /// Accounts, settings, the audit log, agencies.
    SystemAdministrator,
    /// Agencies, forms, rounds, points.
    SurveyAdministrator,
    /// Keys in what was answered on paper or by telephone.
    DataEntry,
    /// Reads results before publication, and exports.
    Analyst,
    /// Is judged by the number: reads results and comments of the agencies below.
    Leader,
    /// Agrees to what somebody else prepared.
    Approver,
}

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Make, change and disable accounts.
    ManagePeople,
    /// Read and export the audit log.
    ReadAudit,
    /// Change the settings of the installation.
    ManageSettings,
    /// Change agencies, blocks, service areas and procedures.
    ManageAgencies,
    /// Import, adapt and publish forms.
    ManageForms,
    /// Agree to a form that somebody else prepared.
    ApproveForms,
    /// Plan, open and close rounds; make and retire their points.
    ManageRounds,
    /// See how many answers a round has and where.
    FollowRounds,
    /// Read results before they are published.
    ReadResults,
    /// Read comments of citizens to one's own agencies.
    ReadComments,
}

crate::words!(Role);

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::SystemAdministrator,
        Self::SurveyAdministrator,
        Self::DataEntry,
        Self::Analyst,
        Self::Leader,
        Self::Approver,
    ];

    /// Whether the role permits this, as far as it reaches.
    pub fn permits(self, permission: Permission) -> bool {
        use Permission::{
            ApproveForms, FollowRounds, ManageAgencies, ManageForms, ManagePeople, ManageRounds,
            ManageSettings, ReadAudit, ReadComments, ReadResults,
        };
        match permission {
            ManagePeople | ReadAudit | ManageSettings => self == Self::SystemAdministrator,
            ManageAgencies => matches!(self, Self::SystemAdministrator | Self::SurveyAdministrator),
            ManageForms | ManageRounds => self == Self::SurveyAdministrator,
            ApproveForms => self == Self::Approver,
            FollowRounds => true,
            ReadResults => {
                matches!(self, Self::SurveyAdministrator | Self::Analyst | Self::Leader | Self::Approver)
            }
            ReadComments => matches!(self, Self::SurveyAdministrator | Self::Analyst | Self::Leader),
        }
    }
}

/// A role over an agency and everything below it; over everything where no agency is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The top of the subtree; `None` is the whole administration.
    pub over: Option<Code>,
}

/// How far a permission reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    Whole,
    /// These agencies and everything below them.
    Under(Vec<Code>),
}

impl Reach {
    /// How far somebody's grants carry a permission; `None` where they do not permit it at all.
    pub fn of(grants: &[Grant], permission: Permission) -> Option<Self> {
        let permitting = || grants.iter().filter(|grant| grant.role.permits(permission));
        if permitting().any(|grant| grant.over.is_none()) {
            return Some(Self::Whole);
        }
        let tops: Vec<Code> = permitting().filter_map(|grant| grant.over.clone()).collect();
        (!tops.is_empty()).then_some(Self::Under(tops))
    }

    /// Whether an agency lies within: it or one above it is named.
    pub fn covers(&self, agency: &Code, agencies: &[Agency]) -> bool {
        let Self::Under(tops) = self else { return true };
        let parents: HashMap<&Code, &Code> =
            agencies.iter().filter_map(|a| Some((&a.code, a.parent.as_ref()?))).collect();
        let mut at = Some(agency);
        // A damaged tree may hold a circle; nobody is further down than there are agencies.
        for _ in 0..=agencies.len() {
            match at {
                Some(code) if tops.contains(code) => return true,
                Some(code) => at = parents.get(code).copied(),
                None => return false,
            }
        }
        false
    }

    /// The agencies that lie within, all at once: with thousands of them, asking one by one takes a second.
    pub fn within(&self, agencies: &[Agency]) -> HashSet<Code> {
        let Self::Under(tops) = self else {
            return agencies.iter().map(|agency| agency.code.clone()).collect();
        };
        let mut below: HashMap<&Code, Vec<&Code>> = HashMap::new();
        for agency in agencies {
            if let Some(parent) = &agency.parent {
                below.entry(parent).or_default().push(&agency.code);
            }
        }
        let mut reached: HashSet<Code> = HashSet::new();
        let mut next: Vec<&Code> = tops.iter().collect();
        while let Some(code) = next.pop() {
            if reached.insert(code.clone()) {
                next.extend(below.get(code).into_iter().flatten());
            }
        }
        reached
    }

    /// Whether a grant reaches no further than this, so that who reaches this far may give or take it.
    pub fn contains(&self, grant: &Grant, agencies: &[Agency]) -> bool {
        match &grant.over {
            None => *self == Self::Whole,
            Some(top) => self.covers(top, agencies),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(code: &str, parent: Option<&str>) -> Agency {
        let (code, parent) = (code.parse().unwrap(), parent.map(|p| p.parse().unwrap()));
        let name = "x".parse().unwrap();
        Agency {
            code,
            name,
            name_en: None,
            block: None,
            level: None,
            parent,
            valid_from: None,
            valid_to: None,
        }
    }

    fn grant(role: Role, over: Option<&str>) -> Grant {
        Grant { role, over: over.map(|code| code.parse().unwrap()) }
    }

    #[test]
    fn a_permission_reaches_down_the_tree_and_neither_up_nor_aside() {
        let tree =
            [agency("P", None), agency("A", Some("P")), agency("A1", Some("A")), agency("B", Some("P"))];
        let reach =
            Reach::of(&[grant(Role::SurveyAdministrator, Some("A"))], Permission::ManageAgencies).unwrap();
        let covers = |code: &str| reach.covers(&code.parse().unwrap(), &tree);
        assert_eq!(["P", "A", "A1", "B", "Z"].map(covers), [false, true, true, false, false]);
        assert!(reach.contains(&grant(Role::Leader, Some("A1")), &tree));
        assert!(!reach.contains(&grant(Role::Leader, None), &tree));
    }

    #[test]
    fn a_circle_in_the_tree_ends() {
        let tree = [agency("A", Some("B")), agency("B", Some("A"))];
        assert!(!Reach::Under(vec!["Z".parse().unwrap()]).covers(&"A".parse().unwrap(), &tree));
    }

    #[test]
    fn the_widest_grant_counts_and_other_roles_do_not() {
        let grants = [grant(Role::SystemAdministrator, Some("A")), grant(Role::SurveyAdministrator, None)];
        assert_eq!(Reach::of(&grants, Permission::ManageAgencies), Some(Reach::Whole));
        assert_eq!(
            Reach::of(&grants, Permission::ManagePeople),
            Some(Reach::Under(vec!["A".parse().unwrap()]))
        );
        assert_eq!(Reach::of(&[grant(Role::Leader, None)], Permission::ManagePeople), None);
    }
}
