//! Scopes: whose answers a number rests on. Each scope has a figure for every node of the index tree.

use crate::store::{self, Database, Round, points, tallies};
use domain::{
    Code,
    form::NodeKind,
    index::{AreaSums, ChannelCounts, Estimator, Figure, LotLevel},
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Whose answers count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everybody's.
    Whole,
    /// Those of a block's agencies.
    Block(Code),
    /// Those of an agency.
    Agency(Code),
    /// Those of a service area.
    ServiceArea(Code),
    /// Those of an agency in a service area; the index only, no factors or items.
    AgencyInArea(Code, Code),
    /// Those of several agencies together, out of which one came later; the index only.
    Agencies(Vec<Code>),
}

impl Scope {
    /// Every scope of a round for which figures are published.
    pub fn all(round: &Round) -> Vec<Self> {
        let agencies = round.agencies.iter().map(|a| &a.agency.code);
        let areas = round.service_areas.iter().map(|a| &a.service_area.code);
        let pairs = agencies.clone().flat_map(|agency| areas.clone().map(move |area| (agency, area)));
        [Self::Whole]
            .into_iter()
            .chain(round.blocks.iter().map(|block| Self::Block(block.code.clone())))
            .chain(agencies.cloned().map(Self::Agency))
            .chain(areas.clone().cloned().map(Self::ServiceArea))
            .chain(pairs.map(|(agency, area)| Self::AgencyInArea(agency.clone(), area.clone())))
            .collect()
    }

    /// Whether a round has it.
    pub fn is_in(&self, round: &Round) -> bool {
        let has_agency = |code: &Code| round.agencies.iter().any(|row| row.agency.code == *code);
        let has_area = |code: &Code| round.service_areas.iter().any(|row| row.service_area.code == *code);
        match self {
            Self::Whole => true,
            Self::Block(code) => round.blocks.iter().any(|block| block.code == *code),
            Self::Agency(code) => has_agency(code),
            Self::ServiceArea(code) => has_area(code),
            Self::AgencyInArea(agency, area) => has_agency(agency) && has_area(area),
            Self::Agencies(codes) => codes.iter().all(has_agency),
        }
    }

    /// Every scope that an agency × service area (positions in the round's lists) lies in.
    pub(super) fn around(round: &Round, agency: usize, area: usize) -> impl Iterator<Item = Self> {
        let agency = &round.agencies[agency].agency;
        let area = &round.service_areas[area].service_area.code;
        [
            Some(Self::Whole),
            agency.block.clone().map(Self::Block),
            Some(Self::Agency(agency.code.clone())),
            Some(Self::ServiceArea(area.clone())),
            Some(Self::AgencyInArea(agency.code.clone(), area.clone())),
        ]
        .into_iter()
        .flatten()
    }

    /// Whether an agency × service area (positions in the round's lists) lies in it.
    fn holds(&self, round: &Round, agency: usize, area: usize) -> bool {
        let agency_is = |code: &Code| round.agencies[agency].agency.code == *code;
        let area_is = |code: &Code| round.service_areas[area].service_area.code == *code;
        match self {
            Self::Whole => true,
            Self::Block(code) => round.agencies[agency].agency.block.as_ref() == Some(code),
            Self::Agency(code) => agency_is(code),
            Self::ServiceArea(code) => area_is(code),
            Self::AgencyInArea(one, field) => agency_is(one) && area_is(field),
            Self::Agencies(codes) => codes.iter().any(agency_is),
        }
    }

    /// The widest level of lots that its numbers may count.
    pub(super) fn level(&self) -> LotLevel {
        match self {
            Self::Whole => LotLevel::Round,
            Self::Block(_) => LotLevel::Block,
            Self::Agency(_) | Self::Agencies(_) => LotLevel::Agency,
            Self::ServiceArea(_) | Self::AgencyInArea(..) => LotLevel::Cell,
        }
    }

    /// Whether its numbers count these answers.
    fn counts(&self, round: &Round, area: &AreaSums) -> bool {
        area.level <= self.level() && self.holds(round, area.agency, area.service_area)
    }

    /// How many nodes of the index tree have figures in it, from the root on.
    fn nodes(&self, round: &Round) -> usize {
        let all = round.form.tree.nodes.len();
        if matches!(self, Self::AgencyInArea(..) | Self::Agencies(_)) { all.min(1) } else { all }
    }
}

/// What has been counted of a round.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// By agency × service area.
    pub(super) areas: Vec<AreaSums>,
    /// Responses by channel.
    pub(super) channels: ChannelCounts,
}

/// The sums of a round by agency × service area, all of one moment.
pub async fn sums(database: &Database, round: &Round) -> store::Result<Vec<AreaSums>> {
    Ok(counted(database, round).await?.areas)
}

/// What has been counted of a round, all of one moment.
pub(super) async fn counted(database: &Database, round: &Round) -> store::Result<Counted> {
    let snapshot = database.snapshot().await?;
    let counted = counted_within(&snapshot, round).await?;
    snapshot.commit().await?;
    Ok(counted)
}

/// The same, as a transaction sees it.
pub(super) async fn counted_within(
    transaction: &impl ConnectionTrait,
    round: &Round,
) -> store::Result<Counted> {
    let points = points::of_round(transaction, round.id).await?;
    let mut tallied = tallies::by_point(transaction, round.id).await?;
    let crossed = tallies::cross_of_round(transaction, round.id).await?;
    let mut areas: BTreeMap<(usize, usize), AreaSums> = BTreeMap::new();
    let mut channels = ChannelCounts::new();
    for point in points {
        let place = (round.agency(point.agency_id), round.service_area(point.service_area_id));
        if let ((Some(agency), Some(area)), Some(sums)) = (place, tallied.remove(&point.id)) {
            *channels.entry(point.channel).or_default() += u64::try_from(sums.responses()).unwrap_or(0);
            areas.entry((agency, area)).or_default().tally.merge(&sums);
        }
    }
    for ((_, agency, area), sums) in &crossed {
        if let (Some(agency), Some(area)) = (round.agency(*agency), round.service_area(*area)) {
            areas.entry((agency, area)).or_default().cross.merge(sums);
        }
    }
    let placed = |((agency, service_area), sums)| AreaSums { agency, service_area, ..sums };
    Ok(Counted { areas: areas.into_iter().map(placed).collect(), channels })
}

/// The figures of a scope by node of the index tree, suppressed by the round's minimum cell.
pub(super) fn figures(round: &Round, sums: &[AreaSums], scope: &Scope) -> Vec<Option<Figure>> {
    let inside = |area: &AreaSums| scope.counts(round, area);
    let within = Estimator::new(&round.form, &round.method, &round.design, sums, inside);
    let minimum = round.document.minimum_cell;
    let tree = &round.form.tree;
    (0..scope.nodes(round))
        .map(|node| {
            let item = (tree.nodes[node].kind == NodeKind::Item).then_some(tree.nodes[node].items.start);
            let shares = item.and_then(|item| within.shares(item));
            Figure::published(within.estimate(node), shares, minimum)
        })
        .collect()
}
