//! Pages and pictures as they were last made, each with the tag of what it was made from.

use super::super::page::{Failure, Page, matches};
use crate::{
    assets,
    chart::FONT_FACES,
    one_piece,
    security_policy::{Policy, policy, with_images},
};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Locale;
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// What is kept, in bytes: some eighty pages of a province, or a dozen pictures.
const MOST_BYTES: u64 = 8 << 20;

/// Changes with the program's own part of a page: its style and words.
static PROGRAM: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    digest.update(env!("CARGO_PKG_VERSION"));
    digest.update(assets::RESULTS.as_bytes());
    app::Texts::sources().iter().for_each(|source| digest.update(source));
    crate::hex(&digest.finalize()[..4])
});

/// Bytes and what they are.
#[derive(Debug, Clone)]
pub(super) enum Made {
    /// A page.
    Html(Bytes),
    /// A page with the emblem of the administration.
    WithEmblem(Bytes),
    /// A drawing.
    Svg(Bytes),
    /// A picture.
    Png(Bytes),
}

impl Made {
    fn bytes(&self) -> &Bytes {
        match self {
            Self::Html(bytes) | Self::WithEmblem(bytes) | Self::Svg(bytes) | Self::Png(bytes) => bytes,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Html(_) | Self::WithEmblem(_) => "text/html; charset=utf-8",
            Self::Svg(_) => "image/svg+xml",
            Self::Png(_) => "image/png",
        }
    }

    fn policy(&self) -> Policy {
        static PAGE: LazyLock<Policy> = LazyLock::new(|| policy(assets::RESULTS.as_str()));
        static EMBLEM: LazyLock<Policy> = LazyLock::new(|| with_images(policy(assets::RESULTS.as_str())));
        static FILE: LazyLock<Policy> = LazyLock::new(|| policy(&FONT_FACES));
        match self {
            Self::Html(_) => PAGE.clone(),
            Self::WithEmblem(_) => EMBLEM.clone(),
            Self::Svg(_) | Self::Png(_) => FILE.clone(),
        }
    }
}

/// Path, language and tag.
type Key = (String, Locale, String);

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<Key, Made> for Weight {
    fn weight(&self, (path, ..): &Key, made: &Made) -> u64 {
        u64::try_from(made.bytes().len() + path.len() + 256).unwrap_or(u64::MAX)
    }
}

/// The store of made pages.
#[derive(Debug)]
pub(crate) struct MadePages(Cache<Key, Made, Weight>);

impl Default for MadePages {
    fn default() -> Self {
        Self(one_piece(512, MOST_BYTES, Weight))
    }
}

impl MadePages {
    /// Answers a request: 304 where the reader holds the page, what was made before, or what is made now. `word` tells
    /// what it is made from; `make` is not begun unless it must be, and by one of those who ask at once.
    pub(super) async fn answer(
        &self,
        headers: &HeaderMap,
        path: &str,
        locale: &Locale,
        word: &str,
        make: impl Future<Output = Result<Result<Made, Page>, Failure>>,
    ) -> Result<Response, Failure> {
        let tag = HeaderValue::try_from(format!("W/\"{word}-{}-{locale}\"", *PROGRAM))?;
        // Whether there is anything is not known yet.
        let any = headers.get(header::IF_NONE_MATCH).is_some_and(|held| held == "*");
        let mut response = if !any && matches(headers, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let make = async {
                match make.await {
                    Ok(Ok(made)) => Ok(made),
                    Ok(Err(page)) => Err(page.into_response()),
                    Err(failure) => Err(failure.into_response()),
                }
            };
            let key = (path.to_owned(), locale.clone(), word.to_owned());
            let made = match self.0.get_or_insert_async(&key, make).await {
                Ok(made) => made,
                Err(response) => return Ok(response),
            };
            let mut response = made.bytes().clone().into_response();
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(made.kind()));
            response.headers_mut().extend(made.policy());
            response
        };
        let to = response.headers_mut();
        to.insert(header::ETAG, tag);
        to.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        to.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        Ok(response)
    }
}
