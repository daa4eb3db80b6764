//! Whose installation it is, above every page but a citizen's form, which names the agency.

use crate::Texts;
use leptos::prelude::*;

/// The administration, as its pages name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Administration {
    /// Its name in the language of the page; without one the product's stands there.
    pub name: Option<String>,
    /// Whether its emblem stands beside the name.
    pub has_emblem: bool,
    /// Scheme, host and port that citizens see, where they are known.
    pub public_url: Option<String>,
}

impl Administration {
    /// Whose numbers they are, and the page on which they stand.
    pub fn source(&self, texts: &Texts, path: &str) -> String {
        let name = self.name.clone().unwrap_or_else(|| texts.get("product"));
        let address = self.public_url.clone().unwrap_or_default() + path;
        texts.with("chart-source", [("name", name.into()), ("address", address.into())])
    }
}

/// The way to the first page of a part of the product, with emblem and name.
pub(crate) fn nameplate(texts: &Texts, href: String) -> AnyView {
    let Administration { name, has_emblem, .. } = use_context().unwrap_or_default();
    let emblem = has_emblem.then(|| view! { <img src="/emblem.png" alt="" height="32" /> });
    let name = name.unwrap_or_else(|| texts.get("product"));
    view! { <a class="name" href=href>{emblem}{name}</a> }.into_any()
}
