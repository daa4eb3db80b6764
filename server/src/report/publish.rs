//! The rule for live numbers: whoever reloads and subtracts must never see fewer than a minimum cell of new answers.
//!
//! A row advances only when at least `minimum_cell` new respondents have come to it, and at most once a day. Rounds
//! declared `live` show their numbers at once.

use super::{By, figures, rows};
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
    let current = rows(round, &figures, by, language);
    if round.document.live {
        return Ok(current);
    }
    let shown = published::of_grouping(database.reader(), round.id, by.as_str()).await?;
    let minimum = round.document.minimum_cell;
    let mut result = Vec::with_capacity(current.len());
    let mut advancing = Vec::new();
    for row in current {
        let before = shown.get(&row.code);
        let new = row.n.unwrap_or(0).saturating_sub(before.and_then(|b| b.row.n).unwrap_or(0));
        if new >= minimum && before.is_none_or(|b| b.day < today) {
            advancing.push(row.clone());
            result.push(row);
        } else {
            let (name, method) = (row.name.clone(), row.method.clone());
            let kept = before.map_or_else(|| Row::new(&row.code, "", "", None, minimum), |b| b.row.clone());
            result.push(Row { name, method: if kept.n.is_some() { kept.method } else { method }, ..kept });
        }
    }
    if !advancing.is_empty() {
        let transaction = database.write().await?;
        for row in &advancing {
            published::advance(&transaction, round.id, by.as_str(), today, row).await?;
        }
        transaction.commit().await?;
    }
    Ok(result)
}
