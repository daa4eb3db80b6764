//! POST of answers: origin → body → rules → queue → commit → thank-you page.

use super::{
    posted::{Posted, answered_point, refused_without_point},
    refusal::{BUSY, FAILED, Waiting, Why, with_key},
    show::{form_with_answers, full, not_taking},
};
use crate::{
    cookies,
    intake::{Entry, Outcome, Refused},
    metrics::Submission,
    open_points::OpenPoint,
    path_segments::PathSegments,
    store::{points, responses::StoredResponse},
    web::{
        App,
        page::{Failure, Page, PageQuery, home},
    },
};
use app::Texts;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use domain::{AnswerFault, AnswerProblem, Intake, Locale, Stage, accept, index::UNIT_WEIGHT};
use std::sync::Arc;
use uuid::Uuid;

/// `POST /s/{slug}/answers`: whatever becomes of it, nobody has to write their answers twice.
pub(in super::super) async fn create_response(
    State(state): State<Arc<App>>,
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let posted = Posted::read(&state, &headers, body).await;
    let kept = with_key(posted.answers.clone(), posted.keys.visit());
    match take(&state, &slug, &asked, posted).await {
        Ok(response) => response,
        Err(failure) => {
            state.metrics.count(Submission::Deferred);
            Waiting::after(&failure, &slug, &asked, kept).into_response()
        }
    }
}

async fn take(state: &Arc<App>, slug: &str, asked: &PageQuery, posted: Posted) -> Result<Response, Failure> {
    let found = answered_point(state, slug, asked).await?;
    if posted.is_foreign {
        return Ok(from_elsewhere(state, asked, found.ok(), posted));
    }
    let (mut point, language) = match found {
        Ok(found) => found,
        Err(refusal) => return Ok(refused_without_point(state, slug, refusal, posted.answers).await),
    };
    // What is no trial was shown by another process after the round had been opened: this one has yet to learn of it.
    if point.round.stage == Stage::Test && !asked.trial {
        state.points.forget();
        if let Ok((fresh, _)) = answered_point(state, slug, asked).await? {
            point = fresh;
        }
    }
    // One moment for the whole request. The body may have come slowly over midnight, or the form been opened before it.
    let now = state.clock.hour();
    if let Some(refusal) = not_taking(&point, &language, now) {
        return Ok(refusal.giving_back(Some(&point.round.form), posted.answers).into_response());
    }
    // The round was opened meanwhile: a trial ends here, with gaps or without, before the page with gaps makes it an answer.
    if asked.trial && point.round.stage != Stage::Test {
        return Ok(tried(&point, &language));
    }
    let is_shown = |fault: &AnswerFault| fault.problem != AnswerProblem::UnknownCell;
    let checked = accept(&point.round.form, &posted.answers, Intake::Citizen);
    let refused = match (&posted.fault, &checked) {
        // Too long: where that can be seen, the form shows it.
        (Some((StatusCode::PAYLOAD_TOO_LARGE, _)), Err(faults))
            if !posted.answers.is_empty() && faults.iter().any(is_shown) =>
        {
            None
        }
        (Some((status, text)), _) => Some((*status, *text, "kept-damaged")),
        (None, Err(faults)) if !faults.iter().all(is_shown) => {
            Some((StatusCode::BAD_REQUEST, "refused-unknown", "kept-unknown"))
        }
        (None, _) => None,
    };
    if let Some(refused) = refused {
        return Ok(send_again(state, asked, &point, &language, refused, posted));
    }
    let answers = match checked {
        Ok(answers) => answers,
        Err(mut faults) => {
            if posted.is_counted(state, &point).await {
                return Ok(already_counted(state, &point, &language));
            }
            state.metrics.count(Submission::Incomplete);
            faults.retain(is_shown);
            let status = posted.fault.map_or(StatusCode::UNPROCESSABLE_ENTITY, |(status, _)| status);
            let (of, key) = (point.clone(), posted.key());
            let html = move || of.html(&language, &key, &posted.answers, &faults);
            let html = tokio::task::spawn_blocking(html).await?;
            return Ok(form_with_answers(&point, status, html).into_response());
        }
    };
    let thanks = point.address("/thanks", &language);
    // What is tried is checked like an answer and never stored; only that somebody tried is counted.
    if point.round.stage == Stage::Test {
        let transaction = state.database.write().await?;
        points::count_trial(&transaction, point.point.id).await?;
        transaction.commit().await?;
        return Ok(tried(&point, &language));
    }
    let key = posted.keys.visit().and_then(|key| key.hash(&state.visit_secret, point.point.id));
    if key.is_none() {
        state.metrics.count(Submission::WithoutKey);
    }
    let day = point.round.document.answer_day(point.round.stage, now);
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
    let deferred = |why: Why, point: &OpenPoint, posted: Posted| {
        state.metrics.count(Submission::Deferred);
        let action = point.address("/answers", &language);
        let waiting = Waiting::at_point(point, &language, action, posted.answers, posted.keys.visit());
        Ok(waiting.page(why).into_response())
    };
    match state.queue.submit(entry).await {
        Ok(Outcome::Stored) => {
            state.metrics.count(Submission::Stored);
            Ok(Redirect::to(&thanks).into_response())
        }
        Ok(Outcome::AlreadyCounted) => Ok(already_counted(state, &point, &language)),
        Ok(Outcome::Closed) => {
            state.points.forget();
            let refusal = match answered_point(state, slug, asked).await? {
                Ok((fresh, language)) => match not_taking(&fresh, &language, now) {
                    Some(refusal) => refusal,
                    // Its sheet was replaced, or the round prolonged, at this very moment.
                    None => return deferred(BUSY, &fresh, posted),
                },
                Err(refusal) => refusal,
            };
            state.metrics.count(Submission::Refused);
            Ok(refusal.giving_back(Some(&point.round.form), posted.answers).into_response())
        }
        Ok(Outcome::Full) => {
            state.metrics.count(Submission::Refused);
            let refusal = full(&point, &language);
            Ok(refusal.giving_back(Some(&point.round.form), posted.answers).into_response())
        }
        Err(Refused::Busy) => deferred(BUSY, &point, posted),
        Err(Refused::Failed) => deferred(FAILED, &point, posted),
    }
}

/// To the thank-you page of a trial.
fn tried(point: &OpenPoint, language: &Locale) -> Response {
    Redirect::to(&point.address_with("/thanks", language, "trial")).into_response()
}

/// To the thank-you page of a visit that has its answers stored.
pub(super) fn already_counted(state: &App, point: &OpenPoint, language: &Locale) -> Response {
    state.metrics.count(Submission::AlreadyCounted);
    Redirect::to(&point.address_with("/thanks", language, "again=1")).into_response()
}

/// Status, text where nothing can be given back, and text of a page that gives answers back to be sent again.
type Kept = (StatusCode, &'static str, &'static str);

const FROM_ELSEWHERE: Kept = (StatusCode::FORBIDDEN, "refused-origin", "kept-origin");

/// Another website has sent it; who wrote it sends it from here.
fn from_elsewhere(
    state: &App,
    asked: &PageQuery,
    found: Option<(Arc<OpenPoint>, Locale)>,
    posted: Posted,
) -> Response {
    if let Some((point, language)) = found {
        return send_again(state, asked, &point, &language, FROM_ELSEWHERE, posted);
    }
    state.metrics.count(Submission::Refused);
    let (status, text, kept) = FROM_ELSEWHERE;
    let language = asked.interface();
    let links = vec![home(&language)];
    if posted.answers.is_empty() {
        return Page::refusal(status, &language, text, home(&language)).into_response();
    }
    let answers = with_key(posted.answers, posted.keys.visit());
    let action = asked.address().to_owned();
    let waiting = Waiting { language, languages: Vec::new(), action, links, answers };
    waiting.page((status, "refused-title", kept)).into_response()
}

/// What can be read of a form that is not taken as it came, to be sent again.
fn send_again(
    state: &App,
    asked: &PageQuery,
    point: &OpenPoint,
    language: &Locale,
    (status, text, kept): Kept,
    mut posted: Posted,
) -> Response {
    state.metrics.count(Submission::Refused);
    let answers = posted.answers_to(point);
    let texts = Texts::of(language);
    let form = (point.address("", language), texts.get("back-to-form"));
    if answers.is_empty() {
        return Page::refusal(status, &texts.locale, text, form).into_response();
    }
    let key = posted.key();
    let action = asked.address().to_owned();
    let mut waiting = Waiting::at_point(point, language, action, answers, Some(&key));
    waiting.links.push(form);
    let mut page = waiting.page((status, "refused-title", kept));
    // Whoever never opened the form has no cookie; with one, sending again tells that it comes from here.
    if posted.keys.cookie.is_none() {
        cookies::set(&mut page.headers, &key.cookie(&point.point.slug, state.is_https()));
    }
    page.into_response()
}
