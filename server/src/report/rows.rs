//! Rows of an index, by whatever they are asked for.

use crate::store::{self, Database, Round, points, tallies};
use domain::{
    Locale,
    form::NodeKind,
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
#[derive(Debug, Clone)]
pub struct Figures {
    /// One entry an agency × service area that has answers.
    pub sums: Vec<AreaSums>,
}

/// Reads the sums of a round.
pub async fn figures(database: &Database, round: &Round) -> store::Result<Figures> {
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
    let sums = areas
        .into_iter()
        .map(|((agency, service_area), sums)| AreaSums { agency, service_area, ..sums })
        .collect();
    Ok(Figures { sums })
}

/// The rows of a grouping, suppressed by the round's minimum cell, in the order of the plan or form.
pub fn rows(round: &Round, figures: &Figures, by: By, language: &Locale) -> Vec<Row> {
    let method = round.design.describe(&round.method, &figures.sums);
    let english = *language == Locale::en();
    let named =
        |vi: &str, en: &Option<String>| en.clone().filter(|_| english).unwrap_or_else(|| vi.to_owned());
    let row = |code: &str, name: &str, domain: &dyn Fn(usize, usize) -> bool, node: usize| {
        let estimate = estimate(&round.form, &round.method, &round.design, &figures.sums, domain, node);
        Row::new(code, name, &method, estimate, round.document.minimum_cell)
    };
    let storey = |kind| {
        let nodes = round.form.tree.storey(kind);
        nodes.map(|(i, node)| row(node.code.as_str(), node.title.get(language), &|_, _| true, i)).collect()
    };
    match by {
        By::Overall => vec![row("overall", round.document.title.get(language), &|_, _| true, 0)],
        By::Agency => {
            let agencies = round.agencies.iter().map(|a| &a.agency).enumerate();
            agencies
                .map(|(i, a)| row(a.code.as_str(), &named(&a.name, &a.name_en), &|agency, _| agency == i, 0))
                .collect()
        }
        By::ServiceArea => {
            let areas = round.service_areas.iter().map(|a| &a.service_area).enumerate();
            areas
                .map(|(i, a)| row(a.code.as_str(), &named(&a.name, &a.name_en), &|_, area| area == i, 0))
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
            let inside = |block, agency: usize| blocks.get(agency).copied().flatten() == Some(block);
            seen.into_iter()
                .map(|block| row(block.as_str(), block.as_str(), &|agency, _| inside(block, agency), 0))
                .collect()
        }
        By::Content => storey(NodeKind::Content),
        By::Factor => storey(NodeKind::Factor),
        By::Item => storey(NodeKind::Item),
    }
}

/// What whoever computes the index should know of its strata.
pub fn warnings(round: &Round, figures: &Figures) -> Vec<String> {
    let names = |strata: Vec<&domain::index::Stratum>| {
        strata.iter().map(|s| s.name.clone()).collect::<Vec<_>>().join(", ")
    };
    let design = &round.design;
    [
        (names(design.silent(&figures.sums)), "strata without answers, outside the estimate"),
        (
            names(design.complete(&figures.sums)),
            "strata with as many answers as people or more; they add no variance",
        ),
        (names(design.lonely(&figures.sums)), "strata with a single answer (lonely.psu=adjust)"),
    ]
    .into_iter()
    .filter(|(names, _)| !names.is_empty())
    .map(|(names, what)| format!("{what}: {names}"))
    .collect()
}
