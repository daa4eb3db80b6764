//! A number over the rounds of a series: which rounds can be compared, and where the line breaks.

use super::{RoundFigures, Rounds, Scope};
use crate::store::Round;
use domain::{
    Channel, Code, LineageEvent,
    index::{Difference, Figure, SeriesBreak},
    same_agency, same_coverage,
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

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

/// What tells, besides the rounds themselves, whether numbers of different rounds can be compared.
#[derive(Debug)]
pub struct Comparability {
    /// With the reorganisations of agencies.
    pub(super) rounds: Arc<Rounds>,
    /// The channels by which answers came in, by round.
    pub(super) channels: HashMap<i64, HashSet<Channel>>,
}

impl Comparability {
    /// Why the number of a scope in a round cannot be compared with that in an earlier one.
    fn breaks(&self, scope: &Scope, earlier: &Round, later: &Round) -> Option<SeriesBreak> {
        // People who are asked on the telephone answer otherwise than those who scan a code.
        let same_channels = || self.channels.get(&earlier.id) == self.channels.get(&later.id);
        match () {
            () if !same_method(earlier, later) => Some(SeriesBreak::Method),
            () if !same_composition(scope, earlier, later, &self.rounds.events) => {
                Some(SeriesBreak::Composition)
            }
            () if !same_channels() => Some(SeriesBreak::Composition),
            () => None,
        }
    }

    /// The index of a scope over the rounds of a series, oldest first. Rounds that do not have the scope are left out.
    pub fn trend<'a>(
        &self,
        series: impl IntoIterator<Item = &'a Arc<RoundFigures>>,
        scope: &Scope,
    ) -> Vec<TrendPoint> {
        let mut points: Vec<TrendPoint> = Vec::new();
        for figures in series.into_iter().filter(|figures| scope.is_in(&figures.round)) {
            let figure = figures.figure(scope, 0).cloned();
            let before = points.last();
            let breaks = before.and_then(|before| self.breaks(scope, &before.figures.round, &figures.round));
            let earlier = before.filter(|_| breaks.is_none()).and_then(|before| before.figure.as_ref());
            let change =
                earlier.zip(figure.as_ref()).and_then(|(earlier, later)| Difference::between(earlier, later));
            points.push(TrendPoint { figures: figures.clone(), figure, breaks, change });
        }
        points
    }
}
