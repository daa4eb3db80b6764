//! The results of one round: overall, factors, ranking by block, service areas, agencies × factors, items, method.

use super::{
    About, Against, Changes, Drawings, Heat, Items, Lines, address,
    changes::changes,
    figures::{heat, lines},
    items::items,
    method::method,
    paper,
    parts::{against, bar, contents, headline, period, short_text},
};
use crate::{Texts, shell::shell};
use domain::index::Figure;
use leptos::prelude::*;

/// Everything the page shows; numbers already suppressed and published by their rules.
#[derive(Debug)]
pub struct RoundPage {
    /// The round.
    pub about: About,
    /// The whole.
    pub overall: Option<Figure>,
    /// The round before.
    pub against: Option<Against>,
    /// What changed since, agency by agency.
    pub changes: Option<Changes>,
    /// Where to look first.
    pub highlights: Vec<Highlight>,
    /// Factors.
    pub factors: Lines,
    /// Agencies by block: heading and ranking.
    pub blocks: Vec<(String, Lines)>,
    /// Service areas.
    pub areas: Lines,
    /// Agencies × factors.
    pub heat: Heat,
    /// Items by factor.
    pub items: Vec<Items>,
}

/// A number worth a look.
#[derive(Debug, Clone)]
pub struct Highlight {
    /// Text key of what it is the lowest or highest of.
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// Where more stands about it.
    pub href: String,
    /// The number.
    pub figure: Figure,
}

/// Renders the results of a round.
pub fn round_page(texts: &Texts, style: &str, page: &RoundPage, drawings: &Drawings) -> AnyView {
    let about = &page.about;
    let blocks = page.blocks.iter().map(|(name, ranking)| {
        view! { <h3>{name.clone()}</h3>{lines(texts, drawings, ranking)} }
    });
    let mut parts = vec![
        ("factors", "results-factors"),
        ("agencies", "results-blocks"),
        ("changes", "changes-contents"),
        ("service-areas", "results-areas"),
        ("heat", "results-heat"),
        ("items", "results-items"),
        ("method", "method-title"),
    ];
    parts.retain(|(id, _)| *id != "changes" || page.changes.is_some());
    let body = view! {
        {bar(texts, &about.path())}
        {paper::letterhead(texts, &about.path(), Some(about))}
        <main>
            <header>
                <h1>{about.title.clone()}</h1>
                <p class="soft">{period(texts, about)}</p>
                <p class="screen"><a href=address(texts, &about.summary_path())>{texts.get("summary-link")}</a></p>
            </header>
            <section class="card overall">
                <div>
                    <h2>{texts.get("results-overall")}</h2>
                    {headline(texts, page.overall.as_ref(), about, "#method")}
                    {against(texts, about, page.against.as_ref())}
                </div>
                {highlights(texts, &page.highlights)}
            </section>
            {contents(texts, &parts)}
            <section id="factors">
                <h2>{texts.get("results-factors")}</h2>
                <p class="soft">{texts.get("results-dots-note")}</p>
                {lines(texts, drawings, &page.factors)}
            </section>
            <section id="agencies">
                <h2>{texts.get("results-blocks")}</h2>
                <p class="soft">{texts.get("results-rank-note")}" "{about.suppression(texts)}</p>
                {blocks.collect_view()}
            </section>
            {page.changes.as_ref().map(|of| changes(texts, about, of))}
            <section id="service-areas">
                <h2>{texts.get("results-areas")}</h2>
                {lines(texts, drawings, &page.areas)}
            </section>
            <section id="heat">
                <h2>{texts.get("results-heat")}</h2>
                <p class="soft">{texts.get("results-heat-note")}</p>
                {heat(texts, drawings, about, &page.heat)}
            </section>
            <section id="items">
                <h2>{texts.get("results-items")}</h2>
                <p class="soft">{texts.get("results-items-note")}</p>
                {items(texts, drawings, &page.items)}
            </section>
            {method(texts, about)}
        </main>
    };
    shell(texts.locale.as_str(), &about.title, style, body.into_any())
}

/// Where to look first.
pub(super) fn highlights(texts: &Texts, highlights: &[Highlight]) -> Option<AnyView> {
    let lines = highlights.iter().map(|highlight| {
        let href = highlight.href.clone();
        let href = if href.starts_with('#') { href } else { address(texts, &href) };
        view! {
            <li>
                <span class="soft">{texts.get(highlight.what)}</span>
                <a href=href>{highlight.name.clone()}</a>
                <span>{short_text(texts, &highlight.figure)}</span>
            </li>
        }
    });
    let lines = lines.collect_view();
    (!highlights.is_empty()).then(|| view! { <ul class="highlights">{lines}</ul> }.into_any())
}
