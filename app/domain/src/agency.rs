//! Agencies, their blocks and service areas as they are at a time.

use crate::{Code, Day, Locale};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Level of government. Districts ended on 30 June 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Ministries and their units.
    Central,
    /// Departments and centres of a province.
    Province,
    /// Districts, until 30 June 2025.
    District,
    /// Communes and wards.
    Commune,
}

impl Level {
    /// The word used in files and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
        }
    }
    /// The level of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Central, Self::Province, Self::District, Self::Commune]
            .into_iter()
            .find(|l| l.as_str() == word)
    }
}

/// A unit that serves citizens and is ranked within its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Stable code.
    pub code: Code,
    /// Vietnamese name.
    pub name: String,
    /// English name, if there is one.
    pub name_en: Option<String>,
    /// The block it is ranked in.
    pub block: Option<Code>,
    /// Level of government.
    pub level: Option<Level>,
    /// The agency above it.
    pub parent: Option<Code>,
    /// First day of its existence, inclusive.
    pub valid_from: Option<Day>,
    /// Last day of its existence, inclusive.
    pub valid_to: Option<Day>,
}

impl Agency {
    /// Its name for readers of a language.
    pub fn name_in(&self, language: &Locale) -> &str {
        name_in(&self.name, self.name_en.as_deref(), language)
    }

    /// Whether it exists on some day of a period (both ends inclusive).
    pub fn exists_in(&self, from: Day, to: Day) -> bool {
        self.valid_from.is_none_or(|first| first <= to) && self.valid_to.is_none_or(|last| last >= from)
    }
}

/// Agencies that are ranked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Stable code.
    pub code: Code,
    /// Vietnamese name; the code itself until it has one.
    pub name: String,
    /// English name, if there is one.
    pub name_en: Option<String>,
}

impl Block {
    /// Its name for readers of a language.
    pub fn name_in(&self, language: &Locale) -> &str {
        name_in(&self.name, self.name_en.as_deref(), language)
    }
}

/// A field of procedures that citizens come for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceArea {
    /// Stable code.
    pub code: Code,
    /// Vietnamese name.
    pub name: String,
    /// English name, if there is one.
    pub name_en: Option<String>,
}

impl ServiceArea {
    /// Its name for readers of a language.
    pub fn name_in(&self, language: &Locale) -> &str {
        name_in(&self.name, self.name_en.as_deref(), language)
    }
}

fn name_in<'a>(name: &'a str, name_en: Option<&'a str>, language: &Locale) -> &'a str {
    name_en.filter(|_| *language == Locale::en()).unwrap_or(name)
}

/// What makes a set of agencies no tree in time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgencyFault {
    /// The parent is in neither the file nor the database.
    #[error("agency {agency}: its parent {parent} does not exist")]
    UnknownParent {
        /// Whose parent.
        agency: Code,
        /// The missing one.
        parent: Code,
    },
    /// Going up from here comes back here.
    #[error("agency {0}: going up from parent to parent comes back to it")]
    Circle(Code),
    /// `valid_to` lies before `valid_from`.
    #[error("agency {0}: it would end before it begins")]
    EndsBeforeBegin(Code),
}

/// Checks that parents exist, that nobody is above itself, and that validity runs forward.
pub fn check_tree(agencies: &[Agency]) -> Result<(), AgencyFault> {
    let parents: HashMap<&Code, Option<&Code>> =
        agencies.iter().map(|a| (&a.code, a.parent.as_ref())).collect();
    for agency in agencies {
        if let (Some(from), Some(to)) = (agency.valid_from, agency.valid_to)
            && to < from
        {
            return Err(AgencyFault::EndsBeforeBegin(agency.code.clone()));
        }
        let mut seen = HashSet::from([&agency.code]);
        let mut at = agency;
        let mut up = at.parent.as_ref();
        while let Some(parent) = up {
            if !seen.insert(parent) {
                return Err(AgencyFault::Circle(agency.code.clone()));
            }
            up = *parents.get(parent).ok_or_else(|| AgencyFault::UnknownParent {
                agency: at.code.clone(),
                parent: parent.clone(),
            })?;
            at = agencies.iter().find(|a| &a.code == parent).unwrap_or(at);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(code: &str, parent: Option<&str>) -> Agency {
        let code = code.parse().unwrap();
        let parent = parent.map(|p| p.parse().unwrap());
        Agency {
            code,
            name: "x".into(),
            name_en: None,
            block: None,
            level: None,
            parent,
            valid_from: None,
            valid_to: None,
        }
    }

    #[test]
    fn a_chain_is_a_tree_a_circle_and_a_missing_parent_are_not() {
        assert_eq!(check_tree(&[agency("A", None), agency("B", Some("A")), agency("C", Some("B"))]), Ok(()));
        let circle = [agency("A", Some("B")), agency("B", Some("A"))];
        assert!(matches!(check_tree(&circle), Err(AgencyFault::Circle(_))));
        assert!(matches!(check_tree(&[agency("A", Some("Z"))]), Err(AgencyFault::UnknownParent { .. })));
    }
}
