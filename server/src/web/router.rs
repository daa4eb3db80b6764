//! Every address of the server on one screen.

use super::{App, citizen, home, page, results};
use crate::api;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{any, get},
};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    // Citizens' pages are compressed once and kept; what comes here is compressed as it is sent.
    let compressed = Router::new()
        .route("/", get(home::show_home))
        .route("/results", get(results::list_rounds))
        .route("/results/charts/{file}", get(results::show_series_chart))
        .route("/results/{round}", get(results::show_round))
        .route("/results/{round}/charts/{file}", get(results::show_round_chart))
        .route("/results/{round}/agencies/{code}", get(results::show_agency))
        .route("/results/{round}/agencies/{code}/charts/{file}", get(results::show_agency_chart))
        .route("/results/{round}/service-areas/{code}", get(results::show_service_area))
        .route("/results/{round}/service-areas/{code}/charts/{file}", get(results::show_service_area_chart))
        .route("/api/openapi.json", get(api::show_document))
        .route("/api/v1/rounds", get(api::list_rounds))
        .route("/api/v1/rounds/{code}/index", get(api::show_index))
        .route("/api/{*rest}", any(api::no_such_address))
        .layer(CompressionLayer::new());
    Router::new()
        .route("/healthz", get(home::show_health))
        .route("/s/{slug}", get(citizen::show_form))
        .route("/s/{slug}/answers", get(citizen::back_to_form).post(citizen::create_response))
        .route("/s/{slug}/thanks", get(citizen::show_thanks))
        .merge(compressed)
        .fallback(page::no_such_page)
        .method_not_allowed_fallback(page::no_such_method)
        .layer(DefaultBodyLimit::disable())
        .with_state(app)
}
