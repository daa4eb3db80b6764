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
pub(in crate::web::admin) use volumes::{Volumes, uncovered};

use super::{Faults, ROOM, address, save_plan, seen};
use crate::{
    acts::{Act, ManageRounds},
    auth::{Denied, OverRound},
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
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Fewest answers behind a number of a round that is opened on a page.
pub(in crate::web::admin) const MINIMUM_CELLS: RangeInclusive<u64> = 5..=1_000;

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
        act: &Act<ManageRounds>,
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
    let own = S::fields(view).await?;
    if status == StatusCode::CONFLICT && !settled {
        let none = Faults::new();
        let stored = S::fields(&View { posted: None, faults: &none, ..*view }).await?;
        fields.extend(own.into_iter().zip(&stored).map(|(own, stored)| own.against(texts, stored)));
    } else {
        fields.extend(own);
    }
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
        .with(Block::Links(vec![(address(code, S::NEXT), texts.get("step-next"), String::new())]))
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
        Some("changed-beside")
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
                    // Sample sizes that were computed are looked at first.
                    let computed = document.quota.as_ref().is_some_and(|quota| quota.computed.is_some());
                    let next = if S::IS_WIDE && computed { S::PATH } else { S::NEXT };
                    return Ok(see(&address(code, next), "done-saved"));
                }
                Err(why) => Faults::from([("", texts.with("step-unfit", [("why", why.into())]))]),
            }
        }
    };
    let view = View { app: &app, over: &over, round: &round, posted: Some(&posted), faults: &faults, texts };
    Ok(page::<S>(&view, &Look::default(), status).await?.into_response())
}

/// A whole number as people type it: 1.234 and 1,234 are 1234; 1,5 is none.
pub(in crate::web::admin) fn whole(text: &str) -> Option<u64> {
    let mut groups = text.trim().split(['.', ',', ' ', '\u{a0}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let parted = rest.iter().all(|group| group.len() == 3 && digits(group));
    let fits = digits(first) && parted && (rest.is_empty() || first.len() <= 3);
    let all = format!("{first}{}", rest.concat());
    (fits && all.len() <= 12).then(|| all.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_or_none() {
        let read = ["1234", "1.234", "1,234", "12 345", " 7 ", "1.234.567", "0"].map(whole);
        assert_eq!(read, [1234, 1234, 1234, 12_345, 7, 1_234_567, 0].map(Some));
        for odd in ["1,5", "1.5", "1234.5", "1.23", "12345.678", "-1", "", "a", "1..234", "9999999999999"] {
            assert_eq!(whole(odd), None, "{odd}");
        }
    }
}
