//! The frame of every page, and the short page that says one thing and offers a way out.

use crate::{Texts, survey::WrittenAnswer};
use domain::Locale;
use leptos::prelude::*;

/// A whole document around a body. `style` goes in as it is; the server puts its hash into the security policy.
pub(crate) fn shell(lang: &str, title: &str, style: &str, body: AnyView) -> AnyView {
    let (lang, title, style) = (lang.to_owned(), title.to_owned(), style.to_owned());
    view! {
        <!DOCTYPE html>
        <html lang=lang>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width,initial-scale=1" />
                // Without it the browser asks for /favicon.ico, a second request.
                <link rel="icon" href="data:," />
                <title>{title}</title>
                <style inner_html=style></style>
            </head>
            <body>{body}</body>
        </html>
    }
    .into_any()
}

/// A page with one message.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Heading.
    pub title: String,
    /// What happened and what to do.
    pub text: String,
    /// Ways out: address and words.
    pub links: Vec<(String, String)>,
    /// Answers that were not taken, given back.
    pub again: Option<Again>,
}

/// Answers that were not taken: none of them has to be written twice.
#[derive(Debug, Clone, Default)]
pub struct Again {
    /// Where they can be sent again, and the button's words; `None` where that cannot help.
    pub send: Option<(String, String)>,
    /// The answers as they were posted.
    pub answers: Vec<(String, String)>,
    /// The same to be read.
    pub written: Vec<WrittenAnswer>,
}

/// The same page in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherLanguage {
    /// The language.
    pub locale: Locale,
    /// Its address.
    pub href: String,
    /// The language in its own words.
    pub words: String,
}

/// The id of the form that holds answers; no line of a form can be called so.
pub(crate) const ANSWERS: &str = "~f";

/// The ways into other languages. A link would leave behind the answers that a page holds, so there they are buttons that
/// take them along.
pub(crate) fn languages(others: Vec<OtherLanguage>, holds_answers: bool) -> Option<AnyView> {
    if others.is_empty() {
        return None;
    }
    let ways = others.into_iter().map(|OtherLanguage { locale, href, words }| {
        let tag = locale.to_string();
        match holds_answers {
            true => view! {
                <button form=ANSWERS formaction=href formnovalidate=true lang=tag>{words}</button>
            }
            .into_any(),
            false => view! { <a href=href lang=tag.clone() hreflang=tag>{words}</a> }.into_any(),
        }
    });
    Some(view! { <nav>{ways.collect_view()}</nav> }.into_any())
}

/// Renders a message as a page.
pub fn message_page(texts: &Texts, style: &str, others: Vec<OtherLanguage>, message: Message) -> AnyView {
    let lang = texts.locale.to_string();
    let languages = languages(others, message.again.is_some());
    let links = message
        .links
        .into_iter()
        .map(|(href, words)| view! { <p><a class="button" href=href>{words}</a></p> });
    let again = message.again.map(|again| given_back(texts, again));
    let body = view! {
        <main class="message">
            {languages}
            <h1>{message.title.clone()}</h1>
            <p>{message.text}</p>
            {again}
            {links.collect_view()}
        </main>
    };
    shell(&lang, &message.title, style, body.into_any())
}

fn given_back(texts: &Texts, again: Again) -> AnyView {
    let (action, button) = again.send.unzip();
    let button = button.map(|words| view! { <p><button>{words}</button></p> });
    let hidden = again
        .answers
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let written = again.written.into_iter().map(|line| {
        view! { <dt>{line.question}</dt><dd>{line.answer}</dd> }
    });
    let written: Vec<AnyView> = written.map(IntoAny::into_any).collect();
    let written = (!written.is_empty()).then(|| {
        view! {
            <h2>{texts.get("written-title")}</h2>
            <p>{texts.get("written-text")}</p>
            <dl>{written}</dl>
        }
    });
    view! {
        <form id=ANSWERS method="post" action=action autocomplete="off">
            {hidden.collect_view()}
            {button}
        </form>
        {written}
    }
    .into_any()
}
