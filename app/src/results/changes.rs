//! What changed since the round before, agency by agency; and how people answered then and now.

use super::{
    About, Reorganised, address,
    figures::scroller,
    parts::{broken, signed, signed_interval},
};
use crate::{Numbers, Texts};
use domain::index::{Difference, Figure, MIX_THRESHOLD, MixLine, SeriesBreak, Shift};
use leptos::prelude::*;

/// The agencies of a round held against the round before.
#[derive(Debug)]
pub struct Changes {
    /// Title of the round before.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Those that can be compared, what matters first.
    pub lines: Vec<ChangeLine>,
    /// Those that cannot.
    pub apart: Vec<Incomparable>,
    /// How people answered then and now, where the mix of channels has changed.
    pub mix: Option<Vec<MixLine>>,
}

/// An agency with its change.
#[derive(Debug)]
pub struct ChangeLine {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The number of the round before.
    pub before: Figure,
    /// The number now.
    pub after: Figure,
    /// What changed.
    pub change: Difference,
    /// What can be told of it among the others.
    pub shift: Shift,
    /// Out of whom it came, where the number before is theirs.
    pub reorganised: Option<Reorganised>,
}

/// An agency that cannot be compared.
#[derive(Debug)]
pub struct Incomparable {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Why not; `None` where one of its numbers is not published.
    pub why: Option<SeriesBreak>,
    /// Who is the reason.
    pub reorganised: Option<Reorganised>,
}

/// So many lines stand in the table where fewer changes are told apart from none; the others fold out.
const LEAST_SHOWN: usize = 8;

/// The section of a page about a round.
pub(super) fn changes(texts: &Texts, about: &About, changes: &Changes) -> AnyView {
    let count = |shift: Shift| changes.lines.iter().filter(|line| line.shift == shift).count();
    let told = changes.lines.len() - count(Shift::Unclear);
    let shown = told.max(LEAST_SHOWN).min(changes.lines.len());
    let (first, rest) = changes.lines.split_at(shown);
    let words = [
        ("compared", changes.lines.len().into()),
        ("rose", count(Shift::Rose).into()),
        ("fell", count(Shift::Fell).into()),
    ];
    let lead = match (changes.lines.len(), told) {
        (0, _) => texts.get("changes-none"),
        (_, 0) => texts.with("changes-lead-alike", words),
        _ => texts.with("changes-lead", words),
    };
    let sample = if about.open_sample { "changes-interval-open" } else { "changes-interval" };
    let compared = (!first.is_empty()).then(|| table(texts, first, sample));
    let rest = (!rest.is_empty()).then(|| {
        let summary = texts.with("changes-rest", [("n", rest.len().into())]);
        view! { <details><summary>{summary}</summary>{table(texts, rest, sample)}</details> }
    });
    let href = address(texts, &changes.href);
    view! {
        <section id="changes">
            <h2>{texts.get("changes-title")}" "<a href=href>{changes.title.clone()}</a></h2>
            <p class="soft">{lead}</p>
            {changes.mix.as_ref().map(|lines| mix(texts, lines))}
            {compared}
            {rest}
            {apart(texts, changes)}
        </section>
    }
    .into_any()
}

fn table(texts: &Texts, lines: &[ChangeLine], interval: &str) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let number = |figure: &Figure| {
        let n = format!("n = {}", numbers.whole(figure.n));
        view! { <td>{numbers.estimate(figure)}<small>{n}</small></td> }
    };
    let rows = lines.iter().map(|line| {
        let (class, verdict) = match line.shift {
            Shift::Fell => ("fell", "changes-fell"),
            Shift::Rose => ("rose", "changes-rose"),
            Shift::Unclear if line.change.is_significant() => ("", "changes-alone"),
            Shift::Unclear => ("", "changes-unclear"),
        };
        let note = line.reorganised.as_ref().map(|reorganised| {
            let day = reorganised.since.map(|day| numbers.day(day)).unwrap_or_default();
            let words = [("day", day.into()), ("agencies", reorganised.agencies.join(", ").into())];
            view! { <small>{texts.with("changes-pooled", words)}</small> }
        });
        view! {
            <tr class=class>
                <th scope="row"><a href=address(texts, &line.href)>{line.name.clone()}</a>{note}</th>
                {number(&line.before)}
                {number(&line.after)}
                <td>
                    <b>{signed(texts, line.change.estimate, line.change.decimals)}</b>
                    <small>{signed_interval(texts, &line.change)}</small>
                    <small class="wrap">{texts.get(verdict)}</small>
                </td>
            </tr>
        }
    });
    let table = view! {
        <table>
            <thead>
                <tr>
                    <th scope="col" class="what">{texts.get("column-agency")}</th>
                    <th scope="col">{texts.get("changes-before")}</th>
                    <th scope="col">{texts.get("changes-after")}</th>
                    <th scope="col" class="wrap">{texts.get("changes-change")}<small>{texts.get(interval)}</small></th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    };
    scroller(&texts.get("changes-title"), table.into_any())
}

fn apart(texts: &Texts, changes: &Changes) -> Option<AnyView> {
    let lines = changes.apart.iter().map(|agency| {
        let why = match agency.why {
            Some(why) => broken(texts, why, agency.reorganised.as_ref(), &changes.title),
            None => texts.get("changes-suppressed"),
        };
        view! { <li><a href=address(texts, &agency.href)>{agency.name.clone()}</a>": "{why}</li> }
    });
    (!changes.apart.is_empty()).then(|| {
        let summary = texts.with("changes-apart", [("n", changes.apart.len().into())]);
        view! { <details><summary>{summary}</summary><ul>{lines.collect_view()}</ul></details> }.into_any()
    })
}

/// How people answered then and now: a change may come from who was asked.
pub(super) fn mix(texts: &Texts, lines: &[MixLine]) -> AnyView {
    let numbers = Numbers::of(&texts.locale);
    let percent = |value: f64| numbers.decimal(value, 0);
    let rows = lines.iter().map(|line| {
        let names: Vec<String> =
            line.channels.iter().map(|channel| texts.get(&format!("channel-{}", channel.as_str()))).collect();
        view! {
            <tr>
                <th scope="row">{names.join(", ")}</th>
                <td>{percent(line.before)}</td>
                <td>{percent(line.after)}</td>
            </tr>
        }
    });
    let table = view! {
        <table>
            <thead>
                <tr>
                    <th scope="col" class="what">{texts.get("mix-channel")}</th>
                    <th scope="col">{texts.get("changes-before")}</th>
                    <th scope="col">{texts.get("changes-after")}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    };
    let words = [("threshold", numbers.decimal(MIX_THRESHOLD, 0).into())];
    view! {
        <div class="mix">
            <p>{texts.with("mix-lead", words)}</p>
            {scroller(&texts.get("mix-title"), table.into_any())}
        </div>
    }
    .into_any()
}
