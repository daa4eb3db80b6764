//! The step of agencies and service areas.

use super::{PlanStep, PlanView, StepAttempt, step::StepFields};
use crate::{
    Texts,
    admin::{Field, Kind, PageBody},
};
use domain::{Agency, Code, Reach, ServiceArea, in_tree_order};

/// What the page shows.
#[derive(Debug)]
pub struct PlacesPage {
    /// The round.
    pub plan: PlanView,
    /// Every agency.
    pub agencies: Vec<Agency>,
    /// Every service area.
    pub service_areas: Vec<ServiceArea>,
    /// How far whoever plans reaches.
    pub reach: Reach,
    /// What was sent and not stored.
    pub attempt: Option<StepAttempt>,
}

impl PlacesPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        PlanStep::Places.body(texts, &self.plan, self.attempt.as_ref(), |step| self.fields(step))
    }

    /// The agencies that exist in the period and lie within reach, as they hang in the tree.
    fn agency_options(&self, texts: &Texts) -> Vec<(String, String)> {
        let (from, to) = (self.plan.document.from, self.plan.document.to);
        let there: Vec<Agency> =
            self.agencies.iter().filter(|agency| agency.exists_in(from, to)).cloned().collect();
        let reached = self.reach.within(&self.agencies);
        let within = in_tree_order(&there).into_iter().filter(|(_, agency)| reached.contains(&agency.code));
        let option = |(depth, agency): (usize, &Agency)| {
            let indent = "\u{2003}".repeat(depth);
            (agency.code.to_string(), format!("{indent}{} ({})", agency.name_in(&texts.locale), agency.code))
        };
        within.map(option).collect()
    }

    /// The service areas that exist in the period.
    fn area_options(&self, texts: &Texts) -> Vec<(String, String)> {
        let (from, to) = (self.plan.document.from, self.plan.document.to);
        let there = self.service_areas.iter().filter(|area| area.exists_in(from, to));
        there.map(|area| (area.code.to_string(), area.name_in(&texts.locale).to_owned())).collect()
    }

    fn fields(&self, step: &StepFields<'_>) -> Vec<Field> {
        let (texts, document) = (step.texts, &self.plan.document);
        let many = |name: &'static str, options, label: &str, stored: &Option<Vec<Code>>| {
            let held: Vec<&str> = match step.typed() {
                Some(typed) => typed.all(name).collect(),
                None => stored.iter().flatten().map(Code::as_str).collect(),
            };
            Field::new(name, Kind::Many(options), texts.get(label))
                .holding(held.join("\n"))
                .fault(step.fault(name))
        };
        vec![
            many("agency", self.agency_options(texts), "agencies-title", &document.agencies),
            many("area", self.area_options(texts), "areas-title", &document.service_areas),
        ]
    }
}
