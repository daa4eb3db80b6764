//! The form in another language with everything that was written so far. Nothing is stored.

use super::{
    posted::{Posted, answered_point, refused_without_point},
    refusal::{Waiting, with_key},
    show::{form_with_answers, full, not_taking},
    submit::already_counted,
};
use crate::{
    path_segments::PathSegments,
    web::{
        App,
        page::{Failure, Page, PageQuery},
    },
};
use app::Texts;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use domain::Stage;
use std::sync::Arc;

/// `POST /s/{slug}`
pub(in super::super) async fn fill_form(
    State(state): State<Arc<App>>,
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let posted = Posted::read(&state, &headers, body).await;
    let kept = with_key(posted.answers.clone(), posted.keys.visit());
    let filled = fill(&state, &slug, &asked, posted).await;
    filled.unwrap_or_else(|failure| Waiting::after(&failure, &slug, &asked, kept).into_response())
}

async fn fill(
    state: &Arc<App>,
    slug: &str,
    asked: &PageQuery,
    mut posted: Posted,
) -> Result<Response, Failure> {
    if posted.is_foreign {
        // Nobody is shown words of another website as their own.
        posted.answers.clear();
    }
    let (point, language) = match answered_point(state, slug, asked).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(refused_without_point(state, slug, refusal, posted.answers).await),
    };
    let refusal = match not_taking(&point, &language, state.clock.hour()) {
        None if state.points.is_full(&state.database, &point).await? => Some(full(&point, &language)),
        refusal => refusal,
    };
    if let Some(refusal) = refusal {
        return Ok(refusal.giving_back(Some(&point.round.form), posted.answers).into_response());
    }
    if asked.trial && point.round.stage != Stage::Test {
        // The round was opened meanwhile: what was tried does not become an answer.
        posted.answers.clear();
    }
    let (key, is_counted) = (posted.key(), posted.is_counted(state, &point).await);
    let answers = posted.answers_to(&point);
    if answers.iter().all(|(_, value)| value.trim().is_empty()) {
        let form = point.address("", &language);
        return Ok(match posted.fault {
            Some((status, text)) => {
                let texts = Texts::of(&language);
                let way = (form, texts.get("back-to-form"));
                Page::refusal(status, &texts.locale, text, way).into_response()
            }
            None => Redirect::to(&form).into_response(),
        });
    }
    if is_counted {
        return Ok(already_counted(state, &point, &language));
    }
    let of = point.clone();
    let html = tokio::task::spawn_blocking(move || of.html(&language, &key, &answers, &[])).await?;
    Ok(form_with_answers(&point, StatusCode::OK, html).into_response())
}
