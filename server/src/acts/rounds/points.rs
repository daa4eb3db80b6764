//! Collection points: making them, naming their counters, replacing and retiring their codes.

use super::{Planned, reached, unchanged_point};
use crate::{
    acts::{Act, Done, Fault, ManageRounds, revision_token},
    store::{self, Point, Round, points, points::random_slug},
};
use domain::{
    Channel, Code, Counter, Day, Reason, RoundDocument,
    plan::{NewPoint, PointFault, PointsFault, RotationCause, missing_points, places_without_point},
};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};

/// Codes of agency and service area of a point of a round.
pub(super) fn place<'a>(round: &'a Round, point: &Point) -> Option<(&'a Code, &'a Code)> {
    let agency = round.agency(point.agency_id)?;
    let area = round.service_area(point.service_area_id)?;
    Some((&round.agencies[agency].agency.code, &round.service_areas[area].service_area.code))
}

/// Takes out the points of places that a plan no longer has. Before a round is opened nothing is stored at them.
pub(super) async fn drop_points(
    act: &Act<ManageRounds>,
    round: &Round,
    document: &RoundDocument,
) -> store::Result<()> {
    let has =
        |codes: &Option<Vec<Code>>, code: &Code| codes.as_ref().is_some_and(|codes| codes.contains(code));
    let is_kept = |point: &Point| {
        place(round, point).is_some_and(|(agency, area)| {
            has(&document.agencies, agency) && has(&document.service_areas, area)
        })
    };
    let points = points::of_round(act.on(), round.id).await?;
    let dropped: Vec<i64> = points.iter().filter(|point| !is_kept(point)).map(|point| point.id).collect();
    points::remove(act.on(), &dropped).await
}

/// Points to be made: of which agencies, service areas, channels and counters.
#[derive(Debug, Clone)]
pub struct MakePoints {
    /// Codes of agencies; none stands for all.
    pub agencies: Vec<String>,
    /// Codes of service areas; none stands for all.
    pub service_areas: Vec<String>,
    /// Only where citizens come and no point is in use.
    pub is_where_missing: bool,
    /// Channels.
    pub channels: BTreeSet<Channel>,
    /// Counters, each with its name or none.
    pub counters: Vec<Option<Counter>>,
}

/// Makes the points that are not there yet.
pub async fn make_points(
    act: Act<ManageRounds>,
    round: i64,
    command: MakePoints,
) -> Result<Done, Fault<Vec<PointsFault>>> {
    let round = reached(&act, round).await?;
    let chosen = |wanted: &[String], code: &Code| {
        wanted.is_empty() || wanted.iter().any(|wanted| wanted == code.as_str())
    };
    let agencies = round.agencies.iter().map(|row| &row.agency.code);
    let agencies: Vec<Code> = agencies.filter(|code| chosen(&command.agencies, code)).cloned().collect();
    let areas = round.service_areas.iter().map(|row| &row.service_area.code);
    let areas: Vec<Code> = areas.filter(|code| chosen(&command.service_areas, code)).cloned().collect();
    let stored = points::of_round(act.on(), round.id).await?;
    let known = stored.iter().filter_map(|point| {
        let (agency, area) = place(&round, point)?;
        let (channel, counter) = (point.channel, point.counter.clone());
        Some(NewPoint { agency: agency.clone(), service_area: area.clone(), channel, counter })
    });
    let missing = missing_points(
        &round.document,
        &agencies,
        &areas,
        &command.channels,
        &command.counters,
        &known.collect::<Vec<_>>(),
    );
    let mut missing = missing.map_err(|fault| Fault::Refused(vec![fault]))?;
    if command.is_where_missing {
        let places = Planned::of(&round, &stored).places;
        let bare = places_without_point(&round.document, &agencies, &areas, &places);
        let bare: HashSet<(Code, Code)> = bare.into_iter().collect();
        missing.retain(|point| bare.contains(&(point.agency.clone(), point.service_area.clone())));
        if missing.is_empty() {
            return Err(Fault::Refused(vec![PointsFault::AllThere]));
        }
    }
    for point in &missing {
        let agency = round.agencies.iter().find(|row| row.agency.code == point.agency);
        let area = round.service_areas.iter().find(|row| row.service_area.code == point.service_area);
        let Some((agency, area)) = agency.zip(area) else { continue };
        let point = Point {
            id: 0,
            round_id: round.id,
            slug: random_slug()?,
            agency_id: agency.id,
            service_area_id: area.id,
            counter: point.counter.clone(),
            channel: point.channel,
            retired: None,
        };
        points::add(act.on(), &point).await?;
    }
    let details = json!({"points": missing.len()});
    Ok(act.done("points.make", round.document.code.as_str(), "", details).await?)
}

/// The revision token of a point.
pub fn point_revision_token(point: &Point) -> String {
    revision_token(&format!("{} {:?} {:?}", point.slug, point.counter, point.retired))
}

/// A change of a point.
#[derive(Debug, Clone)]
pub enum PointChange {
    /// This is its counter, or it has none.
    NameCounter(Option<Counter>),
    /// It gets another code.
    Rotate {
        /// Why.
        reason: Reason,
        /// What made it necessary.
        cause: RotationCause,
    },
    /// Its code is taken out of use.
    Retire(Reason),
    /// It is taken into use again.
    Restore(Reason),
}

/// A change of a point, as somebody asks for it.
#[derive(Debug, Clone)]
pub struct PointCommand {
    /// Its round.
    pub round: i64,
    /// The point.
    pub point: i64,
    /// Its revision token: [`point_revision_token`].
    pub revision_token: String,
    /// What is to be done.
    pub change: PointChange,
    /// The day on which.
    pub today: Day,
}

/// Changes a point.
pub async fn change_point(act: Act<ManageRounds>, command: PointCommand) -> Result<Done, Fault<PointFault>> {
    let round = reached(&act, command.round).await?;
    let point = unchanged_point(&act, &round, command.point, &command.revision_token).await?;
    let (action, reason, details) = match &command.change {
        PointChange::NameCounter(counter) => {
            let beside = |other: &&Point| {
                let place = |p: &Point| (p.agency_id, p.service_area_id, p.channel);
                other.id != point.id && place(other) == place(&point)
            };
            let all = points::of_round(act.on(), round.id).await?;
            if all.iter().filter(beside).any(|other| other.counter == *counter) {
                return Err(Fault::Refused(PointFault::CounterTaken));
            }
            points::name_counter(act.on(), point.id, counter.as_ref()).await?;
            let name =
                |counter: &Option<Counter>| counter.as_ref().map(ToString::to_string).unwrap_or_default();
            let details = json!({"counter": [name(&point.counter), name(counter)]});
            ("point.counter", "", details)
        }
        PointChange::Rotate { reason, cause } => {
            let redirects = cause.redirects();
            points::rotate(act.on(), &point, &random_slug()?, command.today, redirects).await?;
            ("point.rotate", reason.as_str(), json!({"old code leads on": redirects}))
        }
        PointChange::Retire(reason) => {
            points::retire(act.on(), point.id, Some(command.today)).await?;
            ("point.retire", reason.as_str(), Value::Null)
        }
        PointChange::Restore(reason) => {
            points::retire(act.on(), point.id, None).await?;
            ("point.restore", reason.as_str(), Value::Null)
        }
    };
    // Never its slug: whoever reads the log need not be able to answer there.
    let subject = format!("{} point {}", round.document.code, point.id);
    Ok(act.done(action, &subject, reason, details).await?)
}
