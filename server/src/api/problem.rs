//! Failures as `application/problem+json` (RFC 9457). What goes over the wire holds no source chain.

use crate::store;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Status code.
    pub status: u16,
    /// The kind of problem.
    pub title: String,
    /// What to do about it.
    pub detail: String,
}

/// A failed request.
#[derive(Debug)]
pub(crate) struct Failure(StatusCode, String);

impl Failure {
    /// Nothing is there.
    pub(super) fn not_found(detail: &str) -> Self {
        Self(StatusCode::NOT_FOUND, detail.to_owned())
    }

    /// A request that cannot be answered as it was put.
    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, detail.into())
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound(what) => Self(StatusCode::NOT_FOUND, format!("{what} does not exist")),
            error @ store::Error::Unfit { .. } => Self(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
            error => {
                tracing::error!(%error, "an API request failed");
                Self(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "the database does not answer; try again in a moment".to_owned(),
                )
            }
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "an API answer could not be written");
        Self(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be written".to_owned())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let title = self.0.canonical_reason().unwrap_or("Problem").to_owned();
        let problem = Problem { status: self.0.as_u16(), title, detail: self.1 };
        let mut response = (self.0, Json(problem)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
