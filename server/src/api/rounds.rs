//! Rounds and their indices, by the rule for live numbers.

use super::problem::{Failure, Problem};
use crate::{
    path_segments::PathSegments,
    report::{self, By, RoundRow},
    state::App,
};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use clap::ValueEnum;
use domain::{Locale, index::Row};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// A row of an index: percent 0–100, unrounded; nulls where it is not published.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct IndexRow {
    code: String,
    name: String,
    n: Option<u64>,
    estimate: Option<f64>,
    se: Option<f64>,
    ci_low: Option<f64>,
    ci_high: Option<f64>,
    method: String,
}

impl From<Row> for IndexRow {
    fn from(Row { code, name, n, estimate, se, ci_low, ci_high, method }: Row) -> Self {
        Self { code, name, n, estimate, se, ci_low, ci_high, method }
    }
}

/// What to ask of an index.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct IndexQuery {
    /// `agency`, `service_area`, `block`, `content`, `factor` or `item`; left out: one row, the whole.
    by: Option<String>,
    /// `vi` (default) or `en`, for names.
    lang: Option<String>,
}

/// All rounds, oldest first.
#[utoipa::path(get, path = "/api/v1/rounds", responses((status = 200, body = [RoundRow])))]
pub(crate) async fn list_rounds(State(state): State<Arc<App>>) -> Result<Json<Vec<RoundRow>>, Failure> {
    let version = state.round_cache.version(state.clock.hour()).await?;
    Ok(Json(report::published_rounds(&state.round_cache, &version).await?))
}

/// The index of a round.
#[utoipa::path(
    get,
    path = "/api/v1/rounds/{code}/index",
    params(("code" = String, Path, description = "Code of the round"), IndexQuery),
    responses((status = 200, body = [IndexRow]), (status = 400, body = Problem), (status = 404, body = Problem))
)]
pub(crate) async fn show_index(
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: Result<Query<IndexQuery>, QueryRejection>,
) -> Result<Json<Vec<IndexRow>>, Failure> {
    let Query(query) = query.map_err(|e| Failure::bad_request(e.body_text()))?;
    let by = match &query.by {
        None => By::Overall,
        Some(word) => By::from_str(word, false).map_err(|_| {
            Failure::bad_request("by must be agency, service_area, block, content, factor or item")
        })?,
    };
    let language = match query.lang.as_deref() {
        None | Some("vi") => Locale::vi(),
        Some("en") => Locale::en(),
        Some(_) => return Err(Failure::bad_request("lang must be vi or en")),
    };
    let version = state.round_cache.version(state.clock.hour()).await?;
    let round = state.round_cache.rounds(&version).await?.by_code(&code)?.clone();
    let shown = state.round_cache.figures(&version, &round).await?;
    Ok(Json(shown.rows(by, &language).into_iter().map(Into::into).collect()))
}
