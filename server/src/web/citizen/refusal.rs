//! Pages that say why a form is not shown or answers are not taken, with everything that was written.

use super::super::body::Pairs;
use crate::{
    open_points::{OpenPoint, VisitKey},
    web::page::{Failure, Page, PageQuery, home, other_interface},
};
use app::{
    Again, Message, OtherLanguage, Texts,
    survey::{VISIT_KEY, written_answers},
};
use axum::http::{HeaderValue, StatusCode, header};
use domain::{Locale, Slug, form::Form};

/// Why a form is not shown, and why answers to it are not taken however often they are sent.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    language: Locale,
    /// The same page in others.
    languages: Vec<OtherLanguage>,
    message: Message,
}

impl Refusal {
    /// Of an address that leads to no form.
    pub(super) fn of_address(
        status: StatusCode,
        language: &Locale,
        (title, text): (&str, &str),
        links: Vec<(String, String)>,
    ) -> Self {
        let texts = Texts::of(language);
        let message = Message { title: texts.get(title), text: texts.get(text), links, again: None };
        Self { status, language: language.clone(), languages: vec![other_interface(language, "")], message }
    }

    /// Of a point that takes no answers.
    pub(super) fn of_point(
        point: &OpenPoint,
        language: &Locale,
        status: StatusCode,
        (title, text): (&str, String),
    ) -> Self {
        let texts = Texts::of(language);
        let links = vec![home(&texts.locale)];
        let message = Message { title: texts.get(title), text, links, again: None };
        Self { status, language: language.clone(), languages: point.other_languages(Some(language)), message }
    }

    /// The same, where its links already lead into the languages there are.
    pub(super) fn without_languages(self) -> Self {
        Self { languages: Vec::new(), ..self }
    }

    /// The page.
    pub(super) fn page(self) -> Page {
        let locale = &Texts::of(&self.language).locale;
        Page::message_in(self.status, locale, self.languages, self.message)
    }

    /// The page for somebody who has sent answers. It gives them back to be read, in the words of the form where it is known.
    pub(super) fn giving_back(mut self, form: Option<&Form>, answers: Pairs) -> Page {
        let written = written_answers(form, &self.language, &answers);
        if written.is_empty() {
            return self.page();
        }
        self.message.again = Some(Again { send: None, answers, written });
        unstored(self.page())
    }
}

/// Status, title and text of a page on which answers wait to be sent again.
pub(super) type Why = (StatusCode, &'static str, &'static str);

pub(super) const BUSY: Why = (StatusCode::SERVICE_UNAVAILABLE, "busy-title", "busy-text");
pub(super) const FAILED: Why = (StatusCode::INTERNAL_SERVER_ERROR, "failed-title", "failed-text");

/// Answers that can be sent again, and the page on which they wait for that.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) language: Locale,
    /// The form in others.
    pub(super) languages: Vec<OtherLanguage>,
    /// Where they are sent again.
    pub(super) action: String,
    /// Other ways on.
    pub(super) links: Vec<(String, String)>,
    pub(super) answers: Pairs,
}

impl Waiting {
    /// At a point, under the key of their visit.
    pub(super) fn at_point(
        point: &OpenPoint,
        language: &Locale,
        action: String,
        answers: Pairs,
        key: Option<&VisitKey>,
    ) -> Self {
        let answers = with_key(answers, key);
        let languages = point.other_languages(Some(language));
        Self { language: language.clone(), languages, action, links: Vec::new(), answers }
    }

    /// Where something failed before anything was known but the address.
    pub(super) fn after(failure: &Failure, slug: &str, asked: &PageQuery, answers: Pairs) -> Page {
        let why = match failure.logged() {
            StatusCode::SERVICE_UNAVAILABLE => BUSY,
            _ => FAILED,
        };
        let form = slug.parse::<Slug>().map_or_else(|_| String::new(), |slug| format!("/s/{slug}"));
        let language = asked.interface();
        let languages = vec![other_interface(&language, &form)];
        let action = asked.address().to_owned();
        Self { language, languages, action, links: Vec::new(), answers }.page(why)
    }

    /// The page, with a button that sends them again.
    pub(super) fn page(self, (status, title, text): Why) -> Page {
        let texts = Texts::of(&self.language);
        let send = Some((self.action, texts.get("busy-again")));
        let again = Some(Again { send, answers: self.answers, written: Vec::new() });
        let message = Message { title: texts.get(title), text: texts.get(text), links: self.links, again };
        let mut page = unstored(Page::message_in(status, &texts.locale, self.languages, message));
        if status.is_server_error() {
            page.headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        page
    }
}

/// Answers as a form sends them: with the key of their visit, if it has one.
pub(super) fn with_key(mut answers: Pairs, key: Option<&VisitKey>) -> Pairs {
    answers.extend(key.map(|key| (VISIT_KEY.to_owned(), key.as_str().to_owned())));
    answers
}

/// A page that holds somebody's answers: no browser keeps it for whoever comes next.
fn unstored(mut page: Page) -> Page {
    page.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    page
}
