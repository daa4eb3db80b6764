//! Charts with their tables: the numbers always stand beneath the picture.

use super::{About, address};
use crate::{Numbers, Texts};
use domain::index::{Figure, Rank};
use leptos::prelude::*;
use std::collections::HashMap;

/// A chart as inline SVG.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// The SVG.
    pub svg: String,
    /// The same for a wide page, where one drawing does not serve both.
    pub wide: Option<String>,
}

/// The charts of a page. A chart is found by the id of the part of the page that it shows; where nothing is published there
/// is none.
#[derive(Debug, Clone, Default)]
pub struct Drawings {
    /// Path of the page; its charts as files are beneath it.
    pub page: String,
    /// By id.
    pub drawn: HashMap<String, Drawing>,
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
}

/// A chart of dots and its table.
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
    /// Agencies by block; the name of the block where there are several.
    pub blocks: Vec<(Option<String>, Vec<HeatLine>)>,
}

impl Heat {
    /// Id of the chart.
    pub const ID: &'static str = "heat";
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

/// The picture and the ways to take it elsewhere.
pub(super) fn chart(texts: &Texts, drawings: &Drawings, id: &str) -> AnyView {
    let Some(Drawing { svg, wide }) = drawings.drawn.get(id).cloned() else {
        return view! { <p class="soft">{texts.get("results-no-data")}</p> }.into_any();
    };
    let file = |ending: &str| address(texts, &format!("{}/charts/{id}{ending}", drawings.page));
    let wide = wide.map(|svg| view! { <div class="wide" inner_html=svg></div> });
    let class = if wide.is_some() { "two" } else { "" };
    view! {
        <figure class=class>
            {wide}
            <div class="narrow" inner_html=svg></div>
            <figcaption>
                <a href=file(".svg") download="">"SVG"</a>
                <a href=file(".png") download="">"PNG"</a>
                <span class="soft">{texts.get("chart-slide")}</span>
                <a href=file("-16x9.svg") download="" aria-label=format!("{} SVG", texts.get("chart-slide"))>"SVG"</a>
                <a href=file("-16x9.png") download="" aria-label=format!("{} PNG", texts.get("chart-slide"))>"PNG"</a>
            </figcaption>
        </figure>
    }
    .into_any()
}

/// A table that may be wider than a phone.
pub(super) fn scroller(label: &str, table: AnyView) -> AnyView {
    view! { <div class="table" tabindex="0" role="region" aria-label=label.to_owned()>{table}</div> }
        .into_any()
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

/// Number, interval and n in three cells; one wide cell, of `more` columns besides, where nothing is published.
pub(super) fn number_cells(texts: &Texts, figure: Option<&Figure>, more: usize) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    match figure {
        Some(f) => view! {
            <td><b>{numbers.estimate(f)}</b></td>
            <td>{numbers.interval(f)}</td>
            <td>{numbers.whole(f.n)}</td>
        }
        .into_any(),
        None => view! { <td colspan=(3 + more).to_string() class="soft">{texts.get("suppressed")}</td> }
            .into_any(),
    }
}

/// A chart of dots with its table beside or beneath it.
pub(super) fn lines(texts: &Texts, drawings: &Drawings, lines: &Lines) -> AnyView {
    let body = lines.lines.iter().map(|line| {
        let place = lines.ranked.then(|| {
            let words =
                line.rank.map(|r| texts.with("rank-of", [("place", r.place.into()), ("of", r.of.into())]));
            view! { <td>{words.unwrap_or_else(|| "–".to_owned())}</td> }
        });
        let name = named(texts, &line.name, line.href.as_deref());
        let class = if line.head { "head" } else { "" };
        view! {
            <tr class=class>{place}<th scope="row">{name}</th>{number_cells(texts, line.figure.as_ref(), 0)}</tr>
        }
    });
    let place = lines.ranked.then(|| view! { <th scope="col">{texts.get("column-rank")}</th> });
    let table = view! {
        <table>
            <thead>
                <tr>{place}<th scope="col" class="what">{texts.get(lines.what)}</th>{number_heads(texts)}</tr>
            </thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    };
    let picture = chart(texts, drawings, &lines.id);
    view! { <div class="pair">{picture}{scroller(&lines.label, table.into_any())}</div> }.into_any()
}

fn named(texts: &Texts, name: &str, href: Option<&str>) -> AnyView {
    match href {
        Some(href) => view! { <a href=address(texts, href)>{name.to_owned()}</a> }.into_any(),
        None => name.to_owned().into_any(),
    }
}

/// The map of agencies × factors; its numbers fold out.
pub(super) fn heat(texts: &Texts, drawings: &Drawings, about: &About, heat: &Heat) -> AnyView {
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
    let body = heat.blocks.iter().flat_map(|(_, lines)| lines).map(|line| {
        let name = named(texts, &line.name, Some(&line.href));
        view! { <tr><th scope="row">{name}</th>{line.figures.iter().map(cell).collect_view()}</tr> }
    });
    let table = view! {
        <table class="dense">
            <thead><tr><th scope="col" class="what">{texts.get("column-agency")}</th>{head.collect_view()}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    };
    let label = texts.get("results-heat");
    view! {
        {chart(texts, drawings, Heat::ID)}
        <details>
            <summary>{texts.get("results-as-table")}</summary>
            {scroller(&label, table.into_any())}
            <p class="soft">{about.suppression(texts)}</p>
        </details>
    }
    .into_any()
}
