//! Requests for pages of results and for their charts as files.

use crate::{
    auth::{Denied, Viewer},
    web::{
        App,
        page::{Failure, Page, PageQuery},
    },
};
use app::results::ItemOrder;
use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderMap, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::sync::Arc;

/// A request for a page or for one of its charts.
#[derive(Debug)]
pub(in crate::web) struct ResultsRequest {
    pub(super) segments: Segments,
    pub(super) query: PageQuery,
    /// In which order items stand.
    pub(super) order: ItemOrder,
    pub(super) viewer: Viewer,
    pub(super) headers: HeaderMap,
}

/// The variable segments of its path.
#[derive(Debug, Deserialize)]
pub(super) struct Segments {
    /// Code of a round.
    #[serde(default)]
    pub(super) round: String,
    /// Code of an agency or service area.
    #[serde(default)]
    pub(super) code: String,
    /// File name of a chart; `None` where the page is asked for.
    pub(super) file: Option<String>,
}

/// What no path names: for segments that cannot be decoded.
impl Default for Segments {
    fn default() -> Self {
        Self { round: String::new(), code: String::new(), file: Some(String::new()) }
    }
}

impl FromRequestParts<Arc<App>> for ResultsRequest {
    type Rejection = Denied;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, Denied> {
        let segments = Path::<Segments>::from_request_parts(parts, state).await;
        let Ok(query) = PageQuery::from_request_parts(parts, state).await;
        let printed = format!("items={}", ItemOrder::PRINTED);
        let is_printed = parts.uri.query().is_some_and(|query| query.split('&').any(|part| part == printed));
        Ok(Self {
            segments: segments.map(|Path(segments)| segments).unwrap_or_default(),
            query,
            order: if is_printed { ItemOrder::Printed } else { ItemOrder::LowestFirst },
            viewer: Viewer::from_request_parts(parts, state).await?,
            headers: parts.headers.clone(),
        })
    }
}

/// What of a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// The page.
    Page,
    /// One of its charts as a file.
    Chart(&'a str, Shape, Format),
}

/// Shapes of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As wide as a column of a report.
    Column,
    /// 16:9.
    Slide,
}

/// Formats of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Svg,
    Png,
}

impl<'a> Target<'a> {
    /// The page, or the chart of a file name; `None` for a name that no file has.
    pub(super) fn of(file: Option<&'a str>) -> Option<Self> {
        let Some(file) = file else { return Some(Self::Page) };
        let (name, ending) = file.rsplit_once('.')?;
        let (id, shape) = match name.strip_suffix("-16x9") {
            Some(id) => (id, Shape::Slide),
            None => (name, Shape::Column),
        };
        let format = match ending {
            "svg" => Format::Svg,
            "png" => Format::Png,
            _ => return None,
        };
        Some(Self::Chart(id, shape, format))
    }
}

/// Why there is nothing to show: a page that says so, or a failure.
#[derive(Debug)]
pub(in crate::web) enum Rejection {
    Page(Box<Page>),
    Failure(Failure),
}

impl From<Page> for Rejection {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}

impl From<Box<Page>> for Rejection {
    fn from(page: Box<Page>) -> Self {
        Self::Page(page)
    }
}

impl From<crate::store::Error> for Rejection {
    fn from(error: crate::store::Error) -> Self {
        Self::Failure(error.into())
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self {
            Self::Page(page) => page.into_response(),
            Self::Failure(failure) => failure.into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_name_and_a_known_format() {
        let file = |name| Target::of(Some(name));
        let column = |id, format| Some(Target::Chart(id, Shape::Column, format));
        assert_eq!(file("ranking-sở.ngành.svg"), column("ranking-sở.ngành", Format::Svg));
        assert_eq!(file("heat.png"), column("heat", Format::Png));
        assert_eq!(file("heat-16x9.png"), Some(Target::Chart("heat", Shape::Slide, Format::Png)));
        assert_eq!((file("heat.gif"), file("heat")), (None, None));
    }
}
