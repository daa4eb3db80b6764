//! The results of one round: overall, factors, ranking by block, service areas, agencies × factors, items, method.

use super::{
    About, Against, Changes, Drawings, Heat, ItemOrder, Items, Line, Lines, address,
    benchmarks::{benchmarks, minimum_words},
    changes::changes,
    figures::{heat, lines, withheld},
    items::items,
    method::method,
    paper,
    parts::{against, bar, contents, number, period, qualifications, short_text},
};
use crate::{Texts, shell::shell};
use domain::index::{Figure, Standing, Standings};
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
    /// Where its agencies stand to the whole; `None` where fewer than two of them are published.
    pub standings: Option<Standings>,
    /// What is lowest and highest.
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
    /// In which order the items stand.
    pub order: ItemOrder,
}

/// What is lowest or highest of its kind, with all that cannot be told from it.
#[derive(Debug, Clone)]
pub struct Highlight {
    /// Which end of what it is.
    pub end: End,
    /// What it is, the end first; empty where nothing can be told from it.
    pub members: Vec<Member>,
}

/// Ends that leaders look at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The lowest service areas.
    LowestArea,
    /// The lowest factors.
    LowestFactor,
    /// The lowest items.
    LowestItem,
    /// The highest factors.
    HighestFactor,
}

impl End {
    /// Text key of its heading.
    fn key(self) -> &'static str {
        match self {
            Self::LowestArea => "highlight-area-low",
            Self::LowestFactor => "highlight-factor-low",
            Self::LowestItem => "highlight-item-low",
            Self::HighestFactor => "highlight-factor-high",
        }
    }
}

/// A number at an end.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Where more stands about it.
    pub href: String,
    /// The number.
    pub figure: Figure,
}

/// How many members of an end are shown; more fold out.
const SHOWN: usize = 3;

/// Renders the results of a round.
pub fn round_page(texts: &Texts, style: &str, page: &RoundPage, drawings: &Drawings) -> AnyView {
    let about = &page.about;
    let overall = page.overall.as_ref();
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
    // Where the whole is not published, nothing within it is.
    let sections = overall.map(|_| {
        view! {
            {contents(texts, &parts)}
            <section id="factors">
                <h2>{texts.get("results-factors")}</h2>
                <p class="soft">{texts.get("results-dots-note")}" "{texts.get("results-average-note")}</p>
                {lines(texts, drawings, about, &page.factors)}
            </section>
            <section id="agencies">
                <h2>{texts.get("results-blocks")}</h2>
                <p class="soft">{texts.get("results-rank-note")}{unranked(texts, about)}" "{texts.get("results-average-note")}</p>
                {blocks(texts, drawings, page)}
                <p class="soft">{about.suppression(texts)}</p>
            </section>
            {page.changes.as_ref().map(|of| changes(texts, about, of))}
            <section id="service-areas">
                <h2>{texts.get("results-areas")}</h2>
                {lines(texts, drawings, about, &page.areas)}
            </section>
            <section id="heat">
                <h2>{texts.get("results-heat")}</h2>
                <p class="soft">{texts.get("results-heat-note")}</p>
                {heat(texts, drawings, about, &page.heat)}
            </section>
            <section id="items">
                <h2>{texts.get("results-items")}</h2>
                <p class="soft">{texts.get("results-items-note")}</p>
                {items(texts, drawings, about, (&about.path(), page.order), &page.items)}
            </section>
        }
    });
    let body = view! {
        {bar(texts, &page.order.path(&about.path()))}
        {paper::letterhead(texts, &about.path(), Some(about))}
        <main>
            <header>
                <h1>{about.title.clone()}</h1>
                <p class="soft">{period(texts, about)}</p>
                <p class="screen"><a href=address(texts, &about.summary_path())>{texts.get("summary-link")}</a></p>
            </header>
            {first_screen(texts, page, "#method", &page.highlights)}
            {sections}
            {method(texts, about)}
        </main>
    };
    shell(texts.locale.as_str(), &about.title, style, body.into_any())
}

/// The index, the verdict, what changed, and what is lowest and highest.
pub(super) fn first_screen(texts: &Texts, page: &RoundPage, method: &str, ends: &[Highlight]) -> AnyView {
    let (about, overall) = (&page.about, page.overall.as_ref());
    let highlights: Vec<AnyView> = ends.iter().filter_map(|end| highlight(texts, end)).collect();
    let highlights = (!highlights.is_empty()).then(|| view! { <ul class="highlights">{highlights}</ul> });
    view! {
        <section class="card overall">
            <div>
                <h2>{texts.get("results-overall")}</h2>
                {number(texts, overall, about, method)}
                {benchmarks(texts, about, overall)}
                {verdict(texts, page)}
                {against(texts, about, page.against.as_ref())}
                {qualifications(texts, overall, about)}
            </div>
            {highlights}
        </section>
    }
    .into_any()
}

/// The rankings of blocks; agencies of blocks in which nothing is published stand in one sentence after them.
fn blocks(texts: &Texts, drawings: &Drawings, page: &RoundPage) -> AnyView {
    let is_told = |ranking: &Lines| ranking.lines.iter().any(|line| line.figure.is_some());
    let told = page.blocks.iter().filter(|(_, ranking)| is_told(ranking)).map(|(name, ranking)| {
        view! { <h3>{name.clone()}</h3>{lines(texts, drawings, &page.about, ranking)} }
    });
    let told = told.collect_view();
    let untold = page.blocks.iter().filter(|(_, ranking)| !is_told(ranking));
    let untold: Vec<&Line> = untold.flat_map(|(_, ranking)| &ranking.lines).collect();
    view! { {told}{withheld(texts, &page.about, "column-agency", &untold)} }.into_any()
}

/// On how few responses an agency has no rank, where that is declared.
pub(super) fn unranked(texts: &Texts, about: &About) -> Option<String> {
    let sentence = minimum_words(texts, about.definition.benchmarks.as_ref()?)?;
    Some(format!(" {sentence}"))
}

/// What the round says, in sentences: where the agencies stand to the average, and where to start.
fn verdict(texts: &Texts, page: &RoundPage) -> Option<AnyView> {
    page.overall.as_ref()?;
    let standings = page.standings.map(|Standings { above, below, unclear }| {
        let words = [
            ("of", (above + below + unclear).into()),
            ("above", above.into()),
            ("below", below.into()),
            ("unclear", unclear.into()),
            ("above-names", standing_names(page, Standing::Above).into()),
            ("below-names", standing_names(page, Standing::Below).into()),
        ];
        texts.with(if above + below > 0 { "verdict-standings" } else { "verdict-alike" }, words)
    });
    let sentences: Vec<String> = standings.into_iter().chain(start(texts, page)).collect();
    (!sentences.is_empty()).then(|| view! { <p class="verdict">{sentences.join(" ")}</p> }.into_any())
}

/// The agencies that stand so, in brackets, where they are few.
fn standing_names(page: &RoundPage, standing: Standing) -> String {
    let lines = page.blocks.iter().flat_map(|(_, ranking)| &ranking.lines);
    let names: Vec<&str> =
        lines.filter(|line| line.standing == standing).map(|line| line.name.as_str()).collect();
    match names.len() {
        1..=SHOWN => format!(" ({})", names.join(", ")),
        _ => String::new(),
    }
}

/// Where to start: the lowest service areas and the lowest factors.
fn start(texts: &Texts, page: &RoundPage) -> Option<String> {
    let names = |end: End| {
        let members = &page.highlights.iter().find(|highlight| highlight.end == end)?.members;
        // To start everywhere is no advice.
        if members.len() > SHOWN {
            return None;
        }
        // Names have commas of their own.
        let names: Vec<String> = members.iter().map(|member| format!("“{}”", member.name)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let words = match (names(End::LowestArea), names(End::LowestFactor)) {
        (Some(area), Some(factor)) => {
            texts.with("verdict-start", [("area", area.into()), ("factor", factor.into())])
        }
        (Some(area), None) => texts.with("verdict-start-area", [("area", area.into())]),
        (None, Some(factor)) => texts.with("verdict-start-factor", [("factor", factor.into())]),
        (None, None) if page.standings.is_none() => return None,
        (None, None) => texts.get("verdict-start-none"),
    };
    Some(words)
}

fn highlight(texts: &Texts, Highlight { end, members }: &Highlight) -> Option<AnyView> {
    let member = |Member { name, href, figure }: &Member| {
        let href = if href.starts_with('#') { href.clone() } else { address(texts, href) };
        view! { <p><a href=href>{name.clone()}</a>" "<span>{short_text(texts, figure)}</span></p> }
    };
    let (shown, more) = members.split_at(members.len().min(SHOWN));
    let more = (!more.is_empty()).then(|| {
        let words = texts.with("highlight-more", [("n", more.len().into())]);
        view! { <details><summary>{words}</summary>{more.iter().map(member).collect_view()}</details> }
    });
    let what = texts.with(end.key(), [("n", members.len().into())]);
    let shown = shown.iter().map(member).collect_view();
    (!members.is_empty()).then(|| view! { <li><span class="soft">{what}</span>{shown}{more}</li> }.into_any())
}
