//! The results of one round: overall, ranking by block, service areas, factors, method.

use super::parts::{bar, interval_text};
use crate::{Numbers, Texts, shell::shell};
use domain::{
    Day,
    index::{Definition, Rank, Row},
};
use leptos::prelude::*;

/// Everything the page shows; numbers already suppressed and published by their rules.
#[derive(Debug)]
pub struct RoundResults {
    /// Code of the round.
    pub code: String,
    /// Its title.
    pub title: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// `planned`, `open` or `closed`.
    pub status: &'static str,
    /// Title of the form.
    pub form: String,
    /// Its version.
    pub form_version: i32,
    /// Whose questions they are, if licensed.
    pub licence: Option<String>,
    /// How answers become an index.
    pub definition: Definition,
    /// Whether populations are known.
    pub strata: bool,
    /// Whether the sample is open, not drawn.
    pub open_sample: bool,
    /// Whether numbers change at once.
    pub live: bool,
    /// Fewest respondents of a published number.
    pub minimum_cell: u64,
    /// The whole.
    pub overall: Option<Row>,
    /// Agencies by block.
    pub blocks: Vec<BlockResults>,
    /// Service areas.
    pub areas: Vec<Row>,
    /// Factors.
    pub factors: Vec<Row>,
}

/// A block's ranking.
#[derive(Debug)]
pub struct BlockResults {
    /// Heading.
    pub name: String,
    /// Inline SVG; none where nothing is published.
    pub chart: Option<String>,
    /// Agencies, best first, those without a rank last.
    pub ranked: Vec<(Option<Rank>, Row)>,
}

/// Renders the results of a round.
pub fn round_page(texts: &Texts, style: &str, results: RoundResults) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let overall = match results.overall.as_ref().and_then(|row| Some((row, row.estimate?))) {
        Some((row, estimate)) => view! {
            <p class="index">{numbers.percent(estimate)}<small>"%"</small></p>
            <p>{interval_text(texts, row, results.open_sample)}</p>
        }
        .into_any(),
        None => view! { <p class="index none">"–"</p><p>{texts.get("results-no-data")}</p> }.into_any(),
    };
    let period = format!("{} – {}", numbers.day(results.from), numbers.day(results.to));
    let state = texts.get(&format!("state-{}", results.status));
    let blocks = results.blocks.iter().map(|block| {
        let chart = block.chart.clone().map(|svg| view! { <figure inner_html=svg></figure> });
        view! {
            <h3>{block.name.clone()}</h3>
            <div class="block">
                {chart}
                {table(texts, &block.name, "column-agency", block.ranked.iter().map(|(rank, row)| (Some(*rank), row)))}
            </div>
        }
    });
    let blocks = blocks.collect_view();
    let path = format!("/results/{}", results.code);
    let note = texts.with("suppressed-note", [("k", results.minimum_cell.into())]);
    let body = view! {
        {bar(texts, &path)}
        <main>
            <header>
                <h1>{results.title.clone()}</h1>
                <p class="soft">{format!("{period} · {state}")}</p>
            </header>
            <section class="card overall">
                <h2>{texts.get("results-overall")}</h2>
                {overall}
                <p><a href="#method">{texts.get("method-title")}</a></p>
            </section>
            <section>
                <h2>{texts.get("results-blocks")}</h2>
                {blocks}
                <p class="soft">{note}</p>
            </section>
            <section>
                <h2>{texts.get("results-areas")}</h2>
                {table(texts, &texts.get("results-areas"), "column-area", results.areas.iter().map(|row| (None, row)))}
            </section>
            <section>
                <h2>{texts.get("results-factors")}</h2>
                {table(texts, &texts.get("results-factors"), "column-factor", results.factors.iter().map(|row| (None, row)))}
            </section>
            {method(texts, &results)}
        </main>
    };
    shell(texts.locale.as_str(), &results.title, style, body.into_any())
}

/// A table of rows; with a column for the rank where there are ranks.
fn table<'a>(
    texts: &Texts,
    label: &str,
    what: &str,
    rows: impl Iterator<Item = (Option<Option<Rank>>, &'a Row)> + Clone,
) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let ranked = rows.clone().any(|(rank, _)| rank.is_some());
    let lines = rows.map(|(rank, row)| {
        let place = rank.map(|rank| {
            let words = rank.map(|r| texts.with("rank-of", [("place", r.place.into()), ("of", r.of.into())]));
            view! { <td>{words.unwrap_or_else(|| "–".to_owned())}</td> }
        });
        let cells = match (row.estimate, row.ci_low, row.ci_high, row.n) {
            (Some(estimate), Some(low), Some(high), Some(n)) => view! {
                <td><b>{numbers.percent(estimate)}</b></td>
                <td>{format!("{} – {}", numbers.percent(low), numbers.percent(high))}</td>
                <td>{numbers.whole(n)}</td>
            }
            .into_any(),
            _ => view! { <td colspan="3" class="soft">{texts.get("suppressed")}</td> }.into_any(),
        };
        view! { <tr>{place}<th scope="row">{row.name.clone()}</th>{cells}</tr> }
    });
    let place = ranked.then(|| view! { <th scope="col">{texts.get("column-rank")}</th> });
    view! {
        <div class="table" tabindex="0" role="region" aria-label=label.to_owned()>
            <table>
                <thead>
                    <tr>
                        {place}
                        <th scope="col" class="what">{texts.get(what)}</th>
                        <th scope="col">{texts.get("column-estimate")}</th>
                        <th scope="col">{texts.get("column-interval")}</th>
                        <th scope="col">{texts.get("column-n")}</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How the numbers came about, in sentences.
fn method(texts: &Texts, results: &RoundResults) -> AnyView {
    let form = [("form", results.form.as_str().into()), ("version", results.form_version.into())];
    let mut sentences = vec![
        texts.with("method-form", form),
        texts.get(&format!("scoring-{}", results.definition.scoring)),
        texts.get(&format!("aggregation-{}", results.definition.aggregation)),
        texts.get(if results.strata { "design-strata" } else { "design-one" }),
        texts.get("design-variance"),
        texts.get(if results.open_sample { "sample-open" } else { "sample-drawn" }),
    ];
    sentences.push(match results.live {
        true => texts.get("live-now"),
        false => texts.with("live-note", [("k", results.minimum_cell.into())]),
    });
    if let Some(licence) = &results.licence {
        sentences.push(texts.with("method-warning-licence", [("licence", licence.as_str().into())]));
    }
    let row =
        results.overall.as_ref().map(|row| view! { <li><code lang="en">{row.method.clone()}</code></li> });
    let sentences = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> });
    view! {
        <section id="method">
            <h2>{texts.get("method-title")}</h2>
            <ul>{sentences.collect_view()}{row}</ul>
        </section>
    }
    .into_any()
}
