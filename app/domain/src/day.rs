//! Local days and months. A response keeps its day and nothing finer.
//!
//! This is the one reader of days: files, documents, questions and pages of the administration all take what it takes.

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
    /// The same day a year later; where there is no such day, the one before. Stays put at the end of the calendar.
    pub fn a_year_later(self) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().years(1)))
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
pub enum DayFault {
    /// Not written as days are.
    #[error("{0:?} is not a day like 2026-11-22 or 22/11/2026")]
    Unreadable(String),
    /// Written as days are, but the calendar has no such day.
    #[error("{0:?} is not in the calendar; in days like 22/11/2026 the day comes before the month")]
    NotInCalendar(String),
    /// The number by which spreadsheets count days.
    #[error(
        "{0:?} is a day as a spreadsheet counts it; give the column the format of a date (2026-11-22) and save again"
    )]
    Serial(String),
    /// Two digits of a year could be of any century.
    #[error("{0:?} has a year of two digits; write all four")]
    ShortYear(String),
}

impl DayFault {
    /// What was written.
    pub fn written(&self) -> &str {
        match self {
            Self::Unreadable(text)
            | Self::NotInCalendar(text)
            | Self::Serial(text)
            | Self::ShortYear(text) => text,
        }
    }
}

impl FromStr for Day {
    type Err = DayFault;
    /// Reads `2026-11-22` and what people in Vietnam and their spreadsheets write, the day first: `22/11/2026`,
    /// `5/3/2026`, `5-3-2026`, `5.3.2026`. The year has four digits and tells by its place which end is the day.
    fn from_str(text: &str) -> Result<Self, DayFault> {
        let text = text.trim();
        let fault = |kind: fn(String) -> DayFault| Err(kind(text.chars().take(40).collect()));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        // Days since 1900: 1 January 2000 is 36526, and a day of the year 2173 still has five digits. Some write 46086.0.
        if digits(text.strip_suffix(".0").unwrap_or(text)) && (5..=7).contains(&text.len()) {
            return fault(DayFault::Serial);
        }
        let Some(separator) = ['-', '/', '.'].into_iter().find(|sign| text.contains(*sign)) else {
            return fault(DayFault::Unreadable);
        };
        let parts: Vec<&str> = text.split(separator).take(4).collect();
        let [first, month, last] = parts[..] else { return fault(DayFault::Unreadable) };
        if ![first, month, last].into_iter().all(digits) || month.len() > 2 {
            return fault(DayFault::Unreadable);
        }
        let (year, day) = match (first.len(), last.len()) {
            (4, 1..=2) => (first, last),
            (1..=2, 4) => (last, first),
            (1..=2, 1..=2) => return fault(DayFault::ShortYear),
            _ => return fault(DayFault::Unreadable),
        };
        let date = match (year.parse(), month.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
            _ => None,
        };
        date.map_or_else(|| fault(DayFault::NotInCalendar), |date| Ok(Self(date)))
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

impl Month {
    /// Its first day, or the first day of a period that begins later in it.
    pub fn first_day_in(self, from: Day) -> Option<Day> {
        let first = Day(Date::new(self.year, self.month, 1).ok()?);
        Some(if from.month() == self { from } else { first })
    }
}

impl FromStr for Month {
    type Err = DayFault;
    /// Reads `2026-11`, as exports write months.
    fn from_str(text: &str) -> Result<Self, DayFault> {
        let of_first: Day = format!("{}-01", text.trim()).parse()?;
        match of_first.month() {
            month if month.to_string() == text.trim() => Ok(month),
            _ => Err(DayFault::Unreadable(text.to_owned())),
        }
    }
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
    fn a_day_is_read_as_people_write_it_with_the_day_before_the_month() {
        let day: Day = "2024-02-29".parse().unwrap();
        assert_eq!((day.to_string(), day.month().to_string()), ("2024-02-29".into(), "2024-02".into()));
        for written in [
            "2026-03-05",
            "5/3/2026",
            "05/03/2026",
            "5-3-2026",
            "05.03.2026",
            "2026/03/05",
            "2026-3-5",
            " 5/3/2026\u{a0}",
        ] {
            assert_eq!(
                written.parse::<Day>().map(|day| day.to_string()),
                Ok("2026-03-05".into()),
                "{written}"
            );
        }
    }

    #[test]
    fn a_month_is_read_as_exports_write_it_and_begins_no_earlier_than_its_period() {
        let month: Month = "2026-03".parse().unwrap();
        assert_eq!(month.to_string(), "2026-03");
        for (from, first) in
            [("2026-01-15", "2026-03-01"), ("2026-03-10", "2026-03-10"), ("2026-04-01", "2026-03-01")]
        {
            assert_eq!(month.first_day_in(from.parse().unwrap()).unwrap().to_string(), first);
        }
        for odd in ["2026-13", "2026", "2026-3", "3/2026", "2026-03-01", "", "03-2026"] {
            assert!(odd.parse::<Month>().is_err(), "{odd}");
        }
    }

    #[test]
    fn what_is_no_day_is_told_from_what_the_calendar_lacks_and_from_a_spreadsheets_number() {
        use DayFault::{NotInCalendar, Serial, ShortYear, Unreadable};
        type Kind = fn(String) -> DayFault;
        let cases: [(&str, Kind); 16] = [
            ("2023-02-29", NotInCalendar),
            ("29/02/2023", NotInCalendar),
            ("12/31/2024", NotInCalendar),
            ("2026-13-01", NotInCalendar),
            ("0/1/2026", NotInCalendar),
            ("45839", Serial),
            ("46086.0", Serial),
            ("01/07/25", ShortYear),
            ("1-7-25", ShortYear),
            ("", Unreadable),
            ("20240229", Unreadable),
            ("2026-03", Unreadable),
            ("5/3-2026", Unreadable),
            ("2024-02-29T00:00", Unreadable),
            ("2025-07-01 00:00:00", Unreadable),
            ("+5/3/2026", Unreadable),
        ];
        for (written, kind) in cases {
            assert_eq!(written.parse::<Day>(), Err(kind(written.to_owned())), "{written}");
        }
    }
}
