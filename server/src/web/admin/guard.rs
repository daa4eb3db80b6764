//! Around every page of the administration: a change must certainly come from one of our own pages, and what somebody
//! typed before their session ended waits in the page on which they sign in again.

use super::super::{App, body::SLOWEST_BODY, origin, page::Page};
use super::denied::{refusal, refusal_saying};
use super::sign_in::sign_in_again;
use app::{
    Texts,
    admin::pages::{Carried, SessionEnded},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Locale;
use std::sync::Arc;

/// Bodies up to this size are kept over signing in again.
const CARRIED: usize = 256 * 1024;

/// Beneath it people send passwords and codes, which are not carried anywhere.
const SECRET: &str = "/admin/account/";

/// Marks a response to somebody whose session has ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct AsksSignIn;

pub(super) async fn guard(State(state): State<Arc<App>>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return settled(next.run(request).await);
    }
    if !origin::is_own(state.public_url().as_deref(), request.headers()) {
        return settled(foreign(request.headers()).into_response());
    }
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let length =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    let small = kind.starts_with("application/x-www-form-urlencoded") && length.is_some_and(|n| n <= CARRIED);
    if !small {
        let response = next.run(Request::from_parts(parts, body)).await;
        let asks = response.extensions().get::<AsksSignIn>().is_some();
        return settled(if asks {
            sign_in_again(None, SessionEnded::File).into_response()
        } else {
            response
        });
    }
    let Ok(Ok(bytes)) = tokio::time::timeout(SLOWEST_BODY, to_bytes(body, CARRIED)).await else {
        let locale = Locale::vi();
        return refusal(StatusCode::BAD_REQUEST, &locale, "refused-malformed").into_response();
    };
    let path = parts.uri.path().to_owned();
    let response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    if response.extensions().get::<AsksSignIn>().is_none() {
        return settled(response);
    }
    let body = Some(bytes).filter(|_| !path.starts_with(SECRET));
    let body = body.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
    let ended = if body.is_some() { SessionEnded::Kept } else { SessionEnded::Dropped };
    settled(sign_in_again(body.map(|body| Carried { path, body }), ended).into_response())
}

/// The page of a change that does not certainly come from here. Where the browser only names an address that this server
/// does not know, the page says what would make it known.
fn foreign(headers: &HeaderMap) -> Page {
    let locale = Locale::vi();
    let origin = headers.get(header::ORIGIN).and_then(|v| v.to_str().ok()).filter(|o| o.contains("://"));
    match origin {
        Some(origin) if !headers.contains_key("sec-fetch-site") => {
            let text = Texts::of(&locale).with("refused-origin-unknown", [("origin", origin.into())]);
            refusal_saying(StatusCode::FORBIDDEN, &locale, text)
        }
        _ => refusal(StatusCode::FORBIDDEN, &locale, "refused-foreign"),
    }
}

/// Pages of the administration are nobody else's, and no robot's.
fn settled(mut response: Response) -> Response {
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}
