//! GET of the form and of the thank-you page.

use super::super::App;
use crate::{
    cookies,
    open_points::{Coding, OpenPoint, VisitKey},
    path_segments::PathSegments,
    store::{self, points},
    web::page::{Failure, Page, PageQuery, home},
};
use app::{Message, Numbers, Texts};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Day, Locale, RoundState, Slug, Stage};
use std::sync::Arc;

/// A point and the language its page is asked in, or the page that says why not.
pub(super) async fn find(
    app: &App,
    slug: &str,
    lang: Option<&str>,
) -> Result<Result<(Arc<OpenPoint>, Locale), Page>, Failure> {
    let found = match slug.parse::<Slug>() {
        Ok(slug) => app.points.of(&app.database, &slug).await,
        Err(_) => Err(store::Error::NotFound(String::new())),
    };
    if let Err(store::Error::NotFound(_)) = &found
        && let Ok(slug) = slug.parse::<Slug>()
        && let Some(page) = retired(app, &slug, lang).await?
    {
        return Ok(Err(page));
    }
    let asked = PageQuery::in_language(lang).interface();
    let texts = Texts::of(&asked);
    let missing = |title: &str, text: &str, links| {
        let message = Message { title: texts.get(title), text: texts.get(text), links, again: None };
        Ok(Err(Page::message(StatusCode::NOT_FOUND, &asked, message)))
    };
    let point = match found {
        Ok(point) if point.point.channel.is_for_citizens() => point,
        Ok(_) | Err(store::Error::NotFound(_)) => {
            let mut links = vec![home(&asked)];
            // Phones begin what is typed with a capital.
            let small = slug.to_ascii_lowercase();
            if small != slug
                && let Ok(other) = small.parse::<Slug>()
                && let Ok(point) = app.points.of(&app.database, &other).await
                && point.point.channel.is_for_citizens()
            {
                let language = if asked == Locale::en() { "?lang=en" } else { "" };
                links.insert(0, (format!("/s/{small}{language}"), texts.get("back-to-form")));
            }
            return missing("not-found-title", "not-found-text", links);
        }
        Err(error) => return Err(error.into()),
    };
    match point.language(lang).cloned() {
        Some(language) => Ok(Ok((point, language))),
        None => {
            let links =
                point.other_languages(None).into_iter().map(|(_, href, words)| (href, words)).collect();
            missing("language-title", "language-text", links)
        }
    }
}

/// The slug that took the place of one that was replaced for no harm, where answers are taken.
pub(super) async fn replacing(app: &App, slug: &str) -> Result<Option<String>, Failure> {
    let Ok(slug) = slug.parse::<Slug>() else { return Ok(None) };
    match points::retired_slug(app.database.reader(), &slug).await {
        Ok(retired) if retired.redirects => {
            let point = points::by_id(app.database.reader(), retired.point_id).await?;
            Ok(point.retired.is_none().then(|| point.slug.to_string()))
        }
        Ok(_) | Err(store::Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The page of a slug that stood on paper once. The new one is offered only where the old one was replaced for no harm.
async fn retired(app: &App, slug: &Slug, lang: Option<&str>) -> Result<Option<Page>, Failure> {
    let retired = match points::retired_slug(app.database.reader(), slug).await {
        Ok(retired) => retired,
        Err(store::Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let locale = PageQuery::in_language(lang).interface();
    let texts = Texts::of(&locale);
    let mut links = vec![home(&locale)];
    let point = points::by_id(app.database.reader(), retired.point_id).await?;
    let redirects = retired.redirects && point.retired.is_none();
    if redirects {
        let language = if locale == Locale::en() { "?lang=en" } else { "" };
        links.insert(0, (format!("/s/{}{language}", point.slug), texts.get("back-to-form")));
    }
    let text = match (redirects, point.retired) {
        (true, _) => "retired-offer",
        (_, Some(_)) => "point-over",
        _ => "retired-text",
    };
    let message = Message { title: texts.get("retired-title"), text: texts.get(text), links, again: None };
    Ok(Some(Page::message(StatusCode::GONE, &locale, message)))
}

/// The page of a round that takes no answers today, or of a point that takes no more.
pub(super) fn not_open(point: &OpenPoint, language: &Locale, today: Day) -> Option<Page> {
    let (texts, document) = (Texts::of(language), &point.round.document);
    let say = |status, title: &str, text: String| {
        let links = vec![home(&texts.locale)];
        let message = Message { title: texts.get(title), text, links, again: None };
        Some(Page::message(status, &texts.locale, message))
    };
    if point.point.retired.is_some() {
        return say(StatusCode::GONE, "retired-title", texts.get("point-over"));
    }
    match point.round.stage {
        Stage::Test => return None,
        Stage::Plan => return say(StatusCode::NOT_FOUND, "planned-title", texts.get("planned-soon")),
        Stage::Open | Stage::Closed => {}
    }
    let day = |day| [("day", Numbers::of(&texts.locale).day(day).into())];
    let (status, title, text) = match point.round.state(today) {
        RoundState::Open => return None,
        RoundState::Closed if point.round.stage == Stage::Closed => {
            (StatusCode::GONE, "closed-title", texts.get("closed-early"))
        }
        RoundState::Closed => (StatusCode::GONE, "closed-title", texts.with("closed-text", day(document.to))),
        // Nothing is there yet; whether and when is what 404 leaves open (RFC 9110, 15.5.5).
        RoundState::Planned => {
            (StatusCode::NOT_FOUND, "planned-title", texts.with("planned-text", day(document.from)))
        }
    };
    say(status, title, text)
}

/// The page of a point whose cell has as many answers as were planned and takes no more.
pub(super) fn full_page(language: &Locale) -> Page {
    let texts = Texts::of(language);
    let links = vec![home(&texts.locale)];
    let message =
        Message { title: texts.get("full-title"), text: texts.get("full-text"), links, again: None };
    Page::message(StatusCode::GONE, &texts.locale, message)
}

/// `GET /s/{slug}`
pub(in super::super) async fn show_form(
    State(app): State<Arc<App>>,
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (point, language) = match find(&app, &slug, asked.lang.as_deref()).await? {
        Ok(found) => found,
        Err(page) => return Ok(page.into_response()),
    };
    if let Some(page) = not_open(&point, &language, app.clock.today()) {
        return Ok(page.into_response());
    }
    if app.points.is_full(&app.database, &point).await? {
        return Ok(full_page(&language).into_response());
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
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    to.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    to.extend(rendered.policy.clone());
    cookies::set(to, &key.cookie(&point.point.slug, app.is_https()));
    Ok(response)
}

/// `GET /s/{slug}/answers`: where the form posts to shows the form.
pub(in super::super) async fn back_to_form(
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
) -> Response {
    // Only what can be a slug or a language goes into the address.
    let slug: Result<Slug, _> = slug.parse();
    let language: Option<Locale> = asked.lang.and_then(|l| l.parse().ok());
    match (slug, language) {
        (Ok(slug), Some(language)) => Redirect::to(&format!("/s/{slug}?lang={language}")).into_response(),
        (Ok(slug), None) => Redirect::to(&format!("/s/{slug}")).into_response(),
        (Err(_), _) => Redirect::to("/").into_response(),
    }
}

/// `GET /s/{slug}/thanks`
pub(in super::super) async fn show_thanks(
    State(app): State<Arc<App>>,
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
) -> Result<Page, Failure> {
    let (point, language) = match find(&app, &slug, asked.lang.as_deref()).await? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let texts = Texts::of(&language);
    let text = match (asked.trial, asked.again) {
        (true, _) => "thanks-trial",
        (_, true) => "thanks-already",
        _ => "thanks-stored",
    };
    let message = Message {
        title: texts.get("thanks-title"),
        text: texts.get(text),
        links: vec![(point.address("", &language), texts.get("thanks-another"))],
        again: None,
    };
    Ok(Page::message(StatusCode::OK, &texts.locale, message))
}
