//! One service area in one round: its index, its agencies, factors and items, its years.

use super::{
    About, Against, Items, Lines, SeriesTrend,
    figures::lines,
    items::items,
    method::method,
    parts::{against, bar, contents, headline, short_text, trail},
    rounds::trend,
};
use crate::{Texts, shell::shell};
use domain::index::Figure;
use leptos::prelude::*;

/// Everything the page shows.
#[derive(Debug)]
pub struct ServiceAreaPage {
    /// The round.
    pub about: About,
    /// Code of the service area.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its index.
    pub figure: Option<Figure>,
    /// The whole round.
    pub overall: Option<Figure>,
    /// The round before.
    pub against: Option<Against>,
    /// Its index over the rounds of the series.
    pub trend: SeriesTrend,
    /// Agencies in this service area; not ranked, for they belong to different blocks.
    pub agencies: Lines,
    /// Factors.
    pub factors: Lines,
    /// Items by factor.
    pub items: Vec<Items>,
}

/// Renders the page of a service area.
pub fn service_area_page(texts: &Texts, style: &str, page: ServiceAreaPage) -> AnyView {
    let about = &page.about;
    let path = format!("{}/service-areas/{}", about.path(), page.code);
    let overall = page.overall.as_ref().map_or_else(|| texts.get("suppressed"), |f| short_text(texts, f));
    let mut parts = vec![
        ("agencies", "results-area-agencies"),
        ("factors", "results-factors"),
        ("items", "results-items"),
        ("method", "method-title"),
    ];
    let years = (page.trend.points.len() > 1).then(|| {
        parts.insert(0, ("trend", "results-trend"));
        let years = trend(texts, &page.trend, &page.name);
        view! { <section id="trend"><h2>{texts.get("results-trend")}</h2>{years}</section> }
    });
    let title = format!("{} – {}", page.name, about.title);
    let body = view! {
        {bar(texts, &path)}
        <main>
            <header>
                {trail(texts, about)}
                <h1>{page.name.clone()}</h1>
            </header>
            <section class="card overall">
                <div>
                    <h2>{texts.get("results-area")}</h2>
                    {headline(texts, page.figure.as_ref(), about, "#method")}
                    {against(texts, about, page.against.as_ref())}
                </div>
                <ul class="highlights">
                    <li><span class="soft">{texts.get("results-whole")}</span><span>{overall}</span></li>
                </ul>
            </section>
            {contents(texts, &parts)}
            {years}
            <section id="agencies">
                <h2>{texts.get("results-area-agencies")}</h2>
                <p class="soft">{texts.get("results-area-agencies-note")}" "{about.suppression(texts)}</p>
                {lines(texts, &page.agencies)}
            </section>
            <section id="factors">
                <h2>{texts.get("results-factors")}</h2>
                <p class="soft">{texts.get("results-dots-note")}</p>
                {lines(texts, &page.factors)}
            </section>
            <section id="items">
                <h2>{texts.get("results-items")}</h2>
                <p class="soft">{texts.get("results-items-note")}</p>
                {items(texts, &page.items)}
            </section>
            {method(texts, about)}
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}
