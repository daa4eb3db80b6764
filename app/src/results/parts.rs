//! What several pages of results share.

use crate::{Numbers, Texts};
use domain::index::Row;
use leptos::prelude::*;

/// An address in the language of the page it stands on.
pub(super) fn address(texts: &Texts, path: &str) -> String {
    if texts.locale.as_str() == "en" { format!("{path}?lang=en") } else { path.to_owned() }
}

/// The bar above every page of results, with the way into the other language.
pub(super) fn bar(texts: &Texts, path: &str) -> AnyView {
    let (other, tag) = if texts.locale.as_str() == "en" {
        (path.to_owned(), "vi")
    } else {
        (format!("{path}?lang=en"), "en")
    };
    let words = Texts::of(&if tag == "en" { domain::Locale::en() } else { domain::Locale::vi() })
        .get("language-name");
    view! {
        <nav>
            <a class="name" href=address(texts, "/")>{texts.get("product")}</a>
            <a href=address(texts, "/results")>{texts.get("results-title")}</a>
            <a class="language" href=other lang=tag hreflang=tag>{words}</a>
        </nav>
    }
    .into_any()
}

/// n and interval of a row in words.
pub(super) fn interval_text(texts: &Texts, row: &Row, open_sample: bool) -> String {
    let numbers = Numbers::of(&texts.locale);
    let (Some(n), Some(low), Some(high)) = (row.n, row.ci_low, row.ci_high) else { return String::new() };
    let key = if open_sample { "results-interval-open" } else { "results-interval" };
    let ends = [("low", numbers.percent(low).into()), ("high", numbers.percent(high).into())];
    let n = texts.with("results-n", [("n", numbers.whole(n).into())]);
    format!("{n} · {}", texts.with(key, ends))
}
