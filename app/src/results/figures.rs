//! Tables of numbers with their charts in the rows, and the map of agencies × factors.

use super::{About, address, benchmarks::class_words};
use crate::{Numbers, Texts};
use domain::index::{DEVIATION_STEPS, Figure, Rank, Standing, deviation};
use leptos::prelude::*;
use std::collections::HashMap;

/// Small drawings for the rows of a table, beside their numbers.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// For the head of the table: a scale, or a key for each level of answers.
    pub heads: Vec<String>,
    /// By row; `None` where nothing is published.
    pub rows: Vec<Option<String>>,
}

impl Rows {
    /// The drawing of a row.
    pub(super) fn row(&self, at: usize) -> Option<String> {
        self.rows.get(at)?.clone()
    }
}

/// The charts of a page. A chart is found by the id of the part of the page that it shows; where nothing is published there
/// is none.
#[derive(Debug, Clone, Default)]
pub struct Drawings {
    /// Path of the page; its charts as files are beneath it.
    pub page: String,
    /// Inline SVG by id.
    pub drawn: HashMap<String, String>,
    /// Of charts that stand in the rows of their table, by id.
    pub rows: HashMap<String, Rows>,
}

/// A line of a table.
#[derive(Debug, Clone)]
pub struct Line {
    /// Name of what it is about.
    pub name: String,
    /// The number; `None` where nothing is published.
    pub figure: Option<Figure>,
    /// A page about it.
    pub href: Option<String>,
    /// Its place among the ranked.
    pub rank: Option<Rank>,
    /// Whether the lines after it are parts of it.
    pub head: bool,
    /// Where it stands to what it is compared with.
    pub standing: Standing,
}

/// A table of numbers with their dots.
#[derive(Debug, Clone)]
pub struct Lines {
    /// Id of the chart.
    pub id: String,
    /// What it is, for those who hear it.
    pub label: String,
    /// Text key of what the lines are.
    pub what: &'static str,
    /// Whether there is a column for the rank.
    pub ranked: bool,
    /// The figure whose n is the base of the chart.
    pub base: Option<Figure>,
    /// The figure that the chart compares the lines with.
    pub reference: Option<Figure>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// Agencies × factors.
#[derive(Debug, Clone)]
pub struct Heat {
    /// The figure whose n is the base of the chart.
    pub base: Option<Figure>,
    /// Names of the factors.
    pub columns: Vec<String>,
    /// The round as a whole by factor, which the agencies are held against.
    pub averages: Vec<Option<Figure>>,
    /// Agencies by block; the name of the block where there are several.
    pub blocks: Vec<(Option<String>, Vec<HeatLine>)>,
}

impl Heat {
    /// Id of the chart.
    pub const ID: &'static str = "heat";

    /// Holds cells against the average of their column: how many steps one lies above it, and whether it can be told from it.
    pub fn against_averages(&self) -> impl Fn(usize, &Figure) -> (i8, Standing) + Copy + '_ {
        let comparisons = self.lines().flat_map(|line| &line.figures).flatten().count();
        move |column, figure| {
            let average = self.averages.get(column).and_then(Option::as_ref);
            let held = |average| (deviation(figure, average), Standing::of(figure, average, comparisons));
            average.map(held).unwrap_or_default()
        }
    }

    /// The agencies of all blocks.
    fn lines(&self) -> impl Iterator<Item = &HeatLine> {
        self.blocks.iter().flat_map(|(_, lines)| lines)
    }
}

/// An agency with its factors.
#[derive(Debug, Clone)]
pub struct HeatLine {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// By factor; `None` where nothing is published.
    pub figures: Vec<Option<Figure>>,
}

impl HeatLine {
    /// Whether any of its numbers is published.
    fn is_told(&self) -> bool {
        self.figures.iter().any(Option::is_some)
    }
}

/// The picture and the ways to take it elsewhere.
pub(super) fn chart(texts: &Texts, drawings: &Drawings, id: &str) -> AnyView {
    let Some(svg) = drawings.drawn.get(id).cloned() else {
        return view! { <p class="soft">{texts.get("chart-no-data")}</p> }.into_any();
    };
    view! {
        <figure>
            <div inner_html=svg></div>
            <figcaption>{file_links(texts, drawings, id)}</figcaption>
        </figure>
    }
    .into_any()
}

/// A chart as a file.
pub(super) fn file_links(texts: &Texts, drawings: &Drawings, id: &str) -> AnyView {
    let file = |ending: &str| address(texts, &format!("{}/charts/{id}{ending}", drawings.page));
    let slide = texts.get("chart-slide");
    let of_slide = |format: &str| format!("{slide} {format}");
    view! {
        <span class="formats">
            <a href=file(".svg") download="">"SVG"</a>" "
            <a href=file(".png") download="">"PNG"</a>
        </span>" "
        <span class="formats">
            <span class="soft">{slide.clone()}</span>" "
            <a href=file("-16x9.svg") download="" aria-label=of_slide("SVG")>"SVG"</a>" "
            <a href=file("-16x9.png") download="" aria-label=of_slide("PNG")>"PNG"</a>
        </span>
    }
    .into_any()
}

/// A table that may be wider than a phone.
pub(super) fn scroller(label: &str, table: AnyView) -> AnyView {
    view! { <div class="table" tabindex="0" role="region" aria-label=label.to_owned()>{table}</div> }
        .into_any()
}

/// Words for those who cannot see what stands beside them.
pub(super) fn unseen(words: String) -> AnyView {
    view! { <span class="unseen">{words}</span> }.into_any()
}

/// The mark of a number that can be told from what it is compared with.
fn mark(texts: &Texts, standing: Standing) -> Option<AnyView> {
    let (class, sign, key) = match standing {
        Standing::Below => ("mark below", "▼", "standing-below"),
        Standing::Above => ("mark above", "▲", "standing-above"),
        Standing::Unclear => return None,
    };
    let words = unseen(texts.get(key));
    Some(view! { <span class=class><span aria-hidden="true">{sign}</span>{words}</span> }.into_any())
}

/// The columns of [`number_cells`].
pub(super) fn number_heads(texts: &Texts) -> AnyView {
    view! {
        <th scope="col"><a href="#method">{texts.get("column-estimate")}</a></th>
        <th scope="col">{texts.get("column-interval")}</th>
        <th scope="col">{texts.get("column-n")}</th>
    }
    .into_any()
}

/// Number, interval and n in three cells.
pub(super) fn number_cells(texts: &Texts, figure: &Figure, standing: Standing) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    view! {
        <td>{mark(texts, standing)}<b>{numbers.estimate(figure)}</b></td>
        <td>{numbers.interval(figure)}</td>
        <td>{numbers.whole(figure.n)}</td>
    }
    .into_any()
}

/// A table of numbers, each with its dot and interval on one scale; what is not published stands in a sentence beneath.
pub(super) fn lines(texts: &Texts, drawings: &Drawings, about: &About, lines: &Lines) -> AnyView {
    let without: Vec<&Line> = lines.lines.iter().filter(|line| line.figure.is_none()).collect();
    let without = withheld(texts, about, lines.what, &without);
    let Some(rows) = drawings.rows.get(&lines.id) else { return without };
    let is_ranked = lines.lines.iter().any(|line| line.rank.is_some());
    let body = lines.lines.iter().enumerate().filter_map(|(at, line)| {
        let figure = line.figure.as_ref()?;
        let place = is_ranked.then(|| {
            let words =
                line.rank.map(|r| texts.with("rank-of", [("place", r.place.into()), ("of", r.of.into())]));
            view! { <td class="place">{words.unwrap_or_else(|| "–".to_owned())}</td> }
        });
        let name = named(texts, &line.name, line.href.as_deref());
        // Who is ranked is classified.
        let classified = lines.ranked.then(|| class_words(texts, about, figure)).flatten();
        let classified = classified.map(|words| view! { <small>{words}</small> });
        let class = if line.head { "head" } else { "" };
        let track = rows.row(at).unwrap_or_default();
        Some(view! {
            <tr class=class>
                {place}
                <th scope="row">{name}{classified}</th>
                <td class="track" inner_html=track></td>
                {number_cells(texts, figure, line.standing)}
            </tr>
        })
    });
    let place = is_ranked.then(|| view! { <th scope="col">{texts.get("column-rank")}</th> });
    let scale = rows.heads.concat();
    let table = view! {
        <table class="rows">
            <thead>
                <tr>
                    {place}
                    <th scope="col" class="what">{texts.get(lines.what)}</th>
                    <th scope="col" class="track">
                        {unseen(texts.get("column-track"))}<div inner_html=scale></div>
                    </th>
                    {number_heads(texts)}
                </tr>
            </thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    };
    view! {
        {scroller(&lines.label, table.into_any())}
        <p class="files">{file_links(texts, drawings, &lines.id)}</p>
        {without}
    }
    .into_any()
}

/// How many names stand in a sentence; more fold out.
const NAMES: usize = 6;

/// What is not published, in one sentence with its reason; `what` is the text key of what the lines are.
pub(super) fn withheld(texts: &Texts, about: &About, what: &str, lines: &[&Line]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let key = format!("withheld-{}", what.trim_start_matches("column-"));
    let words = texts.with(&key, [("n", lines.len().into()), ("k", about.minimum_cell.into())]);
    let names = lines.iter().enumerate().map(|(at, line)| {
        let comma = if at > 0 { ", " } else { "" };
        view! { {comma}{named(texts, &line.name, line.href.as_deref())} }
    });
    let names = names.collect_view();
    match lines.len() {
        0..=NAMES => view! { <p class="withheld soft">{words}" "{names}"."</p> }.into_any(),
        _ => view! { <details class="withheld soft"><summary>{words.trim_end_matches(':').to_owned()}</summary><p>{names}"."</p></details> }
            .into_any(),
    }
}

fn named(texts: &Texts, name: &str, href: Option<&str>) -> AnyView {
    match href {
        Some(href) => view! { <a href=address(texts, href)>{name.to_owned()}</a> }.into_any(),
        None => name.to_owned().into_any(),
    }
}

/// The map of agencies × factors around the average of the round; intervals and n fold out.
pub(super) fn heat(texts: &Texts, drawings: &Drawings, about: &About, heat: &Heat) -> AnyView {
    if !heat.lines().any(HeatLine::is_told) {
        return view! { <p class="soft">{texts.get("results-no-data")}</p> }.into_any();
    }
    let numbers = Numbers::of(&texts.locale);
    let label = texts.get("results-heat");
    let heads = || heat.columns.iter().map(|name| view! { <th scope="col"><span>{name.clone()}</span></th> });
    let plain =
        |figure: &Option<Figure>| figure.as_ref().map_or("–".to_owned(), |f| numbers.short_estimate(f));
    let averages = heat.averages.iter().map(|figure| view! { <td class="mean">{plain(figure)}</td> });
    let against_averages = heat.against_averages();
    let cell = |(column, figure): (usize, &Option<Figure>)| {
        let (steps, standing) = figure.as_ref().map(|f| against_averages(column, f)).unwrap_or_default();
        let class = match steps {
            0 => String::new(),
            steps if steps < 0 => format!("b{}", -steps),
            steps => format!("a{steps}"),
        };
        view! { <td class=class>{plain(figure)}{mark(texts, standing)}</td> }
    };
    let bodies = heat.blocks.iter().map(|(name, lines)| {
        let rows = lines.iter().filter(|line| line.is_told()).map(|line| {
            let name = named(texts, &line.name, Some(&line.href));
            let cells = line.figures.iter().enumerate().map(cell).collect_view();
            view! { <tr><th scope="row">{name}</th>{cells}</tr> }
        });
        let columns = (heat.columns.len() + 1).to_string();
        let name = name.clone().filter(|_| lines.iter().any(HeatLine::is_told)).map(|name| {
            view! { <tr class="head"><th scope="rowgroup" colspan=columns>{name}</th></tr> }
        });
        view! { <tbody>{name}{rows.collect_view()}</tbody> }
    });
    let map = view! {
        <table class="heat">
            <thead><tr><th scope="col" class="what">{texts.get("column-agency")}</th>{heads().collect_view()}</tr></thead>
            <tbody><tr class="average"><th scope="row">{texts.get("results-whole")}</th>{averages.collect_view()}</tr></tbody>
            {bodies.collect_view()}
        </table>
    };
    view! {
        {legend(texts)}
        {scroller(&label, map.into_any())}
        <p class="files">{file_links(texts, drawings, Heat::ID)}</p>
        <details>
            <summary>{texts.get("results-as-table")}</summary>
            {heat_numbers(texts, heat)}
            <p class="soft">{about.suppression(texts)}</p>
        </details>
    }
    .into_any()
}

/// What shades and marks of the map mean.
fn legend(texts: &Texts) -> AnyView {
    let bound = |at: usize| format!("{:.0}", DEVIATION_STEPS[at]);
    let shades = [
        ("b3", format!("≤ −{}", bound(2))),
        ("b2", format!("−{} …", bound(1))),
        ("b1", format!("−{} …", bound(0))),
        ("", "0".to_owned()),
        ("a1", format!("+{} …", bound(0))),
        ("a2", format!("+{} …", bound(1))),
        ("a3", format!("≥ +{}", bound(2))),
    ];
    let shades = shades.map(|(class, words)| view! { <li class=class>{words}</li> });
    view! { <ul class="shades" aria-label=texts.get("heat-legend")>{shades.into_iter().collect_view()}</ul> }
        .into_any()
}

/// The numbers of the map with interval and n.
fn heat_numbers(texts: &Texts, heat: &Heat) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let cell = |figure: &Option<Figure>| match figure {
        Some(f) => {
            let base = numbers.interval(f);
            let n = format!("n = {}", numbers.whole(f.n));
            view! { <td><b>{numbers.estimate(f)}</b><small>{base}</small><small>{n}</small></td> }.into_any()
        }
        None => view! { <td class="soft">"–"</td> }.into_any(),
    };
    let head = heat.columns.iter().map(|name| view! { <th scope="col">{name.clone()}</th> });
    let body = heat.lines().filter(|line| line.is_told()).map(|line| {
        let name = named(texts, &line.name, Some(&line.href));
        view! { <tr><th scope="row">{name}</th>{line.figures.iter().map(cell).collect_view()}</tr> }
    });
    let table = view! {
        <table class="dense">
            <thead><tr><th scope="col" class="what">{texts.get("column-agency")}</th>{head.collect_view()}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    };
    scroller(&texts.get("results-as-table"), table.into_any())
}
