//! The first page and the list of rounds.

use super::parts::{address, bar, interval_text};
use crate::{Numbers, Texts, shell::shell};
use domain::{Day, index::Row};
use leptos::prelude::*;

/// `/`
pub fn home_page(texts: &Texts, style: &str, has_demo: bool) -> AnyView {
    let title = texts.get("home-title");
    let demo = has_demo.then(|| view! { <p><a class="button quiet" href=address(texts, "/s/demo")>{texts.get("back-to-form")}</a></p> });
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

/// A round in the list.
#[derive(Debug, Clone)]
pub struct RoundLine {
    /// Code of the round.
    pub code: String,
    /// Its title.
    pub title: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// `planned`, `open` or `closed`.
    pub status: String,
    /// The index, as published.
    pub overall: Option<Row>,
    /// Whether the sample is open, not drawn.
    pub open_sample: bool,
}

/// `/results`
pub fn rounds_page(texts: &Texts, style: &str, rounds: Vec<RoundLine>) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let title = texts.get("results-title");
    let none = rounds.is_empty().then(|| view! { <p>{texts.get("results-none")}</p> });
    let rounds = rounds.into_iter().map(|round| {
        let overall = round.overall.as_ref().and_then(|row| Some((row, row.estimate?)));
        let number = match overall {
            Some((row, estimate)) => view! {
                <p class="index">{numbers.percent(estimate)}<small>"%"</small></p>
                <p>{interval_text(texts, row, round.open_sample)}</p>
            }
            .into_any(),
            None => view! { <p>{texts.get("results-no-data")}</p> }.into_any(),
        };
        let period = format!("{} – {}", numbers.day(round.from), numbers.day(round.to));
        let state = texts.get(&format!("state-{}", round.status));
        let path = format!("/results/{}", round.code);
        view! {
            <li class="card">
                <h2><a href=address(texts, &path)>{round.title}</a></h2>
                <p class="soft">{format!("{period} · {state}")}</p>
                {number}
            </li>
        }
    });
    let body = view! {
        {bar(texts, "/results")}
        <main>
            <h1>{title.clone()}</h1>
            {none}
            <ul class="cards">{rounds.collect_view()}</ul>
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}
