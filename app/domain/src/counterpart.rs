//! Whom an agency is compared with in an earlier round: itself, or those out of which it came.

use crate::{Code, Day, LineageEvent, index::SeriesBreak, index::UNIT_WEIGHT};
use std::collections::{BTreeMap, HashMap};

/// Whom the number of an agency is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counterpart {
    /// Itself: nothing came to it and nothing left it.
    Itself,
    /// All that went whole into it, pooled; itself among them where it was there before.
    Predecessors {
        /// Who they are; itself first, if it is one of them.
        agencies: Vec<Code>,
        /// The day of the last event by which they became one.
        since: Day,
    },
    /// Nobody.
    Missing {
        /// Why.
        why: SeriesBreak,
        /// Who is the reason, where it is not the agency itself.
        agencies: Vec<Code>,
        /// The day of the event that is the reason.
        since: Option<Day>,
    },
}

/// What an agency consists of: codes of before, and whether each is in it as a whole.
type Origins = BTreeMap<Code, bool>;

/// Whom an agency of a later round is compared with in an earlier one in which `asked` took part. `events` are those
/// between the two, in the order of their days; `existed` tells whether there was such an agency in the earlier period.
pub fn counterpart(
    agency: &Code,
    asked: &[Code],
    events: &[LineageEvent],
    existed: impl Fn(&Code) -> bool,
) -> Counterpart {
    let mut now: HashMap<Code, Origins> = HashMap::new();
    let mut since: HashMap<Code, Day> = HashMap::new();
    let itself = |code: &Code| Origins::from([(code.clone(), true)]);
    for event in events {
        let shares = event.shares();
        let before: HashMap<&Code, Origins> = shares
            .keys()
            .map(|from| (*from, now.get(*from).cloned().unwrap_or_else(|| itself(from))))
            .collect();
        for (from, share) in &shares {
            let left = match *share >= UNIT_WEIGHT {
                true => Origins::new(),
                false => before[from].keys().map(|code| (code.clone(), false)).collect(),
            };
            now.insert((*from).clone(), left);
            since.insert((*from).clone(), event.day);
        }
        for part in &event.parts {
            let into = now.entry(part.to.clone()).or_insert_with(|| itself(&part.to));
            for (code, was_whole) in &before[&part.from] {
                let is_whole = *was_whole && part.share >= UNIT_WEIGHT;
                into.entry(code.clone()).and_modify(|whole| *whole = *whole && is_whole).or_insert(is_whole);
            }
            since.insert(part.to.clone(), event.day);
        }
    }
    let since = since.get(agency).copied();
    let origins = now.remove(agency).unwrap_or_else(|| itself(agency));
    let is_asked = |code: &Code| asked.contains(code);
    let there: Vec<(Code, bool)> =
        origins.into_iter().filter(|(code, _)| is_asked(code) || existed(code)).collect();
    let missing = |why: SeriesBreak, which: &dyn Fn(&(Code, bool)) -> bool| {
        let others = there.iter().filter(|origin| which(origin) && origin.0 != *agency);
        Some(Counterpart::Missing { why, agencies: others.map(|(code, _)| code.clone()).collect(), since })
    };
    let found = match () {
        () if there.is_empty() && is_asked(agency) => missing(SeriesBreak::Divided, &|_| false),
        () if there.is_empty() => missing(SeriesBreak::New, &|_| false),
        () if there.iter().any(|(_, whole)| !whole) => missing(SeriesBreak::Divided, &|(_, whole)| !whole),
        () if !there.iter().all(|(code, _)| is_asked(code)) => {
            missing(SeriesBreak::Absent, &|(code, _)| !is_asked(code))
        }
        () => None,
    };
    let mut agencies: Vec<Code> = there.iter().map(|(code, _)| code.clone()).collect();
    agencies.sort_by_key(|code| code != agency);
    match (found, since) {
        (Some(missing), _) => missing,
        (None, Some(since)) if agencies != [agency.clone()] => Counterpart::Predecessors { agencies, since },
        (None, _) => Counterpart::Itself,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LineageKind, LineagePart};

    fn codes(text: &str) -> Vec<Code> {
        text.split_whitespace().map(|code| code.parse().unwrap()).collect()
    }

    /// Events of `from to share` in percent, one a line, each on its own day.
    fn events(lines: &[&[(&str, &str, i64)]]) -> Vec<LineageEvent> {
        let event = |(nth, parts): (usize, &&[(&str, &str, i64)])| LineageEvent {
            kind: LineageKind::Transfer,
            day: format!("2025-0{}-01", nth + 1).parse().unwrap(),
            reference: None,
            parts: parts
                .iter()
                .map(|(from, to, percent)| LineagePart {
                    from: from.parse().unwrap(),
                    to: to.parse().unwrap(),
                    share: percent * UNIT_WEIGHT / 100,
                })
                .collect(),
        };
        lines.iter().enumerate().map(event).collect()
    }

    fn of(agency: &str, asked: &str, there: &str, events: &[LineageEvent]) -> Counterpart {
        counterpart(&codes(agency)[0], &codes(asked), events, |code| codes(there).contains(code))
    }

    fn missing(why: SeriesBreak, agencies: &str, since: Option<&str>) -> Counterpart {
        let since = since.map(|day| day.parse().unwrap());
        Counterpart::Missing { why, agencies: codes(agencies), since }
    }

    #[test]
    fn an_agency_that_took_others_in_whole_is_compared_with_all_of_them() {
        let taken_in = events(&[&[("B", "A", 100)]]);
        let pooled = |agencies: &str, day: &str| Counterpart::Predecessors {
            agencies: codes(agencies),
            since: day.parse().unwrap(),
        };
        assert_eq!(of("A", "A B", "A B", &taken_in), pooled("A B", "2025-01-01"));
        assert_eq!(of("A", "A B", "A B", &[]), Counterpart::Itself);
        assert_eq!(of("C", "A B C", "A B C", &taken_in), Counterpart::Itself);
        let merged = events(&[&[("A", "N", 100), ("B", "N", 100)], &[("N", "M", 100), ("C", "M", 100)]]);
        assert_eq!(of("M", "A B C", "A B C", &merged), pooled("A B C", "2025-02-01"), "through two events");
        let renamed = events(&[&[("A", "X", 100)]]);
        assert_eq!(of("X", "A", "A", &renamed), pooled("A", "2025-01-01"));
    }

    #[test]
    fn what_was_divided_or_took_no_part_has_no_counterpart() {
        let divided = events(&[&[("A", "N", 65), ("A", "M", 35), ("B", "N", 100)]]);
        let since = Some("2025-01-01");
        assert_eq!(of("N", "A B", "A B", &divided), missing(SeriesBreak::Divided, "A", since));
        let gave = events(&[&[("A", "B", 30)]]);
        assert_eq!(
            of("A", "A B", "A B", &gave),
            missing(SeriesBreak::Divided, "", since),
            "it gave part away"
        );
        assert_eq!(of("B", "A B", "A B", &gave), missing(SeriesBreak::Divided, "A", since));
        let merged = events(&[&[("A", "N", 100), ("B", "N", 100)]]);
        assert_eq!(of("N", "A", "A B", &merged), missing(SeriesBreak::Absent, "B", since));
        assert_eq!(
            of("A", "A B", "A B", &merged),
            missing(SeriesBreak::Divided, "", since),
            "it went into N"
        );
        assert_eq!(of("Z", "A B", "A B", &merged), missing(SeriesBreak::New, "", None));
        assert_eq!(of("C", "A B", "A B C", &merged), missing(SeriesBreak::Absent, "", None));
    }
}
