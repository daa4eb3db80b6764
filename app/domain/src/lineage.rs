//! How agencies become other agencies: renamed, merged, split, or with parts transferred.

use crate::{Agency, Code, Day, Reference, index::UNIT_WEIGHT};
use std::collections::{BTreeMap, HashMap, HashSet};
use strum::{EnumString, IntoStaticStr};

/// What happened to the agencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum LineageKind {
    /// One agency goes on under another code.
    Rename,
    /// Several become one, or some are taken in by one that goes on.
    Merge,
    /// One becomes several.
    Split,
    /// Parts go from some to others.
    Transfer,
}

crate::words!(LineageKind);

impl LineageKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Rename, Self::Merge, Self::Split, Self::Transfer];

    /// The kind as people write it, in Vietnamese too.
    pub fn read(written: &str) -> Option<Self> {
        match written.to_lowercase().as_str() {
            "đổi tên" => Some(Self::Rename),
            "sáp nhập" | "nhập" | "hợp nhất" => Some(Self::Merge),
            "chia tách" | "chia" | "tách" => Some(Self::Split),
            "chuyển giao" | "điều chuyển" => Some(Self::Transfer),
            word => Self::from_word(word),
        }
    }
}

/// Part of an agency that went on in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineagePart {
    /// The predecessor.
    pub from: Code,
    /// The successor.
    pub to: Code,
    /// How much of the predecessor, in millionths.
    pub share: i64,
}

/// One reorganisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineageEvent {
    /// What happened.
    pub kind: LineageKind,
    /// First day of the new state of things.
    pub day: Day,
    /// The resolution or decree.
    pub reference: Option<Reference>,
    /// Who went where.
    pub parts: Vec<LineagePart>,
}

/// What makes an event impossible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineageFault {
    /// Nothing goes anywhere.
    #[error("no agency becomes another")]
    Empty,
    /// An agency would become itself.
    #[error("{0} cannot become itself")]
    Itself(Code),
    /// The same predecessor and successor a second time.
    #[error("{from} → {to} stands there twice")]
    Repeated {
        /// The predecessor.
        from: Code,
        /// The successor.
        to: Code,
    },
    /// A predecessor that went whole into others by another event.
    #[error("{0} has gone whole into others by another event")]
    AlreadyDissolved(Code),
    /// A share outside 0 to 1.
    #[error("the share of {from} that goes to {to} must be above 0 and at most 1")]
    Share {
        /// The predecessor.
        from: Code,
        /// The successor.
        to: Code,
    },
    /// The shares of a predecessor do not sum to 1.
    #[error("the shares of {0} do not sum to 1")]
    Sum(Code),
    /// A predecessor that has ended before, or had not begun.
    #[error("{code} does not exist on {day}, the last day before")]
    NoPredecessor {
        /// Which.
        code: Code,
        /// The day before the event.
        day: Day,
    },
    /// A successor that has not begun yet, or has ended.
    #[error("{code} does not exist on {day}, the day of the event")]
    NoSuccessor {
        /// Which.
        code: Code,
        /// The day of the event.
        day: Day,
    },
    /// More or fewer agencies than the kind of event has.
    #[error("a {} does not have {from} predecessors and {to} successors", kind.as_str())]
    Shape {
        /// The kind.
        kind: LineageKind,
        /// Predecessors named.
        from: usize,
        /// Successors named.
        to: usize,
    },
}

impl LineageEvent {
    /// Checks shares and shape. The shares of an agency that ends sum to 1; a transfer may leave the rest where it was.
    pub fn check(&self) -> Result<(), LineageFault> {
        let mut successors: HashSet<&Code> = HashSet::new();
        let mut pairs: HashSet<(&Code, &Code)> = HashSet::new();
        for part in &self.parts {
            if !pairs.insert((&part.from, &part.to)) {
                return Err(LineageFault::Repeated { from: part.from.clone(), to: part.to.clone() });
            }
            if part.from == part.to {
                return Err(LineageFault::Itself(part.from.clone()));
            }
            if !(1..=UNIT_WEIGHT).contains(&part.share) {
                return Err(LineageFault::Share { from: part.from.clone(), to: part.to.clone() });
            }
            successors.insert(&part.to);
        }
        let shares = self.shares();
        let whole =
            |sum: i64| sum == UNIT_WEIGHT || (self.kind == LineageKind::Transfer && sum < UNIT_WEIGHT);
        if let Some((code, _)) = shares.iter().find(|(_, sum)| !whole(**sum)) {
            return Err(LineageFault::Sum((*code).clone()));
        }
        let (from, to) = (shares.len(), successors.len());
        let fits = match self.kind {
            LineageKind::Rename => from == 1 && to == 1,
            LineageKind::Merge => from > 0 && to == 1,
            LineageKind::Split => from == 1 && to > 1,
            LineageKind::Transfer => from > 0,
        };
        match fits {
            true => Ok(()),
            false if from == 0 => Err(LineageFault::Empty),
            false => Err(LineageFault::Shape { kind: self.kind, from, to }),
        }
    }

    /// How much of each predecessor goes into others, in millionths.
    pub(crate) fn shares(&self) -> BTreeMap<&Code, i64> {
        let mut shares = BTreeMap::new();
        for part in &self.parts {
            *shares.entry(&part.from).or_default() += part.share;
        }
        shares
    }

    /// The agencies that go whole into others.
    pub fn gone_whole(&self) -> impl Iterator<Item = &Code> {
        self.shares().into_iter().filter(|(_, share)| *share >= UNIT_WEIGHT).map(|(code, _)| code)
    }

    /// Checks an event against others: what went whole into others, by [`LineageEvent::gone_whole`], cannot do so once more.
    pub fn follows(&self, gone: &HashSet<Code>) -> Result<(), LineageFault> {
        match self.gone_whole().find(|code| gone.contains(*code)) {
            Some(code) => Err(LineageFault::AlreadyDissolved(code.clone())),
            None => Ok(()),
        }
    }

    /// Checks an event against the agencies: predecessors exist on the day before, successors on the day itself, and one
    /// alone merges only into an agency that was there already (into a new one it is a rename). Agencies that are not among
    /// them are somebody else's to refuse.
    pub fn fits<'a>(&self, agencies: impl IntoIterator<Item = &'a Agency>) -> Result<(), LineageFault> {
        let before = self.day.plus_days(-1);
        let known: HashMap<&Code, &Agency> =
            agencies.into_iter().map(|agency| (&agency.code, agency)).collect();
        let of = |code: &Code| known.get(code);
        for part in &self.parts {
            if of(&part.from).is_some_and(|agency| !agency.exists_in(before, before)) {
                return Err(LineageFault::NoPredecessor { code: part.from.clone(), day: before });
            }
            if of(&part.to).is_some_and(|agency| !agency.exists_in(self.day, self.day)) {
                return Err(LineageFault::NoSuccessor { code: part.to.clone(), day: self.day });
            }
        }
        match &self.parts[..] {
            [part]
                if self.kind == LineageKind::Merge
                    && of(&part.to).is_some_and(|a| !a.exists_in(before, before)) =>
            {
                Err(LineageFault::Shape { kind: self.kind, from: 1, to: 1 })
            }
            _ => Ok(()),
        }
    }
}

/// Whether two lists of agencies cover the same, the later one perhaps under other codes: each of the earlier goes on in
/// one of the later, each of the later was there or came from one of the earlier, by `events` between the two.
pub fn same_coverage(earlier: &[Code], later: &[Code], events: &[LineageEvent]) -> bool {
    let onward: Vec<Vec<&Code>> = earlier.iter().map(|code| goes_on(code, events)).collect();
    onward.iter().all(|reached| reached.iter().any(|code| later.contains(code)))
        && later.iter().all(|code| onward.iter().any(|reached| reached.contains(&code)))
}

/// An agency and what it went on in.
fn goes_on<'a>(agency: &'a Code, events: &'a [LineageEvent]) -> Vec<&'a Code> {
    let mut reached = vec![agency];
    for part in events.iter().flat_map(|event| &event.parts) {
        if reached.contains(&&part.from) {
            reached.push(&part.to);
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: LineageKind, parts: &[(&str, &str, i64)]) -> Result<(), LineageFault> {
        let part = |(from, to, share): &(&str, &str, i64)| LineagePart {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            share: *share,
        };
        let day = "2025-07-01".parse().unwrap();
        LineageEvent { kind, day, reference: None, parts: parts.iter().map(part).collect() }.check()
    }

    #[test]
    fn an_event_joins_agencies_that_are_there_when_it_happens() {
        let agency = |code: &str, from: Option<&str>, to: Option<&str>| Agency {
            code: code.parse().unwrap(),
            name: code.parse().unwrap(),
            name_en: None,
            block: None,
            level: None,
            parent: None,
            valid_from: from.map(|day| day.parse().unwrap()),
            valid_to: to.map(|day| day.parse().unwrap()),
        };
        let agencies = [
            agency("OLD", None, Some("2025-06-30")),
            agency("GONE", None, Some("2025-05-31")),
            agency("NEW", Some("2025-07-01"), None),
            agency("STAYS", None, None),
        ];
        let fits = |kind, parts: &[(&str, &str)]| {
            let part = |(from, to): &(&str, &str)| LineagePart {
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
                share: UNIT_WEIGHT,
            };
            let day = "2025-07-01".parse().unwrap();
            let parts = parts.iter().map(part).collect();
            LineageEvent { kind, day, reference: None, parts }.fits(&agencies)
        };
        use LineageKind::{Merge, Rename};
        assert_eq!(fits(Merge, &[("OLD", "NEW"), ("STAYS", "NEW")]), Ok(()));
        assert_eq!(fits(Merge, &[("OLD", "STAYS")]), Ok(()));
        assert_eq!(fits(Rename, &[("OLD", "NEW")]), Ok(()));
        assert!(matches!(fits(Merge, &[("OLD", "NEW")]), Err(LineageFault::Shape { .. })));
        assert!(matches!(fits(Rename, &[("GONE", "NEW")]), Err(LineageFault::NoPredecessor { .. })));
        assert!(matches!(fits(Rename, &[("NEW", "STAYS")]), Err(LineageFault::NoPredecessor { .. })));
        assert!(matches!(fits(Rename, &[("STAYS", "GONE")]), Err(LineageFault::NoSuccessor { .. })));
    }

    #[test]
    fn an_event_has_the_shape_of_its_kind_and_shares_that_sum() {
        use LineageKind::{Merge, Rename, Split, Transfer};
        assert_eq!(event(Rename, &[("A", "B", 1_000_000)]), Ok(()));
        assert_eq!(event(Merge, &[("A", "C", 1_000_000), ("B", "C", 1_000_000)]), Ok(()));
        assert_eq!(event(Split, &[("A", "B", 600_000), ("A", "C", 400_000)]), Ok(()));
        assert_eq!(event(Transfer, &[("A", "B", 100_000)]), Ok(()));
        assert_eq!(event(Merge, &[]), Err(LineageFault::Empty));
        assert!(matches!(event(Rename, &[("A", "A", 1_000_000)]), Err(LineageFault::Itself(_))));
        assert!(matches!(
            event(Split, &[("A", "B", 600_000), ("A", "C", 300_000)]),
            Err(LineageFault::Sum(_))
        ));
        let twice = [("A", "B", 100_000), ("A", "B", 200_000)];
        assert!(matches!(event(Transfer, &twice), Err(LineageFault::Repeated { .. })));
        assert!(matches!(event(Transfer, &[("A", "B", 1_000_001)]), Err(LineageFault::Share { .. })));
        assert_eq!(event(Merge, &[("A", "C", 1_000_000)]), Ok(()), "taken in by one that goes on");
        let into_two = [("A", "C", 500_000), ("A", "D", 500_000)];
        assert!(matches!(event(Merge, &into_two), Err(LineageFault::Shape { .. })));
    }

    #[test]
    fn coverage_follows_mergers() {
        let codes = |text: &str| text.split(' ').map(|code| code.parse().unwrap()).collect::<Vec<Code>>();
        let part = |from: &str, to: &str| LineagePart {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            share: UNIT_WEIGHT,
        };
        let day = "2025-03-01".parse().unwrap();
        let merger =
            |parts: Vec<LineagePart>| LineageEvent { kind: LineageKind::Merge, day, reference: None, parts };
        let events = [merger(vec![part("A", "N"), part("B", "N")]), merger(vec![part("D", "C")])];
        assert!(same_coverage(&codes("A B C D"), &codes("N C"), &events));
        assert!(!same_coverage(&codes("A B C E"), &codes("N C"), &events), "E ended without a successor");
        assert!(!same_coverage(&codes("A C"), &codes("N C F"), &events), "F came from nowhere");
    }
}
