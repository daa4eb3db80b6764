//! What a citizen has posted, and to which point.

use super::{
    super::{App, body, body::Pairs},
    refusal::Refusal,
    show::{find, replacing},
    visit::Keys,
};
use crate::{
    open_points::{OpenPoint, VisitKey},
    store::{points, visits},
    web::{
        origin,
        page::{Failure, PageQuery},
    },
};
use axum::{
    body::Body,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{Locale, Slug};
use std::sync::Arc;

/// Ten times the longest honest answer to the longest shipped form. What is larger is read as far as a person can have
/// written it, so that they can shorten it.
const LIMITS: body::Limits = body::Limits { largest: 64 * 1024, readable: 256 * 1024, most: 2_000 };

/// A posted form.
pub(super) struct Posted {
    /// Why it is not taken.
    pub(super) fault: Option<body::BodyFault>,
    /// The answers, as far as they can be read.
    pub(super) answers: Pairs,
    pub(super) keys: Keys,
    /// Whether another website has sent it.
    pub(super) is_foreign: bool,
}

impl Posted {
    /// Reads it.
    pub(super) async fn read(state: &App, headers: &HeaderMap, body: Body) -> Self {
        let (fault, mut answers) = match body::read(headers, body, LIMITS).await {
            Ok(pairs) => (None, pairs),
            Err(body::Refused { fault, pairs }) => (Some(fault), pairs),
        };
        let keys = Keys::of(headers, &mut answers);
        let is_foreign = origin::is_foreign(state.public_url().as_deref(), headers, keys.cookie.is_some());
        Self { fault, answers, keys, is_foreign }
    }

    /// The answers to questions of a point's form.
    pub(super) fn answers_to(&mut self, point: &OpenPoint) -> Pairs {
        let form = &point.round.form;
        let is_asked =
            |name: &str| form.cell_of_name(name).is_some_and(|(_, cell)| cell.role.is_for_citizens());
        self.answers.retain(|(name, _)| is_asked(name));
        std::mem::take(&mut self.answers)
    }

    /// Whether answers of this visit are stored already. What was sent before is then shown to nobody: another person may
    /// hold the phone by now.
    pub(super) async fn is_counted(&self, state: &App, point: &OpenPoint) -> bool {
        let key = self.keys.visit().and_then(|key| key.hash(&state.visit_secret, point.point.id));
        match key {
            Some(key) => visits::is_claimed(state.database.reader(), &key).await.unwrap_or(false),
            None => false,
        }
    }

    /// The key of the visit, or one of its own.
    pub(super) fn key(&self) -> VisitKey {
        self.keys.visit().cloned().unwrap_or_else(VisitKey::fresh)
    }
}

/// The point at which somebody has answered: while they filled in the form its worn sheet may have been replaced.
pub(super) async fn answered_point(
    state: &App,
    slug: &str,
    asked: &PageQuery,
) -> Result<Result<(Arc<OpenPoint>, Locale), Refusal>, Failure> {
    let found = find(state, slug, asked.lang.as_deref()).await?;
    if found.is_err()
        && let Some(new) = replacing(state, slug).await?
    {
        return find(state, &new, asked.lang.as_deref()).await;
    }
    Ok(found)
}

/// The refusal of answers to an address that leads to no point. It gives them back in the words of the form to which the
/// address led once.
pub(super) async fn refused_without_point(
    state: &App,
    slug: &str,
    refusal: Refusal,
    answers: Pairs,
) -> Response {
    let former = former_point(state, slug).await;
    let form = former.as_deref().map(|point| &point.round.form);
    refusal.giving_back(form, answers).into_response()
}

/// The point that an address led to once, though it leads there no longer.
async fn former_point(state: &App, slug: &str) -> Option<Arc<OpenPoint>> {
    let slug: Slug = slug.parse().ok()?;
    if let Ok(point) = state.points.of(&state.database, &slug).await {
        return Some(point);
    }
    let reader = state.database.reader();
    let retired = points::retired_slug(reader, &slug).await.ok()?;
    let point = points::by_id(reader, retired.point_id).await.ok()?;
    state.points.of(&state.database, &point.slug).await.ok()
}
