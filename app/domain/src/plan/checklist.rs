//! What is looked at before a round is opened: each thing that is set, missing, or worth a second look.

use super::{OpeningFault, Plan, has_passed, has_volumes, is_served, opening_faults, places_without_point};
use crate::{Code, Day, Procedure, RoundDocument};

/// What decides beside the plan itself.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// Today.
    pub today: Day,
    /// Whether a public address is in force, so that codes lead somewhere.
    pub has_public_address: bool,
    /// Whether forms wait for a second person.
    pub second_person: SecondPerson,
    /// How often its points were tried.
    pub trials: u64,
    /// Service areas without any procedure, where procedures are kept.
    pub idle_areas: &'a [Code],
}

/// Whether a second person had to agree to the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondPerson {
    /// The settings ask for none.
    NotNeeded,
    /// The settings ask for one, and only a version that was published so can be chosen.
    Agreed,
}

/// Why nobody, or nobody who counts, will answer at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Uselessness {
    /// Its agency does not exist in the period.
    AgencyEnded,
    /// Its service area does not exist in the period.
    ServiceAreaEnded,
    /// Its cell has no volume.
    NoVolume,
    /// Its service area has no procedure.
    NoProcedure,
}

impl Uselessness {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::AgencyEnded, Self::ServiceAreaEnded, Self::NoVolume, Self::NoProcedure];

    /// Whether no answer of its point can count. That a service area has no procedure may be a gap of the catalog.
    pub fn is_certain(self) -> bool {
        self != Self::NoProcedure
    }
}

/// What a line of the checklist is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// First and last day.
    Period,
    /// The form, and whether somebody else agreed to it.
    Form(SecondPerson),
    /// Definition of the index.
    Definition,
    /// Agencies and service areas.
    Places,
    /// Volumes and quotas.
    Volumes,
    /// Rules of publication.
    Rules,
    /// Points in use.
    Points,
    /// Points at which nobody who counts will answer, by reason.
    UselessPoints(Vec<(Uselessness, usize)>),
    /// Places to which citizens come and which have no point.
    PlacesWithoutPoint(Vec<(Code, Code)>),
    /// The address in the codes.
    PublicAddress,
    /// How often its points were tried.
    Trial(u64),
}

/// How a line of the checklist stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Fine,
    /// The round can be opened all the same.
    Warns,
    /// The last day has passed, so the round cannot be opened.
    Passed,
    /// The round cannot be opened.
    Refuses(Vec<OpeningFault>),
}

impl Verdict {
    /// Whether the round cannot be opened.
    pub fn refuses(&self) -> bool {
        matches!(self, Self::Passed | Self::Refuses(_))
    }
}

/// A line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it is about.
    pub topic: Topic,
    /// How it stands.
    pub verdict: Verdict,
}

/// Why nobody who counts will answer at a point of this place; `None` where it is of use.
pub fn uselessness(plan: &Plan<'_>, agency: &Code, area: &Code, idle_areas: &[Code]) -> Option<Uselessness> {
    let (from, to) = (plan.document.from, plan.document.to);
    let has_agency = plan.agencies.iter().any(|known| known.code == *agency && known.exists_in(from, to));
    let has_area = plan.service_areas.iter().any(|known| known.code == *area && known.exists_in(from, to));
    match (has_agency, has_area) {
        (false, _) => Some(Uselessness::AgencyEnded),
        (_, false) => Some(Uselessness::ServiceAreaEnded),
        _ if !is_served(plan.document, agency, area) => Some(Uselessness::NoVolume),
        _ if idle_areas.contains(area) => Some(Uselessness::NoProcedure),
        _ => None,
    }
}

/// The service areas in which nothing can be asked for in the period of a plan: where procedures are kept, those without any.
pub fn idle_areas(plan: &Plan<'_>, procedures: &[Procedure]) -> Vec<Code> {
    let (from, to) = (plan.document.from, plan.document.to);
    let has_some = |area: &Code| procedures.iter().any(|p| p.service_area == *area && p.exists_in(from, to));
    let areas = plan.service_areas.iter().map(|area| &area.code).filter(|_| !procedures.is_empty());
    areas.filter(|area| !has_some(area)).cloned().collect()
}

/// The line in which a fault is told.
fn line_of(fault: &OpeningFault) -> fn(&Topic) -> bool {
    match fault {
        OpeningFault::NoPoints => |topic| *topic == Topic::Points,
        OpeningFault::AgencyEnded { .. } | OpeningFault::ServiceAreaEnded { .. } => {
            |topic| *topic == Topic::Places
        }
        OpeningFault::OutsidePopulation { .. } => |topic| matches!(topic, Topic::UselessPoints(_)),
        OpeningFault::MinimumCell(_) => |topic| *topic == Topic::Rules,
    }
}

/// Everything that is looked at before a round is opened, in the order in which a plan is made. A line refuses where
/// [`opening_faults`] do, or where the last day has passed, and nowhere else: [`super::advance`] opens the round if no line
/// refuses.
pub fn checklist(plan: &Plan<'_>, circumstances: Circumstances<'_>) -> Vec<Check> {
    let document: &RoundDocument = plan.document;
    let faults = opening_faults(plan);
    let reasons = plan.places.iter();
    let reasons: Vec<Uselessness> = reasons
        .filter_map(|(agency, area)| uselessness(plan, agency, area, circumstances.idle_areas))
        .collect();
    let useless = Uselessness::ALL.map(|reason| (reason, reasons.iter().filter(|r| **r == reason).count()));
    let useless: Vec<_> = useless.into_iter().filter(|(_, count)| *count > 0).collect();
    let agencies: Vec<Code> = plan.agencies.iter().map(|agency| agency.code.clone()).collect();
    let areas: Vec<Code> = plan.service_areas.iter().map(|area| area.code.clone()).collect();
    let bare = places_without_point(document, &agencies, &areas, plan.places);
    let warns = |is_so: bool| if is_so { Verdict::Warns } else { Verdict::Fine };
    let period = if has_passed(document, circumstances.today) { Verdict::Passed } else { Verdict::Fine };
    let mut lines = vec![
        (Topic::Period, period),
        (Topic::Form(circumstances.second_person), Verdict::Fine),
        (Topic::Definition, Verdict::Fine),
        (Topic::Places, Verdict::Fine),
        (Topic::Volumes, warns(!has_volumes(document))),
        (Topic::Rules, Verdict::Fine),
        (Topic::Points, Verdict::Fine),
    ];
    if has_volumes(document) && !plan.places.is_empty() {
        let is_bare = !bare.is_empty();
        lines.push((Topic::PlacesWithoutPoint(bare), warns(is_bare)));
    }
    if !plan.places.is_empty() {
        let has_useless = !useless.is_empty();
        lines.push((Topic::UselessPoints(useless), warns(has_useless)));
    }
    lines.push((Topic::PublicAddress, warns(!circumstances.has_public_address)));
    lines.push((Topic::Trial(circumstances.trials), warns(circumstances.trials == 0)));
    let verdict = |topic: &Topic, verdict: Verdict| {
        let own: Vec<OpeningFault> = faults.iter().filter(|fault| line_of(fault)(topic)).cloned().collect();
        if own.is_empty() { verdict } else { Verdict::Refuses(own) }
    };
    lines.into_iter().map(|(topic, found)| Check { verdict: verdict(&topic, found), topic }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Agency, ServiceArea};
    use serde_json::{Value, json};

    fn code(text: &str) -> Code {
        text.parse().expect("a code")
    }

    fn agency(text: &str, valid_to: Option<&str>) -> Agency {
        Agency {
            code: code(text),
            name: text.parse().expect("a name"),
            name_en: None,
            block: None,
            level: None,
            parent: None,
            valid_from: None,
            valid_to: valid_to.map(|day| day.parse().expect("a day")),
        }
    }

    fn area(text: &str) -> ServiceArea {
        ServiceArea {
            code: code(text),
            name: text.parse().expect("a name"),
            name_en: None,
            valid_from: None,
            valid_to: None,
        }
    }

    /// The checklist of a plan over A, which goes on, and B, which has ended, and what warns or refuses in it.
    fn lines(changes: &Value, places: &[(&str, &str)], agencies: &[Agency]) -> Vec<(Topic, Verdict)> {
        let mut document = json!({"code": "r", "title": {"vi": "R"}, "form": "f", "from": "2026-02-01", "to": "2026-02-10",
            "minimum_cell": 10});
        let added = changes.as_object().expect("an object").clone();
        document.as_object_mut().expect("an object").extend(added);
        let document: RoundDocument = serde_json::from_value(document).expect("a round");
        let places: Vec<(Code, Code)> = places.iter().map(|(a, x)| (code(a), code(x))).collect();
        let areas = ["x", "y", "z"].map(area);
        let plan = Plan { document: &document, agencies, service_areas: &areas, places: &places };
        let circumstances = Circumstances {
            today: "2026-02-05".parse().expect("a day"),
            has_public_address: true,
            second_person: SecondPerson::NotNeeded,
            trials: 1,
            idle_areas: &[code("z")],
        };
        let all = checklist(&plan, circumstances).into_iter();
        all.filter(|check| check.verdict != Verdict::Fine).map(|check| (check.topic, check.verdict)).collect()
    }

    #[test]
    fn points_are_told_by_why_they_are_of_no_use_and_cells_without_one_by_name() {
        let agencies = [agency("A", None)];
        let quota = json!({"quota": {"cells": {"A": {"x": 5, "y": 0, "z": 5}}, "full": "count"}});
        let found = lines(&quota, &[("A", "y"), ("A", "y"), ("A", "z")], &agencies);
        let useless = vec![(Uselessness::NoVolume, 2), (Uselessness::NoProcedure, 1)];
        let expected = [
            (Topic::PlacesWithoutPoint(vec![(code("A"), code("x"))]), Verdict::Warns),
            (Topic::UselessPoints(useless), Verdict::Warns),
        ];
        assert_eq!(found, expected);
        // Without volumes nothing says to which cells citizens come.
        assert_eq!(lines(&json!({}), &[("A", "x")], &agencies), [(Topic::Volumes, Verdict::Warns)]);
    }

    #[test]
    fn areas_without_a_procedure_are_idle_only_where_procedures_are_kept() {
        let document: RoundDocument =
            serde_json::from_value(json!({"code": "r", "title": {"vi": "R"}, "form": "f",
            "from": "2026-02-01", "to": "2026-02-10"}))
            .expect("a round");
        let areas = ["x", "y"].map(area);
        let plan = Plan { document: &document, agencies: &[], service_areas: &areas, places: &[] };
        let procedure = |area: &str, valid_to: &str| Procedure {
            code: code("1"),
            name: "P".parse().expect("a name"),
            name_en: None,
            service_area: code(area),
            valid_from: None,
            valid_to: Some(valid_to.parse().expect("a day")),
        };
        assert_eq!(idle_areas(&plan, &[]), []);
        let kept = [procedure("x", "2026-02-01"), procedure("y", "2026-01-31")];
        assert_eq!(idle_areas(&plan, &kept), [code("y")]);
    }

    #[test]
    fn a_point_outside_of_the_population_refuses_and_one_without_a_quota_warns() {
        let agencies = [agency("A", None)];
        let weighed = json!({"population": {"A": {"x": 5}},
            "quota": {"cells": {"A": {"x": 5}}, "full": "count"}});
        let found = lines(&weighed, &[("A", "x"), ("A", "y")], &agencies);
        let outside = OpeningFault::OutsidePopulation { agency: code("A"), service_area: code("y") };
        let useless = Topic::UselessPoints(vec![(Uselessness::NoVolume, 1)]);
        assert_eq!(found, [(useless, Verdict::Refuses(vec![outside]))]);
    }

    #[test]
    fn an_agency_that_has_ended_refuses_and_its_points_are_of_no_use() {
        let agencies = [agency("A", None), agency("B", Some("2026-01-31"))];
        let found = lines(&json!({}), &[("A", "x"), ("B", "x")], &agencies);
        let topics: Vec<&Topic> = found.iter().map(|(topic, _)| topic).collect();
        let useless = Topic::UselessPoints(vec![(Uselessness::AgencyEnded, 1)]);
        assert_eq!(topics, [&Topic::Places, &Topic::Volumes, &useless]);
        assert!(found[0].1.refuses() && !found[2].1.refuses());
    }
}
