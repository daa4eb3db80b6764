//! Settings of the installation.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, see},
    posted::Posted,
};
use crate::{
    acts::ManageSettings,
    auth::{Denied, May, Whole},
    clock::Clock,
    config::public_address,
    credentials::hashed,
    store::settings,
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::Locale;
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const ROOM: &str = "/admin/settings";

/// What can be set: key in the database and in the form.
const KEYS: [&str; 7] = [
    settings::ADMINISTRATION,
    settings::ADMINISTRATION_EN,
    settings::LANGUAGE,
    settings::PUBLIC_URL,
    settings::TIME_ZONE,
    settings::SECOND_FACTOR,
    settings::FORM_APPROVAL,
];

type Faults = BTreeMap<&'static str, String>;

/// `GET /admin/settings`
pub(super) async fn show_settings(
    Whole(may): Whole<ManageSettings>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    settings_page(&app, &may, &look, None, &Faults::new()).await
}

type Stored = BTreeMap<&'static str, String>;

async fn stored(on: &impl ConnectionTrait) -> Result<Stored, Denied> {
    let mut stored = Stored::new();
    for key in KEYS.into_iter().chain([settings::EMBLEM]) {
        stored.insert(key, settings::value(on, key).await?.unwrap_or_default());
    }
    Ok(stored)
}

/// What somebody saw of the settings when they began to change them.
fn seen(stored: &Stored) -> String {
    hashed(&format!("{stored:?}"))
}

async fn settings_page(
    app: &App,
    may: &May<ManageSettings>,
    look: &Look,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Page, Denied> {
    let desk = Desk::of(&may.person, ROOM, look);
    let texts = desk.texts;
    let stored = stored(app.database.reader()).await?;
    let conflict = faults.contains_key("");
    let one = |key: &'static str, kind: Kind, label: &str| {
        let held = match posted {
            Some(posted) => posted.raw(key).to_owned(),
            None => stored.get(key).cloned().unwrap_or_default(),
        };
        let now = stored.get(key).cloned().unwrap_or_default();
        let stored = Field::new(key, kind.clone(), String::new()).holding(now);
        let field = Field::new(key, kind, texts.get(label)).holding(held).fault(faults.get(key).cloned());
        if conflict { field.against(texts, &stored) } else { field }
    };
    let factor = [("", "setting-factor-required"), ("optional", "setting-factor-optional")]
        .map(|(value, key)| (value.to_owned(), texts.get(key)));
    let approval = [("", "setting-approval-off"), ("required", "setting-approval-on")]
        .map(|(value, key)| (value.to_owned(), texts.get(key)));
    let languages = [Locale::vi(), Locale::en()].map(|l| (l.to_string(), Texts::of(&l).get("language-name")));
    let form = Form {
        action: ROOM.to_owned(),
        fault: faults.get("").cloned(),
        fields: vec![
            // What is sent again after a fault was begun upon what was seen at first.
            Field::hidden(
                "seen",
                match posted.map(|posted| posted.text("seen")) {
                    Some(begun) if !conflict && !begun.is_empty() => begun.to_owned(),
                    _ => seen(&stored),
                },
            ),
            one(settings::ADMINISTRATION, Kind::Text, "setting-administration")
                .hint(texts.get("setting-administration-hint"))
                .optional(),
            one(settings::ADMINISTRATION_EN, Kind::Text, "setting-administration-en").optional(),
            Field::new(settings::EMBLEM, Kind::File("image/png"), texts.get("setting-emblem"))
                .hint(texts.get("setting-emblem-hint"))
                .fault(faults.get(settings::EMBLEM).cloned())
                .optional(),
            Field::new("no_emblem", Kind::Tick, texts.get("setting-emblem-none")),
            one(settings::LANGUAGE, Kind::Choice(languages.to_vec()), "setting-language")
                .hint(texts.get("setting-language-hint")),
            one(settings::PUBLIC_URL, Kind::Text, "setting-public-url")
                .hint(texts.get("setting-public-url-hint"))
                .optional(),
            one(settings::TIME_ZONE, Kind::Text, "setting-time-zone")
                .hint(texts.get("setting-time-zone-hint"))
                .optional(),
            one(settings::SECOND_FACTOR, Kind::Choice(factor.to_vec()), "account-factor"),
            one(settings::FORM_APPROVAL, Kind::Choice(approval.to_vec()), "setting-approval"),
        ],
        button: texts.get("save"),
        ..Form::default()
    };
    let now = [
        (
            texts.get("setting-public-url"),
            app.public_url.clone().unwrap_or_else(|| texts.get("setting-none")),
        ),
        (texts.get("setting-time-zone"), app.clock.zone().to_owned()),
    ];
    Ok(desk
        .title(texts.get("settings-title"))
        .with(Block::Form(form))
        .with(Block::Heading(texts.get("settings-now")))
        .with(Block::Text(texts.get("settings-now-lead")))
        .with(Block::Facts(now.to_vec()))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page())
}

/// `POST /admin/settings`
pub(super) async fn update_settings(
    Whole(may): Whole<ManageSettings>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let mut faults = Faults::new();
    let url = posted.text(settings::PUBLIC_URL).trim_end_matches('/');
    if !url.is_empty() && public_address(url).is_err() {
        faults.insert(settings::PUBLIC_URL, texts.get("setting-public-url-wrong"));
    }
    let zone = posted.text(settings::TIME_ZONE);
    if !zone.is_empty() && Clock::of_zone(zone).is_err() {
        faults.insert(settings::TIME_ZONE, texts.get("setting-time-zone-wrong"));
    }
    for key in [settings::ADMINISTRATION, settings::ADMINISTRATION_EN] {
        if !posted.text(key).is_empty() && !super::set_up::is_name(posted.text(key)) {
            faults.insert(key, texts.get("name-wrong"));
        }
    }
    let emblem = posted.file(settings::EMBLEM);
    if emblem.is_some_and(|bytes| !is_emblem(bytes)) {
        faults.insert(settings::EMBLEM, texts.get("setting-emblem-wrong"));
    }
    if !faults.is_empty() {
        let page = settings_page(&app, &may, &Look::default(), Some(&posted), &faults).await?;
        return Ok(page.into_response());
    }
    let act = may.act(&app).await?;
    let before = stored(act.on()).await?;
    if posted.text("seen") != seen(&before) {
        drop(act);
        faults.insert("", texts.get("changed-beside"));
        let mut page = settings_page(&app, &may, &Look::default(), Some(&posted), &faults).await?;
        page.status = StatusCode::CONFLICT;
        return Ok(page.into_response());
    }
    let mut details = Map::new();
    for key in KEYS {
        let new = match key {
            settings::PUBLIC_URL => url,
            settings::SECOND_FACTOR if posted.text(key) != "optional" => "",
            settings::FORM_APPROVAL if posted.text(key) != "required" => "",
            key => posted.text(key),
        };
        let old = before.get(key).map_or("", String::as_str);
        if old != new {
            settings::set(act.on(), key, new).await?;
            details.insert(key.to_owned(), json!([old, new]));
        }
    }
    if let Some(bytes) = emblem {
        settings::set(act.on(), settings::EMBLEM, &BASE64_STANDARD.encode(bytes)).await?;
        details.insert(settings::EMBLEM.to_owned(), json!(["", "PNG"]));
    } else if posted.is("no_emblem") {
        settings::set(act.on(), settings::EMBLEM, "").await?;
        details.insert(settings::EMBLEM.to_owned(), json!(["PNG", ""]));
    }
    // The name stands above results too, which are made anew.
    act.done("settings.change", "", "", Value::Object(details)).await?;
    app.speak_first(posted.text(settings::LANGUAGE));
    Ok(see(ROOM, "done-saved"))
}

/// Whether this is a PNG of a size that fits beside a name.
fn is_emblem(bytes: &[u8]) -> bool {
    let number =
        |at: usize| bytes.get(at..at + 4).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    let sides = [number(16), number(20)];
    bytes.len() <= 100_000
        && bytes.starts_with(b"\x89PNG\r\n\x1a\n")
        && sides.iter().all(|side| (16..=1_024).contains(side))
}
