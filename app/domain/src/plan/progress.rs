//! How far a round has come: answers against what is planned, by place and channel, and how many a day would still do.

use crate::{Agency, Channel, Code, Day, RoundDocument, ServiceArea};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

/// What has come in of an agency for a service area, and how much is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceProgress<'a> {
    /// The agency.
    pub agency: &'a Agency,
    /// The service area.
    pub service_area: &'a ServiceArea,
    /// How many answers are planned, if any are.
    pub planned: Option<u64>,
    /// Answers by channel, of the channels that have a point there.
    pub by_channel: BTreeMap<Channel, u64>,
}

impl PlaceProgress<'_> {
    /// Answers by all channels.
    pub fn responses(&self) -> u64 {
        self.by_channel.values().sum()
    }
    /// Answers that are planned and have not come; what is too much in one place fills no other.
    pub fn missing(&self) -> u64 {
        self.planned.map_or(0, |planned| planned.saturating_sub(self.responses()))
    }
}

/// Answers at a point.
#[derive(Debug, Clone, Copy)]
pub struct PointResponses<'a> {
    /// Whose counter.
    pub agency: &'a Code,
    /// What it serves.
    pub service_area: &'a Code,
    /// How citizens reach it.
    pub channel: Channel,
    /// How many.
    pub responses: u64,
}

/// The places of these agencies and service areas, in this order, that have a point or a plan: what is planned counts
/// whether or not there is a point for it.
pub fn progress<'a>(
    document: &RoundDocument,
    agencies: &[&'a Agency],
    service_areas: &[&'a ServiceArea],
    points: &[PointResponses<'_>],
) -> Vec<PlaceProgress<'a>> {
    let mut counted: HashMap<(&Code, &Code), BTreeMap<Channel, u64>> = HashMap::new();
    for point in points {
        let by_channel = counted.entry((point.agency, point.service_area)).or_default();
        *by_channel.entry(point.channel).or_default() += point.responses;
    }
    let mut places = Vec::new();
    for agency in agencies {
        for service_area in service_areas {
            let planned =
                document.quota.as_ref().and_then(|quota| quota.of(&agency.code, &service_area.code));
            let by_channel = counted.remove(&(&agency.code, &service_area.code));
            if by_channel.is_some() || planned.is_some() {
                let by_channel = by_channel.unwrap_or_default();
                places.push(PlaceProgress { agency, service_area, planned, by_channel });
            }
        }
    }
    places
}

/// Answers against what is planned, over several places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Answers.
    pub responses: u64,
    /// Answers that are planned; 0 where there is no plan.
    pub planned: u64,
    /// Answers that fill the plan: what is too much in one place fills no other.
    pub filled: u64,
}

impl Totals {
    /// Of these places.
    pub fn of<'p, 'a: 'p>(places: impl IntoIterator<Item = &'p PlaceProgress<'a>>) -> Self {
        places.into_iter().fold(Self::default(), |sum, place| {
            let planned = place.planned.unwrap_or(0);
            Self {
                responses: sum.responses + place.responses(),
                planned: sum.planned + planned,
                filled: sum.filled + planned.min(place.responses()),
            }
        })
    }
    /// Answers that are planned and have not come.
    pub fn missing(self) -> u64 {
        self.planned - self.filled
    }
    /// How much of the plan is filled, in tenths of a percent, rounded down; `None` where there is no plan.
    pub fn per_mille(self) -> Option<u64> {
        (self.planned > 0).then(|| self.filled.saturating_mul(1_000) / self.planned)
    }
}

/// The places of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyProgress<'p, 'a> {
    /// The agency.
    pub agency: &'a Agency,
    /// Its places.
    pub places: Vec<&'p PlaceProgress<'a>>,
    /// What has come in there.
    pub totals: Totals,
}

/// Those first whose plan is filled least, then those without a plan that have the fewest answers.
fn worst_first(a: Totals, b: Totals) -> Ordering {
    let [left, right] = [(a.filled, b.planned), (b.filled, a.planned)]
        .map(|(filled, planned)| u128::from(filled) * u128::from(planned));
    let by_share = if a.planned > 0 && b.planned > 0 { left.cmp(&right) } else { Ordering::Equal };
    (a.planned == 0).cmp(&(b.planned == 0)).then(by_share).then(a.responses.cmp(&b.responses))
}

/// Places by agency, and agencies, each with those first whose plan is filled least.
pub fn by_agency<'p, 'a>(places: &'p [PlaceProgress<'a>]) -> Vec<AgencyProgress<'p, 'a>> {
    let mut agencies: Vec<AgencyProgress<'p, 'a>> = places
        .chunk_by(|a, b| a.agency.code == b.agency.code)
        .map(|places| {
            let mut sorted: Vec<_> = places.iter().collect();
            sorted.sort_by(|a, b| worst_first(Totals::of([*a]), Totals::of([*b])));
            AgencyProgress { agency: places[0].agency, places: sorted, totals: Totals::of(places) }
        })
        .collect();
    agencies.sort_by(|a, b| worst_first(a.totals, b.totals));
    agencies
}

/// How many answers a day fill a plan, and on how many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DailyNeed {
    /// Answers a day, rounded up.
    pub responses: u64,
    /// Days left, today included.
    pub days: u64,
}

/// Days from today to the last day, both included; `None` once it has passed.
pub fn days_left(today: Day, last: Day) -> Option<u64> {
    let days = u64::try_from(last.date().since(today.date()).ok()?.get_days()).ok()?;
    Some(days + 1)
}

/// How many answers a day from today to the last day would bring so many; `None` where none are missing or no day is left.
pub fn daily_need(missing: u64, today: Day, last: Day) -> Option<DailyNeed> {
    let days = days_left(today, last)?;
    (missing > 0).then(|| DailyNeed { responses: missing.div_ceil(days), days })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Name;
    use serde_json::json;

    fn code(text: &str) -> Code {
        text.parse().expect("a code")
    }

    fn agency(text: &str) -> Agency {
        Agency {
            code: code(text),
            name: Name::new(text).expect("a name"),
            name_en: None,
            block: None,
            level: None,
            parent: None,
            valid_from: None,
            valid_to: None,
        }
    }

    fn document(quota: &serde_json::Value) -> RoundDocument {
        let document = json!({"code": "r", "title": {"vi": "R"}, "form": "f", "from": "2026-01-01", "to": "2026-12-31",
            "quota": {"cells": quota, "full": "count"}});
        serde_json::from_value(document).expect("a round")
    }

    #[test]
    fn a_place_with_a_plan_and_no_point_counts_and_one_place_does_not_fill_another() {
        let (a, b) = (agency("A"), agency("B"));
        let area = ServiceArea {
            code: code("x"),
            name: Name::new("x").expect("a name"),
            name_en: None,
            valid_from: None,
            valid_to: None,
        };
        let planned = document(&json!({"A": {"x": 10}, "B": {"x": 5}}));
        let at = |agency, channel, responses| PointResponses {
            agency,
            service_area: &area.code,
            channel,
            responses,
        };
        let points =
            [at(&a.code, Channel::Qr, 7), at(&a.code, Channel::Paper, 8), at(&a.code, Channel::Qr, 1)];
        let places = progress(&planned, &[&a, &b], &[&area], &points);
        let told: Vec<_> =
            places.iter().map(|p| (p.agency.code.as_str(), p.responses(), p.missing())).collect();
        assert_eq!(told, [("A", 16, 0), ("B", 0, 5)]);
        assert_eq!(places[0].by_channel, BTreeMap::from([(Channel::Qr, 8), (Channel::Paper, 8)]));
        assert_eq!(progress(&document(&json!({})), &[&a, &b], &[&area], &points[..1]).len(), 1);
    }

    #[test]
    fn agencies_that_lack_most_of_their_plan_come_first_and_those_without_a_plan_last() {
        let [a, b, c, d] = ["A", "B", "C", "D"].map(agency);
        let areas = ["x", "y"].map(|text| ServiceArea {
            code: code(text),
            name: Name::new(text).expect("a name"),
            name_en: None,
            valid_from: None,
            valid_to: None,
        });
        let planned = document(&json!({"A": {"x": 10, "y": 10}, "B": {"x": 4}}));
        let at = |agency, area, responses| PointResponses {
            agency,
            service_area: area,
            channel: Channel::Qr,
            responses,
        };
        let [x, y] = [&areas[0].code, &areas[1].code];
        let points =
            [at(&d.code, x, 2), at(&c.code, x, 1), at(&b.code, x, 3), at(&a.code, x, 90), at(&a.code, y, 1)];
        let places = progress(&planned, &[&d, &c, &b, &a], &[&areas[0], &areas[1]], &points);
        let agencies = by_agency(&places);
        let told: Vec<_> =
            agencies.iter().map(|of| (of.agency.code.as_str(), of.totals.per_mille())).collect();
        assert_eq!(told, [("A", Some(550)), ("B", Some(750)), ("C", None), ("D", None)]);
        let places_of_a: Vec<_> = agencies[0].places.iter().map(|p| p.service_area.code.as_str()).collect();
        assert_eq!(places_of_a, ["y", "x"], "1 of 10 before 90 of 10");
        assert_eq!(agencies[0].totals, Totals { responses: 91, planned: 20, filled: 11 });
        assert_eq!(Totals::of(&places).missing(), 10);
    }

    #[test]
    fn the_last_day_is_a_day_to_fill_the_plan_and_after_it_there_is_none() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let need = |missing, today: &str| daily_need(missing, day(today), day("2026-01-10"));
        assert_eq!(need(21, "2026-01-01"), Some(DailyNeed { responses: 3, days: 10 }));
        assert_eq!(need(21, "2026-01-10"), Some(DailyNeed { responses: 21, days: 1 }));
        assert_eq!(need(21, "2026-01-11"), None);
        assert_eq!(need(0, "2026-01-01"), None);
    }
}
