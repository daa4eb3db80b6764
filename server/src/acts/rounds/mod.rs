//! Planning, opening, running and closing rounds.

mod bulk;
mod draft;
mod plan;
mod points;
mod series;
mod stage;

pub use bulk::{ChangePoints, change_points, outcome_of, outcome_token};
pub use draft::{DraftCommand, copy_round, is_round_code_taken, plan_round};
pub use plan::{BasicsCommand, PlanChange, change_plan};
pub use points::{MakePoints, PointChange, PointCommand, change_point, make_points, point_revision_token};
pub use stage::{StageCommand, change_stage, remove_broken_round, remove_round};

use super::{Act, Fault, ManageRounds, revision};
use crate::store::{self, Point, Round, points as stored_points, rounds};
use domain::{Agency, Code, RoundDocument, ServiceArea, plan::Plan};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What is longer is not told in the log, only that it changed.
const LONGEST_DETAIL: usize = 300;

/// What a change of a plan rests on.
fn content_of(round: &Round) -> String {
    format!("{:?} {:?} {}", round.document, round.stage, round.form_version)
}

/// Stands for what somebody saw of a plan when they began to change it.
pub fn revision_token(round: &Round) -> String {
    revision::revision_token(&content_of(round))
}

/// The round as it is inside the transaction, whole within reach.
async fn reached<R>(act: &Act<ManageRounds>, id: i64) -> Result<Round, Fault<R>> {
    let round = rounds::by_id(act.on(), id).await?;
    match act.covers(round.agencies.iter().map(|row| &row.agency.code)).await? {
        true => Ok(round),
        false => Err(Fault::OutOfReach),
    }
}

/// The same, as long as it is what was seen.
async fn unchanged<R>(act: &Act<ManageRounds>, id: i64, revision: &str) -> Result<Round, Fault<R>> {
    let round = reached(act, id).await?;
    revision::unchanged_since(revision, &content_of(&round))?;
    Ok(round)
}

/// A point of a round, as long as it is what was seen.
async fn unchanged_point<R>(
    act: &Act<ManageRounds>,
    round: &Round,
    id: i64,
    revision: &str,
) -> Result<Point, Fault<R>> {
    let point = stored_points::by_id(act.on(), id).await?;
    if point.round_id != round.id {
        return Err(store::Error::NotFound(format!("the point {id}")).into());
    }
    if point_revision_token(&point) == revision { Ok(point) } else { Err(Fault::ChangedMeanwhile) }
}

/// Everything that rules of a plan look at.
#[derive(Debug)]
pub struct Planned {
    /// Its agencies, as they are now.
    pub agencies: Vec<Agency>,
    /// Its service areas, as they are now.
    pub service_areas: Vec<ServiceArea>,
    /// Agency and service area of each point that is not retired.
    pub places: Vec<(Code, Code)>,
}

impl Planned {
    /// Of a round with these points.
    pub fn of(round: &Round, points: &[Point]) -> Self {
        let active = points.iter().filter(|point| point.retired.is_none());
        let places = active.filter_map(|point| points::place(round, point));
        Self {
            agencies: round.agencies.iter().map(|row| row.agency.clone()).collect(),
            service_areas: round.service_areas.iter().map(|row| row.service_area.clone()).collect(),
            places: places.map(|(agency, area)| (agency.clone(), area.clone())).collect(),
        }
    }

    async fn now(act: &Act<ManageRounds>, round: &Round) -> store::Result<Self> {
        Ok(Self::of(round, &stored_points::of_round(act.on(), round.id).await?))
    }

    /// The plan of a document over them.
    pub fn plan<'a>(&'a self, document: &'a RoundDocument) -> Plan<'a> {
        Plan { document, agencies: &self.agencies, service_areas: &self.service_areas, places: &self.places }
    }
}

/// What differs between two plans, for the log: before and after, where both are short enough to be read.
fn differences(old: &RoundDocument, new: &RoundDocument) -> store::Result<Map<String, Value>> {
    let value = |document| serde_json::to_value(document).map_err(store::Error::damaged);
    let (old, new) = (value(old)?, value(new)?);
    let empty = Map::new();
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name)).map(|name| {
        let pair = [old, new].map(|side| match side.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(words)) => words.clone(),
            Some(other) => other.to_string(),
        });
        let short = pair.iter().all(|words| words.chars().count() <= LONGEST_DETAIL);
        (name.clone(), if short { json!(pair) } else { json!("…") })
    });
    Ok(changed.collect())
}
