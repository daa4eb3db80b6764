//! What leaders read: rounds over the years, one round, an agency or service area in it, and every chart as a file.

mod agency;
mod made;
mod maker;
mod round;
mod rounds;
mod service_area;

pub(super) use agency::{show_agency, show_agency_chart};
pub(crate) use made::MadePages;
pub(super) use round::{show_round, show_round_chart};
pub(super) use rounds::{list_rounds, show_series_chart};
pub(super) use service_area::{show_service_area, show_service_area_chart};

use super::{
    App,
    page::{Asked, Failure, Page, home},
};
use crate::{
    report::{Edition, Rounds, Shown, TrendPoint, series},
    store::{self, Round},
};
use app::{
    Message, Texts,
    results::{About, Against, address},
};
use axum::http::StatusCode;
use domain::{Locale, Sample};
use std::sync::Arc;

/// A reader with a language, and the state of the database that the page is made from.
struct Reader {
    locale: Locale,
    texts: &'static Texts,
    edition: Edition,
    rounds: Arc<Rounds>,
}

impl Reader {
    /// The reader of a request, or the page that says in which languages there are pages.
    async fn of(app: &App, asked: &Asked) -> Result<Result<Self, Page>, Failure> {
        let locale = match asked.known_language() {
            Ok(locale) => locale,
            Err(page) => return Ok(Err(page)),
        };
        let edition = app.shelf.edition(app.clock.today()).await?;
        let rounds = app.shelf.rounds(&edition).await?;
        let texts = Texts::of(&locale);
        Ok(Ok(Self { locale, texts, edition, rounds }))
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
        self.missing(StatusCode::NOT_FOUND, "chart-not-found", "", (page.to_owned(), "back-to-results"))
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
    async fn of(app: &App, asked: &Asked, code: &str) -> Result<Result<Self, Page>, Failure> {
        let reader = match Reader::of(app, asked).await? {
            Ok(reader) => reader,
            Err(page) => return Ok(Err(page)),
        };
        let to_list = ("/results".to_owned(), "back-to-results");
        let round = match reader.rounds.by_code(code) {
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
        let series = series(&reader.rounds.fit, round.document.series()).into_iter().cloned().collect();
        Ok(Ok(Self { reader, round, series }))
    }

    fn path(&self) -> String {
        format!("/results/{}", self.round.document.code)
    }

    /// What changes when a page of this round may.
    fn word(&self) -> String {
        self.reader.edition.word(self.series.iter().map(|r| r.id))
    }

    async fn shown(&self, app: &App) -> store::Result<Arc<Shown>> {
        app.shelf.shown(&self.reader.edition, &self.round).await
    }

    /// The point of a trend that stands for this round, with the round before it.
    fn against(&self, trend: &[TrendPoint]) -> Option<Against> {
        let at = trend.iter().position(|point| point.round.id == self.round.id)?;
        let before = &trend.get(at.checked_sub(1)?)?.round.document;
        Some(Against {
            title: before.title.get(&self.reader.locale).to_owned(),
            href: format!("/results/{}", before.code),
            change: trend[at].change,
            breaks: trend[at].breaks,
        })
    }
}

/// What every page says of a round.
fn about(round: &Round, edition: &Edition, locale: &Locale, method: &str) -> About {
    let document = &round.document;
    About {
        code: document.code.to_string(),
        title: document.title.get(locale).to_owned(),
        from: document.from,
        to: document.to,
        status: document.state(edition.today()).as_str(),
        form: round.form.title.get(locale).to_owned(),
        form_version: round.form_version,
        licence: round.form.licence.clone(),
        definition: document.index.clone(),
        strata: document.population.is_some(),
        open_sample: document.sample == Sample::Open,
        live: document.live,
        minimum_cell: document.minimum_cell,
        method: method.to_owned(),
    }
}
