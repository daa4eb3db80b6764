//! Collection points: made for agencies × service areas × counters × channels, each with its code, which can be replaced
//! and retired; and the sheets that are printed.

mod bulk;
mod list;
mod one;
mod sheets;

pub(in crate::web::admin) use bulk::update_points;
pub(in crate::web::admin) use list::{create_points, list_points};
pub(in crate::web::admin) use one::{rotate_slug, show_code, show_point, update_counter, update_point_state};
pub(in crate::web::admin) use sheets::{show_sheet, show_sheets};

use crate::{
    security_policy::policy,
    store::{Point, Round},
};
use app::admin::pages::{PointView, RoundHeading};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{Agency, Counter, ServiceArea, by_name};
use std::collections::HashMap;

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

/// The points of a round whose agencies are among these places of its plan, in the order of its agencies and service areas,
/// and those of a place by the names of their counters.
pub(in crate::web::admin) fn placed<'a>(
    round: &'a Round,
    points: &'a [Point],
    within: &[usize],
) -> Vec<Placed<'a>> {
    let agencies: HashMap<i64, usize> = within.iter().map(|at| (round.agencies[*at].id, *at)).collect();
    let areas: HashMap<i64, usize> = round.service_areas.iter().map(|row| row.id).zip(0..).collect();
    let place = |point: &'a Point| {
        let place = (*agencies.get(&point.agency_id)?, *areas.get(&point.service_area_id)?);
        let (agency, area) = (&round.agencies[place.0].agency, &round.service_areas[place.1].service_area);
        Some((place, Placed { point, agency, area }))
    };
    let mut placed: Vec<_> = points.iter().filter_map(place).collect();
    let counter = |point: &'a Point| point.counter.as_ref().map_or("", Counter::as_str);
    placed.sort_by(|(a, one), (b, other)| {
        a.cmp(b).then_with(|| by_name(counter(one.point), counter(other.point)))
    });
    placed.into_iter().map(|(_, placed)| placed).collect()
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
