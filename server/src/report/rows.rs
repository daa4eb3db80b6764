//! Rows of an index, by whatever they are asked for.

use super::{Scope, scope::figures};
use crate::store::Round;
use domain::{
    Locale,
    form::{Node, NodeKind},
    index::{AreaSums, Figure, Row},
};
use std::collections::HashMap;

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

/// What a row stands for, before any number.
struct Line {
    code: String,
    name: String,
    scope: Scope,
    node: usize,
}

/// The rows of a grouping straight from the sums, suppressed by the round's minimum cell, in the order of the plan or
/// form.
pub fn rows(round: &Round, sums: &[AreaSums], by: By, language: &Locale) -> Vec<Row> {
    let method = round.design.describe(&round.method, Some(sums));
    let mut made: HashMap<Scope, Vec<Option<Figure>>> = HashMap::new();
    rows_from(round, by, language, &method, |scope, node| {
        made.entry(scope.clone()).or_insert_with(|| figures(round, sums, scope))[node].clone()
    })
}

/// The rows of a grouping from figures that are there.
pub(super) fn rows_from(
    round: &Round,
    by: By,
    language: &Locale,
    method: &str,
    mut figure: impl FnMut(&Scope, usize) -> Option<Figure>,
) -> Vec<Row> {
    let row = |line: Line| Row::new(&line.code, &line.name, method, figure(&line.scope, line.node).as_ref());
    lines(round, by, language).into_iter().map(row).collect()
}

/// Codes and names of a grouping.
fn lines(round: &Round, by: By, language: &Locale) -> Vec<Line> {
    let whole =
        |code: &str, name: &str, scope| Line { code: code.to_owned(), name: name.to_owned(), scope, node: 0 };
    let storey = |kind| -> Vec<Line> {
        let nodes = round.form.tree.storey(kind);
        let line = |(node, n): (usize, &Node)| {
            let name = n.title.get(language).to_owned();
            Line { code: n.code.to_string(), name, scope: Scope::Whole, node }
        };
        nodes.map(line).collect()
    };
    match by {
        By::Overall => vec![whole("overall", round.document.title.get(language), Scope::Whole)],
        By::Agency => {
            let agencies = round.agencies.iter().map(|a| &a.agency);
            agencies
                .map(|a| whole(a.code.as_str(), a.name_in(language), Scope::Agency(a.code.clone())))
                .collect()
        }
        By::ServiceArea => {
            let areas = round.service_areas.iter().map(|a| &a.service_area);
            areas
                .map(|a| whole(a.code.as_str(), a.name_in(language), Scope::ServiceArea(a.code.clone())))
                .collect()
        }
        By::Block => round
            .blocks
            .iter()
            .map(|b| whole(b.code.as_str(), b.name_in(language), Scope::Block(b.code.clone())))
            .collect(),
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
