//! A point with everything its page needs, kept in memory, and its page in each language, rendered and compressed once.

use super::super::{App, assets, page::policy};
use crate::hex;
use crate::intake::room;
use crate::store::{self, Point, Round, points, rounds, tallies};
use app::{
    Texts,
    survey::{FormPage, form_page, skip_style},
};
use axum::http::{HeaderName, HeaderValue};
use domain::{AnswerFault, Locale, Slug, Stage, WhenFull};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

/// The bytes of a page, three times.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) plain: axum::body::Bytes,
    pub(super) gzip: axum::body::Bytes,
    pub(super) brotli: axum::body::Bytes,
    pub(super) tag: HeaderValue,
    pub(super) policy: [(HeaderName, HeaderValue); 3],
}

/// Answers by agency and service area.
type Counted = HashMap<(i64, i64), u64>;

/// Points in memory.
#[derive(Debug, Default)]
pub(crate) struct OpenPoints {
    points: Mutex<HashMap<Slug, (Instant, Arc<OpenPoint>)>>,
    /// How many have answered in each cell of rounds whose quotas stop, and when that was counted.
    counted: Mutex<HashMap<i64, (Instant, Arc<Counted>)>>,
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
        match (self.read(app, slug, old.as_ref()).await, old) {
            (Ok(point), _) => {
                let mut points = self.lock();
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
        self.lock().clear();
    }

    /// Whether the cell of a point takes no more answers, as counted in the last seconds. The writer has the last word.
    pub(super) async fn is_full(&self, app: &App, point: &OpenPoint) -> store::Result<bool> {
        let stops = point.round.document.quota.as_ref().is_some_and(|quota| quota.full == WhenFull::Stop);
        if !stops || point.round.stage == Stage::Test {
            return Ok(false);
        }
        let known = self.counted().get(&point.round.id).cloned();
        let counted = match known {
            Some((when, counted)) if when.elapsed() < COUNTED => counted,
            _ => {
                let fresh = tallies::responses_by_cell(app.database.reader(), point.round.id).await?;
                let fresh = Arc::new(fresh);
                self.counted().insert(point.round.id, (Instant::now(), fresh.clone()));
                fresh
            }
        };
        Ok(room(&point.round, &point.point, &counted) == Some(0))
    }

    fn counted(&self) -> MutexGuard<'_, HashMap<i64, (Instant, Arc<Counted>)>> {
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
            action: self.address("/answers", language),
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
        let html = self.html(language, &[], &[]);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(html.as_bytes())?;
        let mut brotli = Vec::new();
        // A window of 128 KB holds the page; a larger one costs memory and gains nothing.
        let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 17, ..Default::default() };
        brotli::BrotliCompress(&mut html.as_bytes(), &mut brotli, &settings)?;
        let tag = hex(&Sha256::digest(html.as_bytes())[..6]);
        Ok(Arc::new(Rendered {
            gzip: gzip.finish()?.into(),
            brotli: brotli.into(),
            tag: HeaderValue::try_from(format!("W/\"{tag}\""))?,
            policy: policy(self.style),
            plain: html.into(),
        }))
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
