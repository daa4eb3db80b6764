//! A page as a response: status, policy, style hash. Failures are pages too, with a way out.

use crate::{
    assets,
    security_policy::{Policy, policy},
    store,
};
use app::{Message, OtherLanguage, Texts, message_page};
use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::Locale;
use percent_encoding::percent_decode_str;
use std::convert::Infallible;

/// What pages read of an address: `?lang=` and, after sending, `again`. Whatever else is there is not looked at.
#[derive(Debug, Default, Clone)]
pub(super) struct PageQuery {
    pub(super) lang: Option<String>,
    pub(super) again: bool,
    /// Whether a form was tried, not answered.
    pub(super) trial: bool,
    uri: Uri,
}

impl<S: Sync> FromRequestParts<S> for PageQuery {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let mut asked = Self { uri: parts.uri.clone(), ..Self::default() };
        for part in parts.uri.query().unwrap_or("").split('&') {
            match part.split_once('=').unwrap_or((part, "")) {
                ("lang", lang) => {
                    asked.lang = Some(percent_decode_str(lang).decode_utf8_lossy().into_owned())
                }
                ("again", _) => asked.again = true,
                ("trial", _) => asked.trial = true,
                _ => {}
            }
        }
        Ok(asked)
    }
}

impl PageQuery {
    /// Only a language.
    pub(super) fn in_language(lang: Option<&str>) -> Self {
        Self { lang: lang.map(str::to_owned), ..Self::default() }
    }

    /// The address itself.
    pub(super) fn address(&self) -> &str {
        self.uri.path_and_query().map_or("/", |address| address.as_str())
    }

    /// The language asked for, Vietnamese where none is, or the page that says which there are.
    pub(super) fn known_language(&self) -> Result<Locale, Box<Page>> {
        match self.lang.as_deref() {
            None | Some("vi" | "en") => Ok(self.interface()),
            Some(_) => {
                let texts = Texts::of(&Locale::vi());
                let path = self.uri.path();
                let ways = [(Locale::vi(), path.to_owned()), (Locale::en(), format!("{path}?lang=en"))];
                let links =
                    ways.map(|(locale, path)| (path, Texts::of(&locale).get("language-name"))).to_vec();
                let (title, text) = (texts.get("language-unknown-title"), texts.get("language-unknown-text"));
                let message = Message { title, text, links, again: None };
                Err(Box::new(Page::message_in(StatusCode::NOT_FOUND, &Locale::vi(), Vec::new(), message)))
            }
        }
    }

    /// The interface language: Vietnamese unless English is asked for.
    pub(super) fn interface(&self) -> Locale {
        if self.lang.as_deref() == Some("en") { Locale::en() } else { Locale::vi() }
    }
}

/// An HTML page with the headers that every page has.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) html: String,
    pub(super) style: &'static str,
    pub(super) headers: HeaderMap,
    /// What its security policy allows besides, such as a frame with a page of ours.
    pub(super) allows: Vec<fn(Policy) -> Policy>,
}

impl Page {
    pub(super) fn new(status: StatusCode, html: String, style: &'static str) -> Self {
        Self { status, html, style, headers: HeaderMap::new(), allows: Vec::new() }
    }

    /// A page that says one thing, and the same in the other language of the interface.
    pub(super) fn message(status: StatusCode, locale: &Locale, message: Message) -> Self {
        Self::message_in(status, locale, vec![other_interface(locale, "")], message)
    }

    /// A page that says one thing, and the ways into other languages.
    pub(super) fn message_in(
        status: StatusCode,
        locale: &Locale,
        languages: Vec<OtherLanguage>,
        message: Message,
    ) -> Self {
        let style = assets::SURVEY.as_str();
        let html = app::render(|| message_page(Texts::of(locale), style, languages, message));
        Self::new(status, html, style)
    }

    /// A page that refuses with one sentence and a way out.
    pub(super) fn refusal(status: StatusCode, locale: &Locale, text: &str, link: (String, String)) -> Self {
        let texts = Texts::of(locale);
        let (title, text) = (texts.get("refused-title"), texts.get(text));
        let message = Message { title, text, links: vec![link], again: None };
        Self::message(status, locale, message)
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.html).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        let mut policy = policy(self.style);
        for more in self.allows {
            policy = more(policy);
        }
        headers.extend(policy);
        headers.extend(self.headers);
        response
    }
}

impl IntoResponse for Box<Page> {
    fn into_response(self) -> Response {
        (*self).into_response()
    }
}

/// Whether the reader already holds what has this tag (weak comparison, RFC 9110, 13.1.2).
pub(super) fn matches(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let held = headers.get(header::IF_NONE_MATCH).and_then(|held| held.to_str().ok()).unwrap_or("");
    held.trim() == "*" || held.split(',').any(|held| tag.to_str().is_ok_and(|tag| bare(held) == bare(tag)))
}

/// What went wrong behind a page. The reader learns that, not what; the log learns what.
#[derive(Debug)]
pub(super) struct Failure(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl Failure {
    /// Tells the log, and whether it may work in a moment.
    pub(super) fn logged(&self) -> StatusCode {
        tracing::error!(error = %format!("{:#}", self.0), "a page failed");
        let busy = self.0.downcast_ref().is_some_and(store::Error::is_passing);
        if busy { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::INTERNAL_SERVER_ERROR }
    }
}

/// Marks the response to a failure: nothing is known there of the reader's language.
#[derive(Debug, Clone, Copy)]
struct Failed;

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.logged().into_response();
        response.extensions_mut().insert(Failed);
        response
    }
}

/// Gives failures their page, in the language of the address.
pub(super) async fn failures_in_the_readers_language(
    asked: PageQuery,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    if response.extensions_mut().remove::<Failed>().is_none() {
        return response;
    }
    let locale = asked.interface();
    let texts = Texts::of(&locale);
    let message = Message {
        title: texts.get("error-title"),
        text: texts.get("error-text"),
        links: vec![home(&locale)],
        again: None,
    };
    let (parts, body) = Page::message(response.status(), &locale, message).into_response().into_parts();
    // The length of the empty body.
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().extend(parts.headers);
    *response.body_mut() = body;
    response
}

/// The way to the first page in a language: address and words.
pub(super) fn home(locale: &Locale) -> (String, String) {
    let address = if *locale == Locale::en() { "/?lang=en" } else { "/" };
    (address.to_owned(), Texts::of(locale).get("back-home"))
}

/// What stands at an address in the other language of the interface; at the address of the page itself where none is given.
pub(super) fn other_interface(locale: &Locale, address: &str) -> OtherLanguage {
    let other = if Texts::of(locale).locale == Locale::vi() { Locale::en() } else { Locale::vi() };
    let words = Texts::of(&other).get("language-name");
    OtherLanguage { href: format!("{address}?lang={other}"), words, locale: other }
}

/// Any other address.
pub(super) async fn no_such_page(asked: PageQuery) -> Page {
    let locale = asked.interface();
    let texts = Texts::of(&locale);
    let message = Message {
        title: texts.get("page-not-found-title"),
        text: texts.get("page-not-found-text"),
        links: vec![home(&locale)],
        again: None,
    };
    Page::message(StatusCode::NOT_FOUND, &locale, message)
}

/// A known address with another method.
pub(super) async fn no_such_method(method: Method, asked: PageQuery) -> Response {
    let path = asked.uri.path();
    // Whoever loads an address anew to which a form was sent wants the page that the form stands on.
    if let (Method::GET, true, Some((page, _))) = (method, path.starts_with("/admin/"), path.rsplit_once('/'))
    {
        return Redirect::to(page).into_response();
    }
    let locale = asked.interface();
    let page = Page::refusal(StatusCode::METHOD_NOT_ALLOWED, &locale, "refused-method", home(&locale));
    page.into_response()
}
