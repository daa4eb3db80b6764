//! `/results/{round}/agencies/{code}` and `/results/{round}/service-areas/{code}`: an agency or a service area in one round.

use super::{
    charts::{PageChart, ResultsPage},
    context::RoundContext,
    lineage::lineage,
    parts::{PartsBuilder, series_trend, sort_best_first},
    request::{Rejection, ResultsRequest},
    respond::respond,
    round::ranking,
};
use crate::{
    report::Scope,
    store::{self, AgencyRow, ServiceAreaRow, points},
    web::App,
};
use app::{
    Texts,
    results::{About, Beside, Drawings, Line, LineageEntry, Lines, ScopeKind, ScopePage, scope_page},
};
use axum::{extract::State, response::Response};
use domain::{
    Agency, Code,
    index::{Rank, Standing},
};
use leptos::prelude::AnyView;
use std::{collections::HashSet, sync::Arc};

/// `/results/{round}/agencies/{code}` and its charts.
pub(in super::super) async fn show_agency(
    State(state): State<Arc<App>>,
    request: ResultsRequest,
) -> Result<Response, Rejection> {
    let code = request.segments.code.as_str();
    let context = RoundContext::load(&state, &request, Some(code)).await?;
    let found = context.round().agencies.iter().find(|row| row.agency.code.as_str() == code);
    let row = found.ok_or_else(|| context.not_in_round("agency-not-found", code))?;
    let path = format!("{}/agencies/{code}", context.path());
    let page = async {
        let cells = cells_of(&state, &context).await?;
        let lineage = lineage(&state, &context, &row.agency).await?;
        Ok(tokio::task::block_in_place(|| agency_page(&context, &cells, row, lineage)))
    };
    respond(&state, &request, &context, (&path, &context.page_version()), page).await
}

/// `/results/{round}/service-areas/{code}` and its charts.
pub(in super::super) async fn show_service_area(
    State(state): State<Arc<App>>,
    request: ResultsRequest,
) -> Result<Response, Rejection> {
    let code = request.segments.code.as_str();
    let context = RoundContext::load(&state, &request, None).await?;
    let found = context.round().service_areas.iter().find(|row| row.service_area.code.as_str() == code);
    let row = found.ok_or_else(|| context.not_in_round("area-not-found", code))?;
    let path = format!("{}/service-areas/{code}", context.path());
    let page = async {
        let cells = cells_of(&state, &context).await?;
        Ok(tokio::task::block_in_place(|| service_area_page(&context, &cells, row)))
    };
    respond(&state, &request, &context, (&path, &context.page_version()), page).await
}

impl ResultsPage for ScopePage {
    fn charts(&self, texts: &Texts) -> Vec<PageChart> {
        let lines = [&self.factors, &self.cells];
        let mut charts: Vec<_> = PageChart::of_trend(texts, &self.trend).into_iter().collect();
        charts.extend(lines.map(|lines| PageChart::of_lines(texts, &self.about, lines)));
        charts.extend(self.items.iter().map(|items| PageChart::of_items(texts, &self.about, items)));
        charts
    }

    fn view(&self, texts: &Texts, style: &str, drawings: &Drawings) -> AnyView {
        scope_page(texts, style, self, drawings)
    }
}

/// Keys of agencies and of the service areas in which they have collection points.
type Cells = HashSet<(i64, i64)>;

async fn cells_of(state: &App, context: &RoundContext) -> store::Result<Cells> {
    let points = points::of_round(state.database.reader(), context.round().id).await?.into_iter();
    Ok(points.map(|point| (point.agency_id, point.service_area_id)).collect())
}

fn agency_page(
    context: &RoundContext,
    cells: &Cells,
    row: &AgencyRow,
    lineage: Vec<LineageEntry>,
) -> ScopePage {
    let agency = &row.agency;
    let scope = Scope::Agency(agency.code.clone());
    let about = context.about(context.round_figures(), &scope);
    let parts = PartsBuilder::new(context, context.round_figures(), &about);
    let line = |area: &ServiceAreaRow| {
        let area = &area.service_area;
        Line {
            name: area.name_in(parts.locale).to_owned(),
            figure: parts.index(&Scope::AgencyInArea(agency.code.clone(), area.code.clone())),
            href: (!context.is_restricted).then(|| about.service_area_path(&area.code)),
            rank: None,
            head: false,
            standing: Standing::default(),
        }
    };
    let areas = context.round().service_areas.iter().filter(|area| cells.contains(&(row.id, area.id)));
    let subject = Subject { kind: ScopeKind::Agency, code: &agency.code, name: agency.name_in(parts.locale) };
    let page = subject.page(context, &parts, &scope, areas.map(line).collect());
    match context.is_restricted {
        true => ScopePage { beside: None, lineage, ..page },
        false => {
            let (rank, block) = in_block(&parts, agency);
            let overall = parts.index(&Scope::Whole);
            ScopePage { rank, beside: Some(Beside { block, overall }), lineage, ..page }
        }
    }
}

fn service_area_page(context: &RoundContext, cells: &Cells, row: &ServiceAreaRow) -> ScopePage {
    let area = &row.service_area;
    let scope = Scope::ServiceArea(area.code.clone());
    let about = context.about(context.round_figures(), &scope);
    let parts = PartsBuilder::new(context, context.round_figures(), &about);
    let line = |agency: &AgencyRow| {
        let agency = &agency.agency;
        Line {
            name: agency.name_in(parts.locale).to_owned(),
            figure: parts.index(&Scope::AgencyInArea(agency.code.clone(), area.code.clone())),
            href: Some(about.agency_path(&agency.code)),
            rank: None,
            head: false,
            standing: Standing::default(),
        }
    };
    let agencies = context.round().agencies.iter().filter(|agency| cells.contains(&(agency.id, row.id)));
    let subject =
        Subject { kind: ScopeKind::ServiceArea, code: &area.code, name: area.name_in(parts.locale) };
    subject.page(context, &parts, &scope, agencies.map(line).collect())
}

/// The agency or service area that a page is about.
struct Subject<'a> {
    kind: ScopeKind,
    code: &'a Code,
    name: &'a str,
}

impl Subject<'_> {
    /// The page with what both kinds have, held against the whole round. `cells` are the lines of the scope by service area or
    /// by agency.
    fn page(
        &self,
        context: &RoundContext,
        parts: &PartsBuilder,
        scope: &Scope,
        mut cells: Vec<Line>,
    ) -> ScopePage {
        let (texts, name) = (parts.texts, self.name);
        let title = texts.with("chart-ranking", [("name", name.into())]);
        let trend = series_trend(context, &context.figures, scope, ("trend".to_owned(), title), |about| {
            self.path(about)
        });
        sort_best_first(&mut cells);
        let (id, heading, what) = match self.kind {
            ScopeKind::Agency => ("service-areas", "results-areas", "column-area"),
            ScopeKind::ServiceArea => ("agencies", "results-area-agencies", "column-agency"),
        };
        ScopePage {
            about: parts.about.clone(),
            kind: self.kind,
            code: self.code.clone(),
            name: name.to_owned(),
            figure: parts.index(scope),
            rank: None,
            beside: Some(Beside { block: None, overall: parts.index(&Scope::Whole) }),
            against: context.against(&trend),
            trend,
            factors: parts.factors(scope),
            cells: Lines {
                id: id.to_owned(),
                label: format!("{}: {name}", texts.get(heading)),
                what,
                ranked: false,
                base: parts.index(scope),
                reference: None,
                lines: cells,
            },
            items: parts.items(scope),
            order: context.order,
            lineage: Vec::new(),
        }
    }

    fn path(&self, about: &About) -> String {
        match self.kind {
            ScopeKind::Agency => about.agency_path(self.code),
            ScopeKind::ServiceArea => about.service_area_path(self.code),
        }
    }
}

/// The place of an agency in its block, and the block's name and index.
fn in_block(
    parts: &PartsBuilder,
    agency: &Agency,
) -> (Option<Rank>, Option<(String, Option<domain::index::Figure>)>) {
    let block = parts.figures.round.blocks.iter().find(|block| Some(&block.code) == agency.block.as_ref());
    let ranked = ranking(parts, block).agencies.into_iter().find(|(code, _)| *code == agency.code);
    let of_block = |block: &domain::Block| {
        (block.name_in(parts.locale).to_owned(), parts.index(&Scope::Block(block.code.clone())))
    };
    (ranked.and_then(|(_, line)| line.rank), block.map(of_block))
}
