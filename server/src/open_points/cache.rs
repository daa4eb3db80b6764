//! Points in memory.

use super::point::OpenPoint;
use crate::{
    assets,
    intake::room,
    store::{self, Database, Round, points, rounds, tallies},
};
use app::survey::skip_style;
use domain::{Slug, Stage, WhenFull};
use std::collections::HashMap;
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use std::time::{Duration, Instant};

/// Points kept in memory; each language of a large form takes about 80 KB, the round is shared.
const MOST_POINTS: usize = 1_024;
/// After this answers are counted again where quotas stop.
const COUNTED: Duration = Duration::from_secs(5);
/// After this a point is read again, so that what another process changed shows.
const FRESH: Duration = Duration::from_secs(60);

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
    /// The point of a slug. While the database is down, the stale entry is served.
    pub(crate) async fn of(&self, database: &Database, slug: &Slug) -> store::Result<Arc<OpenPoint>> {
        let known = self.lock().get(slug).cloned();
        let old = match known {
            Some((read, point)) if read.elapsed() < FRESH => return Ok(point),
            old => old.map(|(_, point)| point),
        };
        let forgotten = self.forgotten.load(Ordering::Acquire);
        match (self.read(database, slug, old.as_ref()).await, old) {
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
    pub(crate) async fn is_full(&self, database: &Database, point: &OpenPoint) -> store::Result<bool> {
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
                let reader = database.reader();
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
        database: &Database,
        slug: &Slug,
        old: Option<&Arc<OpenPoint>>,
    ) -> store::Result<Arc<OpenPoint>> {
        let point = points::by_slug(database.reader(), slug).await?;
        let round = rounds::by_id(database.reader(), point.round_id).await?;
        // Rendered bytes stay as long as what they are made of; rounds are shared by their points.
        if let Some(old) = old.filter(|old| *old.point == point && *old.round == round) {
            return Ok(old.clone());
        }
        let shared =
            self.lock().values().map(|(_, other)| other.round.clone()).find(|other| **other == round);
        let round = shared.unwrap_or_else(|| Arc::new(round));
        let style = self.style(&round);
        Ok(Arc::new(OpenPoint::new(round, point, style)))
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
