//! The steps of planning a round, each saved by itself. Once a round has been opened, what its answers rest on stays as it
//! is.

mod basics;
mod definition;
mod places;
mod rules;
mod volumes;

pub(in crate::web::admin) use basics::{show_basics, update_basics};
pub(in crate::web::admin) use definition::{show_definition, update_definition};
pub(in crate::web::admin) use places::{show_places, update_places};
pub(in crate::web::admin) use rules::{show_rules, update_rules};
pub(in crate::web::admin) use volumes::{show_volumes, update_volumes};

use super::{Faults, ROOM, address, save_plan, seen};
use crate::{
    auth::{Act, Denied, ManageRounds, OverRound},
    store::{Round, rounds},
    web::{
        App,
        admin::{
            desk::{Desk, Look, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form},
};
use axum::{http::StatusCode, response::Response};
use domain::{Code, RoundDocument};
use serde_json::json;

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web::admin) enum Step {
    Basics,
    Definition,
    Places,
    Volumes,
    Rules,
}

impl Step {
    fn path(self) -> &'static str {
        match self {
            Self::Basics => "/basics",
            Self::Definition => "/definition",
            Self::Places => "/places",
            Self::Volumes => "/volumes",
            Self::Rules => "/rules",
        }
    }
    fn title(self) -> &'static str {
        match self {
            Self::Basics => "step-basics",
            Self::Definition => "step-index",
            Self::Places => "step-places",
            Self::Volumes => "step-volumes",
            Self::Rules => "step-rules",
        }
    }
    fn lead(self) -> &'static str {
        match self {
            Self::Basics => "step-basics-lead",
            Self::Definition => "step-index-lead",
            Self::Places => "step-places-lead",
            Self::Volumes => "step-volumes-lead",
            Self::Rules => "step-rules-lead",
        }
    }
    /// The step after it.
    fn next(self, code: &Code) -> String {
        match self {
            Self::Basics => address(code, "/definition"),
            Self::Definition => address(code, "/places"),
            Self::Places => address(code, "/volumes"),
            Self::Volumes => address(code, "/rules"),
            Self::Rules => address(code, "/points"),
        }
    }
}

/// The page of a step: its form, or what is settled.
pub(in crate::web::admin) fn page(
    over: &OverRound<ManageRounds>,
    round: &Round,
    step: Step,
    look: &Look,
    fields: Vec<Field>,
    faults: &Faults,
    status: StatusCode,
) -> Page {
    let desk = Desk::of(&over.may.person, ROOM, look);
    let texts = desk.texts;
    let code = &round.document.code;
    let settled = round.stage.is_settled();
    let mut all = vec![Field::hidden("seen", seen(round))];
    all.extend(fields);
    let form = Form {
        action: address(code, step.path()),
        fields: all,
        button: texts.get("step-save"),
        fault: faults.get("").cloned(),
        wide: step == Step::Volumes,
        ..Form::default()
    };
    desk.title(texts.get(step.title()))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .with(Block::Text(texts.get(step.lead())))
        .maybe(settled.then(|| Block::Warning(texts.get("step-settled"))))
        .maybe((!settled).then_some(Block::Form(form)))
        .status(status)
        .page()
}

/// What a step has read: the plan with its changes and another form version, or what is wrong.
pub(in crate::web::admin) type ReadStep = Result<(RoundDocument, Option<i64>), Faults>;

/// Begins to change a step: the plan as it is now, and what speaks against changing it.
pub(in crate::web::admin) async fn begin(
    app: &App,
    over: &OverRound<ManageRounds>,
    posted: &Posted,
) -> Result<(Act, Round, Option<(Faults, StatusCode)>), Denied> {
    let texts = Texts::of(over.may.person.language());
    let act = over.may.act(app).await?;
    let round = rounds::by_id(act.on(), over.round.id).await?;
    let against = |key: &str, status| Some((Faults::from([("", texts.get(key))]), status));
    let against = if round.stage.is_settled() {
        against("step-settled", StatusCode::CONFLICT)
    } else if posted.text("seen") != seen(&round) {
        against("changed-meanwhile", StatusCode::CONFLICT)
    } else {
        None
    };
    Ok((act, round, against))
}

/// Stores what a step has read and goes on to the next, or says what does not fit.
pub(in crate::web::admin) async fn finish(
    app: &App,
    act: Act,
    over: &OverRound<ManageRounds>,
    round: &Round,
    step: Step,
    read: ReadStep,
) -> Result<Result<Response, Faults>, Denied> {
    let (document, form) = match read {
        Ok(read) => read,
        Err(faults) => return Ok(Err(faults)),
    };
    let details = json!({"step": step.path().trim_start_matches('/')});
    match save_plan(act, round, &document, form, "round.change", details).await? {
        Ok(()) => {
            app.points.forget();
            Ok(Ok(see(&step.next(&document.code), "done-saved")))
        }
        Err(why) => {
            let texts = Texts::of(over.may.person.language());
            Ok(Err(Faults::from([("", texts.with("step-unfit", [("why", why.into())]))])))
        }
    }
}

/// A whole number as people type it: 1.234 and 1,234 are 1234.
pub(in crate::web::admin) fn whole(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    (!digits.is_empty() && digits.len() <= 9).then(|| digits.parse().ok()).flatten()
}
