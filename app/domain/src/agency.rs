//! Agencies, their blocks and service areas as they are at a time.

use crate::{
    Code, Day, Locale, Name, sort_by_name,
    values::{Values, or_empty, validity_values},
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use strum::{EnumString, IntoStaticStr};

/// Level of government. Districts ended on 30 June 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "kebab-case")]
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

crate::words!(Level);

impl Level {
    /// The level as people write it: the word of files, or what a level or the agencies of it are called in Vietnamese.
    pub fn read(written: &str) -> Result<Self, LevelFault> {
        let lower = written.to_lowercase();
        let word = lower.strip_prefix("cấp ").unwrap_or(&lower).trim();
        match word {
            "trung ương" | "bộ" | "bộ, ngành" | "cơ quan ngang bộ" => Ok(Self::Central),
            "tỉnh"
            | "sở"
            | "ban"
            | "ngành"
            | "sở, ban, ngành"
            | "sở, ngành"
            | "thành phố trực thuộc trung ương" => Ok(Self::Province),
            "huyện" | "quận" | "thị xã" | "quận, huyện" | "thành phố thuộc tỉnh" => {
                Ok(Self::District)
            }
            "xã"
            | "phường"
            | "thị trấn"
            | "đặc khu"
            | "xã, phường"
            | "phường, xã"
            | "xã, phường, đặc khu" => Ok(Self::Commune),
            "thành phố" | "tp" | "tp." => Err(LevelFault::City(written.to_owned())),
            word => Self::from_word(word).ok_or_else(|| LevelFault::Unknown(written.to_owned())),
        }
    }
}

/// Why something is no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LevelFault {
    /// Nothing that a level is called.
    #[error(
        "must be central, province, district or commune, or as in Vietnamese: sở, tỉnh, huyện, quận, xã, phường, thị trấn, đặc khu; not “{0}”"
    )]
    Unknown(String),
    /// Cities are of two levels.
    #[error(
        "“{0}” can be a province or a district: write province for a city under the central government, district for a city of a province"
    )]
    City(String),
}

/// A unit that serves citizens and is ranked within its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Stable code.
    pub code: Code,
    /// Vietnamese name.
    pub name: Name,
    /// English name, if there is one.
    pub name_en: Option<Name>,
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
        name_in(&self.name, self.name_en.as_ref(), language)
    }

    /// Whether it exists on some day of a period (both ends inclusive).
    pub fn exists_in(&self, from: Day, to: Day) -> bool {
        exists_in((self.valid_from, self.valid_to), from, to)
    }

    /// What stands in its fields.
    pub fn values(&self) -> Values {
        let values = [
            ("name", self.name.to_string()),
            ("name_en", or_empty(self.name_en.as_ref())),
            ("parent", or_empty(self.parent.as_ref())),
            ("block", or_empty(self.block.as_ref())),
            ("level", or_empty(self.level.map(Level::as_str).as_ref())),
        ];
        values.into_iter().chain(validity_values(self.valid_from, self.valid_to)).collect()
    }
}

/// Agencies that are ranked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Stable code.
    pub code: Code,
    /// Vietnamese name; the code itself until it has one.
    pub name: Name,
    /// English name, if there is one.
    pub name_en: Option<Name>,
}

impl Block {
    /// Its name for readers of a language.
    pub fn name_in(&self, language: &Locale) -> &str {
        name_in(&self.name, self.name_en.as_ref(), language)
    }
}

/// A field of procedures that citizens come for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceArea {
    /// Stable code.
    pub code: Code,
    /// Vietnamese name.
    pub name: Name,
    /// English name, if there is one.
    pub name_en: Option<Name>,
    /// First day on which citizens can come for it, inclusive.
    pub valid_from: Option<Day>,
    /// Last day, inclusive.
    pub valid_to: Option<Day>,
}

/// An administrative procedure (thủ tục hành chính).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// National code, such as 1.001193.
    pub code: Code,
    /// Vietnamese name.
    pub name: Name,
    /// English name, if there is one.
    pub name_en: Option<Name>,
    /// The service area it belongs to.
    pub service_area: Code,
    /// First day, inclusive.
    pub valid_from: Option<Day>,
    /// Last day, inclusive.
    pub valid_to: Option<Day>,
}

impl Procedure {
    /// Whether it can be asked for on some day of a period (both ends inclusive).
    pub fn exists_in(&self, from: Day, to: Day) -> bool {
        exists_in((self.valid_from, self.valid_to), from, to)
    }
}

/// Whether something with these first and last days is there on some day of a period; all ends are inclusive.
fn exists_in((first, last): (Option<Day>, Option<Day>), from: Day, to: Day) -> bool {
    first.is_none_or(|first| first <= to) && last.is_none_or(|last| last >= from)
}

impl ServiceArea {
    /// Whether it exists on some day of a period (both ends inclusive).
    pub fn exists_in(&self, from: Day, to: Day) -> bool {
        exists_in((self.valid_from, self.valid_to), from, to)
    }

    /// Its name for readers of a language.
    pub fn name_in(&self, language: &Locale) -> &str {
        name_in(&self.name, self.name_en.as_ref(), language)
    }
}

/// A name for readers of a language: the English one for English, if there is one.
pub(crate) fn name_in<'a>(name: &'a Name, name_en: Option<&'a Name>, language: &Locale) -> &'a str {
    name_en.filter(|_| *language == Locale::en()).unwrap_or(name).as_str()
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
    /// More steps below the top than [`DEEPEST_TREE`].
    #[error("agency {0}: lies more than {DEEPEST_TREE} steps below the top")]
    TooDeep(Code),
    /// `valid_to` lies before `valid_from`.
    #[error("agency {0}: it would end before it begins")]
    EndsBeforeBegin(Code),
}

/// How an agency was up to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastAgency {
    /// The last day on which it was so, inclusive.
    pub until: Day,
    /// How it was: name, block, level, parent. Its validity is that of the agency today.
    pub agency: Agency,
}

/// The agencies that exist on a day, as they were on it.
pub fn tree_on(agencies: &[Agency], past: &[PastAgency], day: Day) -> Vec<Agency> {
    let mut then: HashMap<&Code, &PastAgency> = HashMap::new();
    for past in past.iter().filter(|past| past.until >= day) {
        let nearest = then.entry(&past.agency.code).or_insert(past);
        if past.until < nearest.until {
            *nearest = past;
        }
    }
    let there = agencies.iter().filter(|agency| agency.exists_in(day, day));
    there
        .map(|agency| match then.get(&agency.code) {
            None => agency.clone(),
            Some(past) => {
                Agency { valid_from: agency.valid_from, valid_to: agency.valid_to, ..past.agency.clone() }
            }
        })
        .collect()
}

/// Agencies with their depth, each right after what is above it and those beneath one agency by name; those whose parent is
/// not among them stand at the top.
pub fn in_tree_order<'a>(agencies: &'a [Agency], language: &Locale) -> Vec<(usize, &'a Agency)> {
    let known: HashSet<&Code> = agencies.iter().map(|a| &a.code).collect();
    let mut below: HashMap<Option<&Code>, Vec<&Agency>> = HashMap::new();
    for agency in agencies {
        let parent = agency.parent.as_ref().filter(|parent| known.contains(parent));
        below.entry(parent).or_default().push(agency);
    }
    below.values_mut().for_each(|beneath| sort_by_name(beneath, |agency| agency.name_in(language)));
    let mut ordered = Vec::with_capacity(agencies.len());
    let mut stack: Vec<(usize, &Agency)> =
        below.remove(&None).unwrap_or_default().into_iter().rev().map(|agency| (0, agency)).collect();
    while let Some((depth, agency)) = stack.pop() {
        ordered.push((depth, agency));
        let children = below.remove(&Some(&agency.code)).unwrap_or_default();
        stack.extend(children.into_iter().rev().map(|child| (depth + 1, child)));
    }
    ordered
}

/// Steps from an agency up to the top at most; administrations have five.
pub const DEEPEST_TREE: usize = 20;

/// Checks that parents exist, that nobody is above itself or further down than [`DEEPEST_TREE`], and that validity runs
/// forward.
pub fn check_tree(agencies: &[Agency]) -> Result<(), AgencyFault> {
    tree_faults(agencies, |_| false).into_iter().next().map_or(Ok(()), Err)
}

/// Everything that [`check_tree`] refuses, each circle and each branch that is too deep once. Parents that `is_elsewhere`
/// need not be among the agencies. Each agency is looked at once, so that a file of thousands takes milliseconds whatever
/// its shape.
pub fn tree_faults(agencies: &[Agency], is_elsewhere: impl Fn(&Code) -> bool) -> Vec<AgencyFault> {
    let known: HashMap<&Code, &Agency> = agencies.iter().map(|a| (&a.code, a)).collect();
    // No depth where an agency hangs on something that is wrong.
    let mut depths: HashMap<&Code, Option<usize>> = HashMap::with_capacity(agencies.len());
    let mut faults = Vec::new();
    for agency in agencies {
        if let (Some(from), Some(to)) = (agency.valid_from, agency.valid_to)
            && to < from
        {
            faults.push(AgencyFault::EndsBeforeBegin(agency.code.clone()));
        }
        let (mut way, mut on_way, mut at) = (Vec::new(), HashSet::new(), agency);
        let mut above = loop {
            if let Some(depth) = depths.get(&at.code) {
                break depth.map(|depth| depth + 1);
            }
            if !on_way.insert(&at.code) {
                faults.push(AgencyFault::Circle(at.code.clone()));
                break None;
            }
            way.push(&at.code);
            let Some(parent) = &at.parent else { break Some(0) };
            match known.get(parent) {
                Some(parent) => at = parent,
                None if is_elsewhere(parent) => break None,
                None => {
                    let (agency, parent) = (at.code.clone(), parent.clone());
                    faults.push(AgencyFault::UnknownParent { agency, parent });
                    break None;
                }
            }
        };
        for code in way.into_iter().rev() {
            if above.is_some_and(|depth| depth > DEEPEST_TREE) {
                faults.push(AgencyFault::TooDeep(code.clone()));
                above = None;
            }
            depths.insert(code, above);
            above = above.map(|depth| depth + 1);
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(code: &str, parent: Option<&str>) -> Agency {
        let code = code.parse().unwrap();
        let parent = parent.map(|p| p.parse().unwrap());
        Agency {
            code,
            name: "x".parse().unwrap(),
            name_en: None,
            block: None,
            level: None,
            parent,
            valid_from: None,
            valid_to: None,
        }
    }

    #[test]
    fn a_tree_is_as_it_was_on_a_day() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let mut old = agency("X", Some("H"));
        old.name = "Xã X".parse().unwrap();
        let mut district = agency("H", Some("P"));
        district.valid_to = Some(day("2025-06-30"));
        let today = [agency("P", None), district, agency("X", Some("P"))];
        let past = [
            PastAgency { until: day("2025-06-30"), agency: old.clone() },
            PastAgency {
                until: day("2020-12-31"),
                agency: Agency { name: "Thôn X".parse().unwrap(), ..old },
            },
        ];
        let on = |text: &str| {
            let tree = tree_on(&today, &past, day(text));
            let lines = in_tree_order(&tree, &Locale::vi())
                .into_iter()
                .map(|(depth, a)| format!("{depth} {} {}", a.code, a.name));
            lines.collect::<Vec<_>>()
        };
        assert_eq!(on("2025-06-30"), ["0 P x", "1 H x", "2 X Xã X"]);
        assert_eq!(on("2020-01-01"), ["0 P x", "1 H x", "2 X Thôn X"]);
        assert_eq!(on("2025-07-01"), ["0 P x", "1 X x"]);
    }

    #[test]
    fn agencies_beneath_one_stand_by_name_in_the_language_of_the_reader() {
        let named = |code: &str, parent, name: &str, name_en: &str| Agency {
            name: name.parse().unwrap(),
            name_en: name_en.parse().ok(),
            ..agency(code, parent)
        };
        let agencies = [
            named("P", None, "Tỉnh", "Province"),
            named("X10", Some("P"), "Phường 10", "Ward 10"),
            named("D", Some("P"), "Sở Đất đai", "Agency of Land"),
            named("X2", Some("P"), "Phường 2", "Ward 2"),
            named("X21", Some("X2"), "Tổ 1", "Group 1"),
            named("C", Some("P"), "Sở Công Thương", "Department of Trade"),
        ];
        let order = |language| -> Vec<&str> {
            in_tree_order(&agencies, &language).iter().map(|(_, agency)| agency.code.as_str()).collect()
        };
        assert_eq!(order(Locale::vi()), ["P", "X2", "X21", "X10", "C", "D"]);
        assert_eq!(order(Locale::en()), ["P", "D", "C", "X2", "X21", "X10"]);
    }

    #[test]
    fn a_chain_is_a_tree_a_circle_and_a_missing_parent_are_not() {
        assert_eq!(check_tree(&[agency("A", None), agency("B", Some("A")), agency("C", Some("B"))]), Ok(()));
        let circle = [agency("A", Some("B")), agency("B", Some("A"))];
        assert!(matches!(check_tree(&circle), Err(AgencyFault::Circle(_))));
        let led_into = [agency("C", Some("A")), circle[0].clone(), circle[1].clone()];
        assert_eq!(check_tree(&led_into), Err(AgencyFault::Circle("A".parse().unwrap())));
        assert!(matches!(check_tree(&[agency("A", Some("Z"))]), Err(AgencyFault::UnknownParent { .. })));
    }

    #[test]
    fn every_fault_of_a_tree_is_told_once_and_none_of_what_hangs_on_it() {
        let agencies = [
            agency("A", Some("Z")),
            agency("B", Some("A")),
            agency("C", Some("D")),
            agency("D", Some("C")),
            agency("E", Some("C")),
            agency("F", Some("Y")),
            agency("G", Some("X")),
        ];
        let told: Vec<String> =
            tree_faults(&agencies, |code| code.as_str() == "X").iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "agency A: its parent Z does not exist",
                "agency C: going up from parent to parent comes back to it",
                "agency F: its parent Y does not exist",
            ]
        );
    }

    #[test]
    fn levels_are_read_as_vietnamese_write_them() {
        for (written, level) in [
            ("commune", Level::Commune),
            ("Phường", Level::Commune),
            ("thị trấn", Level::Commune),
            ("ĐẶC KHU", Level::Commune),
            ("Cấp xã", Level::Commune),
            ("Quận", Level::District),
            ("Sở", Level::Province),
            ("cấp tỉnh", Level::Province),
            ("Trung ương", Level::Central),
        ] {
            assert_eq!(Level::read(written), Ok(level), "{written}");
        }
        assert_eq!(Level::read("Thành phố"), Err(LevelFault::City("Thành phố".to_owned())));
        assert_eq!(Level::read("town"), Err(LevelFault::Unknown("town".to_owned())));
    }

    #[test]
    fn a_tree_is_no_deeper_than_administrations_are_however_it_is_sorted() {
        let chain = |steps: usize| -> Vec<Agency> {
            let above = |n: usize| (n > 0).then(|| format!("A{}", n - 1));
            (0..=steps).map(|n| agency(&format!("A{n}"), above(n).as_deref())).collect()
        };
        assert_eq!(check_tree(&chain(DEEPEST_TREE)), Ok(()));
        let too_deep = Err(AgencyFault::TooDeep("A21".parse().unwrap()));
        let mut deep = chain(DEEPEST_TREE + 3);
        assert_eq!(check_tree(&deep), too_deep);
        deep.reverse();
        assert_eq!(check_tree(&deep), too_deep);
    }
}
