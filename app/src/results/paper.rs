//! What stands on paper and not on the screen.

use super::{About, address};
use crate::{Administration, Numbers, Texts};
use leptos::prelude::*;

/// Above the first sheet: whose page it is, of which day its numbers are, and where it is found.
pub(super) fn letterhead(texts: &Texts, path: &str, about: Option<&About>) -> AnyView {
    let Administration { name, public_url, .. } = use_context().unwrap_or_default();
    let name = name.unwrap_or_else(|| texts.get("product"));
    let address = public_url.unwrap_or_default() + &address(texts, path);
    let as_of = about.and_then(|about| about.as_of).map(|day| {
        let day = Numbers::of(&texts.locale).day(day);
        view! { <span>{texts.with("as-of", [("day", day.into())])}</span> }
    });
    view! { <div class="paper"><b>{name}</b>{as_of}<span>{address}</span></div> }.into_any()
}
