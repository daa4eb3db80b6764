//! The rule for live numbers: whoever reloads and subtracts must not see fewer than a minimum cell of new answers.
//!
//! The numbers of a round advance together, from one moment, at most once a day; a row advances only when at least
//! `minimum_cell` new respondents have come to it. Rounds declared `live` show their numbers at once. (A row that stays
//! behind can still be bounded by subtracting those that advanced; complementary suppression is another matter.)

use super::{By, figures, rows, rows::lines};
use crate::store::{self, Database, Round, published, rounds};
use domain::{
    Day, Locale,
    index::{AreaSums, Row},
};
use std::{collections::HashMap, time::Duration};

/// A reader does not wait longer than this for its turn to publish; the numbers of yesterday do until then.
const PATIENCE: Duration = Duration::from_secs(2);

/// What pages and the API may show of a round today, all of one moment.
#[derive(Debug)]
pub struct Shown<'a> {
    round: &'a Round,
    numbers: Numbers,
}

#[derive(Debug)]
enum Numbers {
    Live(Vec<AreaSums>),
    Published(HashMap<(String, String), Row>),
}

impl<'a> Shown<'a> {
    /// Loads what may be shown, and lets it advance if its time has come.
    pub async fn load(database: &Database, round: &'a Round, today: Day) -> store::Result<Self> {
        if round.document.live {
            return Ok(Self { round, numbers: Numbers::Live(figures(database, round).await?) });
        }
        if published::last_day(database.reader(), round.id).await? < Some(today) {
            let sums = figures(database, round).await?;
            match tokio::time::timeout(PATIENCE, advance(database, round, &sums, today)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::warn!(%error, "numbers could not advance; the last ones are shown")
                }
                Err(_) => tracing::warn!(
                    "numbers could not advance, another writer is at work; the last ones are shown"
                ),
            }
        }
        let published = published::of_round(database.reader(), round.id).await?;
        Ok(Self { round, numbers: Numbers::Published(published) })
    }

    /// The rows of a grouping.
    pub fn rows(&self, by: By, language: &Locale) -> Vec<Row> {
        let published = match &self.numbers {
            Numbers::Live(sums) => return rows(self.round, sums, by, language),
            Numbers::Published(published) => published,
        };
        let plan = self.round.design.describe(&self.round.method, None);
        let minimum = self.round.document.minimum_cell;
        let lines = lines(self.round, by, language).into_iter();
        let row = |code: String, name: String| match published.get(&(by.as_str().to_owned(), code.clone())) {
            Some(shown) => Row { name, ..shown.clone() },
            None => Row::new(&code, &name, &plan, None, minimum),
        };
        lines.map(|line| row(line.code, line.name)).collect()
    }

    /// The one row of the whole.
    pub fn overall(&self, language: &Locale) -> Option<Row> {
        self.rows(By::Overall, language).into_iter().next()
    }

    /// How many have answered, as far as that may be told: responses of a live round, else the respondents last
    /// published; nothing below the minimum cell.
    pub fn responses(&self) -> Option<u64> {
        match &self.numbers {
            Numbers::Live(sums) => {
                let all: i128 = sums.iter().map(|area| area.tally.responses()).sum();
                u64::try_from(all).ok().filter(|all| *all >= self.round.document.minimum_cell)
            }
            Numbers::Published(_) => self.overall(&Locale::vi())?.n,
        }
    }
}

/// Publishes every row that may advance today, all from the same sums, unless that was done today already.
async fn advance(database: &Database, round: &Round, sums: &[AreaSums], today: Day) -> store::Result<()> {
    let minimum = round.document.minimum_cell;
    let current: Vec<(By, Row)> = By::ALL
        .into_iter()
        .flat_map(|by| rows(round, sums, by, &Locale::vi()).into_iter().map(move |row| (by, row)))
        .filter(|(_, row)| row.n.is_some_and(|n| n >= minimum))
        .collect();
    let may_advance = |shown: &HashMap<(String, String), Row>, by: By, row: &Row| {
        let before = shown.get(&(by.as_str().to_owned(), row.code.clone())).and_then(|shown| shown.n);
        row.n.unwrap_or(0).saturating_sub(before.unwrap_or(0)) >= minimum
    };
    let shown = published::of_round(database.reader(), round.id).await?;
    if !current.iter().any(|(by, row)| may_advance(&shown, *by, row)) {
        return Ok(());
    }
    let transaction = database.write().await?;
    rounds::lock(&transaction, round.id).await?;
    // Another request or process may have published while this one was counting: decide again behind the lock.
    if published::last_day(&transaction, round.id).await? < Some(today) {
        let shown = published::of_round(&transaction, round.id).await?;
        for (by, row) in current.iter().filter(|(by, row)| may_advance(&shown, *by, row)) {
            published::advance(&transaction, round.id, by.as_str(), today, row).await?;
        }
    }
    Ok(transaction.commit().await?)
}
