//! What stands around every page of the administration.

use super::{Block, blocks};
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

/// Whether something is wrong further down, in a form that is not the first one on the page.
fn is_faulty_further_down(inner: &[Block]) -> bool {
    let mut forms = inner.iter().filter_map(|block| match block {
        Block::Form(form) => Some(form.is_faulty()),
        _ => None,
    });
    forms.next() == Some(false) && forms.any(|is_faulty| is_faulty)
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
    let faulty = is_faulty_further_down(&inner).then(|| {
        view! { <p class="warning"><a href="#faults">{texts.get("page-faulty")}</a></p> }
    });
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
            <h1>{frame.title.clone()}</h1>
            {notice}
            {faulty}
            {blocks(texts, inner)}
        </main>
    };
    shell(texts.locale.as_str(), &frame.title, style, body.into_any())
}
