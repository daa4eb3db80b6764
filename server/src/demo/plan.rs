//! The rounds of the demonstration: the years before, this year's, and a short form at the counters.

use super::offices::{AREA_CODES, Office, offices};
use crate::store::points::random_slug;
use domain::{ByCell, Channel, Code, Day, Formula, Precision, Quota, SampleRule, WhenFull, sample_sizes};
use serde_json::{Value, json};

/// A round and its part of everybody who answers.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) code: Code,
    /// First and last day.
    pub(super) period: (Day, Day),
    pub(super) form: &'static str,
    /// How good a year it was, in standard deviations.
    pub(super) mood: f64,
    /// Of every twenty people, those with these numbers answer here.
    slots: Vec<usize>,
    /// How people answer: channel and how many of a hundred.
    pub(super) channels: &'static [(Channel, u32)],
    /// Whether the point `demo` is its.
    has_demo_point: bool,
}

/// Of twenty people eight answer this year's long form and three the short one; the others answered in years before.
const CYCLE: usize = 20;
const THIS_YEAR: usize = 8;
const AT_COUNTERS: usize = 3;

const ON_PAPER: &[(Channel, u32)] = &[(Channel::Paper, 70), (Channel::Qr, 22), (Channel::Telephone, 8)];
const BY_CODE: &[(Channel, u32)] = &[
    (Channel::Qr, 52),
    (Channel::Paper, 20),
    (Channel::Kiosk, 15),
    (Channel::Link, 9),
    (Channel::Telephone, 4),
];
const STANDING: &[(Channel, u32)] = &[(Channel::Qr, 70), (Channel::Kiosk, 30)];

/// Where the demonstration's point `demo` is.
const DEMO_POINT: (&str, &str, Channel) = ("P-BENSON", "ho-tich", Channel::Qr);

/// The rounds as of today: this year's first, then the short form, then the years before, newest first.
pub(super) fn plans(today: Day) -> anyhow::Result<Vec<Plan>> {
    let year = today.date().year();
    let whole = |year: i16| period(&format!("{year}-01-01"), &format!("{year}-12-31"));
    let plan = |what: &str, year: i16, period, form, mood, channels| -> anyhow::Result<Plan> {
        let code = round_code(what, year)?;
        Ok(Plan { code, period, form, mood, channels, slots: Vec::new(), has_demo_point: false })
    };
    let this =
        Plan { has_demo_point: true, ..plan("sipas", year, whole(year)?, "sipas-2026", 0.19, BY_CODE)? };
    let mut plans = vec![this, plan("quay", year, whole(year)?, "counter-5", 0.3, STANDING)?];
    for past in (2023..year).rev() {
        let (form, period, mood, channels) = match past {
            2023 => ("sipas-2022", period("2023-08-01", "2023-11-30")?, 0.0, ON_PAPER),
            2024 => ("sipas-2026", period("2024-07-15", "2024-11-30")?, 0.08, ON_PAPER),
            // The year of the reorganisations.
            2025 => ("sipas-2026", period("2025-08-01", "2025-12-10")?, 0.04, BY_CODE),
            later => ("sipas-2026", whole(later)?, 0.19, BY_CODE),
        };
        plans.push(plan("sipas", past, period, form, mood, channels)?);
    }
    let before = plans.len() - 2;
    // Seven and twenty have no common divisor: everybody's turn comes, well mixed.
    for slot in 0..CYCLE {
        let plan = match slot * 7 % CYCLE {
            at if at < THIS_YEAR => 0,
            at if at < THIS_YEAR + AT_COUNTERS => 1,
            _ if before == 0 => 0,
            at => 2 + at % before,
        };
        plans[plan].slots.push(slot);
    }
    Ok(plans)
}

fn period(from: &str, to: &str) -> anyhow::Result<(Day, Day)> {
    let day = |text: &str| text.parse::<Day>().map_err(anyhow::Error::msg);
    Ok((day(from)?, day(to)?))
}

impl Plan {
    /// How many of the first `count` people answer here.
    pub(super) fn share_of(&self, count: usize) -> usize {
        let rest = self.slots.iter().filter(|slot| **slot < count % CYCLE).count();
        count / CYCLE * self.slots.len() + rest
    }

    /// The agencies that take part: all that existed on its last day.
    pub(super) fn offices(&self) -> Vec<Office> {
        let last = self.period.1.to_string();
        let exists = |office: &Office| {
            office.valid_from.is_none_or(|from| from <= last.as_str())
                && office.valid_to.is_none_or(|to| to >= last.as_str())
        };
        offices().into_iter().filter(exists).collect()
    }

    /// Which channels an office has.
    pub(super) fn channels_of(&self, office: &Office) -> Vec<(Channel, u32)> {
        let has = |channel: Channel| match channel {
            Channel::Kiosk => office.block != "xa-phuong" || office.code.starts_with("P-"),
            Channel::Link => office.block == "so-nganh",
            _ => true,
        };
        self.channels.iter().copied().filter(|(channel, _)| has(*channel)).collect()
    }

    /// The document to import.
    pub(super) fn document(&self) -> anyhow::Result<Value> {
        let year = self.period.1.date().year();
        let offices = self.offices();
        let mut points = Vec::new();
        for office in &offices {
            for area in office.areas {
                for (channel, _) in self.channels_of(office) {
                    let first = self.has_demo_point && (office.code.as_str(), *area, channel) == DEMO_POINT;
                    let slug = if first { "demo".parse()? } else { random_slug()? };
                    points.push(json!({
                        "slug": slug, "agency": office.code, "service_area": area,
                        "counter": first.then_some("1"), "channel": channel,
                    }));
                }
            }
        }
        let (vi, en, series, index) = match self.form {
            "counter-5" => (
                format!("Ý kiến tại quầy năm {year} (trình diễn)"),
                format!("At the counter, {year} (demonstration)"),
                "counter",
                json!({"scoring": "mean_range", "aggregation": "items"}),
            ),
            _ => (
                format!("Sự hài lòng của người dân năm {year} (trình diễn)"),
                format!("Citizens’ satisfaction {year} (demonstration)"),
                "sipas",
                json!({"scoring": "top2", "aggregation": "pooled", "benchmarks": benchmarks()}),
            ),
        };
        let quota = self.has_demo_point.then(|| quota(&offices)).transpose()?;
        Ok(json!({
            "code": self.code, "title": {"vi": vi, "en": en}, "series": series, "form": self.form,
            "from": self.period.0, "to": self.period.1, "live": true, "index": index,
            "agencies": offices.iter().map(|office| office.code.as_str()).collect::<Vec<_>>(),
            "service_areas": AREA_CODES, "minimum_cell": 10, "quota": quota, "points": points,
        }))
    }
}

/// Classes and a target that the province has set itself.
fn benchmarks() -> Value {
    let band = |from: u32, vi: &str, en: &str| json!({"from": from, "title": {"vi": vi, "en": en}});
    json!({
        "bands": [
            band(90, "Xuất sắc", "Excellent"), band(80, "Tốt", "Good"), band(70, "Khá", "Fair"),
            band(50, "Trung bình", "Average"), band(0, "Yếu", "Weak"),
        ],
        "targets": [{"percent": 85, "title": {"vi": "Kế hoạch của tỉnh", "en": "The province’s plan"}}],
        "minimum_n": 30,
    })
}

/// Dossiers of a year in an office with as many visitors as most.
const DOSSIERS: f64 = 4_000.0;

/// How many answers are planned: from the dossiers of each office, spread over what it handles.
fn quota(offices: &[Office]) -> anyhow::Result<Quota> {
    let mut volumes = ByCell::new();
    for office in offices {
        let areas = office.areas.iter().enumerate().map(|(nth, area)| {
            #[expect(clippy::cast_precision_loss, reason = "a handful of areas")]
            let part = DOSSIERS * office.visitors / (office.areas.len() + nth) as f64;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "thousands at most")]
            let dossiers = part.round().max(1.0) as u64;
            Ok::<_, domain::CodeFault>((area.parse()?, dossiers))
        });
        volumes.insert(office.code.parse()?, areas.collect::<Result<_, _>>()?);
    }
    let (formula, error, precision) = (Formula::Yamane, 0.05, Precision::Agency);
    let cells = sample_sizes(&volumes, formula, error, precision);
    let computed = Some(SampleRule { volumes, formula, error, precision });
    Ok(Quota { cells, full: WhenFull::Count, computed })
}

/// The code of a round of the demonstration.
fn round_code(what: &str, year: i16) -> Result<Code, domain::CodeFault> {
    format!("{what}-{year}-demo").parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_answers_in_one_round_and_more_people_change_nobody_elses() {
        for today in ["2023-05-01", "2026-11-25", "2031-01-01"] {
            let plans = plans(today.parse().unwrap()).unwrap();
            for count in [0, 1, 19, 20, 100, 2_500] {
                assert_eq!(plans.iter().map(|p| p.share_of(count)).sum::<usize>(), count);
                assert!(plans.iter().all(|p| p.share_of(count) <= p.share_of(count + 1)));
            }
        }
    }

    #[test]
    fn districts_are_asked_until_they_end_and_new_communes_since_they_began() {
        let plans = plans("2026-11-25".parse().unwrap()).unwrap();
        let blocks = |year: i16| {
            let plan = plans.iter().find(|p| p.code.as_str() == format!("sipas-{year}-demo")).unwrap();
            let offices = plan.offices();
            (
                offices.iter().filter(|o| o.block == "huyen").count(),
                offices.iter().any(|o| o.code == "X-LINHTRUNG"),
                offices.iter().any(|o| o.code == "X-BACLINH"),
            )
        };
        assert_eq!((blocks(2024), blocks(2025)), ((7, true, false), (0, false, true)));
    }
}
