//! The steps of planning a round, each saved by itself. Once a round has been opened, what its answers rest on stays as it
//! is.

mod basics;
mod definition;
mod places;
mod rules;
mod volumes;

pub(in crate::web::admin) use basics::Basics;
pub(in crate::web::admin) use definition::IndexDefinition;
pub(in crate::web::admin) use places::Places;
pub(in crate::web::admin) use rules::Rules;
pub(in crate::web::admin) use volumes::Volumes;

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
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::RoundDocument;
use std::sync::Arc;

/// What a step has read: the plan with its changes and another form version, or what is wrong.
type Read = Result<(RoundDocument, Option<i64>), Faults>;

/// What the fields of a step are made from.
pub(in crate::web::admin) struct View<'a> {
    app: &'a App,
    over: &'a OverRound<ManageRounds>,
    /// The plan as it is now.
    round: &'a Round,
    /// What was sent, if anything.
    posted: Option<&'a Posted>,
    faults: &'a Faults,
    texts: &'static Texts,
}

/// A step of a plan.
pub(in crate::web::admin) trait Step: Send + Sync + 'static {
    /// The last part of its address, and of the next one's.
    const PATH: &'static str;
    const NEXT: &'static str;
    /// Keys of texts: its title, and what is said of it.
    const TEXTS: [&'static str; 2];
    /// Whether it needs the whole width of a screen.
    const IS_WIDE: bool = false;

    /// What can be filled in.
    fn fields(view: &View<'_>) -> impl Future<Output = Result<Vec<Field>, Denied>> + Send;
    /// The plan as what was sent would have it.
    fn read(
        act: &Act,
        over: &OverRound<ManageRounds>,
        round: &Round,
        posted: &Posted,
    ) -> impl Future<Output = Result<Read, Denied>> + Send;
}

/// `GET /admin/rounds/{round}/{step}`
pub(in crate::web::admin) async fn show_step<S: Step>(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    let (faults, texts) = (Faults::new(), Texts::of(over.may.person.language()));
    let view = View { app: &app, over: &over, round: &over.round, posted: None, faults: &faults, texts };
    page::<S>(&view, &look, StatusCode::OK).await
}

/// The page of a step: its form, or that it is settled.
async fn page<S: Step>(view: &View<'_>, look: &Look, status: StatusCode) -> Result<Page, Denied> {
    let desk = Desk::of(&view.over.may.person, ROOM, look);
    let (texts, round) = (view.texts, view.round);
    let code = &round.document.code;
    let settled = round.stage.is_settled();
    let [title, lead] = S::TEXTS;
    let mut fields = vec![Field::hidden("seen", seen(round))];
    fields.extend(S::fields(view).await?);
    let form = Form {
        action: address(code, S::PATH),
        fields,
        button: texts.get("step-save"),
        fault: view.faults.get("").cloned(),
        wide: S::IS_WIDE,
        locked: settled,
        ..Form::default()
    };
    Ok(desk
        .title(texts.get(title))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .with(Block::Text(texts.get(lead)))
        .maybe(settled.then(|| Block::Warning(texts.get("step-settled"))))
        .with(Block::Form(form))
        .status(status)
        .page())
}

/// `POST /admin/rounds/{round}/{step}`: stores the step and goes on to the next, or says what does not fit.
pub(in crate::web::admin) async fn update_step<S: Step>(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let act = over.may.act(&app).await?;
    let round = rounds::by_id(act.on(), over.round.id).await?;
    let code = &round.document.code;
    let against = if round.stage.is_settled() {
        Some("step-settled")
    } else if posted.text("seen") != seen(&round) {
        Some("changed-meanwhile")
    } else {
        None
    };
    let (read, status) = match against {
        Some(key) => (Err(Faults::from([("", texts.get(key))])), StatusCode::CONFLICT),
        None => (S::read(&act, &over, &round, &posted).await?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let faults = match read {
        Err(faults) => {
            drop(act);
            faults
        }
        Ok((document, form)) => {
            match save_plan(act, &round, &document, form, S::PATH.trim_start_matches('/')).await? {
                Ok(()) => {
                    app.points.forget();
                    return Ok(see(&address(code, S::NEXT), "done-saved"));
                }
                Err(why) => Faults::from([("", texts.with("step-unfit", [("why", why.into())]))]),
            }
        }
    };
    let view = View { app: &app, over: &over, round: &round, posted: Some(&posted), faults: &faults, texts };
    Ok(page::<S>(&view, &Look::default(), status).await?.into_response())
}

/// A whole number as people type it: 1.234 and 1,234 are 1234.
pub(in crate::web::admin) fn whole(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    (!digits.is_empty() && digits.len() <= 9).then(|| digits.parse().ok()).flatten()
}
