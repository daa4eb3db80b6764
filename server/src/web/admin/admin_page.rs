//! The frame of a page for whoever is signed in, and how its address is read.

use super::super::{App, page::Page};
use crate::{
    assets,
    auth::{Denied, Person},
    export::{csv_line, neutral},
    security_policy::with_images,
};
use app::{
    Administration, Texts,
    admin::{Block, Frame, List, ListQuery, Notice, PageBody, frame},
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Locale, Permission, Reach};
use percent_encoding::percent_decode_str;
use serde_json::json;
use std::convert::Infallible;

/// The query of an address.
#[derive(Debug, Default, Clone)]
pub(super) struct AdminQuery {
    pairs: Vec<(String, String)>,
}

impl<S: Sync> FromRequestParts<S> for AdminQuery {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let decoded =
            |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let query = parts.uri.query().unwrap_or("").split('&').take(50).filter(|part| !part.is_empty());
        let pairs = query.map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), decoded(value))
        });
        Ok(Self { pairs: pairs.collect() })
    }
}

impl AdminQuery {
    /// A value; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
    /// The language of those who are not signed in.
    pub(super) fn locale(&self, state: &App) -> Locale {
        self.chosen_locale().unwrap_or_else(|| state.first_language())
    }
    /// The language that the address asks for.
    pub(super) fn chosen_locale(&self) -> Option<Locale> {
        [Locale::vi(), Locale::en()].into_iter().find(|locale| locale.as_str() == self.get("lang"))
    }
    /// How a list is asked for.
    pub(super) fn list(&self) -> ListQuery {
        ListQuery {
            search: self.get("q").trim().to_owned(),
            sort: self.get("sort").to_owned(),
            descending: !self.get("desc").is_empty(),
            page: self.get("page").parse::<usize>().unwrap_or(1).saturating_sub(1),
        }
    }
    /// Whether a list is asked for as a file.
    pub(super) fn wants_csv(&self) -> bool {
        self.get("format") == "csv"
    }
    /// What has just been done.
    pub(super) fn notice(&self) -> Option<Notice> {
        Notice::from_word(self.get("done"))
    }
    /// A way back into the administration, and nowhere else.
    pub(super) fn next(&self) -> Option<String> {
        Some(self.get("next").to_owned()).filter(|next| is_inside(next))
    }
}

/// Whether an address lies in the administration: what follows a sign-in must not lead astray.
pub(super) fn is_inside(path: &str) -> bool {
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    plain && (path == "/admin" || path.starts_with("/admin/") || path.starts_with("/admin?"))
}

/// Sends the browser on after a change, to a page that says what was done.
pub(super) fn see(path: &str, done: Notice) -> Response {
    let separator = if path.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{path}{separator}done={}", done.as_str())).into_response()
}

/// A page of the administration before it is sent: its frame, what stands on it, its status.
pub(super) struct AdminPage {
    pub(super) texts: &'static Texts,
    frame: Frame,
    administration: Administration,
    blocks: Vec<Block>,
    status: StatusCode,
    secret: bool,
}

impl AdminPage {
    /// A page for somebody signed in. `section` is the address of the entry of the menu beneath which it lies.
    pub(super) fn of(person: &Person, section: &str, query: &AdminQuery) -> Self {
        let texts = Texts::of(person.language());
        let notice = query.notice().map(|notice| notice.words(texts));
        let menu = menu(person, texts)
            .into_iter()
            .map(|(href, words)| (href.to_owned(), words, href == section))
            .collect();
        let frame = Frame { person: Some(person.account.name.clone()), menu, notice, ..Frame::default() };
        let administration = person.administration.clone();
        Self { texts, frame, administration, blocks: Vec::new(), status: StatusCode::OK, secret: false }
    }

    /// A page for somebody who is not signed in, with the way into the other language where `path` has one.
    pub(super) fn outside(locale: &Locale, path: Option<&str>) -> Self {
        let other = if *locale == Locale::en() { Locale::vi() } else { Locale::en() };
        let words = Texts::of(&other).get("language-name");
        let other_language = path.map(|path| {
            let separator = if path.contains('?') { '&' } else { '?' };
            (format!("{path}{separator}lang={other}"), other.to_string(), words)
        });
        let frame = Frame { other_language, ..Frame::default() };
        let administration = Administration::default();
        Self {
            texts: Texts::of(locale),
            frame,
            administration,
            blocks: Vec::new(),
            status: StatusCode::OK,
            secret: false,
        }
    }

    /// A page as `app` has built it.
    pub(super) fn show(mut self, body: PageBody) -> Self {
        self.frame.title = body.title;
        self.frame.trail = body.trail;
        self.blocks = body.blocks;
        self
    }
    /// Says what has just been done.
    pub(super) fn done(mut self, notice: Option<Notice>) -> Self {
        self.frame.notice = notice.map(|notice| notice.words(self.texts));
        self
    }
    /// Another status than 200.
    pub(super) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
    /// Holds something secret or personal, and is kept by no browser and nothing between.
    pub(super) fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The page.
    pub(super) fn page(self) -> Page {
        let style = assets::ADMIN.as_str();
        let (texts, frame_of, inner) = (self.texts, self.frame, self.blocks);
        let has_emblem = self.administration.has_emblem;
        let html = app::render_for(self.administration, || frame(texts, style, frame_of, inner));
        let mut page = Page::new(self.status, html, style);
        if has_emblem {
            page.allows.push(with_images);
        }
        if self.secret {
            page.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        page
    }
}

/// The entries of the menu for somebody, by what they may do.
pub(super) fn menu(person: &Person, texts: &Texts) -> Vec<(&'static str, String)> {
    let may = |permission| person.reach(permission).is_some();
    let whole = |permission| person.reach(permission) == Some(Reach::Whole);
    let all = [
        (may(Permission::FollowRounds), "/admin/rounds", "rounds-title"),
        (may(Permission::FollowRounds), "/admin/forms", "forms-title"),
        (may(Permission::FollowRounds), "/admin/definitions", "definitions-title"),
        (may(Permission::ManageAgencies), "/admin/agencies", "agencies-title"),
        (whole(Permission::ManageAgencies), "/admin/service-areas", "areas-title"),
        (may(Permission::ManagePeople), "/admin/people", "people-title"),
        (whole(Permission::ReadAudit), "/admin/audit", "audit-title"),
        (whole(Permission::ManageSettings), "/admin/settings", "settings-title"),
    ];
    all.into_iter().filter(|(open, ..)| *open).map(|(_, href, key)| (href, texts.get(key))).collect()
}

/// A list as a CSV file, all of what was searched for; `of` says what it is about where that is not everything. That somebody
/// took it away is in the log.
pub(super) async fn list_csv(
    state: &App,
    person: &Person,
    list: &List,
    name: &str,
    of: &str,
) -> Result<Response, Denied> {
    let head = list.columns.iter().map(|column| neutral(column.key));
    let mut text = String::from("\u{feff}") + &csv_line(head);
    let mut rows = 0;
    for cells in list.found_texts() {
        text += &csv_line(cells.iter().map(|cell| neutral(cell)));
        rows += 1;
    }
    person.exported(state, format!("{name} {of}").trim_end(), json!({"rows": rows})).await?;
    Ok(csv_file(text, name))
}

/// A CSV file to be kept.
pub(super) fn csv_file(text: String, name: &str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    // What was exported is where it was saved, and in no cache beside it.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A name of 253 signs (RFC 1035, 2.3.4) and a port.
const LONGEST_HOST: usize = 259;

impl App {
    /// The address that codes lead to where nobody has declared one: it may lead nowhere.
    pub(super) fn undeclared_address(&self, headers: &HeaderMap) -> Option<String> {
        self.public_url().is_none().then(|| self.base(headers))
    }

    /// Scheme, host and port for addresses that are handed on: as declared, else as whoever asks has come.
    pub(super) fn base(&self, headers: &HeaderMap) -> String {
        let named = |host: &&str| {
            let sign = |b: u8| b.is_ascii_alphanumeric() || b".-:[]".contains(&b);
            host.len() <= LONGEST_HOST && host.bytes().all(sign)
        };
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.filter(named).unwrap_or("localhost");
        self.public_url().map_or_else(|| format!("http://{host}"), |url| url.to_string())
    }
}
