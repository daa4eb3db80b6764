//! Sheets for counters as a page that prints, each on its own sheet or several on one.

use crate::{Texts, shell::shell};
use leptos::prelude::*;
use strum::{EnumString, IntoStaticStr};

/// What stands on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
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
    /// The short address as it is typed.
    pub typed: String,
    /// The address in the code.
    pub url: String,
}

/// How sheets lie on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum SheetLayout {
    /// One on a page of A4.
    A4,
    /// One on a page of A5.
    A5,
    /// One on a page of A6.
    A6,
    /// Two of A5 on a page of A4.
    A5x2,
    /// Four of A6 on a page of A4.
    A6x4,
}

domain::words!(SheetLayout);

impl SheetLayout {
    /// Every layout.
    pub const ALL: [Self; 5] = [Self::A4, Self::A5, Self::A6, Self::A5x2, Self::A6x4];
}

/// Characters of a name that stand on three lines of a sheet; a longer one is set smaller.
pub const LONG_NAME: usize = 90;

/// The class of a name.
fn size_of(name: &str) -> Option<&'static str> {
    (name.chars().count() > LONG_NAME).then_some("long")
}

/// A page of sheets, each with the SVG of its code.
pub fn sheets_page(texts: &Texts, style: &str, layout: SheetLayout, sheets: Vec<(Sheet, String)>) -> AnyView {
    let sheets = sheets.into_iter().map(|(sheet, picture)| {
        let inviting = sheet.inviting.into_iter().map(|words| view! { <p>{words}</p> });
        let anonymous = sheet.anonymous.into_iter().map(|words| view! { <p>{words}</p> });
        let place = size_of(&sheet.place).map_or("place", |_| "place long");
        view! {
            <section>
                <div class="inviting">{inviting.collect_view()}</div>
                <div class="code" role="img" aria-label=sheet.typed.clone() inner_html=picture></div>
                <p class="type">{sheet.or_type}</p>
                <p class="typed">{sheet.typed}</p>
                <div class="anonymous">{anonymous.collect_view()}</div>
                <h2 class=size_of(&sheet.agency)>{sheet.agency.clone()}</h2>
                <p class=place>{sheet.place}</p>
            </section>
        }
    });
    let title = texts.get("sheets-title");
    let body = view! {
        <header class="hint"><h1>{title.clone()}</h1><p>{texts.get("sheet-print-hint")}</p></header>
        <main class=layout.as_str()>{sheets.collect_view()}</main>
    };
    shell(texts.locale.as_str(), &title, style, body.into_any())
}
