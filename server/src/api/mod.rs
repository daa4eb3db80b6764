//! The programming interface, version 1, and its OpenAPI document. Every address is in `web::router`.

mod problem;
mod rounds;

pub(crate) use rounds::{list_rounds, show_index};

use crate::report::RoundRow;
use axum::{http::header, response::IntoResponse};
use problem::{Failure, Problem};
use rounds::IndexRow;
use utoipa::OpenApi;

/// The document's parts.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hài Lòng",
        description = "Citizens' satisfaction: rounds and their indices.",
        license(name = "Apache-2.0")
    ),
    paths(rounds::list_rounds, rounds::show_index),
    components(schemas(RoundRow, IndexRow, Problem))
)]
struct Document;

/// The OpenAPI document as JSON.
pub fn document() -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(&Document::openapi())? + "\n")
}

/// Any other address under `/api`.
pub(crate) async fn no_such_address() -> Failure {
    Failure::not_found("this address is not part of the interface; see /api/openapi.json")
}

/// `/api/openapi.json`
pub(crate) async fn show_document() -> Result<impl IntoResponse, Failure> {
    Ok(([(header::CONTENT_TYPE, "application/json")], document()?))
}
