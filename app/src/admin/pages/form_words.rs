//! What several pages say of forms.

use crate::{
    Texts,
    admin::{Block, OwnView, in_address},
};
use domain::{
    Code, Locale,
    form::{Form, FormDoubt, Rewording},
    templates::words_in,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The address of the forms.
pub const FORMS: &str = "/admin/forms";
pub(super) const TEMPLATES: &str = "/admin/templates";

/// The address of a form's page, or of one beneath it.
pub fn form_address(code: &Code, rest: &str) -> String {
    format!("{FORMS}/{}{rest}", in_address(code.as_str()))
}

/// What has to be confirmed before a form is used, in words: wording that was not checked, or a licence.
pub fn form_doubts(texts: &Texts, doubts: &[FormDoubt]) -> Option<String> {
    let words = doubts.iter().map(|doubt| match doubt {
        FormDoubt::Unverified => texts.get("form-unverified"),
        FormDoubt::Licence(licence) => {
            texts.with("method-warning-licence", [("licence", words_in(licence, &texts.locale).into())])
        }
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The languages of a form as its reader calls them, for a list.
pub(super) fn form_languages(texts: &Texts, form: &Form) -> String {
    let name = |locale: &Locale| {
        let key = format!("language-{locale}");
        Some(texts.get(&key)).filter(|words| *words != key).unwrap_or_else(|| locale.to_string())
    };
    form.languages.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// How many lines of a form citizens are asked.
pub(super) fn form_lines(form: &Form) -> i64 {
    let asked = form.cells.iter().filter(|cell| cell.role.is_for_citizens()).count();
    i64::try_from(asked).unwrap_or(i64::MAX)
}

/// A language as it calls itself.
pub(super) fn language_name(locale: &Locale) -> String {
    match locale.as_str() {
        "vi" | "en" => Texts::of(locale).get("language-name"),
        other => other.to_owned(),
    }
}

/// A form in a frame as wide as a phone, in the language of its reader where it has it, and above the frame the ways to
/// each language; `path` is where it is shown.
pub(super) fn preview(texts: &Texts, form: &Form, path: &str) -> Block {
    let address = move |locale: &Locale| format!("{path}?lang={locale}");
    let title = texts.get("form-preview");
    let own = form.languages.iter().find(|locale| **locale == texts.locale);
    let first = own.or(form.languages.first()).map(address).unwrap_or_default();
    let languages: Vec<(String, Locale)> =
        form.languages.iter().map(|locale| (address(locale), locale.clone())).collect();
    Block::Own(
        "preview",
        OwnView(Arc::new(move |_| {
            let ways = languages.iter().map(|(href, locale)| {
            view! { <a class="button quiet" href=href.clone() target="preview" lang=locale.to_string()>{language_name(locale)}</a> }
        });
            view! {
                <p class="ways">{ways.collect_view()}</p>
                <iframe class="phone" name="preview" title=title.clone() src=first.clone()></iframe>
            }
            .into_any()
        })),
    )
}

/// Where in a form some words stand, in words: `scales[s5].labels[1].text` is “scale s5 · level 1”.
pub(super) fn place_name(texts: &Texts, path: &str) -> String {
    let mut steps: Vec<String> = Vec::new();
    let (mut key, mut name, mut inside) = (String::new(), String::new(), false);
    let mut step = |key: &mut String, name: &mut String| {
        let words = texts.get(&format!("place-{key}"));
        let words = if words.starts_with("place-") { key.clone() } else { words };
        // A text is the text of what it stands in.
        if key.as_str() != "text" {
            steps.push(if name.is_empty() { words } else { format!("{words} {name}") });
        }
        key.clear();
        name.clear();
    };
    for sign in path.trim_start_matches('.').chars() {
        match sign {
            '[' if !inside => inside = true,
            ']' => inside = false,
            '.' if !inside => step(&mut key, &mut name),
            sign if inside => name.push(sign),
            sign => key.push(sign),
        }
    }
    step(&mut key, &mut name);
    let words = steps.join(" · ");
    let mut signs = words.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// What versions say differently, a line each.
pub(super) fn rewording_lines(texts: &Texts, changes: &[Rewording]) -> Vec<(String, String)> {
    let line = |Rewording { path, language, before, after }: &Rewording| {
        let words = match (before, after) {
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (None, after) => format!("+ {}", after.as_deref().unwrap_or_default()),
            (Some(before), None) => format!("− {before}"),
        };
        (format!("{} ({})", place_name(texts, path), language_name(language)), words)
    };
    changes.iter().map(line).collect()
}
