//! What stands around every page of the administration.

use super::{
    Block,
    blocks::{blocks, form_faults},
    form::FormFaults,
};
use crate::{Texts, administration::nameplate, shell::shell};
use leptos::prelude::*;

/// The frame of a page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Heading and title of the page.
    pub title: String,
    /// Name of whoever is signed in.
    pub person: Option<String>,
    /// The entries of the menu that they may use: address, words, whether the page lies beneath it.
    pub menu: Vec<(String, String, bool)>,
    /// Where the page lies, from above: address and words.
    pub trail: Vec<(String, String)>,
    /// What has just been done.
    pub notice: Option<String>,
    /// The page in the other language, where nobody is signed in: address, language, words.
    pub other_language: Option<(String, String, String)>,
}

/// What is wrong on the page, with the ways to where it is mended; a browser that comes here reads it first.
fn summary(texts: &Texts, faults: Vec<FormFaults>) -> Option<AnyView> {
    let heading = faults.first()?.heading.clone().unwrap_or_else(|| texts.get("form-faults"));
    let lines = faults.into_iter().flat_map(|faults| faults.lines);
    let lines = lines.map(|(href, words)| view! { <li><a href=href>{words}</a></li> }).collect_view();
    let summary = view! {
        <div class="faults" id="faults" role="alert" tabindex="-1" autofocus=true>
            <h2>{heading}</h2>
            <ul>{lines}</ul>
        </div>
    };
    Some(summary.into_any())
}

/// A whole page.
pub fn frame(texts: &Texts, style: &str, frame: Frame, inner: Vec<Block>) -> AnyView {
    let menu = frame.menu.into_iter().map(|(href, words, here)| {
        let current = here.then_some("page");
        view! { <li><a href=href aria-current=current>{words}</a></li> }
    });
    let menu = menu.collect_view();
    let person = frame.person.map(|name| {
        view! {
            <form method="post" action="/admin/sign-out" class="out">
                <a href="/admin/account">{name}</a>
                <button class="plain">{texts.get("sign-out")}</button>
            </form>
        }
    });
    let language = frame.other_language.map(|(href, tag, words)| {
        view! { <a class="language" href=href lang=tag.clone() hreflang=tag>{words}</a> }
    });
    let trail = (!frame.trail.is_empty()).then(|| {
        let ways = frame.trail.iter().map(|(href, words)| {
            view! { <li><a href=href.clone()>{words.clone()}</a></li> }
        });
        let label = texts.get("admin-trail");
        view! { <nav aria-label=label><ol class="trail">{ways.collect_view()}</ol></nav> }
    });
    let faults = summary(texts, form_faults(&inner));
    let title = match faults.is_some() {
        true => texts.with("page-faulty", [("title", frame.title.as_str().into())]),
        false => frame.title.clone(),
    };
    let notice = frame.notice.map(|words| view! { <p class="notice" role="status">{words}</p> });
    let (skip, label) = (texts.get("admin-skip"), texts.get("admin-menu"));
    let body = view! {
        <a class="skip" href="#main">{skip}</a>
        <header class="bar">
            {nameplate(texts, "/admin".to_owned())}
            <nav aria-label=label><ul>{menu}</ul></nav>
            {language}
            {person}
        </header>
        <main id="main">
            {trail}
            {faults}
            <h1>{frame.title}</h1>
            {notice}
            {blocks(texts, inner)}
        </main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}
