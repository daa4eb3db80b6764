//! A number over the rounds of a series: which rounds can be compared, and where the line breaks.

use super::{DataVersion, RoundCache, RoundFigures, Scope};
use crate::store::{self, Database, Round, points::channels_with_answers};
use domain::{
    Code, LineageEvent,
    index::{Difference, Figure, SeriesBreak},
    same_agency, same_coverage,
};
use std::{collections::BTreeSet, sync::Arc};

/// A round of a series with its number.
#[derive(Debug, Clone)]
pub struct TrendPoint {
    /// The figures of the round.
    pub figures: Arc<RoundFigures>,
    /// Its number; `None` where nothing is published.
    pub figure: Option<Figure>,
    /// Why its number cannot be compared with that of the round before.
    pub breaks: Option<SeriesBreak>,
    /// What changed since the round before, where both are published and can be compared.
    pub change: Option<Difference>,
}

/// The rounds of a series, oldest first.
pub fn series<'a>(rounds: &'a [Arc<Round>], series: &'a Code) -> Vec<&'a Arc<Round>> {
    let mut members: Vec<_> = rounds.iter().filter(|r| r.document.series() == series).collect();
    members.sort_by_key(|r| (r.document.to, r.document.from, r.id));
    members
}

/// Whether numbers of two rounds mean the same: one form in whatever wording, one index definition, one design of the
/// sample, and periods of which one is over before the other begins.
fn same_method(a: &Round, b: &Round) -> bool {
    let of = |r: &Round| {
        let document = &r.document;
        let design = (document.sample, document.population.is_some());
        (document.form.clone(), r.form_root, document.index.clone(), design)
    };
    of(a) == of(b) && (a.document.to < b.document.from || b.document.to < a.document.from)
}

/// Whether the same agencies were asked about the same service areas, as far as the scope is concerned.
fn same_composition(scope: &Scope, earlier: &Round, later: &Round, events: &[LineageEvent]) -> bool {
    let agencies =
        |r: &Round| -> Vec<Code> { r.agencies.iter().map(|row| row.agency.code.clone()).collect() };
    let areas = |r: &Round| -> BTreeSet<Code> {
        r.service_areas.iter().map(|row| row.service_area.code.clone()).collect()
    };
    let between = |event: &&LineageEvent| earlier.document.from < event.day && event.day <= later.document.to;
    let events: Vec<LineageEvent> = events.iter().filter(between).cloned().collect();
    let (before, after) = (agencies(earlier), agencies(later));
    match scope {
        Scope::Agency(code) => areas(earlier) == areas(later) && same_agency(code, &before, &after, &events),
        Scope::AgencyInArea(code, _) => same_agency(code, &before, &after, &events),
        Scope::ServiceArea(_) => same_coverage(&before, &after, &events),
        Scope::Whole | Scope::Block(_) => {
            areas(earlier) == areas(later) && same_coverage(&before, &after, &events)
        }
    }
}

/// The index of a scope over the rounds of a series. Rounds that do not have the scope have no number.
pub async fn trend(
    database: &Database,
    cache: &RoundCache,
    version: &DataVersion,
    rounds: impl IntoIterator<Item = &Arc<Round>>,
    scope: &Scope,
) -> store::Result<Vec<TrendPoint>> {
    let events = &cache.rounds(version).await?.events;
    let channels = channels_with_answers(database.reader()).await?;
    let mut points: Vec<TrendPoint> = Vec::new();
    for round in rounds {
        let figures = cache.figures(version, round).await?;
        let figure = figures.figure(scope, 0).cloned();
        let before = points.last();
        let breaks = before.and_then(|before| match &before.figures.round {
            earlier if !same_method(earlier, round) => Some(SeriesBreak::Method),
            earlier if !same_composition(scope, earlier, round, events) => Some(SeriesBreak::Composition),
            // People who are asked on the telephone answer otherwise than those who scan a code.
            earlier if channels.get(&earlier.id) != channels.get(&round.id) => Some(SeriesBreak::Composition),
            _ => None,
        });
        let earlier = before.filter(|_| breaks.is_none()).and_then(|before| before.figure.as_ref());
        let change =
            earlier.zip(figure.as_ref()).and_then(|(earlier, later)| Difference::between(earlier, later));
        points.push(TrendPoint { figures, figure, breaks, change });
    }
    Ok(points)
}
