//! Forms without a builder yet: the gallery of templates, import, a preview as citizens see it, other wording as a new
//! version, what differs between versions, and the agreement of a second person.

use super::denied::refusal;
use super::{
    super::{
        App, assets,
        page::{Names, Page},
    },
    desk::{Desk, Look, in_address, list_csv, see},
    posted::Posted,
    rounds::read_form,
};
use crate::{
    auth::{ApproveForms, Denied, FollowRounds, ManageForms, May, Whole},
    import::form_digest,
    store::{
        self,
        forms::{self, About, StoredForm},
        settings,
    },
};
use app::{
    Texts,
    admin::{Block, Cell, Column, Field, Form, Kind, List, OwnView, Tone},
    survey::{FormPage, form_page, skip_style},
};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Code, Locale, Permission, Reach, form::Form as Questionnaire, templates};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const ROOM: &str = "/admin/forms";

fn address(code: &Code, rest: &str) -> String {
    format!("{ROOM}/{}{rest}", in_address(code.as_str()))
}

type Faults = BTreeMap<String, String>;

/// `GET /admin/forms`
pub(super) async fn list_forms(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    forms_page(&app, &may, &look, &Posted::default(), &Faults::new()).await
}

async fn forms_page(
    app: &App,
    may: &May<FollowRounds>,
    look: &Look,
    posted: &Posted,
    faults: &Faults,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, ROOM, look);
    let texts = desk.texts;
    let known = forms::codes(app.database.reader()).await?;
    let mut rows = Vec::new();
    for code in &known {
        for stored in forms::versions(app.database.reader(), code).await?.into_iter().take(1) {
            let form = read_form(&stored.document)?;
            let languages = form.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            rows.push(vec![
                Cell::Link(address(code, ""), form.title.get(&texts.locale).to_owned()),
                Cell::Text(code.to_string()),
                Cell::Number(i64::from(stored.version)),
                Cell::Text(languages),
                Cell::Number(
                    i64::try_from(form.cells.iter().filter(|c| c.role.is_for_citizens()).count())
                        .unwrap_or(0),
                ),
                Cell::Text(texts.get(if stored.published { "form-published" } else { "form-draft" })),
            ]);
        }
    }
    let column = |key, words: &str| Column { key, words: texts.get(words) };
    let list = List {
        title: texts.get("forms-title"),
        path: ROOM.to_owned(),
        columns: vec![
            column("title", "round-form"),
            column("code", "field-code"),
            column("version", "form-version"),
            column("languages", "form-languages"),
            column("lines", "form-lines"),
            column("state", "person-state"),
        ],
        rows,
        asked: look.list(),
        empty: texts.get("forms-none"),
        keep: Vec::new(),
    };
    if look.wants_csv() {
        return Ok(list_csv(&list, "forms"));
    }
    let mut desk = desk.title(texts.get("forms-title")).with(Block::List(list));
    if may.person.reach(Permission::ManageForms) == Some(Reach::Whole) {
        desk = desk
            .with(Block::Heading(texts.get("gallery-title")))
            .with(Block::Text(texts.get("gallery-lead")));
        for (code, document) in templates::ALL {
            if known.iter().any(|known| known.as_str() == code) {
                continue;
            }
            let form = read_form(document)?;
            let mut fields = vec![Field::hidden("template", code)];
            if let Some(words) = doubts(texts, &form) {
                let fault = faults.get(code).cloned();
                fields
                    .push(Field::new("sure", Kind::Tick, texts.get("gallery-sure")).hint(words).fault(fault));
            }
            let add = Form {
                action: ROOM.to_owned(),
                fields,
                button: texts.get("gallery-take"),
                tone: Tone::Quiet,
                ..Form::default()
            };
            let lines = form.cells.iter().filter(|cell| cell.role.is_for_citizens()).count();
            let about = texts.with("gallery-about", [("code", code.into()), ("lines", lines.into())]);
            let title = form.title.get(&texts.locale).to_owned();
            desk = desk.with(Block::Card(title, vec![Block::Text(about), Block::Form(add)]));
        }
        let import = Form {
            action: ROOM.to_owned(),
            fields: vec![
                Field::new("file", Kind::File(".json,application/json"), texts.get("form-file")).optional(),
                Field::new("text", Kind::Long, texts.get("import-text"))
                    .holding(posted.raw("text"))
                    .fault(faults.get("text").cloned())
                    .optional(),
                Field::new("sure", Kind::Tick, texts.get("gallery-sure"))
                    .hint(texts.get("form-sure-hint"))
                    .holding(posted.raw("sure"))
                    .fault(faults.get("sure").cloned()),
            ],
            button: texts.get("form-import"),
            ..Form::default()
        };
        desk = desk.with(Block::Heading(texts.get("form-import"))).with(Block::Form(import));
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(desk.status(status).page().into_response())
}

/// What has to be confirmed before a form is used: wording that was not checked, or a licence.
fn doubts(texts: &Texts, form: &Questionnaire) -> Option<String> {
    let unverified = (!form.verified).then(|| texts.get("form-unverified"));
    let licence = form
        .licence
        .as_ref()
        .map(|licence| texts.with("method-warning-licence", [("licence", licence.as_str().into())]));
    let doubts: Vec<String> = unverified.into_iter().chain(licence).collect();
    (!doubts.is_empty()).then(|| doubts.join(" "))
}

/// Whether a form that somebody prepares waits for somebody else to agree.
async fn asks_approval(app: &App) -> store::Result<bool> {
    Ok(settings::value(app.database.reader(), settings::FORM_APPROVAL).await?.as_deref() == Some("required"))
}

/// `POST /admin/forms`: takes a template or a document.
pub(super) async fn create_form(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let template = posted.text("template").to_owned();
    let template = template.as_str();
    let bytes = match templates::document(template) {
        Some(document) => document.as_bytes().to_vec(),
        None => posted.file("file").unwrap_or(posted.raw("text").as_bytes()).to_vec(),
    };
    let mut posted = posted;
    let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned();
    if template.is_empty() {
        posted.pairs.retain(|(name, _)| name != "text");
        posted.pairs.push(("text".to_owned(), text.clone()));
    }
    let read = serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()).and_then(|value| {
        Questionnaire::read(&value).map(|form| (value, form)).map_err(|fault| fault.to_string())
    });
    let (value, form) = match read {
        Ok(read) => read,
        Err(why) => {
            let words = if text.trim().is_empty() {
                texts.get("import-nothing")
            } else {
                texts.with("form-unreadable", [("why", why.into())])
            };
            let faults = Faults::from([("text".to_owned(), words)]);
            return forms_page(&app, &may.also()?, &Look::default(), &posted, &faults).await;
        }
    };
    if let Some(words) = doubts(texts, &form)
        && !posted.is("sure")
    {
        let field = if template.is_empty() { "sure" } else { template };
        let faults = Faults::from([(field.to_owned(), texts.with("form-not-sure", [("why", words.into())]))]);
        return forms_page(&app, &may.also()?, &Look::default(), &posted, &faults).await;
    }
    let draft = asks_approval(&app).await?;
    let act = may.act(&app).await?;
    let about = About { draft, same_as: None, author: Some(&may.person.account.email) };
    let stored = forms::save(act.on(), &form.code, &form_digest(&value), &text, &about).await?;
    let subject = format!("{} {}", form.code, stored.version);
    act.done("form.import", &subject, "", json!({"confirmed": posted.is("sure"), "draft": draft})).await?;
    Ok(see(&address(&form.code, ""), if stored.published { "done-form" } else { "done-draft" }))
}

/// A version of a form by the names in an address.
async fn version(app: &App, may: &May<FollowRounds>, code: &str, number: &str) -> Result<StoredForm, Denied> {
    let there = || Denied::NotThere(may.person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    let all = forms::versions(app.database.reader(), &code).await?;
    all.into_iter().find(|stored| stored.version.to_string() == number).ok_or_else(there)
}

/// `GET /admin/forms/{form}`
pub(super) async fn show_form(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    Names([code]): Names<1>,
    look: Look,
) -> Result<Page, Denied> {
    let there = || Denied::NotThere(may.person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    let all = forms::versions(app.database.reader(), &code).await?;
    let newest = all.first().ok_or_else(there)?;
    let shown = all.iter().find(|v| v.version.to_string() == look.get("version")).unwrap_or(newest);
    let form = read_form(&shown.document)?;
    let desk = Desk::of(&may.person, ROOM, &look);
    let texts = desk.texts;
    let preview = address(&code, &format!("/{}/preview", shown.version));
    let manages = may.person.reach(Permission::ManageForms) == Some(Reach::Whole);
    let mut ways = Vec::new();
    if shown.published && may.person.reach(Permission::ManageRounds).is_some() {
        ways.push((format!("/admin/new-round?form={}", in_address(code.as_str())), texts.get("round-new")));
    }
    if manages {
        ways.push((address(&code, "/wording"), texts.get("wording-title")));
    }
    ways.push((address(&code, &format!("/{}/document", shown.version)), texts.get("form-document")));
    let versions = all.iter().map(|stored| {
        let mut about = vec![texts.get(if stored.published { "form-published" } else { "form-draft" })];
        about.extend(stored.author.clone());
        let words = texts.with("form-version-number", [("n", stored.version.into())]);
        (address(&code, &format!("?version={}", stored.version)), words, about.join(" · "))
    });
    let languages: Vec<(String, String)> = form
        .languages
        .iter()
        .map(|locale| {
            let words = match locale.as_str() {
                "vi" | "en" => Texts::of(locale).get("language-name"),
                other => other.to_owned(),
            };
            (format!("{preview}?lang={locale}"), words)
        })
        .collect();
    let title = texts.get("form-preview");
    let first = languages.first().map(|(href, _)| href.clone()).unwrap_or_default();
    let frame = OwnView(Arc::new(move |_| {
        view! { <iframe class="phone" title=title.clone() src=first.clone()></iframe> }.into_any()
    }));
    let before = all.iter().find(|stored| stored.version < shown.version);
    let mut desk = desk
        .title(form.title.get(&texts.locale))
        .beneath(ROOM, texts.get("forms-title"))
        .with(Block::Text(format!(
            "{code} · {}",
            texts.with("form-version-number", [("n", shown.version.into())])
        )))
        .maybe(doubts(texts, &form).map(Block::Warning))
        .with(Block::Ways(ways));
    if !shown.published {
        desk = desk.with(Block::Warning(texts.get("form-draft-lead")));
        let own = shown.author.as_deref() == Some(may.person.account.email.as_str());
        let approves = may.person.reach(Permission::ApproveForms) == Some(Reach::Whole);
        let here = address(&code, &format!("/{}", shown.version));
        if approves && !own {
            let agree = Form {
                action: format!("{here}/approval"),
                fields: vec![Field::new("reason", Kind::Text, texts.get("reason")).optional()],
                button: texts.get("form-approve"),
                ..Form::default()
            };
            desk = desk.with(Block::Form(agree));
        } else if approves {
            desk = desk.with(Block::Text(texts.get("form-own-draft")));
        }
        if manages {
            let discard = Form {
                action: format!("{here}/removal"),
                button: texts.get("form-discard"),
                tone: Tone::Grave,
                ..Form::default()
            };
            desk = desk.with(Block::Form(discard));
        }
    }
    desk = desk
        .with(Block::Heading(texts.get("form-preview")))
        .with(Block::Own("preview", frame))
        .with(Block::Ways(languages));
    if let Some(before) = before {
        let lines = differences(&before.document, &shown.document)?;
        let words = [("n", shown.version.into()), ("before", before.version.into())];
        desk = desk.with(Block::Heading(texts.with("form-difference", words)));
        desk = match lines.is_empty() {
            true => desk.with(Block::Text(texts.get("form-no-difference"))),
            false => desk.with(Block::Facts(lines)),
        };
    }
    let mut page =
        desk.with(Block::Heading(texts.get("form-versions"))).with(Block::Links(versions.collect())).page();
    page.frames = true;
    Ok(page)
}

/// Every text of a document with its place: objects whose keys are all languages of the form.
fn places(value: &Value, languages: &[&str], path: &str, found: &mut Vec<(String, String, String)>) {
    match value {
        Value::Object(map) => {
            let is_text =
                |(key, value): (&String, &Value)| value.is_string() && languages.contains(&key.as_str());
            if !map.is_empty() && map.iter().all(is_text) {
                for (language, words) in map {
                    let words = words.as_str().unwrap_or("").to_owned();
                    found.push((path.to_owned(), language.clone(), words));
                }
                return;
            }
            for (key, value) in map {
                let next = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                places(value, languages, &next, found);
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                places(value, languages, &format!("{path}[{}]", name_of(value, at)), found);
            }
        }
        _ => {}
    }
}

/// Things with codes are named by them, so that one more in between moves nothing.
fn name_of(value: &Value, at: usize) -> String {
    let code = ["code", "value"].iter().find_map(|key| value.get(key).and_then(Value::as_str));
    code.map_or_else(|| at.to_string(), str::to_owned)
}

/// The wording that citizens see, place by place.
fn wording(document: &str) -> Result<Vec<(String, String, String)>, Denied> {
    let value: Value = serde_json::from_str(document)?;
    let form = Questionnaire::read(&value)?;
    let languages: Vec<&str> = form.languages.iter().map(Locale::as_str).collect();
    let mut found = Vec::new();
    for part in ["title", "intro", "sections", "scales", "contents", "questions"] {
        if let Some(value) = value.get(part) {
            places(value, &languages, part, &mut found);
        }
    }
    Ok(found)
}

/// What two versions say differently: place and both wordings.
fn differences(old: &str, new: &str) -> Result<Vec<(String, String)>, Denied> {
    let (old, new) = (wording(old)?, wording(new)?);
    let key = |(path, language, _): &(String, String, String)| (path.clone(), language.clone());
    let before: BTreeMap<_, _> = old.iter().map(|one| (key(one), one.2.clone())).collect();
    let after: BTreeMap<_, _> = new.iter().map(|one| (key(one), one.2.clone())).collect();
    let mut lines = Vec::new();
    for one in &new {
        let key = key(one);
        match before.get(&key) {
            Some(words) if *words == one.2 => {}
            Some(words) => lines.push((format!("{} ({})", key.0, key.1), format!("{words} → {}", one.2))),
            None => lines.push((format!("{} ({})", key.0, key.1), format!("+ {}", one.2))),
        }
    }
    for one in &old {
        let key = key(one);
        if !after.contains_key(&key) {
            lines.push((format!("{} ({})", key.0, key.1), format!("− {}", one.2)));
        }
    }
    Ok(lines)
}

/// `GET /admin/forms/{form}/{version}/preview`: to the letter what citizens see, but it goes nowhere.
pub(super) async fn show_preview(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    Names([code, number]): Names<2>,
    look: Look,
) -> Result<Response, Denied> {
    let stored = version(&app, &may, &code, &number).await?;
    let form = read_form(&stored.document)?;
    let asked = look.get("lang");
    let language = form.languages.iter().find(|l| l.as_str() == asked).unwrap_or(&form.languages[0]).clone();
    let skip = skip_style(&form);
    let style = format!("{}{skip}", assets::SURVEY.as_str());
    let page = FormPage {
        form: &form,
        language: &language,
        title: &form.title,
        trial: false,
        place: Texts::of(&language).get("form-preview-place"),
        action: String::new(),
        languages: Vec::new(),
        posted: &[],
        faults: &[],
        style: &style,
    };
    let html = app::render(|| form_page(page));
    let hash = super::super::page::style_hash(&style);
    let policy = format!(
        "default-src 'none'; style-src '{hash}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    );
    let mut response = html.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy)?);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

/// `GET /admin/forms/{form}/{version}/document`: the exchange document as it was imported.
pub(super) async fn show_document(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    Names([code, number]): Names<2>,
) -> Result<Response, Denied> {
    let stored = version(&app, &may, &code, &number).await?;
    let mut response = stored.document.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::try_from(format!("attachment; filename=\"form-{number}.json\""))?,
    );
    Ok(response)
}

/// `GET /admin/forms/{form}/wording`
pub(super) async fn show_wording(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    Names([code]): Names<1>,
    look: Look,
) -> Result<Page, Denied> {
    let stored = newest(&app, &may, &code).await?;
    wording_page(&may, &stored, &code, &look, None, &Faults::new())
}

async fn newest(app: &App, may: &May<ManageForms>, code: &str) -> Result<StoredForm, Denied> {
    let there = || Denied::NotThere(may.person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    forms::versions(app.database.reader(), &code).await?.into_iter().next().ok_or_else(there)
}

fn wording_page(
    may: &May<ManageForms>,
    stored: &StoredForm,
    code: &str,
    look: &Look,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Page, Denied> {
    let desk = Desk::of(&may.person, ROOM, look);
    let texts = desk.texts;
    let places = wording(&stored.document)?;
    let mut fields = vec![Field::hidden("version", stored.version.to_string())];
    fields.push(
        Field::new("find", Kind::Text, texts.get("wording-find"))
            .hint(texts.get("wording-find-hint"))
            .holding(posted.map_or("", |posted| posted.raw("find")))
            .optional(),
    );
    fields.push(
        Field::new("put", Kind::Text, texts.get("wording-put"))
            .holding(posted.map_or("", |posted| posted.raw("put")))
            .optional(),
    );
    for (at, (path, language, words)) in places.iter().enumerate() {
        let name = format!("t{at}");
        let held = posted.map_or(words.as_str(), |posted| posted.raw(&name));
        let kind = if words.chars().count() > 90 { Kind::Words } else { Kind::Text };
        fields.push(
            Field::new(name.clone(), kind, format!("{path} ({language})"))
                .holding(held)
                .fault(faults.get(&name).cloned()),
        );
    }
    let form = Form {
        action: format!("{ROOM}/{}/wording", in_address(code)),
        fields,
        button: texts.get("wording-save"),
        fault: faults.get("").cloned(),
        also: Some(("replace".to_owned(), "1".to_owned(), texts.get("wording-replace"))),
        ..Form::default()
    };
    let form_of = read_form(&stored.document)?;
    Ok(desk
        .title(texts.get("wording-title"))
        .beneath(ROOM, texts.get("forms-title"))
        .beneath(format!("{ROOM}/{}", in_address(code)), form_of.title.get(&texts.locale))
        .with(Block::Text(texts.get("wording-lead")))
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page())
}

/// `POST /admin/forms/{form}/wording`: the same items in other words are a new version.
pub(super) async fn update_wording(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    Names([code]): Names<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let stored = newest(&app, &may, &code).await?;
    let mut posted = posted;
    let places = wording(&stored.document)?;
    if posted.is("replace") {
        let (find, put) = (posted.raw("find").to_owned(), posted.raw("put").to_owned());
        if !find.is_empty() {
            for (name, value) in &mut posted.pairs {
                if name.starts_with('t') && name[1..].parse::<usize>().is_ok() {
                    *value = value.replace(&find, &put);
                }
            }
        }
        return Ok(wording_page(&may, &stored, &code, &Look::default(), Some(&posted), &Faults::new())?
            .into_response());
    }
    let mut faults = Faults::new();
    if posted.text("version") != stored.version.to_string() {
        faults.insert(String::new(), texts.get("changed-meanwhile"));
    }
    let mut value: Value = serde_json::from_str(&stored.document)?;
    let mut changed = 0usize;
    for (at, (path, language, words)) in places.iter().enumerate() {
        let name = format!("t{at}");
        let typed = posted.raw(&name).replace("\r\n", "\n");
        if typed.trim().is_empty() {
            faults.insert(name, texts.get("fault-empty"));
        } else if typed != *words {
            changed += 1;
            if !put_words(&mut value, path, language, &typed) {
                faults.insert(name, texts.get("changed-meanwhile"));
            }
        }
    }
    if changed == 0 && faults.is_empty() {
        faults.insert(String::new(), texts.get("wording-same"));
    }
    if let Err(fault) = Questionnaire::read(&value) {
        faults.insert(String::new(), texts.with("form-unreadable", [("why", fault.to_string().into())]));
    }
    if !faults.is_empty() {
        return Ok(
            wording_page(&may, &stored, &code, &Look::default(), Some(&posted), &faults)?.into_response()
        );
    }
    let draft = asks_approval(&app).await?;
    let form = Questionnaire::read(&value)?;
    let text = serde_json::to_string_pretty(&value)?;
    let act = may.act(&app).await?;
    let about = About { draft, same_as: Some(stored.root), author: Some(&may.person.account.email) };
    let new = forms::save(act.on(), &form.code, &form_digest(&value), &text, &about).await?;
    let subject = format!("{} {}", form.code, new.version);
    let details = json!({"from version": stored.version, "texts changed": changed, "draft": draft});
    act.done("form.wording", &subject, "", details).await?;
    Ok(see(&address(&form.code, ""), if new.published { "done-form" } else { "done-draft" }))
}

/// Puts words at a place that [`places`] has named.
fn put_words(value: &mut Value, path: &str, language: &str, words: &str) -> bool {
    let mut found = false;
    fn walk(value: &mut Value, here: &str, path: &str, language: &str, words: &str, found: &mut bool) {
        if here == path {
            if let Some(slot) = value.get_mut(language) {
                *slot = Value::String(words.to_owned());
                *found = true;
            }
            return;
        }
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let next = if here.is_empty() { key.clone() } else { format!("{here}.{key}") };
                    if path.starts_with(&next) {
                        walk(value, &next, path, language, words, found);
                    }
                }
            }
            Value::Array(values) => {
                for (at, value) in values.iter_mut().enumerate() {
                    let next = format!("{here}[{}]", name_of(value, at));
                    if path.starts_with(&next) {
                        walk(value, &next, path, language, words, found);
                    }
                }
            }
            _ => {}
        }
    }
    walk(value, "", path, language, words, &mut found);
    found
}

/// `POST /admin/forms/{form}/{version}/approval`
pub(super) async fn approve_form(
    Whole(may): Whole<ApproveForms>,
    State(app): State<Arc<App>>,
    Names([code, number]): Names<2>,
    posted: Posted,
) -> Result<Response, Denied> {
    let stored = version(&app, &may.also()?, &code, &number).await?;
    if stored.published {
        return Err(Denied::NotThere(may.person.language().clone()));
    }
    if stored.author.as_deref() == Some(may.person.account.email.as_str()) {
        return Ok(refusal(StatusCode::CONFLICT, may.person.language(), "form-own-draft").into_response());
    }
    let act = may.act(&app).await?;
    forms::publish(act.on(), stored.id).await?;
    act.done(
        "form.approve",
        &format!("{code} {number}"),
        posted.text("reason"),
        json!({"author": stored.author}),
    )
    .await?;
    Ok(see(&format!("{ROOM}/{}", in_address(&code)), "done-form"))
}

/// `POST /admin/forms/{form}/{version}/removal`: takes a draft back.
pub(super) async fn discard_form(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    Names([code, number]): Names<2>,
) -> Result<Response, Denied> {
    let stored = version(&app, &may.also()?, &code, &number).await?;
    if stored.published {
        return Err(Denied::NotThere(may.person.language().clone()));
    }
    let act = may.act(&app).await?;
    forms::discard(act.on(), stored.id).await?;
    act.done("form.discard", &format!("{code} {number}"), "", Value::Null).await?;
    Ok(see(ROOM, "done-removed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_gives_its_wording_and_takes_other_words_back() {
        for (code, document) in templates::ALL {
            let found = wording(document).unwrap();
            assert!(found.len() > 10, "{code}: {}", found.len());
            let mut value: Value = serde_json::from_str(document).unwrap();
            for (path, language, words) in &found {
                assert!(
                    put_words(&mut value, path, language, &format!("{words} ?")),
                    "{code} {path} {language}"
                );
            }
            let changed = wording(&value.to_string()).unwrap();
            assert!(changed.iter().zip(&found).all(|(new, old)| new.2 == format!("{} ?", old.2)), "{code}");
            assert!(Questionnaire::read(&value).is_ok(), "{code}");
            assert_eq!(differences(document, &value.to_string()).unwrap().len(), found.len());
        }
    }
}
