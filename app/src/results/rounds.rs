//! The first page, the list of rounds, and numbers over the rounds of a series.

use super::{
    About, Against, Drawings, address,
    figures::{chart, scroller},
    paper,
    parts::{against, bar, headline, period, signed, signed_interval},
};
use crate::{Numbers, Texts, shell::shell};
use domain::{RoundState, index::Figure};
use leptos::prelude::*;

/// `/`
pub fn home_page(texts: &Texts, style: &str, has_demo: bool) -> AnyView {
    let title = texts.get("home-title");
    let demo = has_demo.then(|| view! { <p><a class="button quiet" href=address(texts, "/s/demo")>{texts.get("home-demo")}</a></p> });
    let body = view! {
        {bar(texts, "/")}
        <main class="home">
            <h1>{title.clone()}</h1>
            <p>{texts.get("home-text")}</p>
            <p><a class="button" href=address(texts, "/results")>{texts.get("results-title")}</a></p>
            {demo}
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}

/// A number over the rounds of a series.
#[derive(Debug, Clone)]
pub struct SeriesTrend {
    /// Id of the chart.
    pub id: String,
    /// Title of the chart.
    pub title: String,
    /// The rounds, oldest first.
    pub points: Vec<RoundLine>,
}

/// A round in a series.
#[derive(Debug, Clone)]
pub struct RoundLine {
    /// The round.
    pub about: About,
    /// The page that says more, without language.
    pub href: String,
    /// As it stands in the chart, such as 2025.
    pub label: String,
    /// The index, as published.
    pub figure: Option<Figure>,
    /// The round before, and what changed since.
    pub against: Option<Against>,
}

impl RoundLine {
    /// The text key of why the line breaks before it.
    pub fn broken(&self) -> Option<String> {
        let against = self.against.as_ref()?;
        let pooled = || against.pooled().map(|_| "trend-break-pooled".to_owned());
        against.breaks.map(|why| format!("trend-break-{}", why.as_str())).or_else(pooled)
    }
}

/// The list of series.
#[derive(Debug)]
pub struct RoundsPage {
    /// The series.
    pub series: Vec<SeriesTrend>,
    /// Codes of rounds that cannot be interpreted.
    pub unfit: Vec<String>,
    /// Pages of rounds that only staff may see yet: words and address.
    pub unpublished: Vec<(String, String)>,
}

/// Renders the list of series, each with its newest number first.
pub fn rounds_page(texts: &Texts, style: &str, page: &RoundsPage, drawings: &Drawings) -> AnyView {
    let RoundsPage { series, unfit, unpublished } = page;
    let title = texts.get("results-title");
    let none = (series.is_empty() && unfit.is_empty() && unpublished.is_empty())
        .then(|| view! { <p>{texts.get("results-none")}</p> });
    let unfit = unfit.iter().map(|code| {
        view! { <p class="warning">{texts.with("results-unfit", [("round", code.as_str().into())])}</p> }
    });
    let unfit = unfit.collect_view();
    let unpublished = (!unpublished.is_empty()).then(|| {
        let pages = unpublished.iter().map(|(words, href)| {
            view! { <li><a href=address(texts, href)>{words.clone()}</a></li> }
        });
        view! {
            <section class="card early">
                <h2>{texts.get("results-early")}</h2>
                <p class="soft">{texts.get("results-early-lead")}</p>
                <ul>{pages.collect_view()}</ul>
            </section>
        }
    });
    let series = series.iter().filter_map(|series| one(texts, drawings, series));
    let body = view! {
        {bar(texts, "/results")}
        {paper::letterhead(texts, "/results", None)}
        <main>
            <h1>{title.clone()}</h1>
            {none}
            {unfit}
            {unpublished}
            {series.collect_view()}
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}

impl SeriesTrend {
    /// The newest round that has begun; the first one where none has.
    pub fn newest(&self) -> Option<usize> {
        let begun = self.points.iter().rposition(|point| point.about.state != RoundState::Planned);
        begun.or((!self.points.is_empty()).then_some(0))
    }
}

/// A series on the list: the newest round large, the others in chart and table.
fn one(texts: &Texts, drawings: &Drawings, series: &SeriesTrend) -> Option<AnyView> {
    let at = series.newest()?;
    let newest = &series.points[at];
    let about = &newest.about;
    let method = address(texts, &format!("{}#method", newest.href));
    let number = headline(texts, newest.figure.as_ref(), about, &method);
    let years = (series.points.len() > 1).then(|| trend(texts, drawings, series, &about.title));
    let section = view! {
        <section class="card series">
            <h2><a href=address(texts, &newest.href)>{about.title.clone()}</a></h2>
            <p class="soft">{period(texts, about)}</p>
            {number}
            {against(texts, about, newest.against.as_ref())}
            {years}
        </section>
    };
    Some(section.into_any())
}

/// Chart and table of a series about somebody or something.
pub(super) fn trend(texts: &Texts, drawings: &Drawings, series: &SeriesTrend, name: &str) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let rows = series.points.iter().rev().map(|point| {
        let method = address(texts, &format!("{}#method", point.href));
        let cells = match &point.figure {
            Some(f) => view! {
                <td>
                    <a class="number" href=method title=texts.get("method-title")><b>{numbers.estimate(f)}</b></a>
                    <small>{numbers.interval(f)}</small>
                    <small>{texts.with("results-n", [("n", numbers.whole(f.n).into())])}</small>
                </td>
            }
            .into_any(),
            None => view! { <td class="soft">{texts.get("suppressed")}</td> }.into_any(),
        };
        let change = match point.against.as_ref().map(|against| (against, against.change)) {
            Some((Against { breaks: Some(_), .. }, _)) => {
                let why = point.broken().map(|key| texts.get(&key));
                view! { <td class="wrap">{texts.get("trend-broken")}<small class="wrap">{why}</small></td> }.into_any()
            }
            None | Some((_, None)) => view! { <td>"–"</td> }.into_any(),
            Some((against, Some(change))) => {
                let decimals = change.decimals;
                let verdict = (!change.is_significant())
                    .then(|| view! { <small class="wrap">{texts.get("trend-no-change")}</small> });
                let pooled = against.pooled().map(|reorganised| {
                    let words = [("agencies", reorganised.agencies.join(", ").into())];
                    view! { <small class="wrap">{texts.with("trend-pooled", words)}</small> }
                });
                view! {
                    <td>
                        {signed(texts, change.estimate, decimals)}
                        <small>{signed_interval(texts, &change)}</small>
                        {verdict}
                        {pooled}
                    </td>
                }
                .into_any()
            }
        };
        let (href, title) = (address(texts, &point.href), point.about.title.clone());
        view! { <tr><th scope="row"><a href=href title=title>{point.label.clone()}</a></th>{cells}{change}</tr> }
    });
    let table = view! {
        <table>
            <thead>
                <tr>
                    <th scope="col" class="what">{texts.get("column-round")}</th>
                    <th scope="col">{texts.get("column-estimate-interval")}</th>
                    <th scope="col">{texts.get("column-change")}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    };
    let label = format!("{}: {name}", texts.get("results-trend"));
    view! { <div class="pair">{chart(texts, drawings, &series.id)}{scroller(&label, table.into_any())}</div> }
        .into_any()
}
