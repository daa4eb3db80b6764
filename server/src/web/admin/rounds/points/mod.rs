//! Collection points: made for agencies × service areas × counters × channels, each with its code, which can be replaced
//! and retired; and the sheets that are printed.

mod list;
mod one;
mod sheets;

pub(in crate::web::admin) use list::{create_points, list_points};
pub(in crate::web::admin) use one::{rotate_slug, show_code, show_point, update_counter, update_point_state};
pub(in crate::web::admin) use sheets::{show_sheet, show_sheets};

use crate::{
    acts::FollowRounds,
    auth::InRound,
    security_policy::policy,
    store::{self, Point, Round},
    web::App,
};
use app::admin::pages::{PointView, RoundHeading};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{Agency, Permission, Reach, ServiceArea};

/// A point with its place.
pub(in crate::web::admin) struct Placed<'a> {
    pub(in crate::web::admin) point: &'a Point,
    pub(in crate::web::admin) agency: &'a Agency,
    pub(in crate::web::admin) area: &'a ServiceArea,
}

impl<'a> Placed<'a> {
    /// As pages show it.
    pub(in crate::web::admin) fn view(&self) -> PointView<'a> {
        PointView {
            id: self.point.id,
            slug: &self.point.slug,
            agency: self.agency,
            service_area: self.area,
            counter: self.point.counter.as_ref(),
            channel: self.point.channel,
            is_retired: self.point.retired.is_some(),
        }
    }
}

/// What stands above the pages beneath a round.
pub(in crate::web::admin) fn heading(round: &Round) -> RoundHeading {
    RoundHeading { code: round.document.code.clone(), title: round.document.title.clone() }
}

/// The points of a round whose agencies are among these places of its plan.
pub(in crate::web::admin) fn placed<'a>(
    round: &'a Round,
    points: &'a [Point],
    within: &[usize],
) -> Vec<Placed<'a>> {
    let place = |point: &'a Point| {
        let agency = round.agency(point.agency_id).filter(|at| within.contains(at))?;
        let area = round.service_area(point.service_area_id)?;
        let (agency, area) = (&round.agencies[agency].agency, &round.service_areas[area].service_area);
        Some(Placed { point, agency, area })
    };
    points.iter().filter_map(place).collect()
}

/// Whether somebody who follows a round may also run it.
pub(in crate::web::admin) async fn can_manage(
    app: &App,
    within: &InRound<FollowRounds>,
) -> store::Result<bool> {
    let Some(reach) = within.may.person.reach(Permission::ManageRounds) else { return Ok(false) };
    let tree: Vec<Agency> =
        store::agencies(app.database.reader()).await?.into_iter().map(|row| row.agency).collect();
    let all = || within.round.agencies.iter().all(|row| reach.covers(&row.agency.code, &tree));
    Ok(reach == Reach::Whole || all())
}

/// A file to be kept.
pub(in crate::web::admin) fn saved_file(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.extend(policy(""));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
