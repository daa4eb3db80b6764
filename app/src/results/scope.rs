//! One agency in one round: its index and rank, its factors, service areas and items, its years, and where it comes from.

use super::{
    About, Against, Items, Lines, SeriesTrend, address,
    figures::lines,
    items::items,
    method::method,
    parts::{against, bar, contents, headline, period, short_text, trail},
    rounds::trend,
};
use crate::{Numbers, Texts, shell::shell};
use domain::{
    Day, LineageKind,
    index::{Figure, Rank},
};
use leptos::prelude::*;

/// Everything the page shows.
#[derive(Debug)]
pub struct AgencyPage {
    /// The round.
    pub about: About,
    /// Code of the agency.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its index.
    pub figure: Option<Figure>,
    /// Its place in its block.
    pub rank: Option<Rank>,
    /// What it is held against; `None` for who may see nothing but this agency yet.
    pub beside: Option<Beside>,
    /// The round before.
    pub against: Option<Against>,
    /// Its index over the rounds of the series.
    pub trend: SeriesTrend,
    /// Factors.
    pub factors: Lines,
    /// Service areas.
    pub areas: Lines,
    /// Items by factor.
    pub items: Vec<Items>,
    /// Agencies it came from and went to.
    pub kin: Vec<Kin>,
}

/// Figures beside an agency's own.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Name and index of its block.
    pub block: Option<(String, Option<Figure>)>,
    /// The whole round.
    pub overall: Option<Figure>,
}

/// Agencies that became this one, or that this one became.
#[derive(Debug, Clone)]
pub struct Kin {
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
    pub then: Option<Then>,
}

/// An agency in another round.
#[derive(Debug, Clone)]
pub struct Then {
    /// Title of the round.
    pub title: String,
    /// The agency's page in it.
    pub href: String,
    /// Its index, as published.
    pub figure: Option<Figure>,
}

/// Renders the page of an agency.
pub fn agency_page(texts: &Texts, style: &str, page: AgencyPage) -> AnyView {
    let about = &page.about;
    let path = format!("{}/agencies/{}", about.path(), page.code);
    let block = page.beside.as_ref().and_then(|beside| beside.block.as_ref());
    let rank = page.rank.zip(block).map(|(rank, (block, _))| {
        let words = [("place", rank.place.into()), ("of", rank.of.into()), ("block", block.as_str().into())];
        view! { <p>{texts.with("agency-rank", words)}</p> }
    });
    let line = |label: String, figure: Option<&Figure>| {
        let words = figure.map_or_else(|| texts.get("suppressed"), |f| short_text(texts, f));
        view! { <li><span class="soft">{label}</span><span>{words}</span></li> }
    };
    let block = block.map(|(name, figure)| {
        line(texts.with("results-block", [("name", name.as_str().into())]), figure.as_ref())
    });
    let beside = match &page.beside {
        Some(beside) => {
            let overall = line(texts.get("results-whole"), beside.overall.as_ref());
            view! { <ul class="highlights">{block}{overall}</ul> }.into_any()
        }
        None => view! { <p class="highlights soft">{texts.get("results-alone")}</p> }.into_any(),
    };
    let trail = match page.beside {
        Some(_) => trail(texts, about),
        None => view! { <p class="trail">{about.title.clone()}" · "{period(texts, about)}</p> }.into_any(),
    };
    let mut parts = vec![
        ("factors", "results-factors"),
        ("service-areas", "results-areas"),
        ("items", "results-items"),
        ("method", "method-title"),
    ];
    let years = (page.trend.points.len() > 1).then(|| {
        parts.insert(0, ("trend", "results-trend"));
        let years = trend(texts, &page.trend, &page.name);
        view! { <section id="trend"><h2>{texts.get("results-trend")}</h2>{years}</section> }
    });
    let kin = (!page.kin.is_empty()).then(|| {
        parts.insert(parts.len() - 1, ("lineage", "lineage-title"));
        view! {
            <section id="lineage">
                <h2>{texts.get("lineage-title")}</h2>
                {page.kin.iter().map(|event| kin(texts, event)).collect_view()}
            </section>
        }
    });
    let title = format!("{} – {}", page.name, about.title);
    let body = view! {
        {bar(texts, &path)}
        <main>
            <header>
                {trail}
                <h1>{page.name.clone()}</h1>
            </header>
            <section class="card overall">
                <div>
                    <h2>{texts.get("results-agency")}</h2>
                    {headline(texts, page.figure.as_ref(), about, "#method")}
                    {rank}
                    {against(texts, about, page.against.as_ref())}
                </div>
                {beside}
            </section>
            {contents(texts, &parts)}
            {years}
            <section id="factors">
                <h2>{texts.get("results-factors")}</h2>
                <p class="soft">{texts.get("results-dots-note")}</p>
                {lines(texts, &page.factors)}
            </section>
            <section id="service-areas"><h2>{texts.get("results-areas")}</h2>{lines(texts, &page.areas)}</section>
            <section id="items">
                <h2>{texts.get("results-items")}</h2>
                <p class="soft">{texts.get("results-items-note")}</p>
                {items(texts, &page.items)}
            </section>
            {kin}
            {method(texts, about)}
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}

fn kin(texts: &Texts, event: &Kin) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let side = if event.before { "before" } else { "after" };
    let reference = event.reference.as_ref().map_or_else(String::new, |reference| format!(" ({reference})"));
    let day = [("day", (numbers.day(event.day) + &reference).into())];
    let sentence = texts.with(&format!("lineage-{}-{side}", event.kind.as_str()), day);
    let agencies = event.agencies.iter().map(|Relative { name, share, then }| {
        #[expect(clippy::cast_precision_loss, reason = "millionths")]
        let percent = *share as f64 / 10_000.0;
        let part = (*share != domain::index::UNIT_WEIGHT)
            .then(|| texts.with("lineage-share", [("percent", numbers.percent(percent).into())]));
        let then = then.as_ref().map(|Then { title, href, figure }| {
            let words = figure.as_ref().map_or_else(|| texts.get("suppressed"), |f| short_text(texts, f));
            view! { " · "<a href=address(texts, href)>{title.clone()}</a>": "{words} }
        });
        view! { <li>{name.clone()}" "{part}{then}</li> }
    });
    view! { <p>{sentence}</p><ul>{agencies.collect_view()}</ul> }.into_any()
}
