//! Every address of the server on one screen; those of the administration are in `admin`.

use super::{
    App, admin, citizen, home, page, results,
    routes::{Route, Routes},
};
use crate::{api, path_segments::meant};
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::{Next, from_fn, map_response_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::{any, get, post},
};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// All routes.
pub fn router(state: Arc<App>) -> Router {
    // Citizens' pages are compressed once and kept; the others are compressed as they are sent.
    let guarded = admin::guarded(&state, admin::routes().router);
    let sessions = admin::SessionLayer::new(&state);
    let nowhere = Router::new().route("/admin/{*rest}", any(admin::no_such_page));
    let pages = public().router.merge(guarded).merge(nowhere);
    let compressed = pages.layer(sessions).layer(CompressionLayer::new());
    let routed = citizens()
        .router
        .merge(compressed)
        .fallback(page::no_such_page)
        .method_not_allowed_fallback(page::no_such_method)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(page::failures_in_the_readers_language))
        .with_state(state.clone());
    // Around the routes as a whole, so that an address can be looked up again as another.
    Router::new()
        .fallback_service(routed)
        .layer(from_fn(lead_to_what_was_meant))
        .layer(map_response_with_state(state, with_transport_headers))
}

/// Leads from an address that leads nowhere to the one that was meant, where that leads somewhere.
async fn lead_to_what_was_meant(request: Request, next: Next) -> Response {
    let meant = match *request.method() {
        Method::GET | Method::HEAD => meant(request.uri()),
        _ => Vec::new(),
    };
    let (parts, body) = request.into_parts();
    let asked = (!meant.is_empty()).then(|| parts.clone());
    let mut response = next.clone().run(Request::from_parts(parts, body)).await;
    let Some(asked) = asked.filter(|_| response.status() == StatusCode::NOT_FOUND) else { return response };
    for address in meant {
        let Ok(uri) = address.parse::<Uri>() else { continue };
        let mut parts = asked.clone();
        parts.uri = uri;
        let found = next.clone().run(Request::from_parts(parts, Body::empty())).await;
        if found.status() != StatusCode::NOT_FOUND {
            return Redirect::to(&address).into_response();
        }
        // It may say why there is nothing yet.
        response = found;
    }
    response
}

/// Whatever is answered is what its type says and nothing else; and whoever has come by https once comes by https. Names
/// beneath ours are others' to decide about.
async fn with_transport_headers(State(state): State<Arc<App>>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if state.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// The table of routes, each with who may come.
pub fn table() -> Vec<Route> {
    [citizens(), public(), admin::routes()].into_iter().flat_map(|routes| routes.table).collect()
}

fn citizens() -> Routes {
    Routes::new()
        .public("/healthz", get(home::show_health))
        .public("/s/{slug}", get(citizen::show_form))
        .public_post("/s/{slug}", post(citizen::fill_form))
        .public("/s/{slug}/answers", get(citizen::back_to_form))
        .public_post("/s/{slug}/answers", post(citizen::create_response))
        .public("/s/{slug}/thanks", get(citizen::show_thanks))
}

fn public() -> Routes {
    Routes::new()
        .public("/", get(home::show_home))
        .public("/emblem.png", get(home::show_emblem))
        .public("/results", get(results::list_rounds))
        .public("/results/charts/{file}", get(results::list_rounds))
        .public("/results/{round}", get(results::show_round))
        .public("/results/{round}/charts/{file}", get(results::show_round))
        .public("/results/{round}/summary", get(results::show_summary))
        .public("/results/{round}/summary/charts/{file}", get(results::show_summary))
        .public("/results/{round}/agencies/{code}", get(results::show_agency))
        .public("/results/{round}/agencies/{code}/charts/{file}", get(results::show_agency))
        .public("/results/{round}/service-areas/{code}", get(results::show_service_area))
        .public("/results/{round}/service-areas/{code}/charts/{file}", get(results::show_service_area))
        .public("/api/openapi.json", get(api::show_document))
        .public("/api/v1/rounds", get(api::list_rounds))
        .public("/api/v1/rounds/{code}/index", get(api::show_index))
        .public("/api/{*rest}", any(api::no_such_address))
}
