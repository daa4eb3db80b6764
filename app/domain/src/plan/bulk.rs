//! Many collection points at once: taken out of use or removed.

use crate::{Code, NameFault};
use strum::{EnumString, IntoStaticStr};

/// What is done with many points at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum BulkChange {
    /// Their codes are taken out of use.
    Retire,
    /// They are removed; those with answers are taken out of use instead.
    Remove,
}

crate::words!(BulkChange);

/// Points that are chosen together, beside those that are ticked one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkGroup {
    /// All of the round.
    All,
    /// Those at which nobody who counts will answer.
    Useless,
    /// Those of an agency.
    Agency(Code),
}

impl BulkGroup {
    /// The word of a form for all of the round; no code has such a sign.
    pub const ALL: &str = "*";
    /// The word of a form for those of no use; no code has such a sign.
    pub const USELESS: &str = "?";

    /// The group of a word; `None` where none was chosen.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            Self::ALL => Some(Self::All),
            Self::USELESS => Some(Self::Useless),
            code => code.parse().ok().map(Self::Agency),
        }
    }
}

/// What of a point decides what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkPoint {
    /// What stands for it.
    pub id: i64,
    /// Whether somebody has answered there.
    pub has_answers: bool,
    /// Whether it is out of use already.
    pub is_retired: bool,
}

/// What becomes of each of many points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkOutcome {
    /// Those that are removed.
    pub removed: Vec<i64>,
    /// Those that are taken out of use.
    pub retired: Vec<i64>,
    /// Those that stay as they are.
    pub unchanged: Vec<i64>,
}

impl BulkOutcome {
    /// Whether nothing is changed.
    pub fn is_nothing(&self) -> bool {
        self.removed.is_empty() && self.retired.is_empty()
    }
}

/// Why many points are not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkFault {
    /// It was not said what is to be done.
    NoChange,
    /// No point was chosen.
    NothingChosen,
    /// All of them are so already.
    NothingToDo,
    /// The reason for the log is missing or none.
    Reason(NameFault),
}

impl BulkFault {
    /// The name of the field in which it is mended.
    pub fn field(self) -> &'static str {
        match self {
            Self::NoChange => "change",
            Self::NothingChosen | Self::NothingToDo => "of",
            Self::Reason(_) => "reason",
        }
    }
}

/// What becomes of these points: answers are never lost, so a point that has some is taken out of use, not removed.
pub fn bulk_outcome(change: BulkChange, points: impl IntoIterator<Item = BulkPoint>) -> BulkOutcome {
    let mut outcome = BulkOutcome::default();
    for point in points {
        match (change, point.has_answers, point.is_retired) {
            (BulkChange::Remove, false, _) => outcome.removed.push(point.id),
            (_, _, false) => outcome.retired.push(point.id),
            (_, _, true) => outcome.unchanged.push(point.id),
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_with_answers_is_taken_out_of_use_and_never_removed() {
        let point = |id, has_answers, is_retired| BulkPoint { id, has_answers, is_retired };
        let all =
            [point(1, false, false), point(2, false, true), point(3, true, false), point(4, true, true)];
        let removal = bulk_outcome(BulkChange::Remove, all);
        assert_eq!((removal.removed, removal.retired, removal.unchanged), (vec![1, 2], vec![3], vec![4]));
        let retired = bulk_outcome(BulkChange::Retire, all);
        assert_eq!((retired.removed, retired.retired, retired.unchanged), (vec![], vec![1, 3], vec![2, 4]));
        assert!(bulk_outcome(BulkChange::Retire, [point(4, true, true)]).is_nothing());
    }
}
