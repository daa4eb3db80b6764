//! Numbers and days as readers write them.

use domain::{
    Day, Locale,
    index::{Figure, Interval, round_half_up},
};

/// How a language writes numbers and days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    decimal: char,
    thousands: char,
    day_first: bool,
}

impl Numbers {
    /// The way of a language.
    pub fn of(locale: &Locale) -> Self {
        if *locale == Locale::en() {
            Self { decimal: '.', thousands: ',', day_first: false }
        } else {
            Self { decimal: ',', thousands: '.', day_first: true }
        }
    }

    /// A whole number: 36.525.
    pub fn whole(self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push(self.thousands);
            }
            text.push(digit);
        }
        text
    }

    /// How many there are of something in memory.
    pub fn count(self, number: usize) -> String {
        self.whole(u64::try_from(number).unwrap_or(u64::MAX))
    }

    /// A number given in units of 10⁻ᵈ, without zeros that say nothing: 625000 with 4 decimals is 62,5.
    pub fn plain(self, units: u64, decimals: usize) -> String {
        let digits = format!("{units:0>width$}", width = decimals + 1);
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        match rest.trim_end_matches('0') {
            "" => whole.to_owned(),
            rest => format!("{whole}{}{rest}", self.decimal),
        }
    }

    /// Percent with two decimals, rounded half-up here and nowhere earlier: 83,94.
    pub fn percent(self, value: f64) -> String {
        self.decimal(value, 2)
    }

    /// A declared percentage, with as many decimals as were written.
    pub fn declared(self, value: f64) -> String {
        value.to_string().replace('.', &self.decimal.to_string())
    }

    /// A number with so many decimals, rounded half-up here and nowhere earlier.
    pub fn decimal(self, value: f64, decimals: i32) -> String {
        let places = usize::try_from(decimals).unwrap_or(0);
        format!("{:.places$}", round_half_up(value, decimals)).replace('.', &self.decimal.to_string())
    }

    /// A published number with the decimals that its base allows: 84, 83,9 or 83,94.
    pub fn estimate(self, figure: &Figure) -> String {
        self.decimal(figure.estimate, figure.decimals())
    }

    /// A published number where a cell has no room for more than one decimal.
    pub fn short_estimate(self, figure: &Figure) -> String {
        self.decimal(figure.estimate, figure.decimals().min(1))
    }

    /// The ends of a figure's interval as printed; `None` where it has none.
    pub fn ends(self, figure: &Figure) -> Option<(String, String)> {
        let Interval { low, high } = figure.interval?;
        Some((self.decimal(low, figure.decimals()), self.decimal(high, figure.decimals())))
    }

    /// A figure's interval, which does not break: 83,10 – 84,78; a dash where it has none.
    pub fn interval(self, figure: &Figure) -> String {
        self.ends(figure)
            .map_or_else(|| "–".to_owned(), |(low, high)| format!("{low}\u{a0}–\u{2060}\u{a0}{high}"))
    }

    /// A day, which does not break: 22/11/2026, or 22 November 2026.
    pub fn day(self, day: Day) -> String {
        let date = day.date();
        if self.day_first {
            return format!("{}/{}/{}", date.day(), date.month(), date.year());
        }
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = usize::try_from(date.month()).map_or("", |m| MONTHS[m.saturating_sub(1).min(11)]);
        format!("{}\u{a0}{month}\u{a0}{}", date.day(), date.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_follow_the_reader() {
        let (vi, en) = (Numbers::of(&Locale::vi()), Numbers::of(&Locale::en()));
        assert_eq!((vi.whole(1_036_525), en.whole(999)), ("1.036.525".into(), "999".into()));
        assert_eq!((vi.percent(83.945), en.percent(100.0)), ("83,95".into(), "100.00".into()));
        let day = "2026-11-02".parse().unwrap();
        assert_eq!((vi.day(day), en.day(day)), ("2/11/2026".into(), "2\u{a0}November\u{a0}2026".into()));
    }
}
