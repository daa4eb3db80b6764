//! What several pages of results share.

use super::About;
use crate::{Numbers, Texts, administration::nameplate};
use domain::{
    Day, Locale,
    index::{COMPOSITION_THRESHOLD, Difference, Figure, MixLine, SeriesBreak},
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
    format!("{n}\u{a0}· {interval}")
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

/// What qualifies the index: parts that it leaves out, strata that are not as they should be.
pub(super) fn qualifications(texts: &Texts, figure: Option<&Figure>, about: &About) -> Option<AnyView> {
    let figure = figure?;
    let interim = about.interim(texts).map(|words| view! { <p class="soft">{words}</p> });
    let all = view! { {interim}{without_items(texts, figure)}{cautions(texts, about)} };
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
            <p>{interval_text(texts, figure, about.open_sample)}"\u{a0}· "<a href=method>{texts.get("method-title")}</a></p>
        }
        .into_any(),
        None if !about.has_index => view! { <p>{texts.get("results-no-index")}</p> }.into_any(),
        None => view! {
            <p class="index none">"–"</p>
            <p>{texts.get("results-no-data")}"\u{a0}· "<a href=method>{texts.get("method-title")}</a></p>
        }
        .into_any(),
    }
}

/// That items are not in a number, which makes it another number than those of others.
fn without_items(texts: &Texts, figure: &Figure) -> Option<AnyView> {
    let words = || texts.with("number-without-items", [("n", figure.missing_items.into())]);
    (figure.missing_items > 0).then(|| view! { <p class="soft">{words()}</p> }.into_any())
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
    /// The number of that round.
    pub before: Option<Figure>,
    /// The change; `None` where one of the numbers is not published.
    pub change: Option<Difference>,
    /// Why the numbers cannot be compared.
    pub breaks: Option<SeriesBreak>,
    /// How the agency was reorganised in between, where that matters.
    pub reorganised: Option<Reorganised>,
    /// How people answered then and now, where the mix of channels has changed.
    pub mix: Option<Vec<MixLine>>,
}

/// Agencies out of which one came, or that are the reason why it cannot be compared.
#[derive(Debug, Clone)]
pub struct Reorganised {
    /// Their names.
    pub agencies: Vec<String>,
    /// The day of the last event.
    pub since: Option<Day>,
}

impl Against {
    /// Out of whom the agency came, where the number before is theirs.
    pub(super) fn pooled(&self) -> Option<&Reorganised> {
        self.reorganised.as_ref().filter(|_| self.breaks.is_none())
    }
}

/// The change in a sentence; "no significant difference" is an answer.
pub(super) fn against(texts: &Texts, about: &About, against: Option<&Against>) -> Option<AnyView> {
    let against = against?;
    let mut words = change_text(texts, about, against)?;
    words.extend(against.pooled().map(|reorganised| pooled(texts, reorganised, against.before.as_ref())));
    words.extend(against.mix.is_some().then(|| texts.get("change-mix")));
    let words = words.join(" ");
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

fn change_text(texts: &Texts, about: &About, against: &Against) -> Option<Vec<String>> {
    // The link is set where the name of the round stands.
    if let Some(why) = against.breaks {
        return Some(vec![broken(texts, why, against.reorganised.as_ref(), "{round}")]);
    }
    let Some(change) = against.change else {
        // Who an agency came from is told although a number is missing.
        return against.pooled().map(|_| vec![texts.with("change-unknown", [("round", "{round}".into())])]);
    };
    let interval = change_interval(texts, &change, about.open_sample);
    let words = [
        ("round", "{round}".into()),
        ("points", Numbers::of(&texts.locale).decimal(change.estimate.abs(), change.decimals).into()),
        ("signed", signed(texts, change.estimate, change.decimals).into()),
        ("interval", interval.into()),
    ];
    let key = match change.is_significant() {
        false => "change-none",
        true if change.estimate > 0.0 => "change-up",
        true => "change-down",
    };
    Some(vec![texts.with(key, words)])
}

/// The interval of a change in words, with what they presuppose.
fn change_interval(texts: &Texts, change: &Difference, open_sample: bool) -> String {
    let key = if open_sample { "change-interval-open" } else { "change-interval" };
    texts.with(key, [("range", signed_interval(texts, change).into())])
}

/// Why numbers cannot be compared, in a sentence.
pub(super) fn broken(
    texts: &Texts,
    why: SeriesBreak,
    reorganised: Option<&Reorganised>,
    round: &str,
) -> String {
    let day = reorganised.and_then(|r| r.since).map(|day| Numbers::of(&texts.locale).day(day));
    let agencies = reorganised.map(|r| r.agencies.join(", ")).unwrap_or_default();
    let others = if agencies.is_empty() { "" } else { "-others" };
    let words = [
        ("round", round.into()),
        ("agencies", agencies.into()),
        ("day", day.unwrap_or_default().into()),
        ("percent", (COMPOSITION_THRESHOLD * 100.0).into()),
    ];
    texts.with(&format!("change-broken-{}{others}", why.as_str()), words)
}

/// That the number before is that of the agencies out of which one came.
fn pooled(texts: &Texts, reorganised: &Reorganised, before: Option<&Figure>) -> String {
    let day = reorganised.since.map(|day| Numbers::of(&texts.locale).day(day)).unwrap_or_default();
    let key = if reorganised.agencies.len() == 1 { "reorganised-renamed" } else { "reorganised-pooled" };
    let words = [
        ("day", day.into()),
        ("agencies", reorganised.agencies.join(", ").into()),
        ("before", before.map_or_else(|| texts.get("suppressed"), |f| short_text(texts, f)).into()),
    ];
    texts.with(key, words)
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

/// The interval of a change as printed: −0,10 to +2,30.
pub(super) fn signed_interval(texts: &Texts, change: &Difference) -> String {
    let end = |value: f64| signed(texts, value, change.decimals).into();
    texts.with("signed-range", [("low", end(change.low)), ("high", end(change.high))])
}

/// Period and state of a round in one line.
pub(super) fn period(texts: &Texts, about: &About) -> String {
    let numbers = Numbers::of(&texts.locale);
    let state = texts.get(&format!("state-{}", about.state.as_str()));
    let as_of = about.as_of.map(|day| texts.with("as-of", [("day", numbers.day(day).into())]));
    let as_of = as_of.map_or_else(String::new, |words| format!(", {words}"));
    format!("{} – {}\u{a0}· {state}{as_of}", numbers.day(about.from), numbers.day(about.to))
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
