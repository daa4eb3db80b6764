//! Local days and months. A response keeps its day and nothing finer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A local calendar day, written `2026-11-22`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl Day {
    /// The day of a calendar date.
    pub fn new(date: Date) -> Self {
        Self(date)
    }
    /// The calendar date, for printing by locale.
    pub fn date(self) -> Date {
        self.0
    }
    /// The month it lies in.
    pub fn month(self) -> Month {
        Month { year: self.0.year(), month: self.0.month() }
    }
    /// The same day moved by whole days; stays put at the ends of the calendar.
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }
}

/// A local day and its hour, to decide what still comes in time. Of a citizen it is never stored: a response keeps its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalHour {
    /// The day.
    pub day: Day,
    /// The hour of its clock, 0 to 23.
    pub hour: u8,
}

/// What is no calendar day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day like 2026-11-22")]
pub struct DayFault(pub String);

impl FromStr for Day {
    type Err = DayFault;
    fn from_str(text: &str) -> Result<Self, DayFault> {
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match text.parse::<Date>() {
            Ok(date) if plain => Ok(Self(date)),
            _ => Err(DayFault(text.to_owned())),
        }
    }
}
impl TryFrom<String> for Day {
    type Error = DayFault;
    fn try_from(text: String) -> Result<Self, DayFault> {
        text.parse()
    }
}
impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A calendar month, written `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_written_and_nothing_else_is_a_day() {
        let day: Day = "2024-02-29".parse().unwrap();
        assert_eq!((day.to_string(), day.month().to_string()), ("2024-02-29".into(), "2024-02".into()));
        for wrong in ["2023-02-29", "29/02/2024", "2024-2-9", "20240229", "", "2024-02-29T00:00"] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
