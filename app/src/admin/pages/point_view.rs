//! What several pages say of collection points.

use super::RoundHeading;
use crate::Texts;
use domain::{Agency, Channel, Counter, Locale, ServiceArea, Slug};

/// A point with its place.
#[derive(Debug, Clone, Copy)]
pub struct PointView<'a> {
    /// What stands for it in addresses of the administration.
    pub id: i64,
    /// What stands for it in addresses of citizens.
    pub slug: &'a Slug,
    /// Whose counter.
    pub agency: &'a Agency,
    /// What it serves.
    pub service_area: &'a ServiceArea,
    /// Which counter, as people call it.
    pub counter: Option<&'a Counter>,
    /// How citizens reach it.
    pub channel: Channel,
    /// Whether it was retired.
    pub is_retired: bool,
}

impl PointView<'_> {
    /// Service area and counter.
    pub(super) fn place(&self, locale: &Locale) -> String {
        let parts = [self.service_area.name_in(locale), self.counter.map_or("", Counter::as_str)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// The address of a point's page, or of one beneath it.
pub(super) fn point_address(round: &RoundHeading, id: i64, rest: &str) -> String {
    round.address(&format!("/points/{id}{rest}"))
}

/// A channel in words.
pub(super) fn channel_name(texts: &Texts, channel: Channel) -> String {
    texts.get(&format!("channel-{}", channel.as_str()))
}
