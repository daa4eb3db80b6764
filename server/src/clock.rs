//! Local days, by `HAILONG_TIMEZONE` (default Asia/Ho_Chi_Minh). Nothing finer than a day is ever taken of a citizen.

use domain::Day;
use jiff::{Timestamp, tz::TimeZone};

/// The clock of the administration.
#[derive(Debug, Clone)]
pub struct Clock(TimeZone);

impl Clock {
    /// The clock of a time zone such as `Asia/Ho_Chi_Minh`.
    pub fn of_zone(name: &str) -> anyhow::Result<Self> {
        Ok(Self(
            TimeZone::get(name)
                .map_err(|_| anyhow::anyhow!("HAILONG_TIMEZONE: {name:?} is not a time zone"))?,
        ))
    }

    /// The clock named by the environment.
    pub fn from_environment() -> anyhow::Result<Self> {
        let named = std::env::var("HAILONG_TIMEZONE").ok().filter(|name| !name.is_empty());
        Self::of_zone(named.as_deref().unwrap_or("Asia/Ho_Chi_Minh"))
    }

    /// Today, here.
    pub fn today(&self) -> Day {
        Day::new(Timestamp::now().to_zoned(self.0.clone()).date())
    }
}
