//! The frame of every page, and the short page that says one thing and offers a way out.

use crate::Texts;
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
    /// Answers to send again.
    pub again: Option<Again>,
}

/// Answers that could not be taken, kept in the page until they can.
#[derive(Debug, Clone, Default)]
pub struct Again {
    /// Where to.
    pub action: String,
    /// The button's words.
    pub button: String,
    /// The answers as they were posted.
    pub answers: Vec<(String, String)>,
}

/// Renders a message as a page.
pub fn message_page(texts: &Texts, style: &str, message: Message) -> AnyView {
    let lang = texts.locale.to_string();
    let links = message
        .links
        .into_iter()
        .map(|(href, words)| view! { <p><a class="button" href=href>{words}</a></p> });
    let again = message.again.map(|again| {
        let hidden = again
            .answers
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
        view! {
            <form method="post" action=again.action>
                {hidden.collect_view()}
                <p><button>{again.button}</button></p>
            </form>
        }
    });
    let body = view! {
        <main class="message">
            <h1>{message.title.clone()}</h1>
            <p>{message.text}</p>
            {again}
            {links.collect_view()}
        </main>
    };
    shell(&lang, &message.title, style, body.into_any())
}
