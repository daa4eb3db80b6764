//! What somebody sees who is not let in.

use super::super::page::{self, Failure, Page, PageQuery};
use super::guard::AsksSignIn;
use super::sign_in::{sign_in_again, waiting};
use crate::auth::{Anyone, Denied};
use crate::credentials::Busy;
use app::{
    Message, Texts,
    admin::{
        faults::unfit_reason,
        pages::{SessionEnded, removal_address},
    },
};
use axum::{
    http::{Method, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use domain::Locale;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::time::Duration;

impl IntoResponse for Denied {
    fn into_response(self) -> Response {
        let back = |path: &str, uri: &axum::http::Uri| {
            let there = uri.path_and_query().map_or("/admin", |there| there.as_str());
            Redirect::to(&format!("{path}?next={}", utf8_percent_encode(there, NON_ALPHANUMERIC)))
                .into_response()
        };
        match self {
            Self::SignIn(Method::GET | Method::HEAD, uri) => back("/admin/sign-in", &uri),
            Self::SignIn(..) => {
                let mut response = sign_in_again(None, SessionEnded::Dropped).into_response();
                response.extensions_mut().insert(AsksSignIn);
                response
            }
            Self::SecondFactor(uri) => back("/admin/second-factor", &uri),
            Self::Enrol => Redirect::to("/admin/account/second-factor").into_response(),
            Self::Forbidden(locale) => {
                refusal(StatusCode::FORBIDDEN, &locale, "refused-forbidden").into_response()
            }
            Self::NotThere(locale) => not_there(&locale).into_response(),
            Self::ChangedMeanwhile(locale) => {
                refusal(StatusCode::CONFLICT, &locale, "changed-meanwhile").into_response()
            }
            Self::Unfit(locale, round, why) => {
                let texts = Texts::of(&locale);
                let links = vec![(removal_address(&round), texts.get("round-broken-way"))];
                let text = texts.with(
                    "round-broken",
                    [("round", round.into()), ("why", unfit_reason(texts, &why).into())],
                );
                let message = Message { title: texts.get("refused-admin"), text, links, again: None };
                Page::message_in(StatusCode::CONFLICT, &locale, Vec::new(), message).into_response()
            }
            // Nothing is broken; the log would only be filled by whoever floods it.
            Self::Broken(error) if error.is::<Busy>() => {
                let page = refusal(StatusCode::SERVICE_UNAVAILABLE, &Locale::vi(), "sign-in-busy");
                waiting(page.into_response(), Duration::from_secs(5))
            }
            Self::Broken(error) => Failure::from(error).into_response(),
        }
    }
}

/// Any other address of the administration.
pub(in crate::web) async fn no_such_page(Anyone(person): Anyone, asked: PageQuery) -> Page {
    match person {
        Some(person) => not_there(person.language()),
        None => page::no_such_page(asked).await,
    }
}

/// A page that says that there is nothing at an address, with the way back to the desk.
fn not_there(locale: &Locale) -> Page {
    let texts = Texts::of(locale);
    let links = vec![("/admin".to_owned(), texts.get("back-desk"))];
    let (title, text) = (texts.get("page-not-found-title"), texts.get("refused-not-there"));
    Page::message_in(StatusCode::NOT_FOUND, locale, Vec::new(), Message { title, text, links, again: None })
}

/// A page that says why something was not done, with the way back to the desk.
pub(super) fn refusal(status: StatusCode, locale: &Locale, key: &str) -> Page {
    refusal_saying(status, locale, Texts::of(locale).get(key))
}

/// The same, in other words.
pub(super) fn refusal_saying(status: StatusCode, locale: &Locale, text: String) -> Page {
    let texts = Texts::of(locale);
    let links = vec![("/admin".to_owned(), texts.get("back-desk"))];
    let message = Message { title: texts.get("refused-admin"), text, links, again: None };
    // Who is signed in has chosen a language once for all pages.
    Page::message_in(status, locale, Vec::new(), message)
}
