//! The step of agencies and service areas.

use super::super::{agency_option, area_options};
use super::{PlanStep, PlanView, StepAttempt, step::StepFields};
use crate::{
    Texts,
    admin::{Field, FieldKind, PageBody},
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
        let ordered = in_tree_order(&there, &texts.locale).into_iter();
        let within = ordered.filter(|(_, agency)| reached.contains(&agency.code));
        within.map(|(depth, agency)| agency_option(texts, depth, agency)).collect()
    }

    /// The service areas that exist in the period.
    fn area_options(&self, texts: &Texts) -> Vec<(String, String)> {
        let (from, to) = (self.plan.document.from, self.plan.document.to);
        area_options(texts, self.service_areas.iter().filter(|area| area.exists_in(from, to)))
    }

    fn fields(&self, step: &StepFields<'_>) -> Vec<Field> {
        let (texts, document) = (step.texts, &self.plan.document);
        let many = |name: &'static str, options, label: &str, stored: &Option<Vec<Code>>| {
            let held: Vec<&str> = match step.typed() {
                Some(typed) => typed.all(name).collect(),
                None => stored.iter().flatten().map(Code::as_str).collect(),
            };
            Field::new(name, FieldKind::Many(options), texts.get(label))
                .holding(held.join("\n"))
                .fault(step.fault(name))
        };
        vec![
            many("agency", self.agency_options(texts), "agencies-title", &document.agencies),
            many("area", self.area_options(texts), "areas-title", &document.service_areas),
        ]
    }
}
