//! The kinds of things that stand on a page of the administration.

use super::{
    FormBlock, List,
    form::{FormFaults, form},
    list::list,
};
use crate::Texts;
use leptos::prelude::*;

/// One thing on a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading; what follows is about it.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph that must not be overlooked.
    Warning(String),
    /// Something to copy: a link, a code.
    Copy(String),
    /// Several things to copy or print, such as recovery codes.
    Codes(Vec<String>),
    /// Short lines, one below the other.
    Lines(Vec<String>),
    /// Names and what they are.
    Facts(Vec<(String, String)>),
    /// Ways elsewhere, as buttons: address and words. The first is what most come for.
    Ways(Vec<(String, String)>),
    /// The same where none is what one comes for.
    QuietWays(Vec<(String, String)>),
    /// Plain links: address, words, and what is said of it.
    Links(Vec<(String, String, String)>),
    /// Something to fill in.
    Form(FormBlock),
    /// Many of a kind.
    List(List),
    /// A picture drawn by us: its name and its SVG.
    Picture(String, String),
    /// One of several that are alike: its name and what belongs to it.
    Card(String, Vec<Block>),
    /// What the page says beneath: hidden until asked for.
    More(String, Vec<Block>),
    /// What is looked at before something is done, each with how it stands.
    Checks(Vec<CheckLine>),
    /// Parts that stand beside each other where there is room: a name for each, by which it is styled and led to, and its
    /// heading.
    Panes(Vec<(&'static str, String, Vec<Block>)>),
    /// A view of its own.
    Own(&'static str, OwnView),
}

/// How a line of a checklist stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// As it should be.
    Done,
    /// Not there yet.
    Missing,
    /// Worth a second look.
    Warns,
    /// Has to be mended.
    Refuses,
}

/// A line of a checklist.
#[derive(Debug, Clone)]
pub struct CheckLine {
    /// How it stands.
    pub mark: Mark,
    /// How it stands, in words.
    pub state: String,
    /// What it is about.
    pub words: String,
    /// Where it is set or mended.
    pub href: Option<String>,
    /// What there is to say of it, a line each.
    pub details: Vec<String>,
}

/// A view that only one page has.
#[derive(Clone)]
pub struct OwnView(pub std::sync::Arc<dyn Fn(&Texts) -> AnyView + Send + Sync>);

impl std::fmt::Debug for OwnView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a view")
    }
}

/// How the ids of what can be filled in begin on a page.
const PREFIX: &str = "f";

/// Things one below the other.
pub fn blocks(texts: &Texts, blocks: Vec<Block>) -> AnyView {
    within(texts, blocks, PREFIX)
}

/// What is wrong in the forms of a page, from above.
pub(super) fn form_faults(blocks: &[Block]) -> Vec<FormFaults> {
    faults_within(blocks, PREFIX)
}

fn faults_within(blocks: &[Block], prefix: &str) -> Vec<FormFaults> {
    let found = blocks.iter().enumerate().map(|(nth, block)| {
        let prefix = format!("{prefix}{nth}-");
        match block {
            Block::Form(form) => form.faults(&prefix).into_iter().collect(),
            Block::Card(_, inner) | Block::More(_, inner) => faults_within(inner, &prefix),
            Block::Panes(panes) => {
                let inner = panes.iter().enumerate();
                inner.flat_map(|(at, (.., inner))| faults_within(inner, &format!("{prefix}{at}-"))).collect()
            }
            _ => Vec::new(),
        }
    });
    found.flatten().collect()
}

/// `prefix` begins the ids of what can be filled in, so that none stands on a page twice.
fn within(texts: &Texts, blocks: Vec<Block>, prefix: &str) -> AnyView {
    let views =
        blocks.into_iter().enumerate().map(|(nth, block)| one(texts, block, &format!("{prefix}{nth}-")));
    views.collect_view().into_any()
}

fn one(texts: &Texts, block: Block, prefix: &str) -> AnyView {
    match block {
        Block::Heading(words) => view! { <h2>{words}</h2> }.into_any(),
        Block::Text(words) => view! { <p>{words}</p> }.into_any(),
        Block::Warning(words) => view! { <p class="warning">{words}</p> }.into_any(),
        Block::Copy(words) => view! { <p class="copy"><code>{words}</code></p> }.into_any(),
        Block::Codes(codes) => {
            let codes = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> });
            view! { <ul class="codes">{codes.collect_view()}</ul> }.into_any()
        }
        Block::Lines(lines) => {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
            view! { <ul class="lines">{lines.collect_view()}</ul> }.into_any()
        }
        Block::Facts(facts) => {
            let facts = facts.into_iter().map(|(name, what)| {
                view! { <div><dt>{name}</dt><dd>{what}</dd></div> }
            });
            view! { <dl>{facts.collect_view()}</dl> }.into_any()
        }
        Block::Ways(links) => ways(links, true),
        Block::QuietWays(links) => ways(links, false),
        Block::Links(links) => {
            let links = links.into_iter().map(|(href, words, about)| {
                let about = (!about.is_empty()).then(|| view! { <span class="soft">{about}</span> });
                view! { <li><a href=href>{words}</a>{about}</li> }
            });
            view! { <ul class="links">{links.collect_view()}</ul> }.into_any()
        }
        Block::Form(it) => form(texts, it, prefix),
        Block::List(it) => list(texts, it),
        Block::Picture(name, svg) => {
            view! { <div class="picture" role="img" aria-label=name inner_html=svg></div> }.into_any()
        }
        Block::Card(words, inner) => {
            view! { <section class="card"><h3>{words}</h3>{within(texts, inner, prefix)}</section> }
                .into_any()
        }
        Block::More(words, inner) => {
            let is_faulty = !faults_within(&inner, prefix).is_empty();
            view! { <details open=is_faulty><summary>{words}</summary>{within(texts, inner, prefix)}</details> }
                .into_any()
        }
        Block::Checks(lines) => {
            let lines = lines.into_iter().map(check_line);
            view! { <ol class="steps">{lines.collect_view()}</ol> }.into_any()
        }
        Block::Panes(panes) => {
            let panes = panes.into_iter().enumerate().map(|(at, (name, words, inner))| {
                let inner = within(texts, inner, &format!("{prefix}{at}-"));
                let label = words.clone();
                view! { <section class=name id=name aria-label=label><h2>{words}</h2>{inner}</section> }
            });
            view! { <div class="panes">{panes.collect_view()}</div> }.into_any()
        }
        Block::Own(_, view) => view.0(texts),
    }
}

/// Links as buttons, the first of them loud where it is what most come for.
fn ways(links: Vec<(String, String)>, first_is_main: bool) -> AnyView {
    let links = links.into_iter().enumerate().map(|(at, (href, words))| {
        let class = if at == 0 && first_is_main { "button" } else { "button quiet" };
        view! { <a class=class href=href>{words}</a> }
    });
    view! { <p class="ways">{links.collect_view()}</p> }.into_any()
}

fn check_line(line: CheckLine) -> AnyView {
    let CheckLine { mark, state, words, href, details } = line;
    let (class, sign) = match mark {
        Mark::Done => ("done", "✓"),
        Mark::Missing => ("missing", "○"),
        Mark::Warns => ("warns", "!"),
        Mark::Refuses => ("refuses", "✗"),
    };
    let words = match href {
        Some(href) => view! { <a href=href>{words}</a> }.into_any(),
        None => view! { <span>{words}</span> }.into_any(),
    };
    let details = (!details.is_empty()).then(|| {
        let details = details.into_iter().map(|words| view! { <li>{words}</li> });
        view! { <ul>{details.collect_view()}</ul> }
    });
    view! {
        <li class=class>
            <span class="mark" aria-hidden="true">{sign}</span>
            {words}
            <span class="state">{state}</span>
            {details}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::{Field, FieldKind};

    #[test]
    fn what_is_wrong_anywhere_on_a_page_is_told_with_the_place_where_it_is_mended() {
        let field = |name: &str, fault: Option<&str>| {
            Field::new(name, FieldKind::Text, name.to_uppercase()).fault(fault.map(str::to_owned))
        };
        let form = |fields, fault: Option<&str>| {
            Block::Form(FormBlock { fields, fault: fault.map(str::to_owned), ..FormBlock::default() })
        };
        let right = || form(vec![field("a", None)], None);
        assert_eq!(form_faults(&[right(), Block::Text(String::new())]), []);
        let page = [
            right(),
            form(vec![field("a", None), Field::group(vec![field("b", Some("empty"))])], Some("changed")),
            Block::More(String::new(), vec![right(), form(vec![field("c", Some("long"))], None)]),
        ];
        let told: Vec<_> = form_faults(&page).into_iter().flat_map(|faults| faults.lines).collect();
        let told: Vec<_> = told.iter().map(|(href, words)| (href.as_str(), words.as_str())).collect();
        assert_eq!(told, [("#f1--form", "changed"), ("#f1-b", "B: empty"), ("#f2-1-c", "C: long")]);
    }
}
