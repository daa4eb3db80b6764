//! What a page of results is made from: rounds with their figures, and the reader's language.

use super::request::{Rejection, ResultsRequest};
use crate::{
    auth::Viewer,
    report::{DataVersion, RoundFigures, Rounds, Scope, series},
    store::{self, AgencyRow, Round},
    web::{
        App,
        page::{Page, home, no_such_page},
    },
};
use app::{
    Message, Texts,
    results::{About, Against, ItemOrder, SeriesTrend, address},
};
use axum::http::StatusCode;
use domain::{Code, Locale, Sample};
use std::{ops::Deref, sync::Arc};

/// Rounds with their figures, in the reader's language.
pub(super) struct Context {
    pub(super) locale: Locale,
    pub(super) texts: &'static Texts,
    /// The version of the data that the figures were made from.
    pub(super) version: DataVersion,
    /// All rounds.
    pub(super) rounds: Arc<Rounds>,
    /// The figures of those that the page is made from.
    pub(super) figures: Vec<Arc<RoundFigures>>,
}

impl Context {
    /// With the figures of all public rounds.
    pub(super) async fn load(state: &App, request: &ResultsRequest) -> Result<Self, Rejection> {
        let context = Self::without_figures(state, request).await?;
        let rounds = context.rounds.clone();
        context.with_figures(state, &rounds.fit).await
    }

    async fn without_figures(state: &App, request: &ResultsRequest) -> Result<Self, Rejection> {
        let locale = request.query.known_language()?;
        let version = state.round_cache.version(state.clock.hour()).await?;
        let rounds = state.round_cache.rounds(&version).await?;
        Ok(Self { texts: Texts::of(&locale), locale, version, rounds, figures: Vec::new() })
    }

    async fn with_figures(self, state: &App, rounds: &[Arc<Round>]) -> Result<Self, Rejection> {
        let (version, figures) = state.round_cache.published(self.version, rounds).await?;
        Ok(Self { version, figures, ..self })
    }

    /// The version of the rounds that the page is made from.
    pub(super) fn page_version(&self) -> String {
        self.version.digest(self.figures.iter().map(|figures| &figures.round))
    }

    /// What a page about a scope says of its round.
    pub(super) fn about(&self, figures: &RoundFigures, scope: &Scope) -> About {
        let (round, document) = (&figures.round, &figures.round.document);
        About {
            code: document.code.to_string(),
            title: document.title.get(&self.locale).to_owned(),
            from: document.from,
            to: document.to,
            last_publication: document.last_publication(),
            state: round.state(self.version.day(round)),
            as_of: figures.day(scope),
            strata_state: figures.strata_state,
            form: round.form.title.get(&self.locale).to_owned(),
            form_version: round.form_version,
            licence: round.form.licence.clone(),
            has_index: round.form.has_index(),
            definition: document.index.clone(),
            definition_name: document.definition.clone(),
            definition_title: round.definition_title.as_ref().map(|title| title.get(&self.locale).to_owned()),
            strata: document.population.is_some(),
            open_sample: document.sample == Sample::Open,
            live: document.live,
            minimum_cell: document.minimum_cell,
            method: figures.method.clone(),
        }
    }

    /// A page that says why there is nothing, with a link that leads on.
    pub(super) fn missing(
        &self,
        status: StatusCode,
        what: &str,
        code: &str,
        link: (String, &str),
    ) -> Rejection {
        let texts = self.texts;
        let code: String = code.chars().filter(|c| !c.is_control()).take(64).collect();
        let text = texts.with(&format!("{what}-text"), [("code", code.into())]);
        let links = vec![(address(texts, &link.0), texts.get(link.1)), home(&self.locale)];
        let message = Message { title: texts.get(&format!("{what}-title")), text, links, again: None };
        Page::message(status, &self.locale, message).into()
    }

    /// A round that everybody may see, or the page that says why it cannot be shown.
    fn public(&self, code: &str) -> Result<&Arc<Round>, Rejection> {
        let (list, words) = ("/results", "back-to-results");
        self.rounds.by_code(code).map_err(|error| match error {
            store::Error::Unfit { round, .. } => {
                let texts = self.texts;
                let text = texts.with("results-unfit", [("round", round.into())]);
                let links = vec![(address(texts, list), texts.get(words))];
                let message = Message { title: texts.get("unfit-title"), text, links, again: None };
                Page::message(StatusCode::INTERNAL_SERVER_ERROR, &self.locale, message).into()
            }
            store::Error::NotFound(_) => {
                self.missing(StatusCode::NOT_FOUND, "round-not-found", code, (list.to_owned(), words))
            }
            error => error.into(),
        })
    }

    /// The page for a chart that is not there, with a link to the page it would be on.
    pub(super) fn no_chart(&self, page: &str) -> Rejection {
        self.missing(StatusCode::NOT_FOUND, "chart-not-found", "", (page.to_owned(), "back-to-page"))
    }
}

/// One round among those of its series, oldest first.
pub(super) struct RoundContext {
    context: Context,
    /// Its position among the figures.
    at: usize,
    /// Whether the round is not published and its reader may see one agency in it but not every other: then the page tells of
    /// nothing else.
    pub(super) is_restricted: bool,
    /// In which order the page lists items.
    pub(super) order: ItemOrder,
}

impl Deref for RoundContext {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.context
    }
}

impl RoundContext {
    /// The round of a request, or the page that says why it cannot be shown.
    ///
    /// In a round that is not published the viewer has to reach all agencies, or the one that the page is about.
    pub(super) async fn load(
        state: &App,
        request: &ResultsRequest,
        agency: Option<&str>,
    ) -> Result<Self, Rejection> {
        let context = Context::without_figures(state, request).await?;
        let code = request.segments.round.as_str();
        if code.is_empty() {
            return Err(no_such_page(request.query.clone()).await.into());
        }
        let unpublished = unpublished(&context.rounds, &request.viewer, code, agency).cloned();
        let round = match &unpublished {
            Some(round) => round.clone(),
            None => context.public(code)?.clone(),
        };
        let agencies: Vec<&Code> = round.agencies.iter().map(|row| &row.agency.code).collect();
        let is_restricted = unpublished.is_some() && !request.viewer.sees(&agencies);
        let mut known = context.rounds.fit.clone();
        known.extend(unpublished);
        let series: Vec<_> = series(&known, round.document.series()).into_iter().cloned().collect();
        let at = series.iter().position(|member| member.id == round.id).unwrap_or_default();
        let context = context.with_figures(state, &series).await?;
        Ok(Self { context, at, is_restricted, order: request.order })
    }

    /// The figures of the round.
    pub(super) fn round_figures(&self) -> &RoundFigures {
        &self.figures[self.at]
    }

    /// The figures of the round before in the series.
    pub(super) fn before(&self) -> Option<&Arc<RoundFigures>> {
        self.figures.get(self.at.checked_sub(1)?)
    }

    /// The round.
    pub(super) fn round(&self) -> &Round {
        &self.round_figures().round
    }

    /// The page of the round.
    pub(super) fn path(&self) -> String {
        format!("/results/{}", self.round().document.code)
    }

    /// The page for an agency or service area that the round does not have.
    pub(super) fn not_in_round(&self, what: &str, code: &str) -> Rejection {
        self.missing(StatusCode::NOT_FOUND, what, code, (self.path(), "back-to-round"))
    }

    /// The version of what the page is made from.
    pub(super) fn page_version(&self) -> String {
        let order = match self.order {
            ItemOrder::LowestFirst => "",
            ItemOrder::Printed => "-printed",
        };
        self.context.page_version() + if self.is_restricted { "-restricted" } else { "" } + order
    }

    /// What the number of the round in a trend is compared with.
    pub(super) fn against(&self, trend: &SeriesTrend) -> Option<Against> {
        let code = self.round().document.code.as_str();
        trend.points.iter().find(|point| point.about.code == code)?.against.clone()
    }
}

/// The round of a code where it is not published and its viewer may see it all the same.
fn unpublished<'a>(
    rounds: &'a Rounds,
    viewer: &Viewer,
    code: &str,
    agency: Option<&str>,
) -> Option<&'a Arc<Round>> {
    rounds.unpublished.iter().find(|round| {
        let is_meant = |row: &&AgencyRow| agency.is_none_or(|code| row.agency.code.as_str() == code);
        let agencies: Vec<&Code> =
            round.agencies.iter().filter(is_meant).map(|row| &row.agency.code).collect();
        round.document.code.as_str() == code && viewer.sees(&agencies)
    })
}
