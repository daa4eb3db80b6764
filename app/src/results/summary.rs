//! The results of one round on one sheet of paper.

use super::{
    Drawings, Line, Lines, RoundPage, address,
    figures::lines,
    paper,
    parts::{bar, period, short_text},
    round::{first_screen, unranked},
};
use crate::{Texts, shell::shell};
use domain::index::{Figure, highest, lowest};
use leptos::prelude::*;

/// A round on one sheet.
#[derive(Debug)]
pub struct SummaryPage(pub RoundPage);

/// Renders the summary of a round.
pub fn summary_page(texts: &Texts, style: &str, page: &SummaryPage, drawings: &Drawings) -> AnyView {
    let SummaryPage(page) = page;
    let about = &page.about;
    let (path, whole) = (about.summary_path(), address(texts, &about.path()));
    let method = address(texts, &format!("{}#method", about.path()));
    let sample = texts.get(if about.open_sample { "sample-open" } else { "sample-drawn" });
    let title = texts.with("summary-title", [("round", about.title.as_str().into())]);
    let body = view! {
        {bar(texts, &path)}
        {paper::letterhead(texts, &path, Some(about))}
        <main class="summary">
            <header>
                <p class="trail"><a href=whole>{texts.get("summary-whole")}</a></p>
                <h1>{title.clone()}</h1>
                <p class="soft">{period(texts, about)}</p>
            </header>
            {first_screen(texts, page, &method, &[])}
            <section>
                <h2>{texts.get("results-factors")}</h2>
                <p class="soft">{texts.get("results-dots-note")}" "{texts.get("results-average-note")}</p>
                {lines(texts, drawings, about, &page.factors)}
            </section>
            {ends(texts, &page.blocks)}
            <p class="soft">
                {texts.get("method-title")}": "{about.short_method(texts)}". "{sample}" "{texts.get("results-rank-note")}
                {unranked(texts, about)}
            </p>
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}

/// So many agencies of an end are named.
const NAMED: usize = 3;

/// The highest and the lowest agencies of each block: all that cannot be told from the one at the end.
fn ends(texts: &Texts, blocks: &[(String, Lines)]) -> Option<AnyView> {
    let rows: Vec<_> = blocks.iter().filter_map(|(name, ranking)| block_ends(texts, name, ranking)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{texts.get("summary-ends")}</h2>
                <p class="soft">{texts.get("summary-ends-note")}</p>
                <div class="table">
                    <table class="ends">
                        <thead>
                            <tr>
                                <th scope="col" class="what">{texts.get("summary-block")}</th>
                                <th scope="col">{texts.get("summary-highest")}</th>
                                <th scope="col">{texts.get("summary-lowest")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    })
}

/// The row of a block; none where fewer than two agencies are ranked.
fn block_ends(texts: &Texts, name: &str, ranking: &Lines) -> Option<AnyView> {
    let ranked = ranking.lines.iter().filter(|line| line.rank.is_some());
    let (lines, figures): (Vec<&Line>, Vec<Figure>) =
        ranked.filter_map(|line| Some((line, line.figure.clone()?))).unzip();
    let cell = |end: Vec<usize>| {
        let agency = |at: &usize| {
            let href = lines[*at].href.as_deref().map(|href| address(texts, href));
            view! { <p><a href=href>{lines[*at].name.clone()}</a><small>{short_text(texts, &figures[*at])}</small></p> }
        };
        let (named, more) = end.split_at(end.len().min(NAMED));
        let more = (!more.is_empty()).then(
            || view! { <p class="soft">{texts.with("highlight-more", [("n", more.len().into())])}</p> },
        );
        let none = end.is_empty().then(|| view! { <p class="soft">{texts.get("summary-alike")}</p> });
        view! { <td class="wrap">{named.iter().map(agency).collect_view()}{more}{none}</td> }
    };
    (lines.len() > 1).then(|| {
        view! { <tr><th scope="row">{name.to_owned()}</th>{cell(highest(&figures))}{cell(lowest(&figures))}</tr> }
            .into_any()
    })
}
