//! What leaders read: rounds over the years, one round, an agency or service area in it, and every chart as a file.

mod agency;
mod maker;
mod respond;
mod round;
mod rounds;
mod service_area;

pub(super) use agency::{show_agency, show_agency_chart};
pub(super) use round::{show_round, show_round_chart};
pub(super) use rounds::{list_rounds, show_series_chart};
pub(super) use service_area::{show_service_area, show_service_area_chart};

use super::{
    App,
    page::{Asked, Failure, Page, home, no_such_page},
};
use crate::{
    assets,
    auth::Viewer,
    credentials::hashed,
    report::{DataVersion, RoundFigures, Rounds, Scope, TrendPoint, series, trend},
    store::{self, AgencyRow, Round},
};
use app::{
    Message, Texts,
    results::{About, Against, address},
};
use axum::{
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{Code, Locale, Sample};
use leptos::prelude::AnyView;
use maker::{Charts, Wanted};
use respond::respond;
use std::sync::Arc;

/// A reader with a language, and the state of the database that the page is made from.
struct Reader {
    locale: Locale,
    texts: &'static Texts,
    version: DataVersion,
    rounds: Arc<Rounds>,
    /// Whether the page is about an agency of a round that is not published yet, and its reader reaches that agency but not
    /// every other: then it tells of nothing else.
    alone: bool,
    /// Rounds that are not published and that the reader may see all the same: title and address.
    early: Vec<(String, String)>,
}

impl Reader {
    /// The reader of a request, or the page that says in which languages there are pages.
    async fn of(app: &App, asked: &Asked) -> Result<Result<Self, Page>, Failure> {
        let locale = match asked.known_language() {
            Ok(locale) => locale,
            Err(page) => return Ok(Err(*page)),
        };
        let version = app.round_cache.version(app.clock.today()).await?;
        let rounds = app.round_cache.rounds(&version).await?;
        let texts = Texts::of(&locale);
        Ok(Ok(Self { locale, texts, version, rounds, alone: false, early: Vec::new() }))
    }

    /// Answers with a page made of these rounds, or with one of its charts as a file.
    async fn send<P>(
        &self,
        app: &App,
        (path, file): (&str, Option<&str>),
        rounds: &[Arc<Round>],
        headers: &HeaderMap,
        page: impl AsyncFnOnce(&mut Charts<'_>) -> Result<P, Failure>,
        view: impl FnOnce(&'static Texts, &str, P) -> AnyView,
    ) -> Result<Response, Failure> {
        let Some(wanted) = Wanted::of(file) else { return Ok(self.no_chart(path).into_response()) };
        let make = async {
            let mut charts = Charts::new(path, wanted);
            let page = page(&mut charts).await?;
            let administration = app.administration(&self.locale).await?;
            let has_emblem = administration.has_emblem;
            let view = || view(self.texts, assets::RESULTS.as_str(), page);
            let html = || app::render_for(administration, view);
            Ok(charts.made(app, html, has_emblem).await?.ok_or_else(|| self.no_chart(path)))
        };
        let mut word = self.version.digest(rounds) + if self.alone { "-alone" } else { "" };
        if !self.early.is_empty() {
            word = word + "-" + &hashed(&format!("{:?}", self.early))[..16];
        }
        respond(app, headers, (&wanted.key(path), &self.locale, &word), make).await
    }

    /// A scope over rounds, each with what is said of it and the page that says more.
    async fn years<'a>(
        &self,
        app: &App,
        rounds: impl IntoIterator<Item = &'a Arc<Round>>,
        scope: &Scope,
        path: impl Fn(&About) -> String,
    ) -> store::Result<Vec<(TrendPoint, About, String)>> {
        let points = trend(&app.database, &app.round_cache, &self.version, rounds, scope).await?;
        let described = points.into_iter().map(|point| {
            let about = self.about(&point.figures, scope);
            let path = path(&about);
            (point, about, path)
        });
        Ok(described.collect())
    }

    /// What a page about a scope says of its round.
    fn about(&self, shown: &RoundFigures, scope: &Scope) -> About {
        let (round, document) = (&shown.round, &shown.round.document);
        About {
            code: document.code.to_string(),
            title: document.title.get(&self.locale).to_owned(),
            from: document.from,
            to: document.to,
            state: round.state(self.version.today()),
            as_of: shown.day(scope),
            left_out: shown.left_out(scope),
            strata_state: shown.strata_state,
            form: round.form.title.get(&self.locale).to_owned(),
            form_version: round.form_version,
            licence: round.form.licence.clone(),
            has_index: round.form.has_index(),
            definition: document.index.clone(),
            strata: document.population.is_some(),
            open_sample: document.sample == Sample::Open,
            live: document.live,
            minimum_cell: document.minimum_cell,
            method: shown.method.clone(),
        }
    }

    /// A page that says why there is nothing, with a way out.
    fn missing(&self, status: StatusCode, what: &str, code: &str, way: (String, &str)) -> Page {
        let texts = self.texts;
        let code: String = code.chars().filter(|c| !c.is_control()).take(64).collect();
        let text = texts.with(&format!("{what}-text"), [("code", code.into())]);
        let links = vec![(address(texts, &way.0), texts.get(way.1)), home(&self.locale)];
        let message = Message { title: texts.get(&format!("{what}-title")), text, links, again: None };
        Page::message(status, &self.locale, message)
    }

    /// The page for a chart that is not there, with the way to the page it would be on.
    fn no_chart(&self, page: &str) -> Page {
        self.missing(StatusCode::NOT_FOUND, "chart-not-found", "", (page.to_owned(), "back-to-page"))
    }
}

/// A reader of one round.
struct RoundReader {
    reader: Reader,
    round: Arc<Round>,
    /// The rounds of its series, oldest first.
    series: Vec<Arc<Round>>,
}

impl RoundReader {
    /// The reader of a round, or the page that says why it cannot be shown.
    ///
    /// Of a round that is not published `viewer` has to reach all agencies, or the one that the page is about.
    async fn of(
        app: &App,
        asked: &Asked,
        viewer: &Viewer,
        code: &str,
        agency: Option<&str>,
    ) -> Result<Result<Self, Page>, Failure> {
        let mut reader = match Reader::of(app, asked).await? {
            Ok(reader) => reader,
            Err(page) => return Ok(Err(page)),
        };
        if code.is_empty() {
            return Ok(Err(no_such_page(asked.clone()).await));
        }
        let to_list = ("/results".to_owned(), "back-to-results");
        let hidden = reader.rounds.unpublished.iter().find(|round| {
            let about = |row: &&AgencyRow| agency.is_none_or(|code| row.agency.code.as_str() == code);
            let agencies: Vec<&Code> =
                round.agencies.iter().filter(about).map(|row| &row.agency.code).collect();
            round.document.code.as_str() == code && viewer.sees(&agencies)
        });
        let found = hidden.map_or_else(|| reader.rounds.by_code(code), Ok);
        let round = match found {
            Ok(round) => round.clone(),
            Err(store::Error::Unfit { round, .. }) => {
                let texts = reader.texts;
                let text = texts.with("results-unfit", [("round", round.into())]);
                let links = vec![(address(texts, &to_list.0), texts.get(to_list.1))];
                let message = Message { title: texts.get("unfit-title"), text, links, again: None };
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                return Ok(Err(Page::message(status, &reader.locale, message)));
            }
            Err(store::Error::NotFound(_)) => {
                return Ok(Err(reader.missing(StatusCode::NOT_FOUND, "round-not-found", code, to_list)));
            }
            Err(error) => return Err(error.into()),
        };
        let all: Vec<&Code> = round.agencies.iter().map(|row| &row.agency.code).collect();
        reader.alone = hidden.is_some() && !viewer.sees(&all);
        let mut known = reader.rounds.fit.clone();
        known.extend(hidden.cloned());
        let series: Vec<_> = series(&known, round.document.series()).into_iter().cloned().collect();
        reader.version = app.round_cache.after_advance(reader.version, &series).await?;
        Ok(Ok(Self { reader, round, series }))
    }

    fn path(&self) -> String {
        format!("/results/{}", self.round.document.code)
    }

    async fn shown(&self, app: &App) -> store::Result<Arc<RoundFigures>> {
        app.round_cache.figures(&self.reader.version, &self.round).await
    }

    /// The round before this one in a trend.
    fn against(&self, years: &[(TrendPoint, About, String)]) -> Option<Against> {
        let at = years.iter().position(|(point, ..)| point.figures.round.id == self.round.id)?;
        let (_, before, href) = years.get(at.checked_sub(1)?)?;
        let point = &years[at].0;
        let (title, href) = (before.title.clone(), href.clone());
        Some(Against { title, href, change: point.change, breaks: point.breaks })
    }
}
