//! The list of rounds.

use super::{DataVersion, RoundCache};
use crate::store::{
    self, Database, Round, responses,
    rounds::{self, Outline},
};
use domain::{Day, RoundDocument, Stage};
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
    /// `plan` or `test` before it was opened; then `planned`, `open` or `closed` by its days; `broken` where what is stored of
    /// it cannot be interpreted.
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

    /// Of a round that cannot be interpreted, what can be told.
    fn broken(code: String, outline: &Outline, responses: u64) -> Self {
        let of_plan =
            |part: fn(&RoundDocument) -> String| outline.document.as_ref().map(part).unwrap_or_default();
        Self {
            code,
            form: of_plan(|plan| plan.form.to_string()),
            from: of_plan(|plan| plan.from.to_string()),
            to: of_plan(|plan| plan.to.to_string()),
            status: BROKEN.to_owned(),
            responses: Some(responses),
        }
    }

    /// Whether it cannot be interpreted.
    pub fn is_broken(&self) -> bool {
        self.status == BROKEN
    }
}

const BROKEN: &str = "broken";

/// Every round with all its responses, for those who run it.
pub async fn rounds(database: &Database, today: Day) -> store::Result<Vec<RoundRow>> {
    let mut list = Vec::new();
    for code in rounds::codes(database.reader()).await? {
        let reader = database.reader();
        list.push(match rounds::by_code(reader, &code).await {
            Ok(round) => {
                let count = responses::count(reader, round.id).await?;
                RoundRow::new(&round, today, Some(count))
            }
            Err(store::Error::Unfit { .. }) => {
                let outline = rounds::outline(reader, &code).await?;
                let count = responses::count(reader, outline.id).await?;
                RoundRow::broken(code, &outline, count)
            }
            Err(error) => return Err(error),
        });
    }
    Ok(list)
}

/// Every round with as many responses as may be told.
pub async fn published_rounds(cache: &RoundCache, version: &DataVersion) -> store::Result<Vec<RoundRow>> {
    let mut list = Vec::new();
    for round in &cache.rounds(version).await?.fit {
        let responses = cache.figures(version, round).await?.responses();
        list.push(RoundRow::new(round, version.day(round), responses));
    }
    Ok(list)
}
