//! One agency: its changes, its past, its end.

use super::fields::{above, fields, fits, read};
use super::{Faults, Held, ROOM, address, block_text, difference, level_text, parent_text, tree};
use crate::{
    acts::ManageAgencies,
    auth::{Denied, Over},
    credentials::hashed,
    store::{self, lineage},
    web::{
        App,
        admin::{
            desk::{Desk, Look, see},
            events,
            posted::Posted,
            words::day_fault,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind, Tone, in_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Agency, Day, LineageEvent, PastAgency};
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /admin/agencies/{agency}`
pub(in crate::web::admin) async fn show_agency(
    over: Over<ManageAgencies>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    let agency = over.agency.agency.clone();
    agency_page(&app, &over, &agency, &look, &Held::Stored(&agency), &Faults::new(), StatusCode::OK).await
}

async fn agency_page(
    app: &App,
    over: &Over<ManageAgencies>,
    agency: &Agency,
    look: &Look,
    held: &Held<'_>,
    faults: &Faults,
    status: StatusCode,
) -> Result<Page, Denied> {
    let desk = Desk::of(&over.may.person, ROOM, look);
    let texts = desk.texts;
    let numbers = app::Numbers::of(&texts.locale);
    let reader = app.database.reader();
    let blocks = store::blocks(reader).await?;
    let mut fields = vec![Field::hidden("seen", seen(agency))];
    fields.extend(self::fields(
        texts,
        held,
        faults,
        &blocks,
        &above(texts, &over.may, &over.agencies, Some(agency)),
        false,
    ));
    let change = match held {
        Held::Typed(posted) => posted.text("change").to_owned(),
        _ => String::new(),
    };
    fields.push(
        Field::new("change", Kind::Day, texts.get("agency-change-day"))
            .hint(texts.get("agency-change-hint"))
            .holding(change)
            .fault(faults.get("change").cloned())
            .optional(),
    );
    fields.push(
        Field::new("reason", Kind::Text, texts.get("reason"))
            .holding(match held {
                Held::Typed(posted) => posted.text("reason"),
                _ => "",
            })
            .optional(),
    );
    let form = Form {
        action: address(&agency.code),
        fields,
        button: texts.get("save"),
        fault: faults.get("").cloned(),
        ..Form::default()
    };
    let mut pasts: Vec<PastAgency> = store::agency_pasts(reader).await?;
    pasts.retain(|past| past.agency.code == agency.code);
    let history = pasts.iter().rev().map(|past| {
        let what = [
            past.agency.name_in(&texts.locale).to_owned(),
            block_text(texts, past.agency.block.as_ref(), &blocks),
            level_text(texts, past.agency.level),
            parent_text(texts, past.agency.parent.as_ref(), &over.agencies),
        ];
        let what = what.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        (texts.with("agency-until", [("day", numbers.day(past.until).into())]), what)
    });
    let history: Vec<_> = history.collect();
    let mut ways = Vec::new();
    let before = lineage::before(reader, &agency.code).await?;
    let after = lineage::after(reader, &agency.code).await?;
    let reached = |event: &&LineageEvent| events::reaches(&over.may, event, &over.agencies);
    ways.extend(
        before
            .iter()
            .chain(&after)
            .filter(reached)
            .map(|event| events::sentence(texts, event, &over.agencies)),
    );
    let removable = !store::agency_is_used(reader, &agency.code).await?;
    let removal = Form {
        action: format!("{}/removal", address(&agency.code)),
        fields: vec![
            Field::new(
                "code",
                Kind::Code,
                texts.with("type-to-remove", [("code", agency.code.as_str().into())]),
            )
            .fault(faults.get("removal").cloned()),
        ],
        button: texts.get("agency-remove"),
        tone: Tone::Grave,
        ..Form::default()
    };
    let removal = if removable { Block::Form(removal) } else { Block::Text(texts.get("agency-used")) };
    let mut desk = desk
        .title(agency.name_in(&texts.locale))
        .beneath(ROOM, texts.get("agencies-title"))
        .with(Block::Text(agency.code.to_string()))
        .with(Block::Form(form));
    if !ways.is_empty() {
        desk = desk.with(Block::Heading(texts.get("lineage-title")));
        for words in ways {
            desk = desk.with(Block::Text(words));
        }
    }
    let split = format!("/admin/new-agency-event?from={}", in_address(agency.code.as_str()));
    desk = desk.with(Block::Ways(vec![(split, texts.get("event-new"))]));
    if !history.is_empty() {
        desk = desk.with(Block::Heading(texts.get("agency-before"))).with(Block::Facts(history));
    }
    Ok(desk.with(Block::Heading(texts.get("agency-remove"))).with(removal).status(status).page())
}

fn seen(agency: &Agency) -> String {
    hashed(&format!("{agency:?}"))
}

/// `POST /admin/agencies/{agency}`
pub(in crate::web::admin) async fn update_agency(
    over: Over<ManageAgencies>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let old = over.agency.agency.clone();
    let mut faults = Faults::new();
    let new = read(texts, &posted, Some(&old.code), &mut faults);
    let change = posted.parsed::<Day>("change").unwrap_or_else(|fault| {
        faults.insert("change", day_fault(texts, &fault));
        None
    });
    if let (Some(day), Some(new)) = (change, &new)
        && !new.exists_in(day.plus_days(-1), day)
    {
        faults.insert("change", texts.get("agency-change-outside"));
    }
    let act = over.may.act(&app).await?;
    let (agencies, blocks) = tree(&act).await?;
    let now = agencies.iter().find(|known| known.code == old.code).cloned();
    let now = now.ok_or_else(|| Denied::NotThere(texts.locale.clone()))?;
    let pasts = store::agency_pasts(act.on()).await?;
    let newest = pasts.iter().filter(|past| past.agency.code == old.code).map(|past| past.until).max();
    if change.is_some_and(|day| day > app.clock.today()) {
        faults.insert("change", texts.get("agency-change-future"));
    } else if let (Some(day), Some(newest)) = (change, newest)
        && day.plus_days(-1) <= newest
    {
        let words = [("day", app::Numbers::of(&texts.locale).day(newest.plus_days(1)).into())];
        faults.insert("change", texts.with("agency-change-before", words));
    }
    if let Some(new) = &new {
        fits(texts, &over.may, new, &agencies, &blocks, &mut faults);
    }
    let meanwhile = posted.text("seen") != seen(&now);
    if meanwhile {
        faults.insert("", changed_meanwhile(texts, &now));
    }
    let Some(new) = new.filter(|_| faults.is_empty()) else {
        drop(act);
        let status = if meanwhile { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let held = Held::Typed(&posted);
        let page = agency_page(&app, &over, &now, &Look::default(), &held, &faults, status).await?;
        return Ok(page.into_response());
    };
    if let Some(day) = change {
        let past = PastAgency { until: day.plus_days(-1), agency: now.clone() };
        store::keep_past(act.on(), &past).await?;
    }
    store::save_agencies(act.on(), std::slice::from_ref(&new)).await?;
    let mut details = difference(&now, &new);
    if let Some(day) = change {
        details.insert("from day".to_owned(), json!(day.to_string()));
    }
    act.done("agency.change", new.code.as_str(), &posted.reason(), Value::Object(details)).await?;
    Ok(see(&address(&new.code), "done-saved"))
}

/// What is stored now, for somebody who edited what it was before.
fn changed_meanwhile(texts: &Texts, now: &Agency) -> String {
    let held = Held::Stored(now);
    let parts =
        ["name", "name_en", "parent", "block", "level", "valid_from", "valid_to"].map(|name| held.of(name));
    let now = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    texts.with("changed-meanwhile-now", [("now", now.into())])
}

/// `POST /admin/agencies/{agency}/removal`
pub(in crate::web::admin) async fn delete_agency(
    over: Over<ManageAgencies>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let agency = over.agency.agency.clone();
    let act = over.may.act(&app).await?;
    let fault = if store::agency_is_used(act.on(), &agency.code).await? {
        Some("agency-used")
    } else if posted.text("code") != agency.code.as_str() {
        Some("type-to-remove-wrong")
    } else {
        None
    };
    if let Some(key) = fault {
        drop(act);
        let faults = Faults::from([("removal", texts.get(key))]);
        let (held, status) = (Held::Stored(&agency), StatusCode::UNPROCESSABLE_ENTITY);
        let page = agency_page(&app, &over, &agency, &Look::default(), &held, &faults, status).await?;
        return Ok(page.into_response());
    }
    store::remove_agency(act.on(), &agency.code).await?;
    act.done("agency.remove", agency.code.as_str(), "", json!({"name": agency.name})).await?;
    Ok(see(ROOM, "done-removed"))
}
