//! Rendered pages and charts as responses: cached, with a tag, 304 for those who hold them.

use super::super::{
    App,
    page::{Failure, Page, matches},
};
use crate::{
    assets,
    cache::{Rendered, RenderedKey},
    chart::FONT_FACES,
    security_policy::{Policy, policy, with_images},
};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Locale;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Changes with the program's own part of a page: its style and words.
static PROGRAM: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    digest.update(env!("CARGO_PKG_VERSION"));
    digest.update(assets::RESULTS.as_bytes());
    app::Texts::sources().iter().for_each(|source| digest.update(source));
    hex::encode(&digest.finalize()[..4])
});

/// What a body is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    /// A page.
    Html,
    /// A page with the emblem of the administration.
    HtmlWithEmblem,
    /// A chart.
    Svg,
    /// The same as an image.
    Png,
}

impl Content {
    fn media_type(self) -> &'static str {
        match self {
            Self::Html | Self::HtmlWithEmblem => "text/html; charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
        }
    }

    fn policy(self) -> Policy {
        static PAGE: LazyLock<Policy> = LazyLock::new(|| policy(assets::RESULTS.as_str()));
        static EMBLEM: LazyLock<Policy> = LazyLock::new(|| with_images(policy(assets::RESULTS.as_str())));
        static FILE: LazyLock<Policy> = LazyLock::new(|| policy(&FONT_FACES));
        match self {
            Self::Html => PAGE.clone(),
            Self::HtmlWithEmblem => EMBLEM.clone(),
            Self::Svg | Self::Png => FILE.clone(),
        }
    }

    /// A body with the headers that belong to it.
    pub(super) fn rendered(self, body: impl Into<Bytes>) -> Rendered {
        let mut headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type()))];
        headers.extend(self.policy());
        Rendered { headers, body: body.into() }
    }
}

/// Responds with 304 where the client holds the page, with what is cached, or with what is rendered now. `version` tells
/// what it is rendered from.
pub(super) async fn respond(
    app: &App,
    headers: &HeaderMap,
    (path, locale, version): (&str, &Locale, &str),
    render: impl Future<Output = Result<Result<Rendered, Page>, Failure>>,
) -> Result<Response, Failure> {
    let tag = HeaderValue::try_from(format!("W/\"{version}-{}-{locale}\"", *PROGRAM))?;
    // Whether there is anything is not known yet.
    let any = headers.get(header::IF_NONE_MATCH).is_some_and(|held| held == "*");
    let mut response = if !any && matches(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let render = async {
            match render.await {
                Ok(Ok(rendered)) => Ok(rendered),
                Ok(Err(page)) => Err(page.into_response()),
                Err(failure) => Err(failure.into_response()),
            }
        };
        let key = RenderedKey { path: path.to_owned(), locale: locale.clone(), version: version.to_owned() };
        let rendered = match app.rendered.get_or_render(&key, render).await {
            Ok(rendered) => rendered,
            Err(response) => return Ok(response),
        };
        let mut response = rendered.body.into_response();
        rendered.headers.into_iter().for_each(|(name, value)| {
            response.headers_mut().insert(name, value);
        });
        response
    };
    let to = response.headers_mut();
    to.insert(header::ETAG, tag);
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    to.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}
