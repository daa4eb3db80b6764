//! Last year's round for another period.

use super::new::{basic_fields, first_definition, read_title_and_period};
use super::{Faults, ROOM, address, read_form, series_of_new, unfit};
use crate::{
    acts::ManageRounds,
    auth::{Denied, OverRound},
    store::{self, forms, rounds},
    web::{
        App,
        admin::{
            desk::{Desk, Look, see},
            posted::Posted,
            words::code_fault,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Form},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Audience, Code, Day, Locale, RoundDocument, Stage, index::Method};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// `GET /admin/rounds/{round}/copy`
pub(in crate::web::admin) async fn show_copy(
    over: OverRound<ManageRounds>,
    look: Look,
) -> Result<Page, Denied> {
    Ok(copy_page(&over, &look, None, &Faults::new()))
}

/// A title of the year after: “… 2026” is “… 2027”.
fn next_year(title: &str, from: Day) -> String {
    let year = from.date().year();
    title.replace(&year.to_string(), &(year + 1).to_string())
}

fn copy_page(over: &OverRound<ManageRounds>, look: &Look, posted: Option<&Posted>, faults: &Faults) -> Page {
    let desk = Desk::of(&over.may.person, ROOM, look);
    let texts = desk.texts;
    let document = &over.round.document;
    // The same days a year later; where there is no such day, the one before.
    let later = |day: Day| {
        let date = day.date();
        Day::new(date.saturating_add(jiff::Span::new().years(1))).to_string()
    };
    let held = |name: &str| match (posted, name) {
        (Some(posted), name) => posted.raw(name).to_owned(),
        (None, "title") => next_year(document.title.get(&Locale::vi()), document.from),
        (None, "title_en") if document.title.has(&Locale::en()) => {
            next_year(document.title.get(&Locale::en()), document.from)
        }
        (None, "from") => later(document.from),
        (None, "to") => later(document.to),
        _ => String::new(),
    };
    let form = Form {
        action: address(&document.code, "/copy"),
        fields: basic_fields(texts, held, faults, None, true),
        button: texts.get("round-copy"),
        ..Form::default()
    };
    desk.title(texts.get("round-copy"))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(&document.code, ""), document.title.get(&texts.locale))
        .with(Block::Text(texts.get("round-copy-lead")))
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page()
}

/// `POST /admin/rounds/{round}/copy`: the plan of an earlier round for another period. Agencies that are no longer there
/// give way to nothing; points are made anew, with codes of their own.
pub(in crate::web::admin) async fn create_copy(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let mut faults = Faults::new();
    let code = posted.text("code").parse::<Code>();
    if let Err(fault) = &code {
        faults.insert("code", code_fault(texts, fault));
    }
    let basics = read_title_and_period(texts, &posted, &mut faults);
    let act = over.may.act(&app).await?;
    if let Ok(code) = &code
        && rounds::codes(act.on()).await?.iter().any(|known| known == code.as_str())
    {
        faults.insert("code", texts.get("round-code-taken"));
    }
    let (Ok(code), Some((title, from, to)), true) = (code, basics, faults.is_empty()) else {
        drop(act);
        return Ok(copy_page(&over, &Look::default(), Some(&posted), &faults).into_response());
    };
    let old = &over.round;
    let there = |row: &&store::AgencyRow| row.agency.exists_in(from, to);
    let agencies: Vec<Code> = old.agencies.iter().filter(there).map(|row| row.agency.code.clone()).collect();
    let areas = old.service_areas.iter().filter(|row| row.service_area.exists_in(from, to));
    let areas: Vec<Code> = areas.map(|row| row.service_area.code.clone()).collect();
    if agencies.is_empty() || areas.is_empty() {
        drop(act);
        let key = if agencies.is_empty() { "round-no-agencies" } else { "round-no-areas" };
        faults.insert("from", texts.get(key));
        return Ok(copy_page(&over, &Look::default(), Some(&posted), &faults).into_response());
    }
    let Some(series) = series_of_new(&act, &over.may, old.document.series(), &code).await? else {
        drop(act);
        faults.insert("code", texts.get("round-code-series"));
        return Ok(copy_page(&over, &Look::default(), Some(&posted), &faults).into_response());
    };
    let mut document = RoundDocument {
        code: code.clone(),
        title,
        series: Some(series),
        from,
        to,
        audience: Audience::Staff,
        live: false,
        blocks: BTreeMap::new(),
        agencies: Some(agencies.clone()),
        service_areas: Some(areas),
        ..old.document.clone()
    };
    // Volumes are of last year's dossiers; they are asked for anew.
    document.population = None;
    document.quota = None;
    let stored = forms::newest(act.on(), &document.form).await?;
    let form = read_form(&stored.document)?;
    if Method::new(&form, &document.index).is_err() {
        document.index = first_definition(&form);
    }
    let id = rounds::add(act.on(), &document, stored.id, Stage::Plan).await?;
    if let Some(why) = unfit(&act, id).await? {
        drop(act);
        faults.insert("code", texts.with("step-unfit", [("why", why.into())]));
        return Ok(copy_page(&over, &Look::default(), Some(&posted), &faults).into_response());
    }
    let gone = old.agencies.len() - agencies.len();
    let details = json!({"of": old.document.code.as_str(), "agencies no longer there": gone});
    act.done("round.plan", code.as_str(), "", details).await?;
    Ok(see(&address(&code, ""), "done-round"))
}
