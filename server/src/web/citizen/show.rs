//! GET of the form and of the thank-you page.

use super::{
    super::{App, body::Pairs},
    refusal::Refusal,
    visit::Keys,
};
use crate::{
    cookies,
    open_points::{Coding, OpenPoint, VisitKey},
    path_segments::PathSegments,
    store::{self, points, visits},
    web::page::{Failure, Page, PageQuery, home},
};
use app::{Message, Numbers, Texts};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Day, LocalHour, Locale, RoundState, Slug, Stage};
use std::sync::Arc;

/// A point and the language its page is asked in, or why there is none.
pub(super) async fn find(
    state: &App,
    slug: &str,
    lang: Option<&str>,
) -> Result<Result<(Arc<OpenPoint>, Locale), Refusal>, Failure> {
    let found = match slug.parse::<Slug>() {
        Ok(slug) => state.points.of(&state.database, &slug).await,
        Err(_) => Err(store::Error::NotFound(String::new())),
    };
    if let Err(store::Error::NotFound(_)) = &found
        && let Ok(slug) = slug.parse::<Slug>()
        && let Some(refusal) = retired(state, &slug, lang).await?
    {
        return Ok(Err(refusal));
    }
    let asked = PageQuery::in_language(lang).interface();
    let missing = |words, links| Refusal::of_address(StatusCode::NOT_FOUND, &asked, words, links);
    let point = match found {
        Ok(point) if point.point.channel.is_for_citizens() => point,
        Ok(_) | Err(store::Error::NotFound(_)) => {
            return Ok(Err(missing(("not-found-title", "not-found-text"), vec![home(&asked)])));
        }
        Err(error) => return Err(error.into()),
    };
    match point.language(lang).cloned() {
        Some(language) => Ok(Ok((point, language))),
        None => {
            let links = point.other_languages(None).into_iter().map(|way| (way.href, way.words)).collect();
            Ok(Err(missing(("language-title", "language-text"), links).without_languages()))
        }
    }
}

/// The slug that took the place of one that was replaced for no harm, where answers are taken.
pub(super) async fn replacing(state: &App, slug: &str) -> Result<Option<String>, Failure> {
    let Ok(slug) = slug.parse::<Slug>() else { return Ok(None) };
    match points::retired_slug(state.database.reader(), &slug).await {
        Ok(retired) if retired.redirects => {
            let point = points::by_id(state.database.reader(), retired.point_id).await?;
            Ok(point.retired.is_none().then(|| point.slug.to_string()))
        }
        Ok(_) | Err(store::Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Why a slug that stood on paper once leads nowhere. The new one is offered only where the old one was replaced for no harm.
async fn retired(state: &App, slug: &Slug, lang: Option<&str>) -> Result<Option<Refusal>, Failure> {
    let retired = match points::retired_slug(state.database.reader(), slug).await {
        Ok(retired) => retired,
        Err(store::Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let locale = PageQuery::in_language(lang).interface();
    let mut links = vec![home(&locale)];
    let point = points::by_id(state.database.reader(), retired.point_id).await?;
    let redirects = retired.redirects && point.retired.is_none();
    if redirects {
        let language = if locale == Locale::en() { "?lang=en" } else { "" };
        let words = Texts::of(&locale).get("back-to-form");
        links.insert(0, (format!("/s/{}{language}", point.slug), words));
    }
    let text = match (redirects, point.retired) {
        (true, _) => "retired-offer",
        (_, Some(_)) => "point-over",
        _ => "retired-text",
    };
    Ok(Some(Refusal::of_address(StatusCode::GONE, &locale, ("retired-title", text), links)))
}

/// Why a round takes no answers today, or a point takes no more.
fn not_open(point: &OpenPoint, language: &Locale, today: Day) -> Option<Refusal> {
    let (texts, document) = (Texts::of(language), &point.round.document);
    let say = |status, title, text| Some(Refusal::of_point(point, language, status, (title, text)));
    if point.point.retired.is_some() {
        return say(StatusCode::GONE, "retired-title", texts.get("point-over"));
    }
    match point.round.stage {
        Stage::Test => return None,
        Stage::Plan => return say(StatusCode::NOT_FOUND, "planned-title", texts.get("planned-soon")),
        Stage::Open | Stage::Closed => {}
    }
    let day = |day| [("day", Numbers::of(&texts.locale).day(day).into())];
    match point.round.state(today) {
        RoundState::Open => None,
        RoundState::Closed if point.round.stage == Stage::Closed => {
            say(StatusCode::GONE, "closed-title", texts.get("closed-early"))
        }
        RoundState::Closed => {
            say(StatusCode::GONE, "closed-title", texts.with("closed-text", day(document.to)))
        }
        // Nothing is there yet; whether and when is what 404 leaves open (RFC 9110, 15.5.5).
        RoundState::Planned => {
            say(StatusCode::NOT_FOUND, "planned-title", texts.with("planned-text", day(document.from)))
        }
    }
}

/// Why answers are not taken now. A form that was opened on the last day is taken for some hours after it.
pub(super) fn not_taking(point: &OpenPoint, language: &Locale, now: LocalHour) -> Option<Refusal> {
    let is_open = point.round.document.answer_day(point.round.stage, now).is_some();
    if is_open && point.point.retired.is_none() { None } else { not_open(point, language, now.day) }
}

/// That the cell of a point has as many answers as were planned and takes no more.
pub(super) fn full(point: &OpenPoint, language: &Locale) -> Refusal {
    let text = Texts::of(language).get("full-text");
    Refusal::of_point(point, language, StatusCode::GONE, ("full-title", text))
}

/// `GET /s/{slug}`
pub(in super::super) async fn show_form(
    State(state): State<Arc<App>>,
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (point, language) = match find(&state, &slug, asked.lang.as_deref()).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(refusal.page().into_response()),
    };
    if let Some(refusal) = not_open(&point, &language, state.clock.today()) {
        return Ok(refusal.page().into_response());
    }
    if state.points.is_full(&state.database, &point).await? {
        return Ok(full(&point, &language).page().into_response());
    }
    let rendered = point.rendered(&language).await?;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    let accepts = |coding: &str| {
        accepted.split(',').any(|part| {
            let mut words = part.trim().split(';');
            words.next() == Some(coding) && words.all(|w| !matches!(w.trim(), "q=0" | "q=0.0"))
        })
    };
    let (coding, name) = match () {
        () if accepts("br") => (Coding::Brotli, Some("br")),
        () if accepts("gzip") => (Coding::Gzip, Some("gzip")),
        () => (Coding::Plain, None),
    };
    // There is no tag of it and no 304: a page that a browser kept has the key of whom it was loaded for.
    let key = VisitKey::fresh();
    let mut response = rendered.page.with_key(coding, key.as_str())?.into_response();
    let to = response.headers_mut();
    to.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Some(name) = name {
        to.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    to.insert(header::CACHE_CONTROL, kept(&point));
    to.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    to.extend(rendered.policy.clone());
    cookies::set(to, &key.cookie(&point.point.slug, state.is_https()));
    Ok(response)
}

/// Whether a browser may keep a form, so that Back shows it with what is written in it. A shared screen shows nobody the form
/// of whoever came before.
fn kept(point: &OpenPoint) -> HeaderValue {
    HeaderValue::from_static(if point.point.channel.is_shared() { "no-store" } else { "private, no-cache" })
}

/// The form with answers in it, in reply to a POST.
pub(super) fn form_with_answers(point: &OpenPoint, status: StatusCode, html: String) -> Page {
    let mut page = Page::new(status, html, point.style());
    page.headers.insert(header::CACHE_CONTROL, kept(point));
    page
}

/// `GET /s/{slug}/answers`: where the form posts to shows the form.
pub(in super::super) async fn back_to_form(
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
) -> Response {
    // Only what can be a slug or a language goes into the address.
    let slug: Result<Slug, _> = slug.parse();
    let nowhere = home(&asked.interface()).0;
    let language: Option<Locale> = asked.lang.and_then(|l| l.parse().ok());
    match (slug, language) {
        (Ok(slug), Some(language)) => Redirect::to(&format!("/s/{slug}?lang={language}")).into_response(),
        (Ok(slug), None) => Redirect::to(&format!("/s/{slug}")).into_response(),
        (Err(_), _) => Redirect::to(&nowhere).into_response(),
    }
}

/// `GET /s/{slug}/thanks`
pub(in super::super) async fn show_thanks(
    State(state): State<Arc<App>>,
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
    headers: HeaderMap,
) -> Result<Page, Failure> {
    let (point, language) = match find(&state, &slug, asked.lang.as_deref()).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(refusal.page()),
    };
    let texts = Texts::of(&language);
    // Anybody can open this address: that answers are stored is said to whose visit they are stored under.
    let key = Keys::of(&headers, &mut Pairs::new()).cookie;
    let key = key.and_then(|key| key.hash(&state.visit_secret, point.point.id));
    let is_stored = match key {
        // Where that cannot be read, the page says what is true of everybody.
        Some(key) => visits::is_claimed(state.database.reader(), &key).await.unwrap_or(false),
        None => false,
    };
    let text = match (asked.trial, is_stored, asked.again) {
        (true, ..) => "thanks-trial",
        (_, false, _) => "thanks-if-sent",
        (_, true, true) => "thanks-already",
        (_, true, false) => "thanks-stored",
    };
    let mut text = texts.get(text);
    if !point.point.channel.is_shared() {
        text = format!("{text} {}", texts.get("thanks-shared-phone"));
    }
    let message = Message {
        title: texts.get("thanks-title"),
        text,
        links: vec![(point.address("", &language), texts.get("thanks-another"))],
        again: None,
    };
    Ok(Page::message(StatusCode::OK, &texts.locale, message))
}
