//! Letters of files that nobody sees, and line breaks within cells.

use std::borrow::Cow;

/// A text on one line: a line break within it, and the blanks around that, are one blank.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    let is_break =
        |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(is_break) {
        return Cow::Borrowed(text);
    }
    let parts: Vec<&str> = text.split(is_break).map(str::trim).filter(|part| !part.is_empty()).collect();
    Cow::Owned(parts.join(" "))
}

/// The first character that is not seen, or that turns the direction of what follows, and what stands before it. Joiners
/// are none: emoji and some scripts need them.
pub fn invisible_character(text: &str) -> Option<(char, &str)> {
    let is_invisible = |c: char| {
        matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
    };
    text.char_indices().find(|(_, c)| is_invisible(*c)).map(|(at, c)| (c, &text[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_was_broken_in_its_cell_stands_on_one_line() {
        assert_eq!(on_one_line("Sở Kế hoạch \r\n và Đầu tư"), "Sở Kế hoạch và Đầu tư");
        assert!(matches!(on_one_line("Sở  Y tế"), Cow::Borrowed("Sở  Y tế")));
    }

    #[test]
    fn what_is_not_seen_is_found_with_its_place_and_emoji_are_seen() {
        assert_eq!(invisible_character("Sở \u{202e}ABC"), Some(('\u{202e}', "Sở ")));
        assert_eq!(invisible_character("\u{200b}"), Some(('\u{200b}', "")));
        assert_eq!(invisible_character("Sở 👨\u{200d}👩\u{200d}👧 – “Tâm”"), None);
    }
}
