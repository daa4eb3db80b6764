//! Local days, by `HAILONG_TIMEZONE` (default Asia/Ho_Chi_Minh). Nothing finer than a day is ever stored of a citizen.

use domain::{Day, LocalHour};
use jiff::{Timestamp, tz::TimeZone};

/// The clock of the administration.
#[derive(Debug, Clone)]
pub struct Clock(TimeZone, String);

impl Clock {
    /// The clock of a time zone such as `Asia/Ho_Chi_Minh`.
    pub fn of_zone(name: &str) -> anyhow::Result<Self> {
        Ok(Self(
            TimeZone::get(name)
                .map_err(|_| anyhow::anyhow!("HAILONG_TIMEZONE: {name:?} is not a time zone"))?,
            name.to_owned(),
        ))
    }

    /// The clock named by the environment.
    pub fn from_environment() -> anyhow::Result<Self> {
        Self::from_environment_or(None)
    }

    /// The clock named by the environment, else by the settings.
    pub fn from_environment_or(setting: Option<&str>) -> anyhow::Result<Self> {
        let named = std::env::var("HAILONG_TIMEZONE").ok().filter(|name| !name.is_empty());
        Self::of_zone(named.as_deref().or(setting).unwrap_or("Asia/Ho_Chi_Minh"))
    }

    /// The name of its time zone.
    pub fn zone(&self) -> &str {
        &self.1
    }

    /// Today, here.
    pub fn today(&self) -> Day {
        Day::new(Timestamp::now().to_zoned(self.0.clone()).date())
    }

    /// Today and the hour, here: whether an answer still comes in time.
    pub fn hour(&self) -> LocalHour {
        let now = Timestamp::now().to_zoned(self.0.clone());
        LocalHour { day: Day::new(now.date()), hour: now.hour().unsigned_abs() }
    }

    /// Now, in Unix seconds; for sessions and links of staff.
    pub fn seconds() -> i64 {
        Timestamp::now().as_second()
    }

    /// Now, RFC 3339 in UTC to the second; for the audit log.
    pub fn stamp() -> String {
        let now = Timestamp::now();
        Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
    }

    /// A stamp as it reads here: day and `14:05:09`.
    pub fn here(&self, stamp: &str) -> Option<(Day, String)> {
        let there = stamp.parse::<Timestamp>().ok()?.to_zoned(self.0.clone());
        let time = there.time();
        Some((
            Day::new(there.date()),
            format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second()),
        ))
    }
}
