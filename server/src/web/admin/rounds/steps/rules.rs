//! Rules of publication.

use super::super::Faults;
use super::{ReadStep, Step, begin, finish, page, whole};
use crate::{
    auth::{Denied, ManageRounds, OverRound},
    store::Round,
    web::{
        App,
        admin::{desk::Look, posted::Posted},
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Field, Kind},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Audience, RoundDocument};
use std::sync::Arc;

fn rules_fields(texts: &Texts, round: &Round, posted: Option<&Posted>, faults: &Faults) -> Vec<Field> {
    let document = &round.document;
    let held =
        |name: &str, stored: &str| posted.map_or(stored.to_owned(), |posted| posted.raw(name).to_owned());
    let audiences = [("staff", "audience-staff"), ("public", "audience-public")]
        .map(|(v, key)| (v.to_owned(), texts.get(key)));
    let audience = if document.audience == Audience::Public { "public" } else { "staff" };
    vec![
        Field::new("minimum", Kind::Whole, texts.get("rule-minimum"))
            .hint(texts.get("rule-minimum-hint"))
            .holding(held("minimum", &document.minimum_cell.to_string()))
            .fault(faults.get("minimum").cloned()),
        Field::new("audience", Kind::Radio(audiences.to_vec()), texts.get("rule-audience"))
            .holding(held("audience", audience)),
    ]
}

/// `GET /admin/rounds/{round}/rules`
pub(in crate::web::admin) async fn show_rules(
    over: OverRound<ManageRounds>,
    look: Look,
) -> Result<Page, Denied> {
    let texts = Texts::of(over.may.person.language());
    let fields = rules_fields(texts, &over.round, None, &Faults::new());
    Ok(page(&over, &over.round, Step::Rules, &look, fields, &Faults::new(), StatusCode::OK))
}

fn read_rules(over: &OverRound<ManageRounds>, round: &Round, posted: &Posted) -> Result<ReadStep, Denied> {
    let texts = Texts::of(over.may.person.language());
    let audience = if posted.text("audience") == "public" { Audience::Public } else { Audience::Staff };
    match whole(posted.text("minimum")).filter(|k| (5..=1_000).contains(k)) {
        Some(minimum_cell) => {
            Ok(Ok((RoundDocument { audience, minimum_cell, ..round.document.clone() }, None)))
        }
        None => Ok(Err(Faults::from([("minimum", texts.get("rule-minimum-wrong"))]))),
    }
}

/// `POST /admin/rounds/{round}/rules`
pub(in crate::web::admin) async fn update_rules(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let (act, round, against) = begin(&app, &over, &posted).await?;
    let (read, status) = match against {
        Some((faults, status)) => (Err(faults), status),
        None => (read_rules(&over, &round, &posted)?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let faults = match finish(&app, act, &over, &round, Step::Rules, read).await? {
        Ok(response) => return Ok(response),
        Err(faults) => faults,
    };
    let fields = rules_fields(texts, &round, Some(&posted), &faults);
    Ok(page(&over, &round, Step::Rules, &Look::default(), fields, &faults, status).into_response())
}
