//! Rendered pages and charts as responses: cached, with an entity tag, 304 for those who hold them.

use super::{
    charts::ResultsPage,
    context::Context,
    request::{Format, Rejection, ResultsRequest, Shape, Target},
};
use crate::{
    assets,
    cache::{Rendered, RenderedKey},
    chart::{FONT_FACES, standalone_svg},
    security_policy::{Policy, policy, with_images},
    web::{App, page::matches},
};
use app::results::Drawings;
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Responds with a page, or with one of its charts where the request asks for that. `page` is not begun where the cache
/// holds what was rendered from the same version.
pub(super) async fn respond<P: ResultsPage>(
    state: &App,
    request: &ResultsRequest,
    context: &Context,
    (path, version): (&str, &str),
    page: impl Future<Output = Result<P, Rejection>>,
) -> Result<Response, Rejection> {
    let file = request.segments.file.as_deref();
    let target = Target::of(file).ok_or_else(|| context.no_chart(path))?;
    let key = RenderedKey {
        path: file.map_or_else(|| path.to_owned(), |file| format!("{path}/charts/{file}")),
        locale: context.locale.clone(),
        version: version.to_owned(),
    };
    let render = async { render(state, context, path, target, page.await?).await };
    Ok(conditional(state.rendered.get_or_render(&key, render).await?, &request.headers))
}

async fn render<P: ResultsPage>(
    state: &App,
    context: &Context,
    path: &str,
    target: Target<'_>,
    page: P,
) -> Result<Rendered, Rejection> {
    let charts = page.charts(context.texts);
    match target {
        Target::Page => {
            let administration = state.administration(&context.locale).await?;
            let content = if administration.has_emblem { Content::HtmlWithEmblem } else { Content::Html };
            let html = tokio::task::block_in_place(|| {
                let drawn = charts.iter().filter_map(|chart| Some((chart.id.clone(), chart.inline()?)));
                let rows = charts.iter().filter_map(|chart| Some((chart.id.clone(), chart.rows.clone()?)));
                let (drawn, rows) = (drawn.collect(), rows.collect());
                let drawings = Drawings { page: path.to_owned(), drawn, rows };
                let style = assets::RESULTS.as_str();
                app::render_for(administration, || page.view(context.texts, style, &drawings))
            });
            Ok(content.rendered(html))
        }
        Target::Chart(id, shape, format) => {
            let chart = charts.iter().find(|chart| chart.id == id).ok_or_else(|| context.no_chart(path))?;
            let drawn = match shape {
                Shape::Column => chart.paper(),
                Shape::Slide => {
                    let administration = state.administration(&context.locale).await?;
                    chart.slide(administration.source(context.texts, path))
                }
            };
            let svg = drawn.ok_or_else(|| context.no_chart(path))?;
            match format {
                Format::Svg => Ok(Content::Svg.rendered(standalone_svg(&svg))),
                Format::Png => {
                    let png = state.png_renderer.render(svg).await.ok_or_else(|| context.no_chart(path))?;
                    Ok(Content::Png.rendered(png))
                }
            }
        }
    }
}

/// What a body is.
#[derive(Debug, Clone, Copy)]
enum Content {
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

    /// A body with its headers. The tag is a digest of all that is sent, so it changes with the data, the texts, a style or
    /// one line of markup, and is the same in every process and after a restart. It is weak, for the body is compressed
    /// on its way.
    fn rendered(self, body: impl Into<Bytes>) -> Rendered {
        let body = body.into();
        let mut headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type()))];
        headers.extend(self.policy());
        let mut digest = Sha256::new();
        headers.iter().for_each(|(_, value)| digest.update(value));
        digest.update(&body);
        let tag = HeaderValue::try_from(format!("W/\"{}\"", hex::encode(&digest.finalize()[..16])));
        headers.extend(tag.map(|tag| (header::ETAG, tag)));
        Rendered { headers, body }
    }
}

/// The whole response, or 304 where the client holds it.
fn conditional(rendered: Rendered, request: &HeaderMap) -> Response {
    let tag = rendered.headers.iter().find(|(name, _)| name == header::ETAG).cloned();
    let is_held = tag.as_ref().is_some_and(|(_, tag)| matches(request, tag));
    let (mut response, headers) = match is_held {
        true => (StatusCode::NOT_MODIFIED.into_response(), tag.into_iter().collect()),
        false => (rendered.body.into_response(), rendered.headers),
    };
    let to = response.headers_mut();
    for (name, value) in headers {
        to.insert(name, value);
    }
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    to.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(rendered: &Rendered) -> &HeaderValue {
        &rendered.headers.iter().find(|(name, _)| name == header::ETAG).unwrap().1
    }

    #[test]
    fn the_tag_changes_with_a_line_of_markup_a_style_and_the_policy_and_with_nothing_else() {
        let page = || "<style>b{color:red}</style><p>83,94</p>".to_owned();
        let first = Content::Html.rendered(page());
        assert_eq!(tag(&first), tag(&Content::Html.rendered(page())));
        let others = [
            Content::Html.rendered(page().replace("<p>", "<p class=\"soft\">")),
            Content::Html.rendered(page().replace("red", "tan")),
            Content::HtmlWithEmblem.rendered(page()),
        ];
        for other in &others {
            assert_ne!(tag(other), tag(&first), "{other:?}");
        }
    }

    #[test]
    fn only_who_holds_the_same_bytes_is_told_that_nothing_has_changed() {
        let respond_to = |held: &HeaderValue, body: &'static str| {
            let request = HeaderMap::from_iter([(header::IF_NONE_MATCH, held.clone())]);
            conditional(Content::Html.rendered(body), &request)
        };
        let held = tag(&Content::Html.rendered("a")).clone();
        assert_eq!(respond_to(&held, "a").status(), StatusCode::NOT_MODIFIED);
        let changed = respond_to(&held, "b");
        assert_eq!((changed.status(), changed.headers()[header::ETAG] == held), (StatusCode::OK, false));
    }
}
