//! The first page, and the answer to "are you well?".

use super::{
    App,
    page::{Failure, Page, PageQuery, no_such_page},
};
use crate::{
    assets,
    security_policy::with_images,
    store::{points, settings},
};
use app::{Texts, results::home_page};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::Slug;
use sea_orm::ConnectionTrait;
use std::sync::Arc;
use std::time::Duration;

/// `/`
pub(super) async fn show_home(State(state): State<Arc<App>>, asked: PageQuery) -> Result<Page, Failure> {
    let locale = match asked.known_language() {
        Ok(locale) => locale,
        Err(page) => return Ok(*page),
    };
    let demo: Slug = "demo".parse()?;
    let has_demo = points::by_slug(state.database.reader(), &demo).await.is_ok();
    let style = assets::RESULTS.as_str();
    let administration = state.administration(&locale).await?;
    let has_emblem = administration.has_emblem;
    let html = app::render_for(administration, || home_page(Texts::of(&locale), style, has_demo));
    let mut page = Page::new(StatusCode::OK, html, style);
    if has_emblem {
        page.allows.push(with_images);
    }
    Ok(page)
}

/// An answer that comes later tells a monitor nothing.
const SLOWEST_HEALTH: Duration = Duration::from_millis(800);

/// `/healthz`: whether what citizens send is stored and pages can be read; why not, in a line for whoever runs the server.
/// It answers in a second whatever hangs.
pub(super) async fn show_health(State(state): State<Arc<App>>) -> (StatusCode, String) {
    if !state.queue.is_open() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "no answers are taken: the server is stopping\n".to_owned(),
        );
    }
    if let Some(fault) = state.queue.health().fault() {
        return (StatusCode::SERVICE_UNAVAILABLE, format!("answers cannot be stored: {fault}\n"));
    }
    match tokio::time::timeout(SLOWEST_HEALTH, state.database.reader().execute_unprepared("SELECT 1")).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok\n".to_owned()),
        Ok(Err(error)) => {
            (StatusCode::SERVICE_UNAVAILABLE, format!("the database does not answer: {error}\n"))
        }
        Err(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "the database has not answered within a second\n".to_owned())
        }
    }
}

/// `/emblem.png`: the emblem of the administration.
pub(super) async fn show_emblem(
    State(state): State<Arc<App>>,
    asked: PageQuery,
) -> Result<Response, Failure> {
    let stored = settings::value(state.database.reader(), settings::EMBLEM).await?.unwrap_or_default();
    let bytes = BASE64_STANDARD.decode(stored).unwrap_or_default();
    if bytes.is_empty() {
        return Ok(no_such_page(asked).await.into_response());
    }
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Ok(response)
}
