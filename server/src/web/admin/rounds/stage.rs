//! What brings a round further, or back: trial, opening, closing, publication.

use super::new::read_titles;
use super::show::round_page;
use super::{Faults, ROOM, address};
use crate::{
    acts::{
        FollowRounds, ManageRounds,
        rounds::{StageCommand, StageRefusal, change_stage, remove_round, revision_token},
    },
    auth::{Denied, InRound, OverRound},
    store::{Round, rounds},
    web::{
        App,
        admin::{
            desk::{AdminQuery, see},
            posted::Posted,
        },
    },
};
use app::{Texts, admin::faults::day_fault};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Code, Day, Reason,
    plan::{OpeningFault, StageChange, StageFault},
};
use std::sync::Arc;

const CONFLICT: StatusCode = StatusCode::CONFLICT;
const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// What was asked for, or what is wrong with what was typed.
fn read_change(texts: &Texts, posted: &Posted) -> Result<StageChange, Faults> {
    let mut faults = Faults::new();
    let last_day = |faults: &mut Faults| match posted.parsed::<Day>("day") {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            faults.insert("day", texts.get("fault-empty"));
            None
        }
        Err(fault) => {
            faults.insert("day", day_fault(texts, &fault));
            None
        }
    };
    let change = match posted.text("to") {
        "test" => Some(StageChange::Try),
        "plan" => Some(StageChange::EndTrial),
        "open" => Some(StageChange::Open),
        "close" => Some(StageChange::Close),
        "reopen" => last_day(&mut faults).map(StageChange::Reopen),
        "extend" => last_day(&mut faults).map(StageChange::Extend),
        "publish" => Some(StageChange::Publish),
        "unpublish" => Some(StageChange::Unpublish),
        "rename" => read_titles(texts, posted, &mut faults).map(StageChange::Rename),
        _ => {
            faults.insert("", texts.get("changed-meanwhile"));
            None
        }
    };
    change.ok_or(faults)
}

/// What is said of a refusal, by field.
fn refusal_faults(texts: &Texts, round: &Round, refusal: &StageRefusal) -> Faults {
    let agency = |code: &Code| {
        let row = round.agencies.iter().find(|row| row.agency.code == *code);
        row.map_or_else(|| code.to_string(), |row| row.agency.name_in(&texts.locale).to_owned())
    };
    let area = |code: &Code| {
        let row = round.service_areas.iter().find(|row| row.service_area.code == *code);
        row.map_or_else(|| code.to_string(), |row| row.service_area.name_in(&texts.locale).to_owned())
    };
    let (field, words) = match refusal {
        StageRefusal::ReasonMissing => ("reason", texts.get("reason-wrong")),
        StageRefusal::NotConfirmed => ("typed", texts.get("type-to-remove-wrong")),
        StageRefusal::Stage(StageFault::NotFromHere { .. }) => ("", texts.get("changed-meanwhile")),
        StageRefusal::Stage(StageFault::Over(_)) => ("", texts.get("round-over-already")),
        StageRefusal::Stage(StageFault::EndsTooEarly { .. }) => ("day", texts.get("round-end-past")),
        StageRefusal::Stage(StageFault::Opening(fault)) => {
            let words = match fault {
                OpeningFault::NoPoints => texts.get("round-no-points"),
                OpeningFault::AgencyEnded { code, .. } => {
                    texts.with("round-agency-gone", [("name", agency(code).into())])
                }
                OpeningFault::ServiceAreaEnded { code, .. } => {
                    texts.with("round-area-gone", [("name", area(code).into())])
                }
                OpeningFault::OutsidePopulation { agency: of, service_area } => {
                    let names = [("agency", agency(of).into()), ("area", area(service_area).into())];
                    texts.with("volume-weigh-point", names)
                }
                OpeningFault::MinimumCell(_) => texts.get("rule-minimum-wrong"),
            };
            ("", words)
        }
    };
    Faults::from([(field, words)])
}

/// `POST /admin/rounds/{round}/stage`
pub(in crate::web::admin) async fn update_stage(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let (id, revision) = (over.round.id, posted.text("seen").to_owned());
    if revision != revision_token(&over.round) {
        let faults = Faults::from([("", texts.get("changed-meanwhile"))]);
        return refused(&app, over, &posted, &faults, CONFLICT).await;
    }
    let act = over.may.act(&app).await?;
    let (done, to) = if posted.text("to") == "remove" {
        (remove_round(act, id, &revision, posted.text("typed")).await, ROOM.to_owned())
    } else {
        let change = match read_change(texts, &posted) {
            Ok(change) => change,
            Err(faults) => {
                drop(act);
                let status = if faults.contains_key("") { CONFLICT } else { UNPROCESSABLE };
                return refused(&app, over, &posted, &faults, status).await;
            }
        };
        let reason = Reason::new(posted.text("reason")).ok();
        let command = StageCommand { round: id, revision, change, reason, now: app.clock.hour() };
        (change_stage(act, command).await, address(&over.round.document.code, ""))
    };
    let fault = match done {
        Ok(_) if to == ROOM => return Ok(see(&to, "done-removed")),
        Ok(_) => return Ok(see(&to, "done-stage")),
        Err(fault) => fault,
    };
    let (status, faults) = match over.may.person.refused_or_changed(fault)? {
        Some(refusal) => (UNPROCESSABLE, refusal_faults(texts, &over.round, &refusal)),
        None => (CONFLICT, Faults::from([("", texts.get("changed-meanwhile"))])),
    };
    refused(&app, over, &posted, &faults, status).await
}

async fn refused(
    app: &App,
    over: OverRound<ManageRounds>,
    posted: &Posted,
    faults: &Faults,
    status: StatusCode,
) -> Result<Response, Denied> {
    let round = rounds::by_id(app.database.reader(), over.round.id).await?;
    let within = (0..round.agencies.len()).collect();
    let may = over.may.also::<FollowRounds>()?;
    let within = InRound { may, round, within };
    Ok(round_page(app, &within, &AdminQuery::default(), posted, faults, status).await?.into_response())
}
