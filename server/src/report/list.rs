//! The list of rounds.

use super::{Moment, Shelf};
use crate::store::{self, Database, Round, responses, rounds};
use domain::{Day, Stage};
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
    /// `plan` or `test` before it was opened; then `planned`, `open` or `closed` by its days.
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
            status: match round.stage {
                Stage::Plan | Stage::Test => round.stage.as_str().to_owned(),
                Stage::Open | Stage::Closed => round.state(today).as_str().to_owned(),
            },
            responses,
        }
    }
}

/// Every round with all its responses, for those who run it.
pub async fn rounds(database: &Database, today: Day) -> store::Result<Vec<RoundRow>> {
    let mut list = Vec::new();
    for code in rounds::codes(database.reader()).await? {
        let round = rounds::by_code(database.reader(), &code).await?;
        let count = responses::count(database.reader(), round.id).await?;
        list.push(RoundRow::new(&round, today, Some(count)));
    }
    Ok(list)
}

/// Every round with as many responses as may be told.
pub async fn published_rounds(shelf: &Shelf, moment: &Moment) -> store::Result<Vec<RoundRow>> {
    let mut list = Vec::new();
    for round in &shelf.rounds(moment).await?.fit {
        let responses = shelf.shown(moment, round).await?.responses();
        list.push(RoundRow::new(round, moment.today(), responses));
    }
    Ok(list)
}
