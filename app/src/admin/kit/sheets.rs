//! Sheets for counters as a page that prints, each on its own sheet or several on one.

use crate::{Texts, shell::shell};
use leptos::prelude::*;

/// What stands on a sheet.
#[derive(Debug, Clone)]
pub struct SheetView {
    /// Whose counter.
    pub agency: String,
    /// Service area and counter.
    pub place: String,
    /// One inviting sentence in each language.
    pub inviting: Vec<String>,
    /// That answers are anonymous, in each language.
    pub anonymous: Vec<String>,
    /// "Or type".
    pub or_type: String,
    /// The short address.
    pub typed: String,
    /// The code as SVG.
    pub picture: String,
}

/// A page of sheets. `layout` is the class of all of them.
pub fn sheets_page(texts: &Texts, style: &str, layout: &str, sheets: Vec<SheetView>) -> AnyView {
    let sheets = sheets.into_iter().map(|sheet| {
        let inviting = sheet.inviting.into_iter().map(|words| view! { <p>{words}</p> });
        let anonymous = sheet.anonymous.into_iter().map(|words| view! { <p>{words}</p> });
        view! {
            <section>
                <div class="inviting">{inviting.collect_view()}</div>
                <div class="code" role="img" aria-label=sheet.typed.clone() inner_html=sheet.picture></div>
                <p class="type">{sheet.or_type}</p>
                <p class="typed">{sheet.typed}</p>
                <div class="anonymous">{anonymous.collect_view()}</div>
                <h2>{sheet.agency}</h2>
                <p class="place">{sheet.place}</p>
            </section>
        }
    });
    let title = texts.get("sheets-title");
    let body = view! {
        <p class="hint">{texts.get("sheet-print-hint")}</p>
        <main class=layout.to_owned()>{sheets.collect_view()}</main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}
