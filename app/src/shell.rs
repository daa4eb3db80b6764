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
    /// Answers to send again: where to, the button's words, and the answers themselves.
    pub again: Option<(String, String, Vec<(String, String)>)>,
}

/// Renders a message as a page.
pub fn message_page(texts: &Texts, style: &str, message: Message) -> AnyView {
    let lang = texts.locale.to_string();
    let links = message
        .links
        .into_iter()
        .map(|(href, words)| view! { <p><a class="button" href=href>{words}</a></p> });
    let again = message.again.map(|(action, words, answers)| {
        let hidden =
            answers.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
        view! {
            <form method="post" action=action>
                {hidden.collect_view()}
                <p><button>{words}</button></p>
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
