//! A round as it is planned: form version, period, agencies × service areas, index definition, points.

use crate::{
    Channel, Code, Counter, Day, LocalHour, Locale, NameFault, Quota, Slug, Text,
    index::{Definition, DefinitionName, Design, Stratum},
    name::title_fault,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use strum::{EnumString, IntoStaticStr};

/// Whether the answers are a drawn random sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sample {
    /// Whoever came and answered: intervals are labelled "if this were a random sample".
    #[default]
    Open,
    /// Drawn at random from a frame.
    Drawn,
}

/// So many hours of the clock after the end of its last day a round still takes answers: whoever opened the form before
/// midnight must not lose what they wrote, however long they were interrupted that evening. Nobody is shown the form any
/// more in this time, and before people begin work the next morning it is over.
pub const GRACE_HOURS: u8 = 3;

/// How far a round has been brought by those who run it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Stage {
    /// Being planned; nobody can answer.
    Plan,
    /// Its points can be tried; answers are checked and never stored.
    Test,
    /// Answers are taken between its first and last day.
    Open,
    /// Ended by hand.
    Closed,
}

crate::words!(Stage);

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Plan, Self::Test, Self::Open, Self::Closed];

    /// Whether the round has been opened, so that answers rest on its plan.
    pub fn is_locked(self) -> bool {
        matches!(self, Self::Open | Self::Closed)
    }
}

/// Who may see results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Everybody.
    #[default]
    Public,
    /// Those of the administration who may read results.
    Staff,
}

/// N of an agency, or of each of its service areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a population is a whole number, or whole numbers by service area")]
pub enum Population {
    /// The agency is one stratum.
    Whole(u64),
    /// Each service area is a stratum; areas left out are outside the target population.
    ByServiceArea(BTreeMap<Code, u64>),
}

/// A collection point as planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointPlan {
    /// Short address.
    pub slug: Slug,
    /// Whose counter.
    pub agency: Code,
    /// What it serves.
    pub service_area: Code,
    /// Which counter, as people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<String>,
    /// How citizens reach it.
    pub channel: Channel,
}

impl PointPlan {
    /// Which counter, if it says one.
    pub fn counter(&self) -> Result<Option<Counter>, NameFault> {
        self.counter.as_deref().map_or(Ok(None), Counter::optional)
    }
}

/// The file of a round, and what is stored of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundDocument {
    /// Stable code.
    pub code: Code,
    /// Its title.
    pub title: Text,
    /// Rounds of one series are drawn on one line over the years; left out: those of the same form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Code>,
    /// Code of the form; the newest version is pinned when the round is made.
    pub form: Code,
    /// First day, inclusive.
    pub from: Day,
    /// Last day, inclusive.
    pub to: Day,
    /// Whether pages show numbers at once instead of in steps of `minimum_cell`.
    #[serde(default)]
    pub live: bool,
    /// How answers become an index; means nothing where the form has none, and may be left out there alone.
    #[serde(default)]
    pub index: Definition,
    /// The version of a definition object that `index` was taken from, while it still says the same; not part of the file.
    #[serde(skip)]
    pub definition: Option<DefinitionName>,
    /// Agencies taking part; left out: all that exist in the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agencies: Option<Vec<Code>>,
    /// Service areas asked about; left out: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_areas: Option<Vec<Code>>,
    /// Known populations; with them agencies or cells are strata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<BTreeMap<Code, Population>>,
    /// Fewest respondents of a published number.
    #[serde(default = "ten")]
    pub minimum_cell: u64,
    /// Open or drawn.
    #[serde(default)]
    pub sample: Sample,
    /// How many answers are planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
    /// Who may see results; those made on pages begin with staff and are published by an act.
    #[serde(default)]
    pub audience: Audience,
    /// The block of each agency as it was when the round was opened; left out: as it is now.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub blocks: BTreeMap<Code, Code>,
    /// Collection points; left out: one QR point per agency × service area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Vec<PointPlan>>,
}

fn ten() -> u64 {
    10
}

/// What makes a round document unusable. Its words begin with the place in the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoundFault {
    /// It ends before it begins.
    #[error("to: the round would end on {to} before it begins on {from}")]
    EndsBeforeItBegins {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
    /// No respondents would be enough for a number.
    #[error("minimum_cell: must be at least 1")]
    NoMinimumCell,
    /// Its title says nothing in any language.
    #[error("title: has no words")]
    NoTitle,
    /// Its title in a language is none.
    #[error("title.{0}: {1}")]
    Title(Locale, NameFault),
    /// A list is there and empty.
    #[error("{}: is empty; leave it out to mean all", .0.as_str())]
    EmptyList(RoundList),
    /// A code stands in a list twice.
    #[error("{}: {code} stands there twice", .list.as_str())]
    Twice {
        /// The list.
        list: RoundList,
        /// The code.
        code: Code,
    },
    /// An agency is named among quotas without any.
    #[error("quota.cells.{0}: is empty; leave it out to mean none")]
    EmptyQuota(Code),
    /// A population is below one.
    #[error("population.{0}: must be at least 1")]
    PopulationBelowOne(Code),
    /// Two points have one slug.
    #[error("points[{at}].slug: {slug} stands there twice")]
    SlugTwice {
        /// Place of the second point.
        at: usize,
        /// The slug.
        slug: Slug,
    },
    /// A counter cannot be called so.
    #[error("points[{0}].counter: is longer than {longest} characters or not plain text", longest = Counter::LONGEST)]
    Counter(usize),
    /// A population of something that is no agency of the round.
    #[error("population.{0}: is not an agency of the round")]
    PopulationOfOther(Code),
    /// An agency of the round has no population, where others have.
    #[error("population: the agency {0} is missing")]
    PopulationMissing(Code),
    /// A population of something that is no service area of the round.
    #[error("population.{agency}.{service_area}: is not a service area of the round")]
    PopulationOfOtherArea {
        /// The agency.
        agency: Code,
        /// What is no service area.
        service_area: Code,
    },
}

/// A list of a round document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundList {
    /// `agencies`
    Agencies,
    /// `service_areas`
    ServiceAreas,
}

impl RoundList {
    /// The name of the list in the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agencies => "agencies",
            Self::ServiceAreas => "service_areas",
        }
    }
}

/// Where a round is in its life, on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum RoundState {
    /// Its first day is yet to come.
    Planned,
    /// Answers are taken.
    Open,
    /// Its last day has passed.
    Closed,
}

impl RoundState {
    /// The word used in lists.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl RoundDocument {
    /// The series it belongs to.
    pub fn series(&self) -> &Code {
        self.series.as_ref().unwrap_or(&self.form)
    }

    /// The state on a day at a stage.
    pub fn state(&self, stage: Stage, today: Day) -> RoundState {
        if matches!(stage, Stage::Plan | Stage::Test) || (stage == Stage::Open && today < self.from) {
            RoundState::Planned
        } else if stage == Stage::Closed || today > self.to {
            RoundState::Closed
        } else {
            RoundState::Open
        }
    }

    /// The day under which an answer is stored that comes now; `None` where none is taken. A form that was opened on the last
    /// day may come [`GRACE_HOURS`] later and belongs to that day; a round that was closed by hand takes nothing.
    pub fn answer_day(&self, stage: Stage, now: LocalHour) -> Option<Day> {
        match self.state(stage, now.day) {
            RoundState::Open => Some(now.day),
            RoundState::Closed if self.is_in_grace(stage, now) => Some(self.to),
            RoundState::Closed | RoundState::Planned => None,
        }
    }

    /// Whether the last day has passed and forms that were opened on it are still taken.
    pub fn is_in_grace(&self, stage: Stage, now: LocalHour) -> bool {
        stage == Stage::Open && now.day == self.to.plus_days(1) && now.hour < GRACE_HOURS
    }

    /// Whether citizens' answers have ended: closed by hand, or the last day and its [`GRACE_HOURS`] have passed. The rest
    /// is published then.
    pub fn is_over(&self, stage: Stage, now: LocalHour) -> bool {
        let has_ended = || self.is_last_publication(self.publication_day(stage, now));
        stage == Stage::Closed || (stage == Stage::Open && has_ended())
    }

    /// The day that numbers published now are of. As long as forms that were opened on the last day are taken, it is that day.
    pub fn publication_day(&self, stage: Stage, now: LocalHour) -> Day {
        if self.is_in_grace(stage, now) { self.to } else { now.day }
    }

    /// Whether what is published of an open round on a day is all of it, so that nothing may come after.
    pub fn is_last_publication(&self, day: Day) -> bool {
        day > self.to
    }

    /// The day on which the rest is published, from the hour [`GRACE_HOURS`] on.
    pub fn last_publication(&self) -> Day {
        self.to.plus_days(1)
    }

    /// Whether transcribed answers are added only with a reason: once the round was closed by hand, and once its last day
    /// has passed with numbers that everybody may see, so that none of them moves unseen. Before that, and where results
    /// are still staff's, late papers are ordinary work.
    pub fn late_answers_need_reason(&self, stage: Stage, today: Day, has_answers: bool) -> bool {
        let shown = self.audience == Audience::Public && has_answers;
        stage == Stage::Closed || (shown && self.state(stage, today) == RoundState::Closed)
    }

    /// Checks what can be checked without form and database.
    pub fn check(&self) -> Result<(), RoundFault> {
        if self.to < self.from {
            return Err(RoundFault::EndsBeforeItBegins { from: self.from, to: self.to });
        }
        if self.minimum_cell < 1 {
            return Err(RoundFault::NoMinimumCell);
        }
        if self.title.iter().all(|(_, words)| words.trim().is_empty()) {
            return Err(RoundFault::NoTitle);
        }
        if let Some((language, fault)) = title_fault(&self.title) {
            return Err(RoundFault::Title(language, fault));
        }
        let lists = [(RoundList::Agencies, &self.agencies), (RoundList::ServiceAreas, &self.service_areas)];
        for (list, codes) in lists {
            let Some(codes) = codes else { continue };
            if codes.is_empty() {
                return Err(RoundFault::EmptyList(list));
            }
            let mut seen = HashSet::new();
            if let Some(code) = codes.iter().find(|code| !seen.insert(*code)) {
                return Err(RoundFault::Twice { list, code: code.clone() });
            }
        }
        let mut planned = self.quota.iter().flat_map(|quota| &quota.cells);
        if let Some((agency, _)) = planned.find(|(_, areas)| areas.is_empty()) {
            return Err(RoundFault::EmptyQuota(agency.clone()));
        }
        let is_below_one = |population: &Population| match population {
            Population::Whole(n) => *n < 1,
            Population::ByServiceArea(areas) => areas.is_empty() || areas.values().any(|n| *n < 1),
        };
        let mut populations = self.population.iter().flatten();
        if let Some((agency, _)) = populations.find(|(_, population)| is_below_one(population)) {
            return Err(RoundFault::PopulationBelowOne(agency.clone()));
        }
        let mut slugs = HashSet::new();
        for (at, point) in self.points.iter().flatten().enumerate() {
            if !slugs.insert(&point.slug) {
                return Err(RoundFault::SlugTwice { at, slug: point.slug.clone() });
            }
            point.counter().map_err(|_| RoundFault::Counter(at))?;
        }
        Ok(())
    }

    /// The sampling design over resolved lists of agencies and service areas.
    ///
    /// Refused: an agency of the round that is missing from `population`, a population of something outside the
    /// round.
    pub fn design(&self, agencies: &[Code], service_areas: &[Code]) -> Result<Design, RoundFault> {
        let drawn = self.sample == Sample::Drawn;
        let Some(population) = &self.population else { return Ok(Design { drawn, ..Design::default() }) };
        let known: HashSet<&Code> = agencies.iter().collect();
        let place_of: HashMap<&Code, usize> =
            service_areas.iter().enumerate().map(|(s, area)| (area, s)).collect();
        if let Some(odd) = population.keys().find(|a| !known.contains(a)) {
            return Err(RoundFault::PopulationOfOther(odd.clone()));
        }
        let (mut strata, mut stratum_of) = (Vec::new(), HashMap::new());
        for (a, agency) in agencies.iter().enumerate() {
            match population.get(agency) {
                None => return Err(RoundFault::PopulationMissing(agency.clone())),
                Some(Population::Whole(n)) => {
                    stratum_of.extend((0..service_areas.len()).map(|s| ((a, s), strata.len())));
                    strata.push(Stratum { name: agency.to_string(), population: *n });
                }
                Some(Population::ByServiceArea(areas)) => {
                    for (area, n) in areas {
                        let Some(s) = place_of.get(area).copied() else {
                            return Err(RoundFault::PopulationOfOtherArea {
                                agency: agency.clone(),
                                service_area: area.clone(),
                            });
                        };
                        stratum_of.insert((a, s), strata.len());
                        strata.push(Stratum { name: format!("{agency} × {area}"), population: *n });
                    }
                }
            }
        }
        Ok(Design { strata, stratum_of, drawn })
    }

    /// Whether answers of an agency × service area belong to the round's target population.
    pub fn covers(&self, agency: &Code, service_area: &Code) -> bool {
        match self.population.as_ref().and_then(|p| p.get(agency)) {
            Some(Population::ByServiceArea(areas)) => areas.contains_key(service_area),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn on(text: &str, hour: u8) -> LocalHour {
        LocalHour { day: text.parse().unwrap(), hour }
    }

    #[test]
    fn a_form_opened_on_the_last_day_is_taken_for_some_hours_and_counts_for_that_day() {
        let round: RoundDocument = serde_json::from_value(json!({
            "code": "r", "title": {"vi": "Đợt"}, "form": "f", "from": "2026-02-01", "to": "2026-02-28",
            "index": {"scoring": "top2", "aggregation": "items"},
        }))
        .unwrap();
        let day = |now| round.answer_day(Stage::Open, now).map(|day| day.to_string());
        assert_eq!(day(on("2026-01-31", 23)), None);
        assert_eq!(day(on("2026-02-01", 0)).as_deref(), Some("2026-02-01"));
        assert_eq!(day(on("2026-02-28", 23)).as_deref(), Some("2026-02-28"));
        // Past midnight the round is over for who comes, and not for who was there before; the month stays February.
        for hour in 0..GRACE_HOURS {
            let now = on("2026-03-01", hour);
            assert_eq!(day(now).as_deref(), Some("2026-02-28"), "{hour}");
            assert_eq!(round.state(Stage::Open, now.day), RoundState::Closed);
            assert!(round.is_in_grace(Stage::Open, now));
        }
        for late in [on("2026-03-01", GRACE_HOURS), on("2026-03-01", 23), on("2026-03-02", 0)] {
            assert_eq!(day(late), None);
            assert!(!round.is_in_grace(Stage::Open, late));
        }
        // The rest is published as soon as nothing is taken any more, and not before.
        for (text, hours) in [("2026-02-28", 0..24), ("2026-03-01", 0..24), ("2026-03-02", 0..24)] {
            for now in hours.map(|hour| on(text, hour)) {
                assert_eq!(round.is_over(Stage::Open, now), day(now).is_none(), "{now:?}");
                assert!(round.is_over(Stage::Closed, now) && !round.is_over(Stage::Plan, now));
                let is_last = round.publication_day(Stage::Open, now) >= round.last_publication();
                assert_eq!(round.is_over(Stage::Open, now), is_last, "{now:?}");
            }
        }
        for stage in [Stage::Plan, Stage::Test, Stage::Closed] {
            for now in [on("2026-02-15", 12), on("2026-03-01", 0)] {
                assert_eq!(round.answer_day(stage, now), None, "closing by hand is immediate: {stage:?}");
            }
        }
    }
}
