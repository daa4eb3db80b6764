//! What brings a round further, or back: trial, opening, closing, publication, removal.

use super::{Planned, unchanged};
use crate::{
    acts::{Act, Done, Fault, ManageRounds},
    store::{self, points, published, responses, rounds},
};
use domain::{
    LocalHour, Locale, Reason, Stage,
    plan::{StageChange, StageFault, StageRefusal, advance},
};
use serde_json::{Value, json};

/// A change of a round's stage, as somebody asks for it.
#[derive(Debug)]
pub struct StageCommand {
    /// The round.
    pub round: i64,
    /// What they saw of it: [`super::revision_token`].
    pub revision: String,
    /// What is to be done.
    pub change: StageChange,
    /// Why.
    pub reason: Option<Reason>,
    /// When.
    pub now: LocalHour,
}

/// Changes how far a round has been brought.
pub async fn change_stage(
    act: Act<ManageRounds>,
    command: StageCommand,
) -> Result<Done, Fault<StageRefusal>> {
    let StageCommand { round, revision, change, reason, now } = command;
    let round = unchanged(&act, round, &revision).await?;
    if change.needs_reason() && reason.is_none() {
        return Err(Fault::Refused(StageRefusal::ReasonMissing));
    }
    let planned = Planned::now(&act, &round).await?;
    if change == StageChange::TakeBack {
        // Nobody answers between the count and the end.
        rounds::lock_out_answers(act.on(), round.id).await?;
    }
    let answers = responses::count(act.on(), round.id).await?;
    let plan = planned.plan(&round.document);
    let (document, stage) = match advance(&plan, round.stage, &change, now, answers) {
        Ok(after) => after,
        Err(StageFault::NotFromHere { .. }) => return Err(Fault::ChangedMeanwhile),
        Err(fault) => return Err(Fault::Refused(StageRefusal::Stage(fault))),
    };
    rounds::save(act.on(), round.id, &document, None).await?;
    rounds::set_stage(act.on(), round.id, stage).await?;
    if change == StageChange::TakeBack {
        published::forget(act.on(), round.id).await?;
    }
    let title = |document: &domain::RoundDocument| document.title.get(&Locale::vi()).to_owned();
    let details = json!({
        "stage": [round.stage.as_str(), stage.as_str()],
        "to": [round.document.to.to_string(), document.to.to_string()],
        "title": [title(&round.document), title(&document)],
    });
    let reason = reason.as_ref().map_or("", Reason::as_str);
    Ok(act.done(&format!("round.{}", change.as_str()), round.document.code.as_str(), reason, details).await?)
}

/// Takes out a round that was only planned, with its points.
pub async fn remove_round(
    act: Act<ManageRounds>,
    round: i64,
    revision: &str,
    typed_code: &str,
) -> Result<Done, Fault<StageRefusal>> {
    let round = unchanged(&act, round, revision).await?;
    if round.stage != Stage::Plan {
        return Err(Fault::ChangedMeanwhile);
    }
    if typed_code != round.document.code.as_str() {
        return Err(Fault::Refused(StageRefusal::NotConfirmed));
    }
    Ok(remove(act, round.id, round.document.code.as_str()).await?)
}

/// Takes out a plan that cannot be interpreted; nothing rests on one that was never opened.
pub async fn remove_broken_round(
    act: Act<ManageRounds>,
    code: &str,
    typed_code: &str,
) -> Result<Done, Fault<StageRefusal>> {
    let outline = rounds::outline(act.on(), code).await?;
    if !matches!(outline.stage, Some(Stage::Plan | Stage::Test)) {
        return Err(Fault::ChangedMeanwhile);
    }
    if typed_code != code {
        return Err(Fault::Refused(StageRefusal::NotConfirmed));
    }
    Ok(remove(act, outline.id, code).await?)
}

async fn remove(act: Act<ManageRounds>, id: i64, code: &str) -> store::Result<Done> {
    let points = points::of_round(act.on(), id).await?;
    points::remove(act.on(), &points.iter().map(|point| point.id).collect::<Vec<_>>()).await?;
    rounds::remove(act.on(), id).await?;
    act.done("round.remove", code, "", Value::Null).await
}
