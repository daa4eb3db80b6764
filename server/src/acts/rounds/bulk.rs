//! Many collection points at once, taken out of use or removed.

use super::reached;
use crate::{
    acts::{Act, Done, Fault, ManageRounds, revision_token},
    store::{self, Point, points, rounds, tallies},
};
use domain::{
    Day, Reason,
    plan::{BulkChange, BulkFault, BulkOutcome, BulkPoint, bulk_outcome},
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::collections::HashSet;

/// Points that are to be changed, as somebody asks for it.
#[derive(Debug)]
pub struct ChangePoints {
    /// Their round.
    pub round: i64,
    /// The points.
    pub points: HashSet<i64>,
    /// What is to be done.
    pub change: BulkChange,
    /// What they saw would become of them: [`outcome_token`].
    pub revision_token: String,
    /// Why.
    pub reason: Reason,
    /// The day on which.
    pub today: Day,
}

/// What would become of these points of a round.
pub async fn outcome_of(
    on: &impl ConnectionTrait,
    round: i64,
    all: &[Point],
    chosen: &HashSet<i64>,
    change: BulkChange,
) -> store::Result<BulkOutcome> {
    let answers = tallies::by_point(on, round).await?;
    let points = all.iter().filter(|point| chosen.contains(&point.id)).map(|point| BulkPoint {
        id: point.id,
        has_answers: answers.get(&point.id).is_some_and(|sums| sums.responses() > 0),
        is_retired: point.retired.is_some(),
    });
    Ok(bulk_outcome(change, points))
}

/// Stands for what somebody saw would become of points.
pub fn outcome_token(outcome: &BulkOutcome) -> String {
    revision_token(&format!("{outcome:?}"))
}

/// Changes points; how many were removed and taken out of use.
pub async fn change_points(
    act: Act<ManageRounds>,
    command: ChangePoints,
) -> Result<(Done, [usize; 2]), Fault<BulkFault>> {
    let round = reached(&act, command.round).await?;
    // Nobody answers at a point between the count and its removal.
    rounds::lock_out_answers(act.on(), round.id).await?;
    let all = points::of_round(act.on(), round.id).await?;
    let outcome = outcome_of(act.on(), round.id, &all, &command.points, command.change).await?;
    if command.revision_token != outcome_token(&outcome) {
        return Err(Fault::ChangedMeanwhile);
    }
    if outcome.is_nothing() {
        return Err(Fault::Refused(BulkFault::NothingToDo));
    }
    points::remove(act.on(), &outcome.removed).await?;
    for id in &outcome.retired {
        points::retire(act.on(), *id, Some(command.today)).await?;
    }
    let counts = [outcome.removed.len(), outcome.retired.len()];
    let details = json!({"removed": counts[0], "retired": counts[1]});
    let (code, reason) = (round.document.code.as_str(), command.reason.as_str());
    Ok((act.done("points.change", code, reason, details).await?, counts))
}
