//! The rule for live numbers: whoever reloads and subtracts must not see fewer than a minimum cell of new answers.
//!
//! The numbers of a round advance together, from one moment, at most once a day; a row advances only when at least
//! `minimum_cell` new respondents have come to it. Rounds declared `live` show their numbers at once. (A row that stays
//! behind can still be bounded by subtracting those that advanced; complementary suppression is another matter.)

use super::{By, Figures, figures, rows, rows::lines};
use crate::store::{self, Database, Round, published};
use domain::{Day, Locale, index::Row};

/// The rows of a grouping as pages and the API may show them today.
pub async fn published_rows(
    database: &Database,
    round: &Round,
    by: By,
    language: &Locale,
    today: Day,
) -> store::Result<Vec<Row>> {
    let figures = figures(database, round).await?;
    if round.document.live {
        return Ok(rows(round, &figures, by, language));
    }
    advance(database, round, &figures, today).await?;
    let mut shown = published::of_round(database.reader(), round.id).await?;
    let plan = round.design.describe(&round.method, None);
    let mut row = |code: String, name: String| match shown.remove(&(by.as_str().to_owned(), code.clone())) {
        Some(published) => Row { name, ..published },
        None => Row::new(&code, &name, &plan, None, round.document.minimum_cell),
    };
    Ok(lines(round, by, language).into_iter().map(|line| row(line.code, line.name)).collect())
}

/// Publishes every row that may advance today, all from the same figures, unless that was done today already.
async fn advance(database: &Database, round: &Round, figures: &Figures, today: Day) -> store::Result<()> {
    if published::last_day(database.reader(), round.id).await? >= Some(today) {
        return Ok(());
    }
    let shown = published::of_round(database.reader(), round.id).await?;
    let before = |by: By, row: &Row| {
        shown.get(&(by.as_str().to_owned(), row.code.clone())).and_then(|published| published.n).unwrap_or(0)
    };
    let mut advancing = Vec::new();
    for by in By::ALL {
        for row in rows(round, figures, by, &Locale::vi()) {
            let new = row.n.unwrap_or(0).saturating_sub(before(by, &row));
            if new >= round.document.minimum_cell {
                advancing.push((by, row));
            }
        }
    }
    if advancing.is_empty() {
        return Ok(());
    }
    let transaction = database.write().await?;
    // Another request or process may have published today while this one was counting; its numbers stand.
    published::lock(&transaction, round.id).await?;
    if published::last_day(&transaction, round.id).await? < Some(today) {
        for (by, row) in &advancing {
            published::advance(&transaction, round.id, by.as_str(), today, row).await?;
        }
    }
    Ok(transaction.commit().await?)
}
