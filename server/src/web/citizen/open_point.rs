//! A point with everything its page needs, kept in memory, and its page in each language, rendered and compressed once.

use super::super::{App, assets, page::policy};
use super::{keyed_page::KeyedPage, visit::VisitKey};
use crate::intake::room;
use crate::store::{self, Point, Round, points, rounds, tallies};
use app::{
    Texts,
    survey::{FormPage, form_page, skip_style},
};
use axum::http::{HeaderName, HeaderValue};
use domain::{AnswerFault, Locale, Slug, Stage, WhenFull};
use std::collections::HashMap;
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// Points kept in memory; each language of a large form takes about 80 KB, the round is shared.
const MOST_POINTS: usize = 1_024;
/// After this answers are counted again where quotas stop.
const COUNTED: Duration = Duration::from_secs(5);
/// After this a point is read again, so that what another process changed shows.
const FRESH: Duration = Duration::from_secs(60);

/// A point and its round.
#[derive(Debug)]
pub(super) struct OpenPoint {
    pub(super) round: Arc<Round>,
    pub(super) point: Arc<Point>,
    style: &'static str,
    pages: HashMap<Locale, OnceCell<Arc<Rendered>>>,
}

/// The bytes of a page but for the key of a visit.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) page: KeyedPage,
    pub(super) policy: [(HeaderName, HeaderValue); 2],
}

/// A cell of a round: keys of round, agency and service area.
type Cell = (i64, i64, i64);

/// Cells in memory.
const MOST_CELLS: usize = 20_000;

/// Points in memory.
#[derive(Debug, Default)]
pub(crate) struct OpenPoints {
    points: Mutex<HashMap<Slug, (Instant, Arc<OpenPoint>)>>,
    /// How many have answered in cells whose quotas stop, and when that was counted.
    counted: Mutex<HashMap<Cell, (Instant, u64)>>,
    /// How often points were forgotten.
    forgotten: AtomicU64,
    /// Styles live as long as the server; there are as many as there are forms with skip logic.
    styles: Mutex<HashMap<String, &'static str>>,
}

impl OpenPoints {
    /// The point of a slug. What was read before serves on while the database is not to be had.
    pub(super) async fn of(&self, app: &App, slug: &Slug) -> store::Result<Arc<OpenPoint>> {
        let known = self.lock().get(slug).cloned();
        let old = match known {
            Some((read, point)) if read.elapsed() < FRESH => return Ok(point),
            old => old.map(|(_, point)| point),
        };
        let forgotten = self.forgotten.load(Ordering::Acquire);
        match (self.read(app, slug, old.as_ref()).await, old) {
            (Ok(point), _) => {
                let mut points = self.lock();
                // What was read before something changed is not kept.
                if self.forgotten.load(Ordering::Acquire) != forgotten {
                    return Ok(point);
                }
                if points.len() >= MOST_POINTS {
                    let oldest =
                        points.iter().min_by_key(|(_, (read, _))| *read).map(|(slug, _)| slug.clone());
                    oldest.and_then(|slug| points.remove(&slug));
                }
                points.insert(slug.clone(), (Instant::now(), point.clone()));
                Ok(point)
            }
            (Err(store::Error::NotFound(what)), _) => {
                self.lock().remove(slug);
                Err(store::Error::NotFound(what))
            }
            (Err(_), Some(old)) => Ok(old),
            (Err(error), None) => Err(error),
        }
    }

    /// Reads points anew when they are next asked for: something about them was changed here.
    pub(crate) fn forget(&self) {
        let mut points = self.lock();
        self.forgotten.fetch_add(1, Ordering::AcqRel);
        points.clear();
    }

    /// Whether the cell of a point takes no more answers, as counted in the last seconds. The writer has the last word.
    pub(super) async fn is_full(&self, app: &App, point: &OpenPoint) -> store::Result<bool> {
        let stops = point.round.document.quota.as_ref().is_some_and(|quota| quota.full == WhenFull::Stop);
        if !stops || point.round.stage == Stage::Test {
            return Ok(false);
        }
        let place = (point.point.agency_id, point.point.service_area_id);
        let cell = (point.round.id, place.0, place.1);
        let known = self.counted().get(&cell).copied();
        let answered = match known {
            Some((when, answered)) if when.elapsed() < COUNTED => answered,
            _ => {
                let reader = app.database.reader();
                let counted = tallies::responses_in_cells(reader, point.round.id, &[place]).await?;
                let answered = counted.get(&place).copied().unwrap_or(0);
                let mut kept = self.counted();
                if kept.len() >= MOST_CELLS {
                    kept.retain(|_, (when, _)| when.elapsed() < COUNTED);
                }
                kept.insert(cell, (Instant::now(), answered));
                answered
            }
        };
        Ok(room(&point.round, &point.point, &HashMap::from([(place, answered)])) == Some(0))
    }

    fn counted(&self) -> MutexGuard<'_, HashMap<Cell, (Instant, u64)>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn read(
        &self,
        app: &App,
        slug: &Slug,
        old: Option<&Arc<OpenPoint>>,
    ) -> store::Result<Arc<OpenPoint>> {
        let point = points::by_slug(app.database.reader(), slug).await?;
        let round = rounds::by_id(app.database.reader(), point.round_id).await?;
        // Rendered bytes stay as long as what they are made of; rounds are shared by their points.
        if let Some(old) = old.filter(|old| *old.point == point && *old.round == round) {
            return Ok(old.clone());
        }
        let shared =
            self.lock().values().map(|(_, other)| other.round.clone()).find(|other| **other == round);
        let round = shared.unwrap_or_else(|| Arc::new(round));
        let style = self.style(&round);
        let pages = round.form.languages.iter().map(|l| (l.clone(), OnceCell::new())).collect();
        Ok(Arc::new(OpenPoint { round, point: Arc::new(point), style, pages }))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Slug, (Instant, Arc<OpenPoint>)>> {
        self.points.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn style(&self, round: &Round) -> &'static str {
        let skip = skip_style(&round.form);
        if skip.is_empty() {
            return assets::SURVEY.as_str();
        }
        let style = format!("{}{skip}", assets::SURVEY.as_str());
        let mut styles = self.styles.lock().unwrap_or_else(PoisonError::into_inner);
        styles.entry(style).or_insert_with_key(|style| style.clone().leak())
    }
}

impl OpenPoint {
    /// The language of an address: the default where none is asked for, `None` where the form is not written in it.
    pub(super) fn language(&self, asked: Option<&str>) -> Option<&Locale> {
        let languages = &self.round.form.languages;
        match asked {
            Some(asked) => languages.iter().find(|l| l.as_str() == asked),
            None => Some(self.default_language()),
        }
    }

    fn default_language(&self) -> &Locale {
        let languages = &self.round.form.languages;
        languages.iter().find(|l| **l == Locale::vi()).unwrap_or(&languages[0])
    }

    /// An address of this point in a language: `/s/demo`, `/s/demo/answers?lang=en`.
    pub(super) fn address(&self, rest: &str, language: &Locale) -> String {
        let base = format!("/s/{}{rest}", self.point.slug);
        if language == self.default_language() { base } else { format!("{base}?lang={language}") }
    }

    /// Where the form is sent. A trial says so itself: it stays one, though the round be opened while it is filled in.
    fn action(&self, language: &Locale) -> String {
        let address = self.address("/answers", language);
        match (self.round.stage, address.contains('?')) {
            (Stage::Test, true) => format!("{address}&trial"),
            (Stage::Test, false) => format!("{address}?trial"),
            _ => address,
        }
    }

    /// The form in other languages than this: tag, address, words.
    pub(super) fn other_languages(&self, language: Option<&Locale>) -> Vec<(String, String, String)> {
        let others = self.round.form.languages.iter().filter(|l| Some(*l) != language);
        others.map(|l| (l.to_string(), self.address("", l), language_name(l))).collect()
    }

    /// The page's style, for its security policy.
    pub(super) fn style(&self) -> &'static str {
        self.style
    }

    /// The page, filled in with what was posted and what is wrong with it.
    pub(super) fn html(
        &self,
        language: &Locale,
        key: &VisitKey,
        posted: &[(String, String)],
        faults: &[AnswerFault],
    ) -> String {
        let agency = self.round.agency(self.point.agency_id).map(|i| &self.round.agencies[i].agency);
        let area = self.round.service_area(self.point.service_area_id);
        let area = area.map(|i| &self.round.service_areas[i].service_area);
        let names = [agency.map(|a| a.name_in(language)), area.map(|a| a.name_in(language))];
        let page = FormPage {
            form: &self.round.form,
            language,
            title: &self.round.document.title,
            trial: self.round.stage == Stage::Test,
            place: names.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            action: self.action(language),
            key: key.as_str(),
            // The way into another language would leave behind what was posted.
            languages: if posted.is_empty() { self.other_languages(Some(language)) } else { Vec::new() },
            posted,
            faults,
            style: self.style,
        };
        app::render(|| form_page(page))
    }

    /// The bytes of the untouched page, made once a language, off the async threads.
    pub(super) async fn rendered(self: &Arc<Self>, language: &Locale) -> anyhow::Result<Arc<Rendered>> {
        let cell = self.pages.get(language).ok_or_else(|| anyhow::anyhow!("no page in {language}"))?;
        let make = || async {
            let (point, language) = (self.clone(), language.clone());
            tokio::task::spawn_blocking(move || point.render(&language)).await?
        };
        cell.get_or_try_init(make).await.cloned()
    }

    fn render(&self, language: &Locale) -> anyhow::Result<Arc<Rendered>> {
        let key = VisitKey::placeholder();
        let html = self.html(language, &key, &[], &[]);
        let page = KeyedPage::new(&html, key.as_str())?;
        Ok(Arc::new(Rendered { page, policy: policy(self.style) }))
    }
}

/// A language in its own words.
fn language_name(locale: &Locale) -> String {
    match locale.as_str() {
        "vi" | "en" => Texts::of(locale).get("language-name"),
        "id" => "Bahasa Indonesia".to_owned(),
        other => other.to_owned(),
    }
}
