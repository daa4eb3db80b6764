//! POST of answers: origin → body → rules → queue → commit → thank-you page.

use super::{
    super::App,
    show::{find, full_page, not_open, replacing},
    visit::Keys,
};
use crate::{
    cookies,
    intake::{Entry, Outcome, Refused},
    metrics::Submission,
    open_points::VisitKey,
    path_segments::PathSegments,
    store::{points, responses::StoredResponse},
    web::{
        body, origin,
        page::{Failure, Page, PageQuery},
    },
};
use app::{Again, Message, Texts, survey::VISIT_KEY};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{AnswerFault, AnswerProblem, Intake, Locale, Stage, accept, index::UNIT_WEIGHT};
use std::sync::Arc;
use uuid::Uuid;

/// Ten times the longest honest answer to the longest shipped form. What is larger is read as far as a person can have
/// written it, so that they can shorten it.
const LIMITS: body::Limits = body::Limits { largest: 64 * 1024, readable: 256 * 1024, most: 2_000 };

/// `POST /s/{slug}/answers`: whatever becomes of it, nobody has to write their answers twice.
pub(in super::super) async fn create_response(
    State(app): State<Arc<App>>,
    PathSegments([slug]): PathSegments<1>,
    asked: PageQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let (fault, pairs) = match body::read(&headers, body, LIMITS).await {
        Ok(pairs) => (None, pairs),
        Err(body::Refused { fault, pairs }) => (Some(fault), pairs),
    };
    let answers = pairs.clone();
    match take(&app, slug, &asked, &headers, fault, pairs).await {
        Ok(response) => response,
        Err(failure) => {
            app.metrics.count(Submission::Deferred);
            let why = match failure.logged() {
                StatusCode::SERVICE_UNAVAILABLE => BUSY,
                _ => FAILED,
            };
            kept_page(&asked.interface(), asked.address().to_owned(), why, answers, Vec::new())
        }
    }
}

/// Status, title and text of a page on which answers wait to be sent again.
type Why = (StatusCode, &'static str, &'static str);

const BUSY: Why = (StatusCode::SERVICE_UNAVAILABLE, "busy-title", "busy-text");
const FAILED: Why = (StatusCode::INTERNAL_SERVER_ERROR, "failed-title", "failed-text");

/// A page that keeps answers, with a button that sends them again.
fn kept_page(
    language: &Locale,
    action: String,
    (status, title, text): Why,
    answers: body::Pairs,
    links: Vec<(String, String)>,
) -> Response {
    let texts = Texts::of(language);
    let again = Some(Again { action, button: texts.get("busy-again"), answers });
    let message = Message { title: texts.get(title), text: texts.get(text), links, again };
    let mut page = Page::message(status, &texts.locale, message);
    if status.is_server_error() {
        page.headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    page.into_response()
}

async fn take(
    app: &Arc<App>,
    slug: String,
    asked: &PageQuery,
    headers: &HeaderMap,
    fault: Option<body::BodyFault>,
    mut pairs: body::Pairs,
) -> Result<Response, Failure> {
    let keys = Keys::of(headers, &mut pairs);
    let mut slug = slug;
    let mut found = find(app, &slug, asked.lang.as_deref()).await?;
    // Whoever filled in the form while its worn sheet was replaced has answered at the same counter.
    if found.is_err()
        && let Some(new) = replacing(app, &slug).await?
    {
        slug = new;
        found = find(app, &slug, asked.lang.as_deref()).await?;
    }
    let (mut point, language) = match found {
        Ok(found) => found,
        Err(page) => return Ok(page.into_response()),
    };
    // What is no trial was shown by another process after the round had been opened: this one has yet to learn of it.
    if point.round.stage == Stage::Test && !asked.trial {
        app.points.forget();
        if let Ok((fresh, _)) = find(app, &slug, asked.lang.as_deref()).await? {
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
    let is_shown = |fault: &AnswerFault| fault.problem != AnswerProblem::UnknownCell;
    let checked = accept(&point.round.form, &pairs, Intake::Citizen);
    let why: Option<Why> = match (&fault, &checked) {
        _ if origin::is_foreign(app.public_url.as_deref(), headers, keys.cookie.is_some()) => {
            Some((StatusCode::FORBIDDEN, "refused-origin", "kept-origin"))
        }
        // Too long: where that can be seen, the form shows it.
        (Some((StatusCode::PAYLOAD_TOO_LARGE, _)), Err(faults)) if faults.iter().any(is_shown) => None,
        (Some((status, text)), _) => Some((*status, text, "kept-damaged")),
        (None, Err(faults)) if !faults.iter().all(is_shown) => {
            Some((StatusCode::BAD_REQUEST, "refused-unknown", "kept-unknown"))
        }
        (None, _) => None,
    };
    if let Some((status, text, kept)) = why {
        app.metrics.count(Submission::Refused);
        let asks = &point.round.form;
        let known = |name: &str| asks.cell_of_name(name).is_some_and(|(_, cell)| cell.role.is_for_citizens());
        pairs.retain(|(name, _)| known(name));
        let texts = Texts::of(&language);
        let form = (point.address("", &language), texts.get("back-to-form"));
        if pairs.is_empty() {
            return Ok(Page::refusal(status, &texts.locale, text, form).into_response());
        }
        let key = keys.visit().cloned().unwrap_or_else(VisitKey::fresh);
        pairs.push((VISIT_KEY.to_owned(), key.as_str().to_owned()));
        let action = asked.address().to_owned();
        let mut page = kept_page(&language, action, (status, "refused-title", kept), pairs, vec![form]);
        // Whoever never opened the form has no cookie; with one, sending again tells that it comes from here.
        if keys.cookie.is_none() {
            cookies::set(page.headers_mut(), &key.cookie(&point.point.slug, app.is_https()));
        }
        return Ok(page);
    }
    let answers = match checked {
        Ok(answers) => answers,
        Err(mut faults) => {
            app.metrics.count(Submission::Incomplete);
            faults.retain(is_shown);
            let status = fault.map_or(StatusCode::UNPROCESSABLE_ENTITY, |(status, _)| status);
            let (point, style) = (point.clone(), point.style());
            let key = keys.visit().cloned().unwrap_or_else(VisitKey::fresh);
            let html = move || point.html(&language, &key, &pairs, &faults);
            let html = tokio::task::spawn_blocking(html).await?;
            return Ok(Page::new(status, html, style).into_response());
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
    let key = keys.visit().and_then(|key| key.hash(&app.visit_secret, point.point.id));
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
            let now = match find(app, &slug, asked.lang.as_deref()).await? {
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
            let why = match refused {
                Refused::Busy => BUSY,
                Refused::Failed => FAILED,
            };
            pairs.extend(keys.visit().map(|key| (VISIT_KEY.to_owned(), key.as_str().to_owned())));
            let action = point.address("/answers", &language);
            Ok(kept_page(&language, action, why, pairs, Vec::new()))
        }
    }
}
