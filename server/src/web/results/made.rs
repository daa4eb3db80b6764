//! Pages and pictures as they were last made, each with the tag of what it was made from.

use super::super::{
    assets,
    page::{Failure, Page, matches},
};
use crate::web::App;
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::Locale;
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};

/// What is kept, in bytes: a few hundred pages of a province, or a few dozen pictures.
const MOST_BYTES: u64 = 16 << 20;

/// Bytes and what they are.
#[derive(Debug, Clone)]
pub(super) enum Made {
    /// A page.
    Html(String),
    /// A drawing with its style sheet.
    Svg(Bytes, &'static str),
    /// A picture.
    Png(Bytes),
}

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<(String, Locale), (HeaderValue, Made)> for Weight {
    fn weight(&self, (path, _): &(String, Locale), (_, made): &(HeaderValue, Made)) -> u64 {
        let bytes = match made {
            Made::Html(html) => html.len(),
            Made::Svg(bytes, _) | Made::Png(bytes) => bytes.len(),
        };
        u64::try_from(bytes + path.len() + 256).unwrap_or(u64::MAX)
    }
}

/// The store of made pages, by path and language.
#[derive(Debug)]
pub(crate) struct MadePages(Cache<(String, Locale), (HeaderValue, Made), Weight>);

impl Default for MadePages {
    fn default() -> Self {
        Self(Cache::with_weighter(512, MOST_BYTES, Weight))
    }
}

impl MadePages {
    /// Answers a request: 304 where the reader holds the page, what was made before, or what is made now.
    /// `word` tells what it is made from; `make` is not begun unless it must be.
    pub(super) async fn answer(
        &self,
        headers: &HeaderMap,
        path: &str,
        locale: &Locale,
        word: &str,
        make: impl Future<Output = Result<Result<Made, Page>, Failure>>,
    ) -> Result<Response, Failure> {
        let tag = HeaderValue::try_from(format!("W/\"{word}-{locale}-{:x}\"", assets::RESULTS.len()))?;
        if matches(headers, &tag) {
            return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
        }
        let key = (path.to_owned(), locale.clone());
        let made = match self.0.get(&key) {
            Some((made_from, made)) if made_from == tag => made,
            _ => match make.await? {
                Ok(made) => {
                    self.0.insert(key, (tag.clone(), made.clone()));
                    made
                }
                Err(page) => return Ok(page.into_response()),
            },
        };
        let mut response = made.into_response();
        response.headers_mut().insert(header::ETAG, tag);
        Ok(response)
    }
}

impl IntoResponse for Made {
    fn into_response(self) -> Response {
        let (bytes, kind, policy) = match self {
            Self::Html(html) => {
                return Page::new(StatusCode::OK, html, assets::RESULTS.as_str()).into_response();
            }
            Self::Svg(bytes, style) => {
                let hash = BASE64_STANDARD.encode(Sha256::digest(style.as_bytes()));
                let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; font-src data:");
                (bytes, "image/svg+xml", HeaderValue::try_from(policy))
            }
            Self::Png(bytes) => (bytes, "image/png", Ok(HeaderValue::from_static("default-src 'none'"))),
        };
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        let nothing = HeaderValue::from_static("default-src 'none'");
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.unwrap_or(nothing));
        response
    }
}

/// Pictures are drawn one at a time: each takes some megabytes for a moment.
pub(super) async fn picture(app: &App, paper: String) -> Result<Option<Made>, Failure> {
    let _one = app.pictures.acquire().await?;
    let png = tokio::task::spawn_blocking(move || crate::chart::png(&paper)).await?;
    Ok(png.map(|bytes| Made::Png(bytes.into())))
}
