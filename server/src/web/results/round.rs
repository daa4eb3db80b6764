//! `/results/{round}`: everything about one round.

use super::super::{
    App, assets,
    page::{Asked, Failure, Name},
};
use super::{
    RoundReader, about,
    maker::{Charts, Maker, Wanted, short_name},
};
use crate::report::{Scope, trend};
use app::results::{About, Heat, HeatLine, Highlight, Line, Lines, RoundPage, round_page};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{
    Agency, Block,
    form::NodeKind,
    index::{Figure, rank},
};
use std::sync::Arc;

/// `/results/{round}`
pub(in super::super) async fn show_round(
    State(app): State<Arc<App>>,
    Name(code): Name,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, &code, None, &asked, &headers).await
}

/// `/results/{round}/charts/{file}`
pub(in super::super) async fn show_round_chart(
    State(app): State<Arc<App>>,
    names: Result<Path<(String, String)>, PathRejection>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (code, file) = names.map(|Path(names)| names).unwrap_or_default();
    answer(&app, &code, Some(&file), &asked, &headers).await
}

async fn answer(
    app: &App,
    code: &str,
    file: Option<&str>,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let reader = match RoundReader::of(app, asked, code).await? {
        Ok(reader) => reader,
        Err(page) => return Ok(page.into_response()),
    };
    let (path, texts) = (reader.path(), reader.reader.texts);
    let Some(wanted) = Wanted::of(file) else { return Ok(reader.reader.no_chart(&path).into_response()) };
    let make = async {
        let mut charts = Charts::new(&path, wanted);
        let page = page(app, &reader, &mut charts).await?;
        let html = || app::render(|| round_page(texts, assets::RESULTS.as_str(), page));
        Ok(charts.made(app, html).await?.ok_or_else(|| reader.reader.no_chart(&path)))
    };
    app.made_pages.answer(headers, &wanted.key(&path), &reader.reader.locale, &reader.word(), make).await
}

async fn page(app: &App, reader: &RoundReader, charts: &mut Charts<'_>) -> Result<RoundPage, Failure> {
    let (locale, texts, edition) = (&reader.reader.locale, reader.reader.texts, &reader.reader.edition);
    let members: Vec<_> = reader.series.iter().collect();
    let years = trend(&app.shelf, edition, &members, &Scope::Whole).await?;
    let shown = reader.shown(app).await?;
    let about = about(&reader.round, edition, locale, &shown.method);
    let mut maker = Maker { texts, locale, shown: &shown, about: &about, charts };
    let factors = maker.factors(&Scope::Whole);
    let blocks = blocks(&mut maker);
    let areas = areas(&mut maker);
    let heat = heat(&mut maker, &blocks);
    let items = maker.items(&Scope::Whole);
    let highlights = highlights(&maker);
    let overall = shown.figure(&Scope::Whole, 0).cloned();
    let against = reader.against(&years);
    Ok(RoundPage { about, overall, against, highlights, factors, blocks, areas, heat, items })
}

/// The address of an agency's page.
pub(super) fn agency_path(about: &About, agency: &Agency) -> String {
    format!("{}/agencies/{}", about.path(), agency.code)
}

/// Agencies ranked within their blocks, each block with its chart; those without a rank last.
fn blocks(maker: &mut Maker) -> Vec<(String, Lines)> {
    let round = maker.shown.round.clone();
    let blocks = round.blocks.iter().map(Some).chain([None]);
    let whole = maker.shown.figure(&Scope::Whole, 0).cloned();
    blocks
        .filter_map(|block| {
            let lines = ranking(maker, block);
            if lines.is_empty() {
                return None;
            }
            let (id, name) = match block {
                Some(block) => {
                    let name = block.name_in(maker.locale);
                    let name = maker.texts.with("results-block", [("name", name.into())]);
                    (format!("ranking-{}", block.code), name)
                }
                None => ("ranking".to_owned(), maker.texts.get("results-no-block")),
            };
            let title = maker.texts.with("chart-ranking", [("name", name.as_str().into())]);
            let ranked = maker.lines(&id, &title, "column-agency", true, lines, whole.as_ref());
            Some((name, ranked))
        })
        .collect()
}

/// The agencies of a block, best first, those without a rank last.
pub(super) fn ranking(maker: &Maker, block: Option<&Block>) -> Vec<Line> {
    let round = &maker.shown.round;
    let members = round.agencies.iter().map(|a| &a.agency);
    let members: Vec<&Agency> =
        members.filter(|a| a.block.as_ref() == block.map(|block| &block.code)).collect();
    let figures: Vec<Option<&Figure>> =
        members.iter().map(|a| maker.shown.figure(&Scope::Agency(a.code.clone()), 0)).collect();
    let places = rank(&figures.iter().map(|f| f.map(|f| f.estimate)).collect::<Vec<_>>());
    let lines = members.iter().zip(figures).zip(places).map(|((agency, figure), rank)| Line {
        row: maker.row(agency.code.as_str(), agency.name_in(maker.locale), figure),
        href: Some(agency_path(maker.about, agency)),
        rank,
        head: false,
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.sort_by_key(|line| line.rank.map_or(usize::MAX, |rank| rank.place));
    lines
}

fn areas(maker: &mut Maker) -> Lines {
    let round = maker.shown.round.clone();
    let areas = round.service_areas.iter().map(|a| &a.service_area);
    let mut lines: Vec<Line> = areas
        .map(|area| {
            let figure = maker.shown.figure(&Scope::ServiceArea(area.code.clone()), 0);
            Line {
                row: maker.row(area.code.as_str(), area.name_in(maker.locale), figure),
                href: Some(format!("{}/service-areas/{}", maker.about.path(), area.code)),
                rank: None,
                head: false,
            }
        })
        .collect();
    best_first(&mut lines);
    let whole = maker.shown.figure(&Scope::Whole, 0).cloned();
    let title = maker.texts.get("results-areas");
    maker.lines("service-areas", &title, "column-area", false, lines, whole.as_ref())
}

/// The highest first, what is not published last.
pub(super) fn best_first(lines: &mut [Line]) {
    let value = |line: &Line| line.row.estimate.unwrap_or(f64::NEG_INFINITY);
    lines.sort_by(|a, b| value(b).total_cmp(&value(a)));
}

/// Agencies × factors, in the order of the rankings.
fn heat(maker: &mut Maker, rankings: &[(String, Lines)]) -> Heat {
    let round = maker.shown.round.clone();
    let scope = |line: &Line| line.row.code.parse().map_or(Scope::Whole, Scope::Agency);
    let blocks: Vec<_> = rankings
        .iter()
        .map(|(name, ranking)| {
            let agencies = ranking.lines.iter().map(|line| (line.row.name.clone(), scope(line)));
            ((rankings.len() > 1).then(|| name.clone()), agencies.collect())
        })
        .collect();
    let chart = maker.heat(&blocks);
    let factors: Vec<_> = round.form.tree.storey(NodeKind::Factor).collect();
    let lines = rankings.iter().flat_map(|(_, ranking)| &ranking.lines).map(|line| HeatLine {
        name: line.row.name.clone(),
        href: line.href.clone().unwrap_or_default(),
        figures: factors.iter().map(|(at, _)| maker.shown.figure(&scope(line), *at).cloned()).collect(),
    });
    let columns = factors.iter().map(|(_, f)| short_name(f.title.get(maker.locale))).collect();
    Heat { chart, columns, lines: lines.collect() }
}

/// Where a leader looks first: the ends of the factors, the lowest service area, the lowest item.
fn highlights(maker: &Maker) -> Vec<Highlight> {
    let round = &maker.shown.round;
    let nodes = |kind| -> Vec<(String, Figure)> {
        let named = round.form.tree.storey(kind).filter_map(|(at, node)| {
            let figure = maker.shown.figure(&Scope::Whole, at)?;
            Some((short_name(node.title.get(maker.locale)), figure.clone()))
        });
        named.collect()
    };
    let areas: Vec<(String, String, Figure)> = round
        .service_areas
        .iter()
        .filter_map(|a| {
            let area = &a.service_area;
            let figure = maker.shown.figure(&Scope::ServiceArea(area.code.clone()), 0)?;
            let href = format!("{}/service-areas/{}", maker.about.path(), area.code);
            Some((area.name_in(maker.locale).to_owned(), href, figure.clone()))
        })
        .collect();
    let (factors, items) = (nodes(NodeKind::Factor), nodes(NodeKind::Item));
    let lowest = |all: &[(String, Figure)]| {
        all.iter().min_by(|a, b| a.1.estimate.total_cmp(&b.1.estimate)).filter(|_| all.len() > 1).cloned()
    };
    let highest = |all: &[(String, Figure)]| {
        all.iter().max_by(|a, b| a.1.estimate.total_cmp(&b.1.estimate)).filter(|_| all.len() > 1).cloned()
    };
    let area = areas
        .iter()
        .min_by(|a, b| a.2.estimate.total_cmp(&b.2.estimate))
        .filter(|_| areas.len() > 1)
        .cloned();
    let node = |what, href: &str, found: Option<(String, Figure)>| {
        found.map(|(name, figure)| Highlight { what, name, href: href.to_owned(), figure })
    };
    [
        node("highlight-factor-high", "#factors", highest(&factors)),
        node("highlight-factor-low", "#factors", lowest(&factors)),
        area.map(|(name, href, figure)| Highlight { what: "highlight-area-low", name, href, figure }),
        node("highlight-item-low", "#items", lowest(&items).filter(|_| items.len() > factors.len())),
    ]
    .into_iter()
    .flatten()
    .collect()
}
