//! The list of rounds.

use super::Shown;
use crate::store::{self, Database, Round, responses, rounds};
use domain::{Day, Locale, index::Row};
use serde::Serialize;
use utoipa::ToSchema;

/// A round as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoundRow {
    /// Code of the round.
    pub code: String,
    /// Code of its form.
    pub form: String,
    /// First day, inclusive.
    pub from: String,
    /// Last day, inclusive.
    pub to: String,
    /// `planned`, `open` or `closed`.
    pub status: String,
    /// Responses; in the API, of a round that is not live, respondents as last published.
    pub responses: Option<u64>,
}

impl RoundRow {
    fn new(round: &Round, today: Day, responses: Option<u64>) -> Self {
        let document = &round.document;
        Self {
            code: document.code.to_string(),
            form: document.form.to_string(),
            from: document.from.to_string(),
            to: document.to.to_string(),
            status: document.state(today).as_str().to_owned(),
            responses,
        }
    }
}

/// Every round with all its responses, for those who run it.
pub async fn rounds(database: &Database, today: Day) -> store::Result<Vec<RoundRow>> {
    let mut list = Vec::new();
    for round in all(database).await? {
        let count = responses::count(database.reader(), round.id).await?;
        list.push(RoundRow::new(&round, today, Some(count)));
    }
    Ok(list)
}

/// Every round with what may be shown of it today: its line in the list, itself, and its overall row.
pub async fn published_rounds(
    database: &Database,
    language: &Locale,
    today: Day,
) -> store::Result<Vec<(RoundRow, Round, Option<Row>)>> {
    let mut list = Vec::new();
    for round in all(database).await? {
        let shown = Shown::load(database, &round, today).await?;
        let (line, overall) = (RoundRow::new(&round, today, shown.responses()), shown.overall(language));
        list.push((line, round, overall));
    }
    Ok(list)
}

async fn all(database: &Database) -> store::Result<Vec<Round>> {
    let mut list = Vec::new();
    for code in rounds::codes(database.reader()).await? {
        list.push(rounds::by_code(database.reader(), &code).await?);
    }
    Ok(list)
}
