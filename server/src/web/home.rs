//! The first page, and the answer to "are you well?".

use super::{
    App, assets,
    page::{Asked, Failure, Page},
};
use crate::store::points;
use app::{Texts, results::home_page};
use axum::{extract::State, http::StatusCode};
use domain::Slug;
use sea_orm::ConnectionTrait;
use std::sync::Arc;

/// `/`
pub(super) async fn show_home(State(app): State<Arc<App>>, asked: Asked) -> Result<Page, Failure> {
    let locale = match asked.known_language() {
        Ok(locale) => locale,
        Err(page) => return Ok(*page),
    };
    let demo: Slug = "demo".parse()?;
    let has_demo = points::by_slug(app.database.reader(), &demo).await.is_ok();
    let style = assets::RESULTS.as_str();
    let html = app::render(|| home_page(Texts::of(&locale), style, has_demo));
    Ok(Page::new(StatusCode::OK, html, style))
}

/// `/healthz`: the database answers and answers are taken.
pub(super) async fn show_health(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    match app.database.reader().execute_unprepared("SELECT 1").await {
        Ok(_) if app.queue.is_open() => (StatusCode::OK, "ok\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "no answers are taken\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
