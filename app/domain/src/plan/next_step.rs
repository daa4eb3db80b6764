//! The one thing that is to be done next with a round.

use super::{DailyNeed, OpeningFault, Plan, daily_need, has_passed, opening_faults};
use crate::{Audience, Day, RoundState, Stage};

/// What is to be done next with a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// What keeps the plan from being opened is mended, in this order.
    Mend(Vec<OpeningFault>),
    /// The last day passed before the round was opened: its period is moved.
    MovePeriod,
    /// Its points are tried.
    Try,
    /// It is opened.
    Open,
    /// Nothing but waiting for the first day.
    Wait,
    /// Points where nothing comes in are looked at.
    VisitSilentPoints,
    /// So many answers a day fill what is planned.
    Collect(DailyNeed),
    /// It takes answers as it should.
    Follow,
    /// Its results are published.
    Publish,
}

/// What is to be done next with a round that has so many silent points and lacks so many planned answers; `None` where
/// everything is done.
pub fn next_step(
    plan: &Plan<'_>,
    stage: Stage,
    today: Day,
    silent_points: usize,
    missing: u64,
) -> Option<NextStep> {
    let document = plan.document;
    Some(match (stage, document.state(stage, today)) {
        (Stage::Plan | Stage::Test, _) => {
            let faults = opening_faults(plan);
            match stage {
                _ if !faults.is_empty() => NextStep::Mend(faults),
                _ if has_passed(document, today) => NextStep::MovePeriod,
                Stage::Plan => NextStep::Try,
                _ => NextStep::Open,
            }
        }
        (_, RoundState::Planned) => NextStep::Wait,
        (_, RoundState::Open) if silent_points > 0 => NextStep::VisitSilentPoints,
        (_, RoundState::Open) => {
            daily_need(missing, today, document.to).map_or(NextStep::Follow, NextStep::Collect)
        }
        (_, RoundState::Closed) if document.audience == Audience::Staff => NextStep::Publish,
        (_, RoundState::Closed) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, RoundDocument};
    use serde_json::json;

    fn step(
        stage: Stage,
        today: &str,
        has_point: bool,
        audience: &str,
        silent: usize,
        missing: u64,
    ) -> Option<NextStep> {
        let document = json!({"code": "r", "title": {"vi": "R"}, "form": "f", "from": "2026-02-01", "to": "2026-02-10",
            "minimum_cell": 10, "audience": audience});
        let document: RoundDocument = serde_json::from_value(document).expect("a round");
        let code = |text: &str| text.parse::<Code>().expect("a code");
        let places = if has_point { vec![(code("A"), code("x"))] } else { Vec::new() };
        let plan = Plan { document: &document, agencies: &[], service_areas: &[], places: &places };
        next_step(&plan, stage, today.parse().expect("a day"), silent, missing)
    }

    #[test]
    fn a_plan_is_mended_then_tried_then_opened() {
        let planned = |stage, today, has_point| step(stage, today, has_point, "public", 0, 0);
        let mend = Some(NextStep::Mend(vec![OpeningFault::NoPoints]));
        assert_eq!(planned(Stage::Plan, "2026-01-01", false), mend);
        assert_eq!(
            planned(Stage::Test, "2026-03-01", false),
            mend,
            "what is missing comes before the period"
        );
        assert_eq!(planned(Stage::Plan, "2026-02-10", true), Some(NextStep::Try));
        assert_eq!(planned(Stage::Test, "2026-02-10", true), Some(NextStep::Open));
        assert_eq!(planned(Stage::Test, "2026-02-11", true), Some(NextStep::MovePeriod));
    }

    #[test]
    fn silent_points_come_before_a_plan_that_does_not_fill() {
        let open = |today, silent, missing| step(Stage::Open, today, true, "public", silent, missing);
        assert_eq!(open("2026-01-31", 0, 20), Some(NextStep::Wait));
        assert_eq!(open("2026-02-09", 1, 20), Some(NextStep::VisitSilentPoints));
        let need = DailyNeed { responses: 10, days: 2 };
        assert_eq!(open("2026-02-09", 0, 20), Some(NextStep::Collect(need)));
        assert_eq!(open("2026-02-09", 0, 0), Some(NextStep::Follow));
    }

    #[test]
    fn what_is_over_is_published_once() {
        let over = |stage, today, audience| step(stage, today, true, audience, 3, 20);
        assert_eq!(over(Stage::Closed, "2026-02-05", "staff"), Some(NextStep::Publish));
        assert_eq!(over(Stage::Open, "2026-02-11", "staff"), Some(NextStep::Publish));
        assert_eq!(over(Stage::Open, "2026-02-11", "public"), None);
    }
}
