//! What brings a round further, or back: trial, opening, closing, publication.

use super::new::read_titles;
use super::show::round_page;
use super::{
    Faults, ROOM, address, seen,
    steps::{MINIMUM_CELLS, uncovered},
};
use crate::{
    acts::{Act, FollowRounds, ManageRounds},
    auth::{Denied, InRound, OverRound},
    import::blocks_of,
    store::{points, rounds},
    web::{
        App,
        admin::{
            desk::{Look, see},
            posted::Posted,
            set_up::is_name,
            words::day_fault,
        },
    },
};
use app::Texts;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Audience, Day, RoundState, Stage};
use serde_json::{Value, json};
use std::sync::Arc;

/// `POST /admin/rounds/{round}/stage`
pub(in crate::web::admin) async fn update_stage(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let now = app.clock.hour();
    let today = now.day;
    let act = over.may.act(&app).await?;
    let round = rounds::by_id(act.on(), over.round.id).await?;
    let mut faults = Faults::new();
    if posted.text("seen") != seen(&round) {
        faults.insert("", texts.get("changed-meanwhile"));
        return refused(&app, over, &posted, &faults, StatusCode::CONFLICT, act).await;
    }
    let reason = posted.text("reason");
    let to = posted.text("to");
    if matches!(to, "close" | "reopen" | "extend" | "publish" | "unpublish" | "rename") && !is_name(reason) {
        faults.insert("reason", texts.get("reason-wrong"));
    }
    let mut document = round.document.clone();
    let state = round.state(today);
    let stage = match (to, round.stage, state) {
        ("test", Stage::Plan, _) => Some(Stage::Test),
        ("plan", Stage::Test, _) => Some(Stage::Plan),
        ("open", Stage::Plan | Stage::Test, _) => {
            document.blocks = blocks_of(&round.agencies);
            Some(Stage::Open)
        }
        ("close", Stage::Open, RoundState::Open | RoundState::Planned) => Some(Stage::Closed),
        ("reopen" | "extend", Stage::Open | Stage::Closed, _) => Some(Stage::Open),
        ("publish", _, RoundState::Closed) => {
            document.audience = Audience::Public;
            // What is published does not move: forms that were opened on the last day are taken no longer.
            Some(if document.is_in_grace(round.stage, now) { Stage::Closed } else { round.stage })
        }
        ("unpublish", Stage::Open | Stage::Closed, _) => {
            document.audience = Audience::Staff;
            Some(round.stage)
        }
        ("remove", Stage::Plan, _) => Some(Stage::Plan),
        // A title is only words: nothing rests on it.
        ("rename", Stage::Open | Stage::Closed, _) => match read_titles(texts, &posted, &mut faults) {
            Some(title) => {
                document.title = title;
                Some(round.stage)
            }
            None => Some(round.stage),
        },
        _ => None,
    };
    let Some(stage) = stage else {
        faults.insert("", texts.get("changed-meanwhile"));
        return refused(&app, over, &posted, &faults, StatusCode::CONFLICT, act).await;
    };
    match to {
        "remove" if posted.text("typed") != round.document.code.as_str() => {
            faults.insert("typed", texts.get("type-to-remove-wrong"));
        }
        "test" | "open" => {
            let active = points::of_round(act.on(), round.id).await?;
            if !active.iter().any(|point| point.retired.is_none()) {
                faults.insert("", texts.get("round-no-points"));
            } else if to == "open" && document.to < today {
                faults.insert("", texts.get("round-over-already"));
            } else if let Some(row) =
                round.agencies.iter().find(|row| !row.agency.exists_in(document.from, document.to))
            {
                // The period was changed after the agencies were chosen, or an agency was ended since.
                let name = row.agency.name_in(&texts.locale).to_owned();
                faults.insert("", texts.with("round-agency-gone", [("name", name.into())]));
            } else if let Some(row) =
                round.service_areas.iter().find(|row| !row.service_area.exists_in(document.from, document.to))
            {
                let name = row.service_area.name_in(&texts.locale).to_owned();
                faults.insert("", texts.with("round-area-gone", [("name", name.into())]));
            } else if let Some(words) = uncovered(texts, &act, &round, &document).await? {
                faults.insert("", words);
            } else if !MINIMUM_CELLS.contains(&document.minimum_cell) {
                faults.insert("", texts.get("rule-minimum-wrong"));
            }
        }
        "reopen" | "extend" => match posted.parsed::<Day>("day") {
            Ok(Some(day)) if day >= today && day >= document.from => document.to = day,
            Ok(Some(_)) => {
                faults.insert("day", texts.get("round-end-past"));
            }
            Ok(None) => {
                faults.insert("day", texts.get("fault-empty"));
            }
            Err(fault) => {
                faults.insert("day", day_fault(texts, &fault));
            }
        },
        _ => {}
    }
    if !faults.is_empty() {
        return refused(&app, over, &posted, &faults, StatusCode::UNPROCESSABLE_ENTITY, act).await;
    }
    let code = round.document.code.clone();
    if to == "remove" {
        let points = points::of_round(act.on(), round.id).await?;
        points::remove(act.on(), &points.iter().map(|point| point.id).collect::<Vec<_>>()).await?;
        rounds::remove(act.on(), round.id).await?;
        act.done("round.remove", code.as_str(), "", Value::Null).await?;
        return Ok(see(ROOM, "done-removed"));
    }
    rounds::save(act.on(), round.id, &document, None).await?;
    rounds::set_stage(act.on(), round.id, stage).await?;
    let details = json!({
        "stage": [round.stage.as_str(), stage.as_str()],
        "to": [round.document.to.to_string(), document.to.to_string()],
        "title": [round.document.title.get(&texts.locale), document.title.get(&texts.locale)],
    });
    let what = if to == "plan" { "untry" } else { to };
    act.done(&format!("round.{what}"), code.as_str(), reason, details).await?;
    Ok(see(&address(&code, ""), "done-stage"))
}

async fn refused(
    app: &App,
    over: OverRound<ManageRounds>,
    posted: &Posted,
    faults: &Faults,
    status: StatusCode,
    act: Act<ManageRounds>,
) -> Result<Response, Denied> {
    drop(act);
    let round = rounds::by_id(app.database.reader(), over.round.id).await?;
    let within = (0..round.agencies.len()).collect();
    let may = over.may.also::<FollowRounds>()?;
    let within = InRound { may, round, within };
    Ok(round_page(app, &within, &Look::default(), posted, faults, status).await?.into_response())
}
