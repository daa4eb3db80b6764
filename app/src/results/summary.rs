//! The results of one round on one sheet of paper.

use super::{
    Drawings, Line, Lines, RoundPage, address,
    figures::lines,
    paper,
    parts::{bar, period, short_text},
    round::first_screen,
};
use crate::{Texts, shell::shell};
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
                <h1>{about.title.clone()}</h1>
                <p class="soft">{period(texts, about)}</p>
            </header>
            {first_screen(texts, page, &method, &[])}
            <section>
                <h2>{texts.get("results-factors")}</h2>
                {lines(texts, drawings, about, &page.factors)}
            </section>
            {ends(texts, &page.blocks)}
            <p class="soft">{about.short_method(texts)}". "{sample}" "{texts.get("results-rank-note")}</p>
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}

/// The highest and the lowest agency of each block, as ranked.
fn ends(texts: &Texts, blocks: &[(String, Lines)]) -> Option<AnyView> {
    let cell = |line: Option<&&Line>| {
        let told = line.and_then(|line| Some((line, line.figure.as_ref()?)));
        let words = told.map(|(line, figure)| {
            let href = line.href.as_deref().map(|href| address(texts, href));
            view! { <a href=href>{line.name.clone()}</a><small>{short_text(texts, figure)}</small> }
        });
        view! { <td class="wrap">{words}</td> }
    };
    let rows: Vec<_> = blocks
        .iter()
        .filter_map(|(name, ranking)| {
            let ranked: Vec<&Line> = ranking.lines.iter().filter(|line| line.rank.is_some()).collect();
            // One alone is neither.
            (ranked.len() > 1).then(|| {
                view! {
                    <tr><th scope="row">{name.clone()}</th>{cell(ranked.first())}{cell(ranked.last())}</tr>
                }
            })
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{texts.get("summary-ends")}</h2>
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
