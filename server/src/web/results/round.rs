//! `/results/{round}`: everything about one round.

use super::{
    changes::changes,
    charts::{PageChart, ResultsPage},
    context::RoundContext,
    parts::{PartsBuilder, series_trend, short_name, sort_best_first, stand},
    request::{Rejection, ResultsRequest},
    respond::respond,
};
use crate::{report::Scope, store::ServiceAreaRow, web::App};
use app::{
    Texts,
    results::{
        About, Drawings, End, Heat, HeatLine, Highlight, Line, Lines, Member, RoundPage, SummaryPage,
        round_page, summary_page,
    },
};
use axum::{extract::State, response::Response};
use domain::{
    Agency, Block, Code,
    form::{Node, NodeKind},
    index::{Figure, Standing, Standings, highest, lowest, rank},
};
use leptos::prelude::AnyView;
use std::{cmp::Ordering, sync::Arc};

/// `/results/{round}` and `/results/{round}/charts/{file}`
pub(in super::super) async fn show_round(
    State(state): State<Arc<App>>,
    request: ResultsRequest,
) -> Result<Response, Rejection> {
    let context = RoundContext::load(&state, &request, None).await?;
    let page = async { Ok(tokio::task::block_in_place(|| build(&context))) };
    respond(&state, &request, &context, (&context.path(), &context.page_version()), page).await
}

/// `/results/{round}/summary` and `/results/{round}/summary/charts/{file}`
pub(in super::super) async fn show_summary(
    State(state): State<Arc<App>>,
    request: ResultsRequest,
) -> Result<Response, Rejection> {
    let context = RoundContext::load(&state, &request, None).await?;
    let page = async { Ok(SummaryPage(tokio::task::block_in_place(|| build(&context)))) };
    let path = format!("{}/summary", context.path());
    respond(&state, &request, &context, (&path, &context.page_version()), page).await
}

impl ResultsPage for SummaryPage {
    fn charts(&self, texts: &Texts) -> Vec<PageChart> {
        vec![PageChart::of_lines(texts, &self.0.about, &self.0.factors)]
    }

    fn view(&self, texts: &Texts, style: &str, drawings: &Drawings) -> AnyView {
        summary_page(texts, style, self, drawings)
    }
}

impl ResultsPage for RoundPage {
    fn charts(&self, texts: &Texts) -> Vec<PageChart> {
        let rankings = self.blocks.iter().map(|(_, ranking)| ranking);
        let lines = [&self.factors, &self.areas].into_iter().chain(rankings);
        let mut charts: Vec<_> = lines.map(|lines| PageChart::of_lines(texts, &self.about, lines)).collect();
        charts.push(PageChart::of_heat(texts, &self.about, &self.heat));
        charts.extend(self.items.iter().map(|items| PageChart::of_items(texts, &self.about, items)));
        charts
    }

    fn view(&self, texts: &Texts, style: &str, drawings: &Drawings) -> AnyView {
        round_page(texts, style, self, drawings)
    }
}

fn build(context: &RoundContext) -> RoundPage {
    let (figures, scope) = (context.round_figures(), Scope::Whole);
    let about = context.about(figures, &scope);
    let parts = PartsBuilder::new(context, figures, &about);
    let overall = parts.index(&scope);
    let mut rankings = rankings(&parts);
    stand(
        rankings.iter_mut().flat_map(|ranking| &mut ranking.agencies).map(|(_, line)| line),
        overall.as_ref(),
    );
    let trend = series_trend(context, &context.figures, &scope, Default::default(), About::path);
    RoundPage {
        overall,
        standings: standings(&rankings),
        against: context.against(&trend),
        changes: changes(context, &about),
        highlights: highlights(&parts),
        factors: parts.factors(&scope),
        heat: heat(&parts, &rankings),
        blocks: rankings.into_iter().map(|ranking| ranking.lines(&parts)).collect(),
        areas: areas(&parts),
        items: parts.items(&scope),
        order: context.order,
        about: about.clone(),
    }
}

/// Where the published agencies stand to the whole; `None` where they are fewer than two.
fn standings(rankings: &[Ranking]) -> Option<Standings> {
    let lines = rankings.iter().flat_map(|ranking| &ranking.agencies).map(|(_, line)| line);
    let published: Vec<Standing> =
        lines.filter(|line| line.figure.is_some()).map(|line| line.standing).collect();
    (published.len() > 1).then(|| published.into_iter().collect())
}

/// A block's agencies, best first, those without a rank last.
pub(super) struct Ranking {
    /// Id of its chart.
    id: String,
    name: String,
    /// The number of all its agencies together; none of those outside any block.
    base: Option<Figure>,
    pub(super) agencies: Vec<(Code, Line)>,
}

impl Ranking {
    fn lines(self, parts: &PartsBuilder) -> (String, Lines) {
        let ranking = Lines {
            id: self.id,
            label: parts.texts.with("chart-ranking", [("name", self.name.as_str().into())]),
            what: "column-agency",
            ranked: true,
            base: self.base,
            reference: parts.index(&Scope::Whole),
            lines: self.agencies.into_iter().map(|(_, line)| line).collect(),
        };
        (self.name, ranking)
    }
}

/// Agencies ranked within their blocks.
fn rankings(parts: &PartsBuilder) -> Vec<Ranking> {
    let blocks = parts.figures.round.blocks.iter().map(Some).chain([None]);
    blocks.map(|block| ranking(parts, block)).filter(|ranking| !ranking.agencies.is_empty()).collect()
}

/// The ranking of a block, or of the agencies outside any.
pub(super) fn ranking(parts: &PartsBuilder, block: Option<&Block>) -> Ranking {
    let (id, name) = match block {
        Some(block) => {
            let name = parts.texts.with("results-block", [("name", block.name_in(parts.locale).into())]);
            (format!("ranking-{}", block.code), name)
        }
        None => ("ranking".to_owned(), parts.texts.get("results-no-block")),
    };
    let members = parts.figures.round.agencies.iter().map(|a| &a.agency);
    let members: Vec<&Agency> =
        members.filter(|a| a.block.as_ref() == block.map(|block| &block.code)).collect();
    let figures: Vec<Option<Figure>> =
        members.iter().map(|a| parts.index(&Scope::Agency(a.code.clone()))).collect();
    let benchmarks = parts.about.definition.benchmarks.as_ref();
    let is_ranked = |figure: &&Figure| benchmarks.is_none_or(|of| of.suffices(figure.n));
    let value = |figure: &Option<Figure>| figure.as_ref().filter(is_ranked).map(|f| f.told().estimate);
    let places = rank(&figures.iter().map(value).collect::<Vec<_>>());
    let lines = members.iter().zip(figures).zip(places).map(|((agency, figure), rank)| {
        let name = agency.name_in(parts.locale).to_owned();
        let href = Some(parts.about.agency_path(&agency.code));
        (agency.code.clone(), Line { name, figure, href, rank, head: false, standing: Standing::default() })
    });
    let mut agencies: Vec<_> = lines.collect();
    let told = |line: &Line| line.figure.as_ref().map_or(f64::NEG_INFINITY, |figure| figure.told().estimate);
    agencies.sort_by(|(_, a), (_, b)| {
        (a.rank.is_none(), told(b)).partial_cmp(&(b.rank.is_none(), told(a))).unwrap_or(Ordering::Equal)
    });
    let base = match block {
        Some(block) => parts.index(&Scope::Block(block.code.clone())),
        // Where there are no blocks, the agencies are the whole.
        None if parts.figures.round.blocks.is_empty() => parts.index(&Scope::Whole),
        None => None,
    };
    Ranking { id, name, base, agencies }
}

fn areas(parts: &PartsBuilder) -> Lines {
    let areas = parts.figures.round.service_areas.iter().map(|a| &a.service_area);
    let mut lines: Vec<Line> = areas
        .map(|area| Line {
            name: area.name_in(parts.locale).to_owned(),
            figure: parts.index(&Scope::ServiceArea(area.code.clone())),
            href: Some(parts.about.service_area_path(&area.code)),
            rank: None,
            head: false,
            standing: Standing::default(),
        })
        .collect();
    sort_best_first(&mut lines);
    let whole = parts.index(&Scope::Whole);
    stand(lines.iter_mut(), whole.as_ref());
    Lines {
        id: "service-areas".to_owned(),
        label: parts.texts.get("results-areas"),
        what: "column-area",
        ranked: false,
        base: whole.clone(),
        reference: whole,
        lines,
    }
}

/// Agencies × factors, in the order of the rankings.
fn heat(parts: &PartsBuilder, rankings: &[Ranking]) -> Heat {
    let factors: Vec<_> = parts.figures.round.form.tree.storey(NodeKind::Factor).collect();
    let line = |(code, line): &(Code, Line)| {
        let scope = Scope::Agency(code.clone());
        HeatLine {
            name: line.name.clone(),
            href: line.href.clone().unwrap_or_default(),
            figures: factors.iter().map(|(at, _)| parts.figures.figure(&scope, *at).cloned()).collect(),
        }
    };
    let block = |ranking: &Ranking| {
        let name = (rankings.len() > 1).then(|| ranking.name.clone());
        (name, ranking.agencies.iter().map(line).collect())
    };
    Heat {
        base: parts.index(&Scope::Whole),
        columns: factors.iter().map(|(_, factor)| short_name(factor.title.get(parts.locale))).collect(),
        averages: factors.iter().map(|(at, _)| parts.figures.figure(&Scope::Whole, *at).cloned()).collect(),
        blocks: rankings.iter().map(block).collect(),
    }
}

/// Where a leader looks first: the lowest service areas, the ends of the factors, the lowest items.
fn highlights(parts: &PartsBuilder) -> Vec<Highlight> {
    let round = &parts.figures.round;
    let nodes = |kind, href: &str| -> Vec<Member> {
        let member = |(at, node): (usize, &Node)| {
            let figure = parts.figures.figure(&Scope::Whole, at)?.clone();
            Some(Member { name: short_name(node.title.get(parts.locale)), href: href.to_owned(), figure })
        };
        round.form.tree.storey(kind).filter_map(member).collect()
    };
    let area = |row: &ServiceAreaRow| {
        let area = &row.service_area;
        let figure = parts.index(&Scope::ServiceArea(area.code.clone()))?;
        let href = parts.about.service_area_path(&area.code);
        Some(Member { name: area.name_in(parts.locale).to_owned(), href, figure })
    };
    let areas: Vec<Member> = round.service_areas.iter().filter_map(area).collect();
    let (factors, mut items) = (nodes(NodeKind::Factor, "#factors"), nodes(NodeKind::Item, "#items"));
    if items.len() <= factors.len() {
        // Each factor has one item, which says the same.
        items.clear();
    }
    let at_end = |end, of: fn(&[Figure]) -> Vec<usize>, all: &[Member]| {
        let figures: Vec<Figure> = all.iter().map(|member| member.figure.clone()).collect();
        Highlight { end, members: of(&figures).into_iter().map(|at| all[at].clone()).collect() }
    };
    vec![
        at_end(End::LowestArea, lowest, &areas),
        at_end(End::LowestFactor, lowest, &factors),
        at_end(End::LowestItem, lowest, &items),
        at_end(End::HighestFactor, highest, &factors),
    ]
}
