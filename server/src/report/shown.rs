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
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

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

    /// Loads what may be shown today, and lets it advance if its time has come.
    pub async fn load(database: &Database, round: Arc<Round>, today: Day) -> store::Result<Self> {
        if round.document.live {
            let sums = sums(database, &round).await?;
            return Ok(tokio::task::block_in_place(|| Self::at_once(round, &sums)));
        }
        if published::last_day(database.reader(), round.id).await? < Some(today) {
            let sums = sums(database, &round).await?;
            match tokio::time::timeout(PATIENCE, advance(database, &round, &sums, today)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::warn!(%error, "numbers could not advance; the last ones are shown")
                }
                Err(_) => tracing::warn!(
                    "numbers could not advance, another writer is at work; the last ones are shown"
                ),
            }
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
        Ok(shown)
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

/// Publishes every figure that may advance today, all from the same sums, unless that was done today already.
async fn advance(database: &Database, round: &Round, sums: &[AreaSums], today: Day) -> store::Result<()> {
    let current = tokio::task::block_in_place(|| scope::all_figures(round, sums));
    let shown = published::of_round(database.reader(), round.id).await?;
    if next(round, &current, &shown, "").is_empty() {
        return Ok(());
    }
    let method = round.design.describe(&round.method, Some(sums));
    let transaction = database.write().await?;
    rounds::lock(&transaction, round.id).await?;
    // Another request or process may have published while this one was counting: decide again behind the lock.
    if published::last_day(&transaction, round.id).await? < Some(today) {
        let shown = published::of_round(&transaction, round.id).await?;
        for (key, scope) in next(round, &current, &shown, &method) {
            published::advance(&transaction, round.id, &key, today, &scope).await?;
        }
        tallies::count_publication(&transaction, round.id).await?;
    }
    Ok(transaction.commit().await?)
}

/// The scopes in which some figure advances, each with all its figures as they will be shown.
fn next(
    round: &Round,
    current: &HashMap<Scope, Vec<Option<Figure>>>,
    shown: &HashMap<String, PublishedScope>,
    method: &str,
) -> BTreeMap<String, PublishedScope> {
    let minimum = round.document.minimum_cell;
    let may_advance = |before: Option<&Figure>, now: &Option<Figure>| {
        let n = |figure: Option<&Figure>| figure.map_or(0, |f| f.n);
        n(now.as_ref()).saturating_sub(n(before)) >= minimum
    };
    let mut next = BTreeMap::new();
    for (scope, figures) in current {
        let key = scope.key();
        let before = |node: usize| shown.get(&key).and_then(|s| s.figures.get(node)?.as_ref());
        let advances: Vec<bool> =
            figures.iter().enumerate().map(|(node, now)| may_advance(before(node), now)).collect();
        if !advances.contains(&true) {
            continue;
        }
        let merged = figures.iter().enumerate();
        let merged =
            merged.map(|(node, now)| if advances[node] { now.clone() } else { before(node).cloned() });
        let published = PublishedScope { method: method.to_owned(), figures: merged.collect() };
        next.insert(key, published);
    }
    next
}
