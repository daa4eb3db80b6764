//! Reorganisations: rename, merge, split, transfer, each with shares and the resolution behind it. What an event will do
//! is shown before it is stored.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, list_csv, see},
    posted::Posted,
    words::{day_fault, lineage_fault},
};
use crate::{
    acts::ManageAgencies,
    auth::{Denied, May},
    import::{carry_out_events, dated, same, share},
    path_segments::PathSegments,
    store::{self, lineage},
};
use app::{
    Numbers, Texts,
    admin::{Block, Cell, Field, Form, Kind, List, Tone},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Agency, Code, Day, LineageEvent, LineageFault, LineageKind, LineagePart, Reach, in_tree_order,
    index::UNIT_WEIGHT,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

const ROOM: &str = "/admin/agency-events";

/// Lines of a form; more on request.
const LINES: usize = 6;
const MOST_LINES: usize = 120;

async fn agencies(app: &App) -> store::Result<Vec<Agency>> {
    Ok(store::agencies(app.database.reader()).await?.into_iter().map(|row| row.agency).collect())
}

/// An event in a sentence.
pub(super) fn sentence(texts: &Texts, event: &LineageEvent, agencies: &[Agency]) -> String {
    let numbers = Numbers::of(&texts.locale);
    let name = |code: &Code| {
        let found = agencies.iter().find(|agency| agency.code == *code);
        found.map_or_else(|| code.to_string(), |agency| agency.name_in(&texts.locale).to_owned())
    };
    let parts = event.parts.iter().map(|part| match part.share {
        UNIT_WEIGHT => format!("{} → {}", name(&part.from), name(&part.to)),
        share => format!("{} → {} ({} %)", name(&part.from), name(&part.to), percent(&numbers, share)),
    });
    let parts = parts.collect::<Vec<_>>().join("; ");
    let kind = texts.get(&format!("event-kind-{}", event.kind.as_str()));
    let reference = event.reference.as_ref().map(|reference| format!(" ({reference})")).unwrap_or_default();
    format!("{}: {kind}{reference}. {parts}.", numbers.day(event.day))
}

fn percent(numbers: &Numbers, share: i64) -> String {
    numbers.plain(share.unsigned_abs(), 4)
}

/// `GET /admin/agency-events`
pub(super) async fn list_events(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, "/admin/agencies", &look);
    let texts = desk.texts;
    let agencies = agencies(&app).await?;
    let mut rows = Vec::new();
    for (id, event) in lineage::all(app.database.reader()).await?.into_iter().rev() {
        if !reaches(&may, &event, &agencies) {
            continue;
        }
        let names = |codes: Vec<&Code>| {
            let mut names: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
            names.dedup();
            names.join(", ")
        };
        rows.push(vec![
            Cell::Link(format!("{ROOM}/{id}"), Numbers::of(&texts.locale).day(event.day)),
            Cell::Text(texts.get(&format!("event-kind-{}", event.kind.as_str()))),
            Cell::Text(names(event.parts.iter().map(|part| &part.from).collect())),
            Cell::Text(names(event.parts.iter().map(|part| &part.to).collect())),
            Cell::Text(event.reference.clone().unwrap_or_default()),
        ]);
    }
    let list = List::new(
        texts,
        "events-title",
        ROOM,
        &[
            ("day", "event-day"),
            ("kind", "event-kind"),
            ("from", "event-from"),
            ("to", "event-to"),
            ("reference", "event-reference"),
        ],
    )
    .holding(rows)
    .asked(look.list())
    .when_empty(texts.get("events-none"));
    if look.wants_csv() {
        return list_csv(&app, &may.person, &list, "agency-events", "").await;
    }
    let mut ways = vec![("/admin/new-agency-event".to_owned(), texts.get("event-new"))];
    if may.reach == Reach::Whole {
        ways.push(("/admin/import/agency-events".to_owned(), texts.get("import-way")));
    }
    Ok(desk
        .title(texts.get("events-title"))
        .beneath("/admin/agencies", texts.get("agencies-title"))
        .with(Block::Text(texts.get("events-lead")))
        .with(Block::Ways(ways))
        .with(Block::List(list))
        .page()
        .into_response())
}

pub(super) fn reaches(may: &May<ManageAgencies>, event: &LineageEvent, agencies: &[Agency]) -> bool {
    event.parts.iter().all(|part| may.over(&part.from, agencies) && may.over(&part.to, agencies))
}

/// `GET /admin/new-agency-event`
pub(super) async fn show_new_event(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    let mut posted = Posted::default();
    posted.pairs.push(("from-0".to_owned(), look.get("from").to_owned()));
    posted.pairs.push(("kind".to_owned(), LineageKind::Merge.as_str().to_owned()));
    Ok(form_page(&may, &look, &agencies(&app).await?, &posted, LINES, &Faults::new()))
}

type Faults = BTreeMap<String, String>;

fn form_page(
    may: &May<ManageAgencies>,
    look: &Look,
    agencies: &[Agency],
    posted: &Posted,
    lines: usize,
    faults: &Faults,
) -> Page {
    let desk = Desk::of(&may.person, "/admin/agencies", look);
    let texts = desk.texts;
    let kinds = LineageKind::ALL.map(|kind| {
        let words = [format!("event-kind-{}", kind.as_str()), format!("event-about-{}", kind.as_str())];
        (kind.as_str().to_owned(), words.map(|key| texts.get(&key)).join(": "))
    });
    let within = may.within(agencies);
    let mut choices = vec![(String::new(), texts.get("choose"))];
    choices.extend(
        in_tree_order(agencies)
            .into_iter()
            .filter(|(_, agency)| within.contains(&agency.code))
            .map(|(_, a)| (a.code.to_string(), format!("{} ({})", a.name_in(&texts.locale), a.code))),
    );
    let mut fields = vec![
        Field::new("kind", Kind::Radio(kinds.to_vec()), texts.get("event-kind"))
            .holding(posted.text("kind"))
            .fault(faults.get("kind").cloned()),
        Field::new("day", Kind::Day, texts.get("event-day"))
            .hint(texts.get("event-day-hint"))
            .holding(posted.text("day"))
            .fault(faults.get("day").cloned()),
        Field::new("reference", Kind::Text, texts.get("event-reference"))
            .hint(texts.get("event-reference-hint"))
            .holding(posted.text("reference"))
            .fault(faults.get("reference").cloned()),
        Field::hidden("lines", lines.to_string()),
    ];
    for line in 0..lines {
        let name = |part: &str| format!("{part}-{line}");
        let one = |part: &str, key: &str, kind: Kind| {
            Field::new(name(part), kind, texts.with(key, [("line", (line + 1).into())]))
                .holding(posted.text(&name(part)))
                .fault(faults.get(&name(part)).cloned())
        };
        fields.push(Field::group(vec![
            one("from", "event-line-from", Kind::Choice(choices.clone())),
            one("to", "event-line-to", Kind::Choice(choices.clone())),
            one("share", "event-line-share", Kind::Whole),
        ]));
    }
    let form = Form {
        action: "/admin/new-agency-event".to_owned(),
        fields,
        button: texts.get("event-preview"),
        fault: faults.get("").cloned(),
        also: Some(("more".to_owned(), "1".to_owned(), texts.get("event-more"))),
        wide: true,
        ..Form::default()
    };
    desk.title(texts.get("event-new"))
        .beneath("/admin/agencies", texts.get("agencies-title"))
        .beneath(ROOM, texts.get("events-title"))
        .with(Block::Text(texts.get("event-lead")))
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page()
}

/// Reads an event from what was typed.
fn read(
    texts: &Texts,
    posted: &Posted,
    lines: usize,
    agencies: &[Agency],
    faults: &mut Faults,
) -> Option<LineageEvent> {
    let kind = LineageKind::from_word(posted.text("kind"));
    if kind.is_none() {
        faults.insert("kind".to_owned(), texts.get("fault-choose"));
    }
    let day = match posted.parsed::<Day>("day") {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            faults.insert("day".to_owned(), texts.get("fault-empty"));
            None
        }
        Err(fault) => {
            faults.insert("day".to_owned(), day_fault(texts, &fault));
            None
        }
    };
    let reference = posted.text("reference");
    if !super::set_up::is_name(reference) {
        faults.insert("reference".to_owned(), texts.get("event-reference-wrong"));
    }
    let mut parts = Vec::new();
    for line in 0..lines {
        let name = |part: &str| format!("{part}-{line}");
        let (from, to, typed) =
            (posted.text(&name("from")), posted.text(&name("to")), posted.text(&name("share")));
        if from.is_empty() && to.is_empty() {
            continue;
        }
        let mut named = |part: &str, code: &str| {
            let found = agencies.iter().find(|agency| agency.code.as_str() == code).map(|a| a.code.clone());
            if found.is_none() {
                faults.insert(name(part), texts.get("fault-choose"));
            }
            found
        };
        let (from, to) = (named("from", from), named("to", to));
        let share = if typed.is_empty() { Some(UNIT_WEIGHT) } else { share(typed) };
        if share.is_none() {
            faults.insert(name("share"), texts.get("fault-share"));
        }
        if let (Some(from), Some(to), Some(share)) = (from, to, share) {
            if parts.iter().any(|known: &LineagePart| known.from == from && known.to == to) {
                let code = format!("{from} → {to}");
                faults.insert(name("from"), texts.with("fault-repeated", [("code", code.into())]));
            }
            parts.push(LineagePart { from, to, share });
        }
    }
    if !faults.is_empty() {
        return None;
    }
    let event = LineageEvent { kind: kind?, day: day?, reference: Some(reference.to_owned()), parts };
    if let Err(fault) = event.check().and_then(|()| event.fits(agencies)) {
        // The fault stands at the line it is about.
        let at = |wanted: &dyn Fn(&str, &str) -> bool| {
            (0..lines)
                .find(|line| wanted(posted.text(&format!("from-{line}")), posted.text(&format!("to-{line}"))))
        };
        let field = match &fault {
            LineageFault::Itself(code) => {
                at(&|from, to| from == code.as_str() && from == to).map(|l| format!("to-{l}"))
            }
            LineageFault::Share { from, to } => {
                at(&|f, t| f == from.as_str() && t == to.as_str()).map(|l| format!("share-{l}"))
            }
            LineageFault::Sum(code) => at(&|from, _| from == code.as_str()).map(|l| format!("share-{l}")),
            LineageFault::NoPredecessor { code, .. } => {
                at(&|from, _| from == code.as_str()).map(|l| format!("from-{l}"))
            }
            LineageFault::NoSuccessor { code, .. } => {
                at(&|_, to| to == code.as_str()).map(|l| format!("to-{l}"))
            }
            LineageFault::Empty | LineageFault::Shape { .. } | LineageFault::Gone(_) => None,
            LineageFault::Repeated { from, to } => {
                at(&|f, t| f == from.as_str() && t == to.as_str()).map(|l| format!("from-{l}"))
            }
        };
        faults.insert(field.unwrap_or_default(), lineage_fault(texts, &fault));
        return None;
    }
    Some(event)
}

/// `POST /admin/new-agency-event`: first what it will do, then, once that is agreed to, it is done.
pub(super) async fn create_event(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let lines = posted.text("lines").parse::<usize>().unwrap_or(LINES).min(MOST_LINES);
    if posted.is("more") || posted.is("back") {
        let lines = if posted.is("more") { (lines + LINES).min(MOST_LINES) } else { lines };
        return Ok(form_page(&may, &Look::default(), &agencies(&app).await?, &posted, lines, &Faults::new())
            .into_response());
    }
    let act = may.act(&app).await?;
    let all: Vec<Agency> = store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect();
    let mut faults = Faults::new();
    let event = read(texts, &posted, lines, &all, &mut faults);
    if event.as_ref().is_some_and(|event| !reaches(&may, event, &all)) {
        faults.insert(String::new(), texts.get("parent-beyond"));
    }
    if let Some(event) = &event {
        let known: Vec<LineageEvent> =
            lineage::all(act.on()).await?.into_iter().map(|(_, event)| event).collect();
        if known.iter().any(|known| same(known, event)) {
            faults.insert(String::new(), texts.get("event-known"));
        } else if let Err(fault) =
            event.follows(&known.iter().flat_map(LineageEvent::gone_whole).cloned().collect())
        {
            faults.insert(String::new(), lineage_fault(texts, &fault));
        }
    }
    let Some(event) = event.filter(|_| faults.is_empty()) else {
        return Ok(form_page(&may, &Look::default(), &all, &posted, lines, &faults).into_response());
    };
    if !posted.is("sure") {
        return Ok(preview(&may, &all, &event, &posted).into_response());
    }
    carry_out_events(act.on(), std::slice::from_ref(&event)).await?;
    let numbers = Numbers::of(&domain::Locale::en());
    let part = |p: &LineagePart| format!("{} → {} {} %", p.from, p.to, percent(&numbers, p.share));
    let parts = event.parts.iter().map(part).collect::<Vec<_>>().join("; ");
    let details = json!({"day": event.day.to_string(), "parts": parts});
    let reference = event.reference.clone().unwrap_or_default();
    act.done(&format!("event.{}", event.kind.as_str()), &subject(&event), &reference, details).await?;
    Ok(see(ROOM, "done-event"))
}

fn subject(event: &LineageEvent) -> String {
    let mut codes: Vec<&str> =
        event.parts.iter().flat_map(|part| [part.from.as_str(), part.to.as_str()]).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(" ")
}

/// What an event will do.
fn preview(may: &May<ManageAgencies>, agencies: &[Agency], event: &LineageEvent, posted: &Posted) -> Page {
    let desk = Desk::of(&may.person, "/admin/agencies", &Look::default());
    let texts = desk.texts;
    let numbers = Numbers::of(&texts.locale);
    let last = texts.with("event-ends", [("day", numbers.day(event.day.plus_days(-1)).into())]);
    let changes: Vec<(String, String)> = dated(event, agencies.iter().cloned())
        .into_iter()
        .map(|agency| (agency.name_in(&texts.locale).to_owned(), last.clone()))
        .collect();
    let mut fields: Vec<Field> = posted
        .pairs
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "sure" | "more" | "back"))
        .map(|(name, value)| Field::hidden(name.clone(), value.clone()))
        .collect();
    fields.push(Field::hidden("sure", "1"));
    let form = Form {
        action: "/admin/new-agency-event".to_owned(),
        fields,
        button: texts.get("event-do"),
        also: Some(("back".to_owned(), "1".to_owned(), texts.get("event-back"))),
        ..Form::default()
    };
    let none = changes.is_empty().then(|| Block::Text(texts.get("event-no-dates")));
    desk.title(texts.get("event-preview-title"))
        .beneath("/admin/agencies", texts.get("agencies-title"))
        .beneath(ROOM, texts.get("events-title"))
        .with(Block::Text(sentence(texts, event, agencies)))
        .maybe((!changes.is_empty()).then_some(Block::Facts(changes)))
        .maybe(none)
        .with(Block::Form(form))
        .page()
}

async fn one(app: &App, id: &str) -> Result<Option<(i64, LineageEvent)>, Denied> {
    let all = lineage::all(app.database.reader()).await?;
    Ok(all.into_iter().find(|(known, _)| known.to_string() == id))
}

/// `GET /admin/agency-events/{event}`
pub(super) async fn show_event(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    look: Look,
) -> Result<Page, Denied> {
    let agencies = agencies(&app).await?;
    let Some((id, event)) = one(&app, &id).await?.filter(|(_, event)| reaches(&may, event, &agencies)) else {
        return Err(Denied::NotThere(may.person.language().clone()));
    };
    Ok(event_page(&may, (id, &event), &agencies, &look, &Posted::default(), None))
}

fn event_page(
    may: &May<ManageAgencies>,
    (id, event): (i64, &LineageEvent),
    agencies: &[Agency],
    look: &Look,
    posted: &Posted,
    fault: Option<String>,
) -> Page {
    let desk = Desk::of(&may.person, "/admin/agencies", look);
    let texts = desk.texts;
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reason = Field::new("reason", Kind::Text, texts.get("reason"));
    let form = Form {
        action: format!("{ROOM}/{id}/removal"),
        fields: vec![reason.holding(posted.text("reason")).fault(fault)],
        button: texts.get("event-remove"),
        tone: Tone::Grave,
        ..Form::default()
    };
    desk.title(texts.get(&format!("event-kind-{}", event.kind.as_str())))
        .beneath("/admin/agencies", texts.get("agencies-title"))
        .beneath(ROOM, texts.get("events-title"))
        .with(Block::Text(sentence(texts, event, agencies)))
        .with(Block::Heading(texts.get("event-remove")))
        .with(Block::Text(texts.get("event-remove-lead")))
        .with(Block::Form(form))
        .status(status)
        .page()
}

/// `POST /admin/agency-events/{event}/removal`
pub(super) async fn delete_event(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    PathSegments([id]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let agencies = agencies(&app).await?;
    let Some((id, event)) = one(&app, &id).await?.filter(|(_, event)| reaches(&may, event, &agencies)) else {
        return Err(Denied::NotThere(may.person.language().clone()));
    };
    if !super::set_up::is_name(posted.text("reason")) {
        let fault = Some(Texts::of(may.person.language()).get("reason-wrong"));
        return Ok(
            event_page(&may, (id, &event), &agencies, &Look::default(), &posted, fault).into_response()
        );
    }
    let act = may.act(&app).await?;
    lineage::remove(act.on(), id).await?;
    let details = json!({"kind": event.kind.as_str(), "day": event.day.to_string()});
    act.done("event.remove", &subject(&event), &posted.reason(), details).await?;
    Ok(see(ROOM, "done-removed"))
}
