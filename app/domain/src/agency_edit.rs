//! An agency as somebody types it into a form, and the rules by which it is stored among the others.
//!
//! Not for files of agencies: they are checked as a whole, line by line (`import` in the server).

use crate::{
    Agency, AgencyFault, Block, Code, CodeFault, Day, DayFault, Level, NameFault, Reach, check_tree,
    reading::Reading,
};

/// What somebody typed into the fields of an agency, without surrounding blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgencyInput {
    /// Its code.
    pub code: String,
    /// Its Vietnamese name.
    pub name: String,
    /// Its English name, or nothing.
    pub name_en: String,
    /// Code of the agency above it, or nothing.
    pub parent: String,
    /// Code of its block, or nothing.
    pub block: String,
    /// Word of its level, or nothing.
    pub level: String,
    /// Its first day, or nothing.
    pub valid_from: String,
    /// Its last day, or nothing.
    pub valid_to: String,
}

/// What is wrong with a field of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgencyEditFault {
    /// Its code is none.
    Code(CodeFault),
    /// Another agency has its code.
    CodeTaken,
    /// Its Vietnamese name is none.
    Name(NameFault),
    /// Its English name is none.
    NameEn(NameFault),
    /// The code of the agency above is none.
    Parent(CodeFault),
    /// Whoever stores it does not reach the agency above.
    ParentOutOfReach,
    /// The code of its block is none.
    Block(CodeFault),
    /// There is no such block.
    UnknownBlock,
    /// Its first day is none.
    ValidFrom(DayFault),
    /// Its last day is none.
    ValidTo(DayFault),
    /// Its last day lies before its first.
    EndsBeforeBegin,
    /// With it the agencies would be no tree.
    Tree(AgencyFault),
    /// The day from which it is different is none.
    FromDay(DayFault),
    /// It does not exist on the day from which it is different and on the day before.
    FromDayOutside,
    /// The day from which it is different is still to come.
    FromDayInFuture,
    /// The day from which it is different is not after this one, from which it is as it is now.
    FromDayTooEarly(Day),
}

impl AgencyEditFault {
    /// The name of the field.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Code(_) | Self::CodeTaken => "code",
            Self::Name(_) => "name",
            Self::NameEn(_) => "name_en",
            Self::Parent(_) | Self::ParentOutOfReach => "parent",
            Self::Block(_) | Self::UnknownBlock => "block",
            Self::ValidFrom(_) => "valid_from",
            Self::ValidTo(_) | Self::EndsBeforeBegin => "valid_to",
            Self::Tree(AgencyFault::EndsBeforeBegin(_)) => "valid_to",
            Self::Tree(_) => "parent",
            Self::FromDay(_) | Self::FromDayOutside | Self::FromDayInFuture | Self::FromDayTooEarly(_) => {
                "change"
            }
        }
    }
}

impl AgencyInput {
    /// Reads the fields by themselves.
    fn read(&self) -> Result<Agency, Vec<AgencyEditFault>> {
        let mut reading = Reading::new();
        let code = reading.required(&self.code, AgencyEditFault::Code);
        let name = reading.required(&self.name, AgencyEditFault::Name);
        let name_en = reading.optional(&self.name_en, AgencyEditFault::NameEn);
        let parent = reading.optional(&self.parent, AgencyEditFault::Parent);
        let block = reading.optional(&self.block, AgencyEditFault::Block);
        let [valid_from, valid_to] = reading.validity(
            [&self.valid_from, &self.valid_to],
            [AgencyEditFault::ValidFrom, AgencyEditFault::ValidTo],
            AgencyEditFault::EndsBeforeBegin,
        );
        let level = Level::from_word(&self.level);
        let agency =
            |(code, name)| Agency { code, name, name_en, block, level, parent, valid_from, valid_to };
        reading.finish(code.zip(name).map(agency))
    }
}

/// What an agency is stored into.
#[derive(Debug, Clone, Copy)]
pub struct AgencyRules<'a> {
    /// Every agency as it is now.
    pub agencies: &'a [Agency],
    /// Every block.
    pub blocks: &'a [Block],
    /// How far whoever stores it reaches.
    pub reach: &'a Reach,
}

impl AgencyRules<'_> {
    /// A new agency, or everything that is wrong with it.
    pub fn add(&self, input: &AgencyInput) -> Result<Agency, Vec<AgencyEditFault>> {
        let agency = input.read()?;
        let faults = match self.agencies.iter().any(|known| known.code == agency.code) {
            true => vec![AgencyEditFault::CodeTaken],
            false => self.faults(&agency),
        };
        if faults.is_empty() { Ok(agency) } else { Err(faults) }
    }

    /// An agency that is there as it would be, and the day from which it is so, if it was different before; or everything
    /// that is wrong. `kept_until` is the last day of the newest state that is kept of it.
    pub fn change(
        &self,
        input: &AgencyInput,
        from_day: &str,
        kept_until: Option<Day>,
        today: Day,
    ) -> Result<(Agency, Option<Day>), Vec<AgencyEditFault>> {
        let mut reading = Reading::new();
        let day = reading.optional::<Day>(from_day, AgencyEditFault::FromDay);
        let agency = match input.read() {
            Ok(agency) => {
                self.faults(&agency).into_iter().for_each(|fault| reading.fault(fault));
                Some(agency)
            }
            Err(faults) => {
                faults.into_iter().for_each(|fault| reading.fault(fault));
                None
            }
        };
        if let Some(fault) = day.and_then(|day| from_day_fault(day, agency.as_ref(), kept_until, today)) {
            reading.fault(fault);
        }
        reading.finish(agency.map(|agency| (agency, day)))
    }

    /// What is wrong with an agency among the others.
    fn faults(&self, agency: &Agency) -> Vec<AgencyEditFault> {
        let mut faults = Vec::new();
        let others = self.agencies.iter().filter(|known| known.code != agency.code);
        let tree: Vec<Agency> = others.chain([agency]).cloned().collect();
        faults.extend(check_tree(&tree).err().map(AgencyEditFault::Tree));
        let has_block = |block: &Code| self.blocks.iter().any(|known| known.code == *block);
        if !agency.block.as_ref().is_none_or(has_block) {
            faults.push(AgencyEditFault::UnknownBlock);
        }
        // The top of a subtree within reach keeps its parent; the parent of every other agency has to lie within reach.
        let before = self.agencies.iter().find(|known| known.code == agency.code);
        let is_within = *self.reach == Reach::Whole
            || before.is_some_and(|before| before.parent == agency.parent)
            || agency.parent.as_ref().is_some_and(|parent| self.reach.covers(parent, self.agencies));
        if !is_within {
            faults.push(AgencyEditFault::ParentOutOfReach);
        }
        faults
    }
}

/// What is wrong with the day from which an agency is different. Without the agency as it would be, whether it exists then
/// cannot be told.
fn from_day_fault(
    day: Day,
    agency: Option<&Agency>,
    kept_until: Option<Day>,
    today: Day,
) -> Option<AgencyEditFault> {
    match kept_until {
        _ if day > today => Some(AgencyEditFault::FromDayInFuture),
        Some(kept) if day.plus_days(-1) <= kept => Some(AgencyEditFault::FromDayTooEarly(kept.plus_days(1))),
        _ => {
            let is_outside = agency.is_some_and(|agency| !agency.exists_in(day.plus_days(-1), day));
            is_outside.then_some(AgencyEditFault::FromDayOutside)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn agency(code: &str, parent: Option<&str>) -> Agency {
        let input = AgencyInput {
            code: code.to_owned(),
            name: code.to_owned(),
            parent: parent.unwrap_or("").to_owned(),
            ..AgencyInput::default()
        };
        input.read().unwrap()
    }

    fn input(code: &str, parent: &str) -> AgencyInput {
        let text = str::to_owned;
        AgencyInput { code: text(code), name: text("Sở"), parent: text(parent), ..AgencyInput::default() }
    }

    #[test]
    fn all_that_is_wrong_with_the_fields_is_told_at_once() {
        let input = AgencyInput {
            code: "a b".to_owned(),
            name_en: "a\nb".to_owned(),
            valid_from: "2026-02-01".to_owned(),
            valid_to: "2026-01-01".to_owned(),
            ..AgencyInput::default()
        };
        let faults = input.read().unwrap_err();
        let fields: Vec<&str> = faults.iter().map(AgencyEditFault::field).collect();
        assert_eq!(fields, ["code", "name", "name_en", "valid_to"]);
    }

    #[test]
    fn an_agency_hangs_where_whoever_stores_it_reaches_and_the_top_of_theirs_stays() {
        let agencies = [agency("P", None), agency("A", Some("P")), agency("B", Some("P"))];
        let reach = Reach::Under(vec!["A".parse::<Code>().unwrap()]);
        let rules = AgencyRules { agencies: &agencies, blocks: &[], reach: &reach };
        assert!(rules.add(&input("N", "A")).is_ok());
        for parent in ["", "B", "P"] {
            assert_eq!(rules.add(&input("N", parent)), Err(vec![AgencyEditFault::ParentOutOfReach]));
        }
        assert_eq!(rules.add(&input("B", "A")), Err(vec![AgencyEditFault::CodeTaken]));
        let change = |parent| rules.change(&input("A", parent), "", None, day("2026-01-01"));
        assert!(change("P").is_ok(), "the top is renamed where it is");
        assert_eq!(change("B"), Err(vec![AgencyEditFault::ParentOutOfReach]));
        let everything = AgencyRules { reach: &Reach::Whole, ..rules };
        assert!(everything.add(&input("N", "")).is_ok());
        let circle = everything.change(&input("P", "A"), "", None, day("2026-01-01"));
        assert!(matches!(circle.unwrap_err()[..], [AgencyEditFault::Tree(AgencyFault::Circle(_))]));
    }

    #[test]
    fn a_change_begins_after_the_last_one_and_not_in_the_future() {
        let agencies = [Agency { valid_from: Some(day("2025-03-01")), ..agency("A", None) }];
        let rules = AgencyRules { agencies: &agencies, blocks: &[], reach: &Reach::Whole };
        let typed = AgencyInput { valid_from: "2025-03-01".to_owned(), ..input("A", "") };
        let change = |from: &str, kept: Option<&str>| {
            let changed = rules.change(&typed, from, kept.map(day), day("2026-01-01"));
            changed.map(|(_, from)| from).map_err(|faults| faults[0].clone())
        };
        assert_eq!(change("", None), Ok(None));
        assert_eq!(change("2025-06-01", None), Ok(Some(day("2025-06-01"))));
        assert_eq!(change("2025-02-01", None), Err(AgencyEditFault::FromDayOutside));
        assert_eq!(change("2026-01-02", None), Err(AgencyEditFault::FromDayInFuture));
        let too_early = Err(AgencyEditFault::FromDayTooEarly(day("2025-06-01")));
        assert_eq!(change("2025-06-01", Some("2025-05-31")), too_early);
        assert_eq!(change("2025-06-02", Some("2025-05-31")), Ok(Some(day("2025-06-02"))));
    }
}
