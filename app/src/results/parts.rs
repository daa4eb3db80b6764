//! What several pages of results share.

use super::About;
use crate::{Numbers, Texts, administration::nameplate};
use domain::{
    Locale, RoundState,
    index::{Difference, Figure, SeriesBreak},
};
use leptos::prelude::*;

/// An address in the language of the page it stands on.
pub fn address(texts: &Texts, path: &str) -> String {
    address_in(&texts.locale, path)
}

/// An address in a language.
fn address_in(locale: &Locale, path: &str) -> String {
    if *locale != Locale::en() {
        return path.to_owned();
    }
    let (path, part) = path.split_at(path.find('#').unwrap_or(path.len()));
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}lang=en{part}")
}

/// The bar above every page of results, with the way into the other language.
pub(super) fn bar(texts: &Texts, path: &str) -> AnyView {
    let locale = if texts.locale == Locale::en() { Locale::vi() } else { Locale::en() };
    let other = address_in(&locale, path);
    let (tag, words) = (locale.to_string(), Texts::of(&locale).get("language-name"));
    view! {
        <nav>
            {nameplate(texts, address(texts, "/"))}
            <a href=address(texts, "/results")>{texts.get("results-title")}</a>
            <a class="language" href=other lang=tag.clone() hreflang=tag>{words}</a>
        </nav>
    }
    .into_any()
}

/// n and interval of a figure in words.
pub(super) fn interval_text(texts: &Texts, figure: &Figure, open_sample: bool) -> String {
    let numbers = Numbers::of(&texts.locale);
    let n = texts.with("results-n", [("n", numbers.whole(figure.n).into())]);
    let interval = match numbers.ends(figure) {
        _ if figure.is_census => texts.get("results-interval-census"),
        None => texts.get("results-interval-none"),
        Some((low, high)) => {
            let key = if open_sample { "results-interval-open" } else { "results-interval" };
            texts.with(key, [("low", low.into()), ("high", high.into())])
        }
    };
    format!("{n} · {interval}")
}

/// A number with n and interval in one short line: 83,94 % (83,1 – 84,8; 1.234 người).
pub(super) fn short_text(texts: &Texts, figure: &Figure) -> String {
    let numbers = Numbers::of(&texts.locale);
    let mut words =
        vec![("estimate", numbers.estimate(figure).into()), ("n", numbers.whole(figure.n).into())];
    let Some((low, high)) = numbers.ends(figure) else { return texts.with("results-short-alone", words) };
    words.extend([("low", low.into()), ("high", high.into())]);
    texts.with("results-short", words)
}

/// The index in large figures, n and interval, where its method stands, and what qualifies it.
pub(super) fn headline(texts: &Texts, figure: Option<&Figure>, about: &About, method: &str) -> AnyView {
    view! { {number(texts, figure, about, method)}{qualifications(texts, figure, about)} }.into_any()
}

/// What qualifies the index: parts and answers that it leaves out, strata that are not as they should be.
pub(super) fn qualifications(texts: &Texts, figure: Option<&Figure>, about: &About) -> Option<AnyView> {
    let figure = figure?;
    let all = view! { {without_parts(texts, figure)}{left_out(texts, about)}{cautions(texts, about)} };
    Some(all.into_any())
}

/// The index in large figures, n and interval, and where its method stands.
pub(super) fn number(texts: &Texts, figure: Option<&Figure>, about: &About, method: &str) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let (method, means) =
        (method.to_owned(), texts.get(&format!("scoring-short-{}", about.definition.scoring)));
    match figure {
        Some(figure) => view! {
            <p class="index">{numbers.estimate(figure)}<small>"%"</small></p>
            <p class="means">{means}</p>
            <p>{interval_text(texts, figure, about.open_sample)}" · "<a href=method>{texts.get("method-title")}</a></p>
        }
        .into_any(),
        None if !about.has_index => view! { <p>{texts.get("results-no-index")}</p> }.into_any(),
        None => view! {
            <p class="index none">"–"</p>
            <p>{texts.get("results-no-data")}" · "<a href=method>{texts.get("method-title")}</a></p>
        }
        .into_any(),
    }
}

/// That parts of a number are not in it, which makes it another number than those of others.
fn without_parts(texts: &Texts, figure: &Figure) -> Option<AnyView> {
    let words = || texts.with("number-without-parts", [("n", figure.withheld_parts.into())]);
    (figure.withheld_parts > 0).then(|| view! { <p class="soft">{words()}</p> }.into_any())
}

/// How many answers a number does not count, and why.
fn left_out(texts: &Texts, about: &About) -> Option<AnyView> {
    let key = match (about.state, about.is_whole) {
        (RoundState::Closed, true) => "left-out-for-good",
        (RoundState::Closed, false) => "left-out-closed",
        _ => "left-out-open",
    };
    let n = Numbers::of(&texts.locale).whole(about.left_out);
    let words = [("n", n.into()), ("k", about.minimum_cell.into())];
    (about.left_out > 0).then(|| {
        let sentences: Vec<String> =
            [texts.with(key, words)].into_iter().chain(about.last_numbers(texts)).collect();
        view! { <p class="soft">{sentences.join(" ")}</p> }.into_any()
    })
}

/// What of the sample makes the number less certain than its interval says.
fn cautions(texts: &Texts, about: &About) -> Option<AnyView> {
    let sentences = about.cautions(texts);
    (!sentences.is_empty()).then(|| view! { <p class="soft">{sentences.join(" ")}</p> }.into_any())
}

/// The round before in the same series, and what became of the number since.
#[derive(Debug, Clone)]
pub struct Against {
    /// Title of the earlier round.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The change; `None` where one of the numbers is not published.
    pub change: Option<Difference>,
    /// Why the numbers cannot be compared.
    pub breaks: Option<SeriesBreak>,
}

/// The change in a sentence; "no significant difference" is an answer.
pub(super) fn against(texts: &Texts, about: &About, against: Option<&Against>) -> Option<AnyView> {
    let against = against?;
    let mut words = change_text(texts, against)?;
    if about.state == RoundState::Open {
        words = format!("{words} {}", texts.get("change-open"));
    }
    let (before, after) = words.split_once("{round}").unwrap_or((words.as_str(), ""));
    let (before, after) = (before.to_owned(), after.to_owned());
    let (href, title) = (address(texts, &against.href), against.title.clone());
    let way = match against.change.filter(|_| against.breaks.is_none()) {
        Some(change) if !change.is_significant() => "same",
        Some(change) if change.estimate > 0.0 => "up",
        Some(_) => "down",
        None => "same",
    };
    Some(view! { <p class=format!("change {way}")>{before}<a href=href>{title}</a>{after}</p> }.into_any())
}

fn change_text(texts: &Texts, against: &Against) -> Option<String> {
    // The link is set where the name of the round stands.
    let round = ("round", "{round}".into());
    if let Some(why) = against.breaks {
        return Some(texts.with(&format!("change-broken-{}", why.as_str()), [round]));
    }
    let change = against.change?;
    let words = [
        round,
        ("points", Numbers::of(&texts.locale).decimal(change.estimate.abs(), change.decimals).into()),
        ("signed", signed(texts, change.estimate, change.decimals).into()),
        ("low", signed(texts, change.low, change.decimals).into()),
        ("high", signed(texts, change.high, change.decimals).into()),
    ];
    let key = match change.is_significant() {
        false => "change-none",
        true if change.estimate > 0.0 => "change-up",
        true => "change-down",
    };
    Some(texts.with(key, words))
}

/// A change with its sign, as printed: +1,20 or −0,40.
pub(super) fn signed(texts: &Texts, value: f64, decimals: i32) -> String {
    let printed = Numbers::of(&texts.locale).decimal(value.abs(), decimals);
    let zero = printed.chars().all(|c| matches!(c, '0' | ',' | '.'));
    match value {
        _ if zero => printed,
        value if value < 0.0 => format!("−{printed}"),
        _ => format!("+{printed}"),
    }
}

/// Period and state of a round in one line.
pub(super) fn period(texts: &Texts, about: &About) -> String {
    let numbers = Numbers::of(&texts.locale);
    let state = texts.get(&format!("state-{}", about.state.as_str()));
    let as_of = about.as_of.map(|day| texts.with("as-of", [("day", numbers.day(day).into())]));
    let as_of = as_of.map_or_else(String::new, |words| format!(", {words}"));
    format!("{} – {} · {state}{as_of}", numbers.day(about.from), numbers.day(about.to))
}

/// Ways to the parts of a long page.
pub(super) fn contents(texts: &Texts, parts: &[(&'static str, &str)]) -> AnyView {
    let links = parts.iter().map(|(id, key)| {
        let href = format!("#{id}");
        view! { <li><a href=href>{texts.get(key)}</a></li> }
    });
    let links = links.collect_view();
    view! { <ul class="contents">{links}</ul> }.into_any()
}

/// Where a page lies.
pub(super) fn trail(texts: &Texts, about: &About) -> AnyView {
    let href = address(texts, &about.path());
    view! { <p class="trail"><a href=href>{about.title.clone()}</a>" · "{period(texts, about)}</p> }
        .into_any()
}
