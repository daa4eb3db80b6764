//! What people see: pages as pure functions from data to views. No database, no HTTP framework, no clock.

pub mod admin;
mod administration;
mod numbers;
pub mod results;
mod shell;
pub mod survey;
mod textarea;
mod texts;

pub use administration::Administration;
pub use fluent_bundle::FluentValue as Value;
pub use numbers::Numbers;
pub use shell::{Again, Message, OtherLanguage, message_page};
pub use texts::Texts;

/// Renders a view into the bytes of a page.
#[cfg(feature = "ssr")]
pub fn render(view: impl FnOnce() -> leptos::prelude::AnyView) -> String {
    render_for(Administration::default(), view)
}

/// The same for the administration whose name stands above the page.
#[cfg(feature = "ssr")]
pub fn render_for(administration: Administration, view: impl FnOnce() -> leptos::prelude::AnyView) -> String {
    use leptos::prelude::{Owner, RenderHtml, provide_context};
    let html = Owner::new().with(|| {
        provide_context(administration);
        view().to_html()
    });
    // Leptos separates neighbouring texts for hydration; pages without script have nothing to hydrate.
    html.replace("<!>", "")
}
