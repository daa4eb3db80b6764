//! An agency or a service area in one round: its index, its parts, its years, and where an agency comes from.

use super::{
    About, Against, Drawings, ItemOrder, Items, Lines, SeriesTrend, address,
    benchmarks::benchmarks,
    changes::mix,
    figures::lines,
    items::items,
    method::method,
    paper,
    parts::{against, bar, contents, headline, period, short_text, trail},
    rounds::trend,
};
use crate::{Numbers, Texts, shell::shell};
use domain::{
    Code, Day, LineageKind,
    index::{Figure, Rank},
};
use leptos::prelude::*;

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// An agency.
    Agency,
    /// A service area.
    ServiceArea,
}

/// Everything the page shows.
#[derive(Debug)]
pub struct ScopePage {
    /// The round.
    pub about: About,
    /// Whether it is about an agency or a service area.
    pub kind: ScopeKind,
    /// Code of the agency or service area.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Its index.
    pub figure: Option<Figure>,
    /// Place of an agency in its block.
    pub rank: Option<Rank>,
    /// What it is held against; `None` for who may see nothing but this agency yet.
    pub beside: Option<Beside>,
    /// The round before.
    pub against: Option<Against>,
    /// Its index over the rounds of the series.
    pub trend: SeriesTrend,
    /// Factors.
    pub factors: Lines,
    /// The service areas of an agency; or the agencies in a service area, not ranked, for ranks are given within a block by the whole index.
    pub cells: Lines,
    /// Items by factor.
    pub items: Vec<Items>,
    /// In which order the items stand.
    pub order: ItemOrder,
    /// Agencies that an agency came from and went to.
    pub lineage: Vec<LineageEntry>,
}

/// Figures beside its own.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Name and index of an agency's block.
    pub block: Option<(String, Option<Figure>)>,
    /// The whole round.
    pub overall: Option<Figure>,
}

/// Agencies that became this one, or that this one became.
#[derive(Debug, Clone)]
pub struct LineageEntry {
    /// Whether they came before.
    pub before: bool,
    /// What happened.
    pub kind: LineageKind,
    /// From which day on.
    pub day: Day,
    /// The resolution.
    pub reference: Option<String>,
    /// Who they are.
    pub agencies: Vec<Relative>,
}

/// A predecessor or successor.
#[derive(Debug, Clone)]
pub struct Relative {
    /// Its name.
    pub name: String,
    /// How much of it went on, in millionths.
    pub share: i64,
    /// Its number in the nearest round of the series, if it took part in one.
    pub nearest: Option<OtherRound>,
}

/// An agency in another round.
#[derive(Debug, Clone)]
pub struct OtherRound {
    /// Title of the round.
    pub title: String,
    /// The agency's page in it.
    pub href: String,
    /// Its index, as published.
    pub figure: Option<Figure>,
}

impl ScopePage {
    /// The page's own path.
    pub fn path(&self) -> String {
        match self.kind {
            ScopeKind::Agency => self.about.agency_path(&self.code),
            ScopeKind::ServiceArea => self.about.service_area_path(&self.code),
        }
    }
}

/// Renders the page of an agency or service area.
pub fn scope_page(texts: &Texts, style: &str, page: &ScopePage, drawings: &Drawings) -> AnyView {
    let about = &page.about;
    let trail = match page.beside {
        Some(_) => trail(texts, about),
        None => view! { <p class="trail">{about.title.clone()}" · "{period(texts, about)}</p> }.into_any(),
    };
    let channels = page.against.as_ref().and_then(|against| against.mix.as_ref());
    let channels = channels.map(|lines| mix(texts, lines));
    let years = (page.trend.points.len() > 1).then(|| {
        let years = trend(texts, drawings, &page.trend, &page.name);
        view! { <section id="trend"><h2>{texts.get("results-trend")}</h2>{years}{channels}</section> }
    });
    // Where the index is not published, no factor or item is.
    let factors = page.figure.as_ref().map(|_| {
        view! {
            <section id="factors">
                <h2>{texts.get("results-factors")}</h2>
                <p class="soft">{texts.get("results-dots-note")}</p>
                {lines(texts, drawings, about, &page.factors)}
            </section>
        }
    });
    let items = page.figure.as_ref().map(|_| {
        view! {
            <section id="items">
                <h2>{texts.get("results-items")}</h2>
                <p class="soft">{texts.get("results-items-note")}</p>
                {items(texts, drawings, about, (&page.path(), page.order), &page.items)}
            </section>
        }
    });
    let cells = lines(texts, drawings, about, &page.cells);
    let (heading, parts) = match page.kind {
        ScopeKind::Agency => {
            let cells = view! {
                <section id="service-areas"><h2>{texts.get("results-areas")}</h2>{cells}</section>
            };
            ("results-agency", view! { {factors}{cells} }.into_any())
        }
        ScopeKind::ServiceArea => {
            let cells = view! {
                <section id="agencies">
                    <h2>{texts.get("results-area-agencies")}</h2>
                    <p class="soft">{texts.get("results-area-agencies-note")}</p>
                    {cells}
                    <p class="soft">{about.suppression(texts)}</p>
                </section>
            };
            ("results-area", view! { {cells}{factors} }.into_any())
        }
    };
    let lineage = (!page.lineage.is_empty()).then(|| {
        view! {
            <section id="lineage">
                <h2>{texts.get("lineage-title")}</h2>
                {page.lineage.iter().map(|entry| lineage(texts, entry)).collect_view()}
            </section>
        }
    });
    let title = format!("{} – {}", page.name, about.title);
    let body = view! {
        {bar(texts, &page.order.path(&page.path()))}
        {paper::letterhead(texts, &page.path(), Some(about))}
        <main>
            <header>
                {trail}
                <h1>{page.name.clone()}</h1>
            </header>
            <section class="card overall">
                <div>
                    <h2>{texts.get(heading)}</h2>
                    {headline(texts, page.figure.as_ref(), about, "#method")}
                    {benchmarks(texts, about, page.figure.as_ref())}
                    {rank(texts, page)}
                    {against(texts, about, page.against.as_ref())}
                </div>
                {beside(texts, page.beside.as_ref())}
            </section>
            {contents(texts, &sections(page))}
            {years}
            {parts}
            {items}
            {lineage}
            {method(texts, about)}
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}

/// The sections of the page in their order: id and text key of the heading.
fn sections(page: &ScopePage) -> Vec<(&'static str, &'static str)> {
    let of_figure = |section| page.figure.as_ref().map(|_| section);
    let factors = of_figure(("factors", "results-factors"));
    let parts = match page.kind {
        ScopeKind::Agency => [factors, Some(("service-areas", "results-areas"))],
        ScopeKind::ServiceArea => [Some(("agencies", "results-area-agencies")), factors],
    };
    let years = (page.trend.points.len() > 1).then_some(("trend", "results-trend"));
    let lineage = (!page.lineage.is_empty()).then_some(("lineage", "lineage-title"));
    let mut sections: Vec<_> = years.into_iter().chain(parts.into_iter().flatten()).collect();
    sections.extend(of_figure(("items", "results-items")));
    sections.extend(lineage);
    sections.push(("method", "method-title"));
    sections
}

/// The place of an agency in its block.
fn rank(texts: &Texts, page: &ScopePage) -> Option<AnyView> {
    let (rank, (block, _)) = page.rank.zip(page.beside.as_ref()?.block.as_ref())?;
    let words = [("place", rank.place.into()), ("of", rank.of.into()), ("block", block.as_str().into())];
    Some(view! { <p>{texts.with("agency-rank", words)}</p> }.into_any())
}

/// What it is held against.
fn beside(texts: &Texts, beside: Option<&Beside>) -> AnyView {
    let Some(beside) = beside else {
        return view! { <p class="highlights soft">{texts.get("results-alone")}</p> }.into_any();
    };
    let line = |label: String, figure: Option<&Figure>| {
        let words = figure.map_or_else(|| texts.get("suppressed"), |f| short_text(texts, f));
        view! { <li><span class="soft">{label}": "</span><span>{words}</span></li> }
    };
    let block = beside.block.as_ref().map(|(name, figure)| {
        line(texts.with("results-block", [("name", name.as_str().into())]), figure.as_ref())
    });
    let overall = line(texts.get("results-whole"), beside.overall.as_ref());
    view! { <ul class="highlights">{block}{overall}</ul> }.into_any()
}

/// One event of an agency's lineage.
fn lineage(texts: &Texts, entry: &LineageEntry) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let side = if entry.before { "before" } else { "after" };
    let reference = entry.reference.as_ref().map_or_else(String::new, |reference| format!(" ({reference})"));
    let day = [("day", (numbers.day(entry.day) + &reference).into())];
    let sentence = texts.with(&format!("lineage-{}-{side}", entry.kind.as_str()), day);
    let agencies = entry.agencies.iter().map(|Relative { name, share, nearest }| {
        #[expect(clippy::cast_precision_loss, reason = "millionths")]
        let percent = *share as f64 / 10_000.0;
        let part = (*share != domain::index::UNIT_WEIGHT)
            .then(|| texts.with("lineage-share", [("percent", numbers.declared(percent).into())]));
        let nearest = nearest.as_ref().map(|OtherRound { title, href, figure }| {
            let words = figure.as_ref().map_or_else(|| texts.get("suppressed"), |f| short_text(texts, f));
            view! { " · "<a href=address(texts, href)>{title.clone()}</a>": "{words} }
        });
        view! { <li>{name.clone()}" "{part}{nearest}</li> }
    });
    view! { <p>{sentence}</p><ul>{agencies.collect_view()}</ul> }.into_any()
}
