//! Styles, compiled in.

use app::admin::SheetLayout;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The citizen's style.
pub(crate) static SURVEY: LazyLock<String> =
    LazyLock::new(|| squeeze(include_str!("../../style/survey.css")));
/// The style of results and everything else.
pub(crate) static RESULTS: LazyLock<String> =
    LazyLock::new(|| squeeze(include_str!("../../style/results.css")));

/// The style of the administration.
pub(crate) static ADMIN: LazyLock<String> = LazyLock::new(|| squeeze(include_str!("../../style/admin.css")));

/// The style of sheets in a layout, with its paper.
pub(crate) fn sheets(layout: SheetLayout) -> &'static str {
    static STYLES: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
        let style = squeeze(include_str!("../../style/sheets.css"));
        let of_layout = |layout: SheetLayout| {
            let paper = match layout {
                SheetLayout::A4 | SheetLayout::A6x4 => "A4",
                SheetLayout::A5 => "A5",
                SheetLayout::A6 => "A6",
                SheetLayout::A5x2 => "A4 landscape",
            };
            (layout.as_str(), format!("@page{{size:{paper};margin:0}}{style}"))
        };
        SheetLayout::ALL.map(of_layout).into()
    });
    STYLES.get(layout.as_str()).map_or("", String::as_str)
}

/// Leaves out comments and the blanks that only people need. Not a CSS parser: the style files keep strings on one
/// line and without comments in them.
fn squeeze(css: &str) -> String {
    let mut rest = css;
    let mut plain = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut squeezed: String = plain.lines().map(str::trim).collect();
    for (wide, narrow) in [(" { ", "{"), (" }", "}"), ("; ", ";"), (": ", ":"), (" > ", ">"), (", ", ",")] {
        squeezed = squeezed.replace(wide, narrow);
    }
    squeezed
}
