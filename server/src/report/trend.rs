//! A number over the rounds of a series: which rounds can be compared, and where the line breaks.

use super::{RoundFigures, Rounds, Scope};
use crate::store::Round;
use domain::{
    Code, Counterpart, Day, LineageEvent, counterpart,
    index::{AgencyWeights, Difference, Figure, MixLine, SeriesBreak, mix_change, published_in_one},
    same_coverage,
};
use std::{collections::BTreeSet, sync::Arc};

/// So many agencies are named where several keep numbers from being compared.
const NAMED_AGENCIES: usize = 3;

/// A round of a series with its number.
#[derive(Debug, Clone)]
pub struct TrendPoint {
    /// The figures of the round.
    pub figures: Arc<RoundFigures>,
    /// Its number; `None` where nothing is published.
    pub figure: Option<Figure>,
    /// What it is held against; `None` for the first.
    pub comparison: Option<Comparison>,
}

/// A number held against an earlier one.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The earlier round.
    pub earlier: Arc<RoundFigures>,
    /// The number of that round: of an agency that was reorganised, that of those out of which it came.
    pub before: Option<Figure>,
    /// What changed, where both are published and can be compared.
    pub change: Option<Difference>,
    /// Why they cannot be compared.
    pub breaks: Option<SeriesBreak>,
    /// Out of which agencies an agency came, where they are compared with it; otherwise those that are the reason why it
    /// cannot be compared.
    pub predecessors: Vec<Code>,
    /// The day of the last reorganisation that matters here.
    pub since: Option<Day>,
}

/// The rounds of a series, oldest first.
pub fn series<'a>(rounds: impl IntoIterator<Item = &'a Arc<Round>>, series: &Code) -> Vec<&'a Arc<Round>> {
    let mut members: Vec<_> = rounds.into_iter().filter(|r| r.document.series() == series).collect();
    members.sort_by_key(|r| (r.document.to, r.document.from, r.id));
    members
}

/// Why numbers of two rounds do not mean the same, whatever they are about: another form (in whatever wording), index
/// definition or design of the sample, or periods that overlap.
fn of_method(earlier: &Round, later: &Round) -> Option<SeriesBreak> {
    let (a, b) = (&earlier.document, &later.document);
    let design = |document: &domain::RoundDocument| (document.sample, document.population.is_some());
    match () {
        () if (&a.form, earlier.form_root) != (&b.form, later.form_root) => Some(SeriesBreak::Form),
        () if !a.index.computes_like(&b.index) => Some(SeriesBreak::Index),
        () if design(a) != design(b) => Some(SeriesBreak::Sample),
        () if a.to >= b.from && b.to >= a.from => Some(SeriesBreak::Overlap),
        () => None,
    }
}

fn agencies(round: &Round) -> Vec<Code> {
    round.agencies.iter().map(|row| row.agency.code.clone()).collect()
}

fn other_areas(earlier: &Round, later: &Round) -> Option<SeriesBreak> {
    let areas = |r: &Round| -> BTreeSet<Code> {
        r.service_areas.iter().map(|row| row.service_area.code.clone()).collect()
    };
    (areas(earlier) != areas(later)).then_some(SeriesBreak::Areas)
}

/// Whether no channel of one round is among those of the other. Of a round that is open nobody is told.
fn other_channels(earlier: &RoundFigures, later: &RoundFigures) -> Option<SeriesBreak> {
    let both = earlier.main_channels().zip(later.main_channels());
    let is_apart = both.is_some_and(|(a, b)| !a.is_empty() && !b.is_empty() && a.is_disjoint(&b));
    is_apart.then_some(SeriesBreak::Channels)
}

impl Rounds {
    /// Reorganisations between two rounds.
    fn events_between(&self, earlier: &Round, later: &Round) -> Vec<LineageEvent> {
        let between =
            |event: &&LineageEvent| earlier.document.from < event.day && event.day <= later.document.to;
        self.events.iter().filter(between).cloned().collect()
    }

    /// Whom an agency of a later round is compared with in an earlier one.
    fn counterpart(&self, agency: &Code, earlier: &Round, later: &Round) -> Counterpart {
        let existed = |code: &Code| {
            let known = self.agencies.iter().find(|known| known.code == *code);
            known.is_some_and(|known| known.exists_in(earlier.document.from, earlier.document.to))
        };
        counterpart(agency, &agencies(earlier), &self.events_between(earlier, later), existed)
    }

    /// The agencies of a round that later rounds of its series are compared with together: scopes that have figures besides
    /// those of the round.
    pub(super) fn pools(&self, round: &Round) -> Vec<Scope> {
        let series = series(self.fit.iter().chain(&self.unpublished), round.document.series());
        let later = series.into_iter().skip_while(|member| member.id != round.id).skip(1);
        let mut pools = Vec::new();
        for later in later {
            for agency in agencies(later) {
                let Counterpart::Predecessors { agencies, .. } = self.counterpart(&agency, round, later)
                else {
                    continue;
                };
                let pool = Scope::Agencies(agencies);
                if !pools.contains(&pool) {
                    pools.push(pool);
                }
            }
        }
        pools
    }

    /// Why the number of a scope that is no agency cannot be compared with that in an earlier round.
    fn breaks(&self, scope: &Scope, (before, after): (&RoundFigures, &RoundFigures)) -> Option<SeriesBreak> {
        let (earlier, later) = (&before.round, &after.round);
        let other_agencies = || {
            let events = self.events_between(earlier, later);
            let is_same = same_coverage(&agencies(earlier), &agencies(later), &events);
            (!is_same).then_some(SeriesBreak::Agencies)
        };
        let areas = || match scope {
            Scope::ServiceArea(_) | Scope::AgencyInArea(..) => None,
            _ => other_areas(earlier, later),
        };
        let by_method = of_method(earlier, later).or_else(areas);
        by_method.or_else(other_agencies).or_else(|| other_channels(before, after))
    }

    /// The agencies that keep the number of a scope, which is that of several, from being compared with that of an earlier
    /// round: of some weight, and published in one of the two only. Named as in the later round.
    fn published_in_one(&self, scope: &Scope, (before, after): (&RoundFigures, &RoundFigures)) -> Vec<Code> {
        let now = agencies(&after.round);
        let weights = |agency: &Code| {
            let origins = match self.counterpart(agency, &before.round, &after.round) {
                Counterpart::Itself => vec![agency.clone()],
                Counterpart::Predecessors { agencies, .. } => agencies,
                Counterpart::Missing { .. } => return None,
            };
            let earlier = origins.iter().filter_map(|origin| before.agency_weight(scope, origin));
            Some(AgencyWeights {
                before: earlier.reduce(|sum, weight| sum + weight),
                after: after.agency_weight(scope, agency),
            })
        };
        let (names, weights): (Vec<&Code>, Vec<AgencyWeights>) =
            now.iter().filter_map(|agency| Some((agency, weights(agency)?))).unzip();
        let unpublished = (before.unpublished_weight(scope), after.unpublished_weight(scope));
        published_in_one(&weights, unpublished).into_iter().map(|at| names[at].clone()).collect()
    }

    /// The number of a scope in a round held against an earlier round.
    pub fn compare(&self, scope: &Scope, earlier: &Arc<RoundFigures>, later: &RoundFigures) -> Comparison {
        let (a, b) = (&earlier.round, &later.round);
        let comparison = |before: Option<&Figure>, breaks: Option<SeriesBreak>| {
            let both = before.zip(later.figure(scope, 0));
            let other_items = both.is_some_and(|(before, after)| before.missing_items != after.missing_items);
            let breaks = breaks.or(other_items.then_some(SeriesBreak::Items));
            Comparison {
                earlier: earlier.clone(),
                before: before.cloned(),
                change: both
                    .filter(|_| breaks.is_none())
                    .and_then(|(before, after)| Difference::between(before, after)),
                breaks,
                predecessors: Vec::new(),
                since: None,
            }
        };
        let Scope::Agency(code) = scope else {
            let before = earlier.figure(scope, 0);
            let breaks = self.breaks(scope, (earlier, later));
            let mut apart = match breaks {
                None => self.published_in_one(scope, (earlier, later)),
                Some(_) => Vec::new(),
            };
            apart.truncate(NAMED_AGENCIES);
            let breaks = breaks.or((!apart.is_empty()).then_some(SeriesBreak::Silent));
            return Comparison { predecessors: apart, ..comparison(before, breaks) };
        };
        let apart = of_method(a, b).or_else(|| other_areas(a, b)).or_else(|| other_channels(earlier, later));
        if apart.is_some() {
            return comparison(earlier.figure(scope, 0), apart);
        }
        match self.counterpart(code, a, b) {
            Counterpart::Itself => comparison(earlier.figure(scope, 0), None),
            Counterpart::Missing { why, agencies, since } => {
                Comparison { predecessors: agencies, since, ..comparison(None, Some(why)) }
            }
            Counterpart::Predecessors { agencies, since } => {
                // Without one of them it would be the number of the others only.
                let is_published = |code: &Code| earlier.figure(&Scope::Agency(code.clone()), 0).is_some();
                let pool = Scope::Agencies(agencies.clone());
                let before = earlier.figure(&pool, 0).filter(|_| agencies.iter().all(is_published));
                Comparison { predecessors: agencies, since: Some(since), ..comparison(before, None) }
            }
        }
    }

    /// The round that the number of a scope in a round is held against: the last of those before it that has the scope, or
    /// all out of which an agency came.
    fn earlier<'a>(
        &self,
        scope: &Scope,
        before: &'a [Arc<RoundFigures>],
        later: &RoundFigures,
    ) -> Option<&'a Arc<RoundFigures>> {
        let has = |figures: &&Arc<RoundFigures>| match scope {
            _ if scope.is_in(&figures.round) => true,
            Scope::Agency(code) => match self.counterpart(code, &figures.round, &later.round) {
                Counterpart::Predecessors { .. } => true,
                Counterpart::Missing { agencies, .. } => !agencies.is_empty(),
                Counterpart::Itself => false,
            },
            _ => false,
        };
        before.iter().rev().find(has)
    }

    /// The index of a scope over the rounds of a series, oldest first. Rounds that do not have the scope are left out.
    pub fn trend(&self, series: &[Arc<RoundFigures>], scope: &Scope) -> Vec<TrendPoint> {
        let members = series.iter().enumerate().filter(|(_, figures)| scope.is_in(&figures.round));
        let point = |(at, figures): (usize, &Arc<RoundFigures>)| {
            let earlier = self.earlier(scope, &series[..at], figures);
            TrendPoint {
                comparison: earlier.map(|earlier| self.compare(scope, earlier, figures)),
                figure: figures.figure(scope, 0).cloned(),
                figures: figures.clone(),
            }
        };
        members.map(point).collect()
    }
}

/// How people answered in two rounds, where the mix of channels has changed and may be told.
pub fn mix(earlier: &RoundFigures, later: &RoundFigures) -> Option<Vec<MixLine>> {
    let (before, after) = (earlier.channels()?, later.channels()?);
    let minimum = |figures: &RoundFigures| figures.round.document.minimum_cell;
    mix_change(before, after, (minimum(earlier), minimum(later)))
}
