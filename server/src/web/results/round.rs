//! `/results/{round}`: everything about one round.

use super::super::{
    App,
    page::{Asked, Failure},
};
use super::{
    RoundReader,
    maker::{Charts, Maker, Spec, short_name},
};
use crate::auth::Viewer;
use crate::path_segments::PathSegments;
use crate::report::Scope;
use app::results::{About, Heat, HeatLine, Highlight, Line, Lines, RoundPage, round_page};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{
    Agency, Block, Code,
    form::NodeKind,
    index::{Figure, rank},
};
use std::sync::Arc;

/// `/results/{round}`
pub(in super::super) async fn show_round(
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    asked: Asked,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, &code, None, (&asked, &viewer), &headers).await
}

/// `/results/{round}/charts/{file}`
pub(in super::super) async fn show_round_chart(
    State(app): State<Arc<App>>,
    PathSegments([code, file]): PathSegments<2>,
    asked: Asked,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, &code, Some(&file), (&asked, &viewer), &headers).await
}

async fn answer(
    app: &App,
    code: &str,
    file: Option<&str>,
    (asked, viewer): (&Asked, &Viewer),
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let reader = match RoundReader::of(app, asked, viewer, code, None).await? {
        Ok(reader) => reader,
        Err(page) => return Ok(page.into_response()),
    };
    let page = async |charts: &mut Charts<'_>| page(app, &reader, charts).await;
    reader.reader.send(app, (&reader.path(), file), &reader.series, headers, page, round_page).await
}

async fn page(app: &App, reader: &RoundReader, charts: &mut Charts<'_>) -> Result<RoundPage, Failure> {
    let years = reader.reader.years(app, &reader.series, &Scope::Whole, About::path).await?;
    let against = reader.against(&years);
    let shown = reader.shown(app).await?;
    let about = reader.reader.about(&shown, &Scope::Whole);
    tokio::task::block_in_place(|| {
        let mut maker = Maker::new(&reader.reader, &shown, &about, charts);
        let factors = maker.factors(&Scope::Whole);
        let ranked: Vec<_> = blocks(&maker);
        let heat = heat(&mut maker, &ranked);
        let blocks = ranked.into_iter().map(|block| block.lines(&mut maker)).collect();
        let areas = areas(&mut maker);
        let items = maker.items(&Scope::Whole);
        let highlights = highlights(&maker);
        let overall = shown.figure(&Scope::Whole, 0).cloned();
        Ok(RoundPage {
            about: about.clone(),
            overall,
            against,
            highlights,
            factors,
            blocks,
            areas,
            heat,
            items,
        })
    })
}

/// The address of an agency's page.
pub(super) fn agency_path(about: &About, agency: &Agency) -> String {
    format!("{}/agencies/{}", about.path(), agency.code)
}

/// A block's agencies, best first, those without a rank last.
pub(super) struct Ranked {
    /// For the address of its chart.
    id: String,
    name: String,
    pub(super) agencies: Vec<(Code, Line)>,
}

impl Ranked {
    fn lines(self, maker: &mut Maker) -> (String, Lines) {
        let title = maker.texts.with("chart-ranking", [("name", self.name.as_str().into())]);
        let lines = self.agencies.into_iter().map(|(_, line)| line).collect();
        let whole = maker.shown.figure(&Scope::Whole, 0).cloned();
        let chart = Spec { id: &self.id, title: &title, what: "column-agency", base: whole.as_ref() };
        let ranked = maker.lines(chart, true, lines, whole.as_ref());
        (self.name, ranked)
    }
}

/// Agencies ranked within their blocks.
fn blocks(maker: &Maker) -> Vec<Ranked> {
    let blocks = maker.shown.round.blocks.iter().map(Some).chain([None]);
    blocks.map(|block| ranked(maker, block)).filter(|ranked| !ranked.agencies.is_empty()).collect()
}

/// The ranking of a block, or of the agencies outside any.
pub(super) fn ranked(maker: &Maker, block: Option<&Block>) -> Ranked {
    let (id, name) = match block {
        Some(block) => {
            let name = maker.texts.with("results-block", [("name", block.name_in(maker.locale).into())]);
            (format!("ranking-{}", block.code), name)
        }
        None => ("ranking".to_owned(), maker.texts.get("results-no-block")),
    };
    let members = maker.shown.round.agencies.iter().map(|a| &a.agency);
    let members: Vec<&Agency> =
        members.filter(|a| a.block.as_ref() == block.map(|block| &block.code)).collect();
    let figures: Vec<Option<&Figure>> =
        members.iter().map(|a| maker.shown.figure(&Scope::Agency(a.code.clone()), 0)).collect();
    let places = rank(&figures.iter().map(|f| f.map(|f| f.estimate)).collect::<Vec<_>>());
    let lines = members.iter().zip(figures).zip(places).map(|((agency, figure), rank)| {
        let line = Line {
            name: agency.name_in(maker.locale).to_owned(),
            figure: figure.cloned(),
            href: Some(agency_path(maker.about, agency)),
            rank,
            head: false,
        };
        (agency.code.clone(), line)
    });
    let mut agencies: Vec<_> = lines.collect();
    agencies.sort_by_key(|(_, line)| line.rank.map_or(usize::MAX, |rank| rank.place));
    Ranked { id, name, agencies }
}

fn areas(maker: &mut Maker) -> Lines {
    let shown = maker.shown;
    let areas = shown.round.service_areas.iter().map(|a| &a.service_area);
    let mut lines: Vec<Line> = areas
        .map(|area| Line {
            name: area.name_in(maker.locale).to_owned(),
            figure: shown.figure(&Scope::ServiceArea(area.code.clone()), 0).cloned(),
            href: Some(format!("{}/service-areas/{}", maker.about.path(), area.code)),
            rank: None,
            head: false,
        })
        .collect();
    best_first(&mut lines);
    let (whole, title) = (shown.figure(&Scope::Whole, 0), maker.texts.get("results-areas"));
    let chart = Spec { id: "service-areas", title: &title, what: "column-area", base: whole };
    maker.lines(chart, false, lines, whole)
}

/// The highest first, what is not published last.
pub(super) fn best_first(lines: &mut [Line]) {
    let value = |line: &Line| line.figure.as_ref().map_or(f64::NEG_INFINITY, |f| f.estimate);
    lines.sort_by(|a, b| value(b).total_cmp(&value(a)));
}

/// Agencies × factors, in the order of the rankings.
fn heat(maker: &mut Maker, rankings: &[Ranked]) -> Heat {
    let shown = maker.shown;
    let factors: Vec<_> = shown.round.form.tree.storey(NodeKind::Factor).collect();
    let columns: Vec<String> = factors.iter().map(|(_, f)| short_name(f.title.get(maker.locale))).collect();
    let lines_of = |ranking: &Ranked| -> Vec<HeatLine> {
        let line = |(code, line): &(Code, Line)| {
            let scope = Scope::Agency(code.clone());
            HeatLine {
                name: line.name.clone(),
                href: line.href.clone().unwrap_or_default(),
                figures: factors.iter().map(|(at, _)| shown.figure(&scope, *at).cloned()).collect(),
            }
        };
        ranking.agencies.iter().map(line).collect()
    };
    let blocks: Vec<_> = rankings
        .iter()
        .map(|ranking| ((rankings.len() > 1).then(|| ranking.name.clone()), lines_of(ranking)))
        .collect();
    let chart = maker.heat(&columns, &blocks);
    Heat { chart, columns, lines: blocks.into_iter().flat_map(|(_, lines)| lines).collect() }
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
