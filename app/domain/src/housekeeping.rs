//! When what is kept for a day may be forgotten, by a clock that may be wrong.

use crate::Day;
use std::{fmt, str::FromStr};

/// The day on which housekeeping ran last, and the last other day on which it had run before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HousekeepingDays {
    last: Day,
    before: Option<Day>,
}

impl HousekeepingDays {
    /// What is remembered once housekeeping has run today.
    pub fn after_run(known: Option<Self>, today: Day) -> Self {
        match known {
            None => Self { last: today, before: None },
            Some(known) if known.last == today => known,
            Some(known) => Self { last: today, before: Some(known.last) },
        }
    }

    /// What is older than this day has been found older than a day twice, on two days, and may be forgotten; `None` until
    /// there have been two. A clock that stands days ahead for a while forgets nothing of today: the day before it
    /// was moved is remembered too.
    pub fn purge_before(&self) -> Option<Day> {
        self.before.map(|before| self.last.min(before).plus_days(-1))
    }
}

impl fmt::Display for HousekeepingDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.before {
            Some(before) => write!(f, "{} {before}", self.last),
            None => write!(f, "{}", self.last),
        }
    }
}

impl FromStr for HousekeepingDays {
    type Err = <Day as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (last, before) = text.split_once(' ').map_or((text, None), |(last, before)| (last, Some(before)));
        Ok(Self { last: last.parse()?, before: before.map(str::parse).transpose()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is forgotten after looks on these days of a month, of which 0 is none.
    fn after(days: &[i32]) -> Option<Day> {
        let first: Day = "2026-11-01".parse().unwrap();
        let mut looks = None;
        for day in days {
            looks = Some(HousekeepingDays::after_run(looks, first.plus_days(day - 1)));
            // What is remembered is written down and read again between any two looks.
            looks = looks.map(|looks: HousekeepingDays| looks.to_string().parse().unwrap());
        }
        looks.unwrap().purge_before()
    }

    fn november(day: i32) -> Option<Day> {
        Some("2026-11-01".parse::<Day>().unwrap().plus_days(day - 1))
    }

    #[test]
    fn what_is_older_than_a_day_is_forgotten_once_two_days_have_said_so() {
        assert_eq!(after(&[24]), None, "nothing is known of the clock yet");
        assert_eq!(after(&[24, 25]), november(23));
        assert_eq!(after(&[24, 25, 25, 25, 26]), november(24));
        assert_eq!(after(&[20, 25]), november(19), "after a pause one look more is waited for");
        assert_eq!(after(&[20, 25, 26]), november(24));
    }

    #[test]
    fn a_clock_that_stands_days_ahead_for_a_while_forgets_nothing_of_today() {
        for looks in [&[24, 25, 30][..], &[24, 25, 30, 30, 30], &[24, 25, 30, 25], &[24, 25, 30, 25, 26]] {
            assert!(after(looks) <= november(24), "{looks:?}: {:?}", after(looks));
        }
        assert!(after(&[24, 25, 20]) <= november(19), "nor one that stands behind");
    }
}
