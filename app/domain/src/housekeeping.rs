//! When what is kept for a day may be forgotten, by a clock that may be wrong.

use crate::Day;
use std::{fmt, str::FromStr};

/// Days between two looks that are taken for a pause, such as a long weekend without power, and not for a clock that was
/// moved.
const LONGEST_PAUSE: i32 = 4;

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

    /// What is from before this day is older than a day, whatever the hour, and may be forgotten; `None` on the first day of
    /// all. So what is kept for a day is forgotten at the first look on the day after the next.
    ///
    /// A clock that is further ahead than four days is not believed until it has gone on to another day: until then
    /// it forgets nothing that the day before it was moved would have kept. Within that pause a clock that is ahead costs
    /// that a form sent twice may count twice.
    pub fn purge_before(&self) -> Option<Day> {
        let before = self.before?;
        let is_believed = self.last <= before.plus_days(LONGEST_PAUSE);
        Some(if is_believed { self.last } else { before }.plus_days(-1))
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
    fn what_is_older_than_a_day_is_forgotten_on_the_day_after_the_next() {
        assert_eq!(after(&[24]), None, "nothing is known of the clock yet");
        assert_eq!(after(&[24, 25]), november(24), "of the 24th nothing is a day old yet, whatever the hour");
        assert_eq!(after(&[24, 25, 25, 25, 26]), november(25));
        assert_eq!(after(&[24, 26]), november(25), "a server that stood still for a day makes no difference");
        assert_eq!(after(&[20, 24]), november(23), "nor over a long weekend");
        assert_eq!(after(&[20, 25]), november(19), "after a longer pause one look more is waited for");
        assert_eq!(after(&[20, 25, 26]), november(25));
    }

    #[test]
    fn a_clock_that_stands_many_days_ahead_for_a_while_forgets_nothing_of_today_and_yesterday() {
        // The looks, and the day that it is in truth at the last of them.
        for (looks, today) in [
            (&[24, 25, 30][..], 25),
            (&[24, 25, 30, 30, 30], 25),
            (&[24, 25, 30, 25], 25),
            (&[24, 25, 30, 25, 26], 26),
            (&[24, 25, 20], 25),
        ] {
            assert!(after(looks) <= november(today - 1), "{looks:?}: {:?}", after(looks));
        }
    }
}
