//! One form: its versions, its preview, its document.

use super::{ROOM, address, doubts, language_text, rewording_lines, version};
use crate::{
    acts::FollowRounds,
    assets,
    auth::{Denied, May},
    credentials::hashed,
    path_segments::PathSegments,
    security_policy::{style_hash, with_frames},
    store::forms::{self},
    web::{
        App,
        admin::{
            desk::{Desk, Look},
            rounds::read_form,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind, OwnView, Tone, in_address},
    survey::{FormPage, form_page, skip_style},
};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    Code, Permission, Reach,
    form::{Form as Questionnaire, restructurings, rewordings},
};
use leptos::prelude::*;
use std::sync::Arc;

/// `GET /admin/forms/{form}`
pub(in crate::web::admin) async fn show_form(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    look: Look,
) -> Result<Page, Denied> {
    let there = || Denied::NotThere(may.person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    let mut all = forms::versions(app.database.reader(), &code).await?;
    // Who prepared what, and what is not published, concerns those who prepare and agree.
    let prepares = [Permission::ManageForms, Permission::ApproveForms];
    let prepares = prepares.into_iter().any(|permission| may.person.reach(permission).is_some());
    all.retain(|stored| stored.published || prepares);
    let newest = all.first().ok_or_else(there)?;
    let shown = all.iter().find(|v| v.version.to_string() == look.get("version")).unwrap_or(newest);
    let form = read_form(&shown.document)?;
    let desk = Desk::of(&may.person, ROOM, &look);
    let texts = desk.texts;
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
        about.extend(stored.author.clone().filter(|_| prepares));
        let words = texts.with("form-version-number", [("n", stored.version.into())]);
        (address(&code, &format!("?version={}", stored.version)), words, about.join(" · "))
    });
    let [frame, languages] = preview(texts, &form, &address(&code, &format!("/{}/preview", shown.version)));
    let before = all.iter().find(|stored| stored.version < shown.version);
    let mut desk = desk
        .title(form.title.get(&texts.locale))
        .beneath(ROOM, texts.get("forms-title"))
        .with(Block::Text(format!(
            "{code} · {}",
            texts.with("form-version-number", [("n", shown.version.into())])
        )))
        .maybe(doubts(texts, &form).map(Block::Warning))
        .maybe((!form.has_index()).then(|| Block::Text(texts.get("form-no-index"))))
        .with(Block::Ways(ways));
    if !shown.published {
        desk = desk.with(Block::Warning(texts.get("form-draft-lead")));
        let own = shown.author.as_deref() == Some(may.person.account.email.as_str());
        let approves = may.person.reach(Permission::ApproveForms) == Some(Reach::Whole);
        let here = address(&code, &format!("/{}", shown.version));
        if approves && !own {
            let agree = Form {
                action: format!("{here}/approval"),
                fields: vec![
                    Field::hidden("seen", hashed(&shown.document)),
                    Field::new("reason", Kind::Text, texts.get("reason")).optional(),
                ],
                button: texts.get("form-approve"),
                ..Form::default()
            };
            desk = desk.with(Block::Form(agree));
        } else if approves {
            desk = desk.with(Block::Text(texts.get("form-own-draft")));
        } else if may.person.reach(Permission::ApproveForms).is_some() {
            desk = desk.with(Block::Text(texts.get("form-approval-whole")));
        }
        if manages {
            let discard = Form {
                action: format!("{here}/removal"),
                fields: vec![
                    Field::hidden("seen", hashed(&shown.document)),
                    Field::new(
                        "code",
                        Kind::Code,
                        texts.with("type-to-remove", [("code", code.as_str().into())]),
                    ),
                ],
                button: texts.get("form-discard"),
                tone: Tone::Grave,
                ..Form::default()
            };
            desk = desk.with(Block::Form(discard));
        }
    }
    desk = desk.with(Block::Heading(texts.get("form-preview"))).with(frame).with(languages);
    if let Some(before) = before {
        let [old, new] = [&before.document, &shown.document].map(|text| serde_json::from_str(text));
        let (old, new) = (old?, new?);
        let lines = rewording_lines(texts, rewordings(&old, &new)?);
        let structure = restructurings(&old, &new)?.into_iter();
        let structure: Vec<_> = structure.map(|[path, old, new]| (path, format!("{old} → {new}"))).collect();
        let words = [("n", shown.version.into()), ("before", before.version.into())];
        desk = desk.with(Block::Heading(texts.with("form-difference", words)));
        desk = match lines.is_empty() {
            true => desk.with(Block::Text(texts.get("form-no-difference"))),
            false => desk.with(Block::Facts(lines)),
        };
        if !structure.is_empty() {
            desk = desk.with(Block::Warning(texts.get("form-structure"))).with(Block::Facts(structure));
        }
    }
    let mut page =
        desk.with(Block::Heading(texts.get("form-versions"))).with(Block::Links(versions.collect())).page();
    page.allows.push(with_frames);
    Ok(page)
}

/// A form in a frame as wide as a phone, and the ways to it in each language; `path` is where it is shown.
pub(super) fn preview(texts: &Texts, form: &Questionnaire, path: &str) -> [Block; 2] {
    let languages: Vec<(String, String)> = form
        .languages
        .iter()
        .map(|locale| (format!("{path}?lang={locale}"), language_text(locale)))
        .collect();
    let title = texts.get("form-preview");
    let first = languages.first().map(|(href, _)| href.clone()).unwrap_or_default();
    let frame = OwnView(Arc::new(move |_| {
        view! { <iframe class="phone" title=title.clone() src=first.clone()></iframe> }.into_any()
    }));
    [Block::Own("preview", frame), Block::Ways(languages)]
}

/// `GET /admin/forms/{form}/{version}/preview`: to the letter what citizens see, but it goes nowhere.
pub(in crate::web::admin) async fn show_preview(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    PathSegments([code, number]): PathSegments<2>,
    look: Look,
) -> Result<Response, Denied> {
    let stored = version(&app, &may, &code, &number).await?;
    form_as_citizens_see_it(&read_form(&stored.document)?, &look)
}

/// A form in one of its languages, which can be filled in but not sent.
pub(super) fn form_as_citizens_see_it(form: &Questionnaire, look: &Look) -> Result<Response, Denied> {
    let asked = look.get("lang");
    let language = form.languages.iter().find(|l| l.as_str() == asked).unwrap_or(&form.languages[0]).clone();
    let skip = skip_style(form);
    let style = format!("{}{skip}", assets::SURVEY.as_str());
    let page = FormPage {
        form,
        language: &language,
        title: &form.title,
        trial: false,
        place: Texts::of(&language).get("form-preview-place"),
        action: String::new(),
        key: "",
        languages: Vec::new(),
        posted: &[],
        faults: &[],
        style: &style,
    };
    let html = app::render(|| form_page(page));
    let hash = style_hash(&style);
    let policy = format!(
        "default-src 'none'; style-src '{hash}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    );
    let mut response = html.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy)?);
    Ok(response)
}

/// `GET /admin/forms/{form}/{version}/document`: the exchange document as it was imported.
pub(in crate::web::admin) async fn show_document(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    PathSegments([code, number]): PathSegments<2>,
) -> Result<Response, Denied> {
    let stored = version(&app, &may, &code, &number).await?;
    may.person.exported(&app, &format!("form {code} {number}"), serde_json::Value::Null).await?;
    let mut response = stored.document.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::try_from(format!("attachment; filename=\"form-{number}.json\""))?,
    );
    Ok(response)
}
