//! The only `<textarea>`.

use leptos::prelude::*;

/// A field of several lines. Leptos 0.8 does not escape its children, so they are escaped here.
pub(crate) fn textarea(
    name: String,
    id: String,
    most: String,
    value: &str,
    described: Option<String>,
    invalid: Option<&'static str>,
    autocomplete: Option<&'static str>,
) -> AnyView {
    let value = value.replace("\r\n", "\n");
    // A leading line feed would be eaten by the browser; one more keeps it.
    let start = if value.starts_with('\n') { "\n" } else { "" };
    let escaped = format!("{start}{}", html_escape::encode_text(&value));
    view! {
        <textarea id=id name=name rows="4" maxlength=most autocomplete=autocomplete aria-describedby=described aria-invalid=invalid inner_html=escaped></textarea>
    }
    .into_any()
}
