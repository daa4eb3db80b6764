//! Rows of an index, by whatever they are asked for.

use crate::store::{self, Database, Round, points, tallies};
use domain::{
    Locale,
    form::{Node, NodeKind},
    index::{AreaSums, Row, estimate},
};
use std::collections::{BTreeMap, HashMap};

/// What the rows stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum By {
    /// One row, the whole round.
    Overall,
    /// A row an agency.
    Agency,
    /// A row a service area.
    ServiceArea,
    /// A row a block.
    Block,
    /// A row a content of the form.
    Content,
    /// A row a factor.
    Factor,
    /// A row an item.
    Item,
}

impl By {
    /// Every grouping.
    pub const ALL: [Self; 7] = [
        Self::Overall,
        Self::Agency,
        Self::ServiceArea,
        Self::Block,
        Self::Content,
        Self::Factor,
        Self::Item,
    ];

    /// The word used in commands, addresses and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overall => "overall",
            Self::Agency => "agency",
            Self::ServiceArea => "service_area",
            Self::Block => "block",
            Self::Content => "content",
            Self::Factor => "factor",
            Self::Item => "item",
        }
    }
}

/// The sums of a round by agency × service area, all of one moment.
pub async fn figures(database: &Database, round: &Round) -> store::Result<Vec<AreaSums>> {
    let snapshot = database.snapshot().await?;
    let places: HashMap<i64, (usize, usize)> = points::of_round(&snapshot, round.id)
        .await?
        .into_iter()
        .filter_map(|p| Some((p.id, (round.agency(p.agency_id)?, round.service_area(p.service_area_id)?))))
        .collect();
    let stored = tallies::of_round(&snapshot, round.id).await?;
    snapshot.commit().await?;
    let mut areas: BTreeMap<(usize, usize), AreaSums> = BTreeMap::new();
    for ((_, point, _), sums) in &stored.cells {
        if let Some(&(agency, service_area)) = places.get(point) {
            areas.entry((agency, service_area)).or_default().tally.merge(sums);
        }
    }
    for ((_, agency, area), sums) in &stored.cross {
        if let (Some(agency), Some(area)) = (round.agency(*agency), round.service_area(*area)) {
            areas.entry((agency, area)).or_default().cross.merge(sums);
        }
    }
    let placed = |((agency, service_area), sums)| AreaSums { agency, service_area, ..sums };
    Ok(areas.into_iter().map(placed).collect())
}

/// What a row stands for, before any number.
pub(super) struct Line {
    pub(super) code: String,
    pub(super) name: String,
    covers: Covers,
    node: usize,
}

enum Covers {
    Everything,
    Agency(usize),
    ServiceArea(usize),
    /// Whether each agency of the plan belongs to the block.
    Block(Vec<bool>),
}

/// The rows of a grouping, suppressed by the round's minimum cell, in the order of the plan or form.
pub fn rows(round: &Round, sums: &[AreaSums], by: By, language: &Locale) -> Vec<Row> {
    let method = round.design.describe(&round.method, Some(sums));
    let minimum = round.document.minimum_cell;
    let row = |line: Line| {
        let domain = |agency: usize, area: usize| match &line.covers {
            Covers::Everything => true,
            Covers::Agency(wanted) => agency == *wanted,
            Covers::ServiceArea(wanted) => area == *wanted,
            Covers::Block(inside) => inside[agency],
        };
        let estimate = estimate(&round.form, &round.method, &round.design, sums, domain, line.node);
        Row::new(&line.code, &line.name, &method, estimate, minimum)
    };
    lines(round, by, language).into_iter().map(row).collect()
}

/// Codes and names of a grouping.
pub(super) fn lines(round: &Round, by: By, language: &Locale) -> Vec<Line> {
    let whole = |code: &str, name: String, covers| Line { code: code.to_owned(), name, covers, node: 0 };
    let storey = |kind| -> Vec<Line> {
        let nodes = round.form.tree.storey(kind);
        let line = |(node, n): (usize, &Node)| {
            let name = n.title.get(language).to_owned();
            Line { code: n.code.to_string(), name, covers: Covers::Everything, node }
        };
        nodes.map(line).collect()
    };
    match by {
        By::Overall => {
            vec![whole("overall", round.document.title.get(language).to_owned(), Covers::Everything)]
        }
        By::Agency => {
            let agencies = round.agencies.iter().map(|a| &a.agency).enumerate();
            agencies
                .map(|(i, a)| whole(a.code.as_str(), a.name_in(language).to_owned(), Covers::Agency(i)))
                .collect()
        }
        By::ServiceArea => {
            let areas = round.service_areas.iter().map(|a| &a.service_area).enumerate();
            areas
                .map(|(i, a)| whole(a.code.as_str(), a.name_in(language).to_owned(), Covers::ServiceArea(i)))
                .collect()
        }
        By::Block => {
            let blocks: Vec<_> = round.agencies.iter().map(|a| a.agency.block.as_ref()).collect();
            let mut seen = Vec::new();
            for block in blocks.iter().flatten() {
                if !seen.contains(block) {
                    seen.push(*block);
                }
            }
            let inside = |block| Covers::Block(blocks.iter().map(|b| *b == Some(block)).collect());
            seen.into_iter().map(|block| whole(block.as_str(), block.to_string(), inside(block))).collect()
        }
        By::Content => storey(NodeKind::Content),
        By::Factor => storey(NodeKind::Factor),
        By::Item => storey(NodeKind::Item),
    }
}

/// What whoever computes the index should know of its strata.
pub fn warnings(round: &Round, sums: &[AreaSums]) -> Vec<String> {
    let names = |strata: Vec<&domain::index::Stratum>| {
        strata.iter().map(|s| s.name.clone()).collect::<Vec<_>>().join(", ")
    };
    let design = &round.design;
    [
        (names(design.silent(sums)), "strata without answers, outside the estimate"),
        (
            names(design.complete(sums)),
            "strata with as many answers as people or more; they add no variance; check their population",
        ),
        (names(design.lonely(sums)), "strata with a single answer (lonely.psu=adjust)"),
    ]
    .into_iter()
    .filter(|(names, _)| !names.is_empty())
    .map(|(names, what)| format!("{what}: {names}"))
    .collect()
}
