//! A number over the rounds of a series: which rounds can be compared, and where the line breaks.

use super::{Moment, Scope, Shelf, Shown};
use crate::store::{self, Round};
use domain::{
    Code,
    index::{Difference, Figure},
};
use std::sync::Arc;

/// A round of a series with its number.
#[derive(Debug, Clone)]
pub struct TrendPoint {
    /// What may be shown of the round.
    pub shown: Arc<Shown>,
    /// Its number; `None` where nothing is published.
    pub figure: Option<Figure>,
    /// Whether form or definition differ from those of the round before, so that the numbers cannot be compared.
    pub breaks: bool,
    /// What changed since the round before, where both are published and can be compared.
    pub change: Option<Difference>,
}

/// The rounds of a series, oldest first.
pub fn series<'a>(rounds: &'a [Arc<Round>], series: &'a Code) -> Vec<&'a Arc<Round>> {
    let mut members: Vec<_> = rounds.iter().filter(|r| r.document.series() == series).collect();
    members.sort_by_key(|r| (r.document.to, r.document.from, r.id));
    members
}

/// Whether numbers of two rounds mean the same: one form in whatever wording, one index definition, one design of the sample, and
/// periods of which one is over before the other begins.
fn comparable(a: &Round, b: &Round) -> bool {
    let of = |r: &Round| {
        let document = &r.document;
        let design = (document.sample, document.population.is_some());
        (document.form.clone(), r.form_root, document.index.clone(), design)
    };
    of(a) == of(b) && (a.document.to < b.document.from || b.document.to < a.document.from)
}

/// The index of a scope over the rounds of a series. Rounds that do not have the scope have no number.
pub async fn trend(
    shelf: &Shelf,
    moment: &Moment,
    rounds: impl IntoIterator<Item = &Arc<Round>>,
    scope: &Scope,
) -> store::Result<Vec<TrendPoint>> {
    let mut points: Vec<TrendPoint> = Vec::new();
    for round in rounds {
        let shown = shelf.shown(moment, round).await?;
        let figure = shown.figure(scope, 0).cloned();
        let before = points.last();
        let breaks = before.is_some_and(|before| !comparable(&before.shown.round, round));
        let earlier = before.filter(|_| !breaks).and_then(|before| before.figure.as_ref());
        let change = earlier.zip(figure.as_ref()).map(|(earlier, later)| Difference::between(earlier, later));
        points.push(TrendPoint { shown, figure, breaks, change });
    }
    Ok(points)
}
