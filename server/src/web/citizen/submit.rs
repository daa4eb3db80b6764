//! POST of answers: origin → body → rules → queue → commit → thank-you page.

use super::{
    super::App,
    show::{find, full_page, not_open, replacing},
    visit,
};
use crate::{
    intake::{Entry, Outcome, Refused},
    metrics::Submission,
    store::{points, responses::StoredResponse},
    web::{
        body, origin,
        page::{Asked, Failure, Names, Page},
    },
};
use app::{Again, Message, Texts};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{AnswerProblem, Intake, Stage, accept, index::UNIT_WEIGHT};
use std::sync::Arc;
use uuid::Uuid;

/// Ten times the longest honest answer to the longest shipped form.
const LARGEST_BODY: usize = 64 * 1024;
const MOST_PAIRS: usize = 2_000;

/// `POST /s/{slug}/answers`
pub(in super::super) async fn create_response(
    State(app): State<Arc<App>>,
    Names([slug]): Names<1>,
    asked: Asked,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let mut slug = slug;
    let mut found = find(&app, &slug, asked.lang.as_deref()).await?;
    // Whoever filled in the form while its worn sheet was replaced has answered at the same counter.
    if found.is_err()
        && let Some(new) = replacing(&app, &slug).await?
    {
        slug = new;
        found = find(&app, &slug, asked.lang.as_deref()).await?;
    }
    let (mut point, language) = match found {
        Ok(found) => found,
        Err(page) => return Ok(page.into_response()),
    };
    // What is no trial was shown by another process after the round had been opened: this one has yet to learn of it.
    if point.round.stage == Stage::Test && !asked.trial {
        app.points.forget();
        if let Ok((fresh, _)) = find(&app, &slug, asked.lang.as_deref()).await? {
            point = fresh;
        }
    }
    // One moment for the whole request. The body may have come slowly over midnight, or the form been opened before it.
    let now = app.clock.hour();
    let day = point.round.document.answer_day(point.round.stage, now);
    let is_open = day.is_some() && point.point.retired.is_none();
    if !is_open && let Some(page) = not_open(&point, &language, now.day) {
        return Ok(page.into_response());
    }
    let refuse = |status, text: &str| {
        app.metrics.count(Submission::Refused);
        let texts = Texts::of(&language);
        let form = (point.address("", &language), texts.get("back-to-form"));
        Ok(Page::refusal(status, &texts.locale, text, form).into_response())
    };
    if origin::is_foreign(app.public_url.as_deref(), &headers) {
        return refuse(StatusCode::FORBIDDEN, "refused-origin");
    }
    let pairs = match body::pairs(&headers, body, LARGEST_BODY, MOST_PAIRS).await {
        Ok(pairs) => pairs,
        Err((status, text)) => return refuse(status, text),
    };
    let answers = match accept(&point.round.form, &pairs, Intake::Citizen) {
        Ok(answers) => answers,
        Err(faults) if faults.iter().any(|f| f.problem == AnswerProblem::UnknownCell) => {
            return refuse(StatusCode::BAD_REQUEST, "refused-unknown");
        }
        Err(faults) => {
            app.metrics.count(Submission::Incomplete);
            let (point, style) = (point.clone(), point.style());
            let html = tokio::task::spawn_blocking(move || point.html(&language, &pairs, &faults)).await?;
            return Ok(Page::new(StatusCode::UNPROCESSABLE_ENTITY, html, style).into_response());
        }
    };
    let thanks = point.address("/thanks", &language);
    // What is tried is checked like an answer and never stored; only that somebody tried is counted, while it is time to try.
    if asked.trial || point.round.stage == Stage::Test {
        if point.round.stage == Stage::Test {
            let transaction = app.database.write().await?;
            points::count_trial(&transaction, point.point.id).await?;
            transaction.commit().await?;
        }
        let separator = if thanks.contains('?') { '&' } else { '?' };
        return Ok(Redirect::to(&format!("{thanks}{separator}trial")).into_response());
    }
    let key = visit::key_hash(&app, point.point.id, &headers);
    if key.is_none() {
        app.metrics.count(Submission::WithoutKey);
    }
    let response = StoredResponse {
        id: Uuid::new_v4(),
        round_id: point.round.id,
        point_id: point.point.id,
        day: day.unwrap_or(now.day),
        language: language.to_string(),
        weight: UNIT_WEIGHT,
        batch_id: None,
        answers,
    };
    let entry = Entry { round: point.round.clone(), point: point.point.clone(), response, key };
    match app.queue.submit(entry).await {
        Ok(Outcome::Stored) => {
            app.metrics.count(Submission::Stored);
            Ok(Redirect::to(&thanks).into_response())
        }
        Ok(Outcome::AlreadyCounted) => {
            app.metrics.count(Submission::AlreadyCounted);
            let separator = if thanks.contains('?') { '&' } else { '?' };
            Ok(Redirect::to(&format!("{thanks}{separator}again=1")).into_response())
        }
        Ok(Outcome::Closed) => {
            app.metrics.count(Submission::Refused);
            app.points.forget();
            let now = match find(&app, &slug, asked.lang.as_deref()).await? {
                Ok((point, language)) => not_open(&point, &language, now.day),
                Err(page) => Some(page),
            };
            Ok(now.unwrap_or_else(|| full_page(&language)).into_response())
        }
        Ok(Outcome::Full) => {
            app.metrics.count(Submission::Refused);
            Ok(full_page(&language).into_response())
        }
        Err(refused) => {
            app.metrics.count(Submission::Deferred);
            let (status, title, text) = match refused {
                Refused::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy-title", "busy-text"),
                Refused::Failed => (StatusCode::INTERNAL_SERVER_ERROR, "failed-title", "failed-text"),
            };
            let texts = Texts::of(&language);
            let (action, button) = (point.address("/answers", &language), texts.get("busy-again"));
            let again = Some(Again { action, button, answers: pairs });
            let message =
                Message { title: texts.get(title), text: texts.get(text), links: Vec::new(), again };
            let mut page = Page::message(status, &texts.locale, message);
            page.headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            Ok(page.into_response())
        }
    }
}
