//! Many lines of which a page tells the first ones.

use crate::Texts;

/// The first so many lines, and how many there are beyond.
pub(in crate::admin) fn first_lines(
    texts: &Texts,
    lines: impl Iterator<Item = String>,
    all: usize,
    most: usize,
) -> Vec<String> {
    lines.take(most).chain(beyond(texts, all, most)).collect()
}

/// How many of all there are beyond the first so many, in words.
pub(in crate::admin) fn beyond(texts: &Texts, all: usize, most: usize) -> Option<String> {
    let more = all.saturating_sub(most);
    (more > 0).then(|| texts.with("fault-more", [("more", more.into())]))
}
