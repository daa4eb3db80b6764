//! What pages and the API may show of a round. The rule for live numbers: whoever reloads and subtracts must not see
//! fewer than a minimum cell of new answers.
//!
//! The numbers of a round advance together, from one moment, at most once a day; a figure advances only when at least
//! `minimum_cell` new respondents have come to it. Rounds declared `live` show their numbers at once. (A figure that
//! stays behind can still be bounded by subtracting those that advanced; complementary suppression is another matter.)

use super::{By, Scope, rows::rows_from, scope, sums};
use crate::store::{
    self, Database, Round,
    published::{self, PublishedScope},
    rounds, tallies,
};
use domain::{
    Day, Locale,
    index::{AreaSums, Figure, Row},
};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// A reader does not wait longer than this for its turn to publish; the numbers of yesterday do until then.
const PATIENCE: Duration = Duration::from_secs(2);

/// What may be shown of a round, all of one moment.
#[derive(Debug)]
pub struct Shown {
    /// The round.
    pub round: Arc<Round>,
    /// How the numbers were computed, in words that do not change with the reader's language.
    pub method: String,
    responses: Option<u64>,
    figures: HashMap<Scope, Vec<Option<Figure>>>,
}

impl Shown {
    /// Everything there is, at once.
    pub fn at_once(round: Arc<Round>, sums: &[AreaSums]) -> Self {
        let all: i128 = sums.iter().map(|area| area.tally.responses()).sum();
        let responses = u64::try_from(all).ok().filter(|all| *all >= round.document.minimum_cell);
        let method = round.design.describe(&round.method, Some(sums));
        let figures = scope::all_figures(&round, sums);
        Self { round, method, responses, figures }
    }

    /// Loads what may be shown today, and lets it advance if its time has come. Also says whether that is settled: not
    /// where an advance was due and failed, so that the next reader tries again.
    pub async fn load(database: &Database, round: Arc<Round>, today: Day) -> store::Result<(Self, bool)> {
        if round.document.live {
            let sums = sums(database, &round).await?;
            return Ok((tokio::task::block_in_place(|| Self::at_once(round, &sums)), true));
        }
        let mut settled = true;
        if published::last_day(database.reader(), round.id).await? < Some(today) {
            let sums = sums(database, &round).await?;
            let current = tokio::task::block_in_place(|| scope::all_figures(&round, &sums));
            let method = round.design.describe(&round.method, Some(&sums));
            let advanced = advance(database, &round, &current, &method, today);
            settled = match tokio::time::timeout(PATIENCE, advanced).await {
                Ok(Ok(())) => true,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "numbers could not advance; the last ones are shown");
                    false
                }
                Err(_) => {
                    tracing::warn!(
                        "numbers could not advance, another writer is at work; the last ones are shown"
                    );
                    false
                }
            };
        }
        let mut stored = published::of_round(database.reader(), round.id).await?;
        let mut method = None;
        let mut take = |scope: Scope| {
            let published = stored.remove(&scope.key())?;
            if scope == Scope::Whole {
                method = Some(published.method);
            }
            Some((scope, published.figures))
        };
        let figures: HashMap<_, _> = Scope::all(&round).into_iter().filter_map(&mut take).collect();
        let method = method.unwrap_or_else(|| round.design.describe(&round.method, None));
        let mut shown = Self { round, method, responses: None, figures };
        shown.responses = shown.figure(&Scope::Whole, 0).map(|whole| whole.n);
        Ok((shown, settled))
    }

    /// How many bytes it takes, roughly.
    pub fn weight(&self) -> u64 {
        let figures = self.figures.values().map(Vec::len).sum::<usize>();
        u64::try_from(figures * (size_of::<Option<Figure>>() + 16) + 4_096).unwrap_or(u64::MAX)
    }

    /// The figure of a node (a position in the index tree) in a scope.
    pub fn figure(&self, scope: &Scope, node: usize) -> Option<&Figure> {
        self.figures.get(scope)?.get(node)?.as_ref()
    }

    /// The rows of a grouping.
    pub fn rows(&self, by: By, language: &Locale) -> Vec<Row> {
        rows_from(&self.round, by, language, &self.method, |scope, node| self.figure(scope, node).cloned())
    }

    /// How many have answered, as far as that may be told: responses of a live round, else the respondents last
    /// published; nothing below the minimum cell.
    pub fn responses(&self) -> Option<u64> {
        self.responses
    }
}

/// Publishes every figure that may advance today, all from the same moment, unless that was done today already.
async fn advance(
    database: &Database,
    round: &Round,
    current: &HashMap<Scope, Vec<Option<Figure>>>,
    method: &str,
    today: Day,
) -> store::Result<()> {
    let minimum = round.document.minimum_cell;
    let shown = published::of_round(database.reader(), round.id).await?;
    if next(minimum, current, &shown, method).is_empty() {
        return Ok(());
    }
    let transaction = database.write().await?;
    rounds::lock(&transaction, round.id).await?;
    // Another request or process may have published while this one was counting: decide again behind the lock.
    if published::last_day(&transaction, round.id).await? < Some(today) {
        let shown = published::of_round(&transaction, round.id).await?;
        published::advance(&transaction, round.id, today, &next(minimum, current, &shown, method)).await?;
        tallies::count_publication(&transaction, round.id).await?;
    }
    Ok(transaction.commit().await?)
}

/// The scopes in which some figure advances, each with all its figures as they will be shown.
fn next(
    minimum: u64,
    current: &HashMap<Scope, Vec<Option<Figure>>>,
    shown: &HashMap<String, PublishedScope>,
    method: &str,
) -> Vec<(String, PublishedScope)> {
    let n = |figure: Option<&Figure>| figure.map_or(0, |f| f.n);
    let advance = |(scope, figures): (&Scope, &Vec<Option<Figure>>)| {
        let key = scope.key();
        let before = |node: usize| shown.get(&key).and_then(|s| s.figures.get(node)?.as_ref());
        let mut advances = false;
        let merged = figures.iter().enumerate().map(|(node, now)| {
            let may = n(now.as_ref()).saturating_sub(n(before(node))) >= minimum;
            advances |= may;
            if may { now.clone() } else { before(node).cloned() }
        });
        let figures = merged.collect();
        advances.then(|| (key, PublishedScope { method: method.to_owned(), figures }))
    };
    let mut next: Vec<_> = current.iter().filter_map(advance).collect();
    next.sort_by(|a, b| a.0.cmp(&b.0));
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(n: u64) -> Option<Figure> {
        let estimate = n as f64 / 10.0;
        (n > 0).then(|| Figure { n, estimate, se: 1.0, ci_low: 0.0, ci_high: 100.0, shares: Vec::new() })
    }

    #[test]
    fn a_figure_advances_by_a_minimum_cell_or_stays_and_its_neighbours_do_not_move_it() {
        let agency = Scope::Agency("A1".parse().unwrap());
        for (before, now) in (0..40).flat_map(|before| (before..60).map(move |now| (before, now))) {
            let current = HashMap::from([
                (agency.clone(), vec![figure(now), figure(before), figure(now + 100)]),
                (Scope::Whole, vec![figure(0)]),
            ]);
            let published = PublishedScope {
                method: "before".into(),
                figures: vec![figure(before), figure(before), figure(now + 91)],
            };
            let shown = HashMap::from([(agency.key(), published)]);
            let next = next(10, &current, &shown, "now");
            match now - before >= 10 {
                true => {
                    let (key, scope) = &next[0];
                    assert_eq!((key.as_str(), scope.method.as_str(), next.len()), ("agency:A1", "now", 1));
                    // The second has nobody new, the third nine; both stay as they were.
                    assert_eq!(scope.figures, [figure(now), figure(before), figure(now + 91)]);
                }
                false => assert!(next.is_empty(), "{before} {now}"),
            }
        }
    }
}
