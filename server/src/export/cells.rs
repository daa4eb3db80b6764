//! CSV as spreadsheets take it: a BOM before it, and no cell that a spreadsheet would run as a formula.

use std::borrow::Cow;

/// A text cell that no spreadsheet takes for a formula: a quote goes before what begins one (OWASP, CSV injection), however
/// many blanks, quotes and invisible letters stand before it, so that [`plain`] can take it away again. The same after
/// whatever would begin another cell or line where the file is read with another separator than ours: a semicolon, as
/// spreadsheets in Vietnamese do, a tab, a line end.
pub fn neutral(cell: &str) -> Cow<'_, str> {
    let mut quoted = String::new();
    let mut copied = 0;
    for begin in parts(cell).filter(|begin| is_taken_for_formula(cell, *begin)) {
        quoted.push_str(&cell[copied..begin]);
        quoted.push('\'');
        copied = begin;
    }
    if quoted.is_empty() {
        return Cow::Borrowed(cell);
    }
    quoted.push_str(&cell[copied..]);
    Cow::Owned(quoted)
}

/// The cell as it was before [`neutral`]: what was exported imports to the same.
pub fn plain(cell: &str) -> Cow<'_, str> {
    let mut bare = String::new();
    let mut copied = 0;
    let is_ours = |begin: &usize| {
        cell[*begin..].starts_with('\'') && {
            let without = [&cell[..*begin], &cell[begin + 1..]].concat();
            is_taken_for_formula(&without, *begin)
        }
    };
    for begin in parts(cell).filter(is_ours) {
        bare.push_str(&cell[copied..begin]);
        copied = begin + 1;
    }
    if copied == 0 {
        return Cow::Borrowed(cell);
    }
    bare.push_str(&cell[copied..]);
    Cow::Owned(bare)
}

/// Where cells or lines may begin, whichever separator the file is read with.
fn parts(cell: &str) -> impl Iterator<Item = usize> {
    let after = cell.char_indices().filter(|(_, c)| SEPARATORS.contains(c)).map(|(at, c)| at + c.len_utf8());
    std::iter::once(0).chain(after)
}

fn is_taken_for_formula(cell: &str, begin: usize) -> bool {
    let part = &cell[begin..];
    let shown = part.find(|c| c != '\'' && (!is_invisible(c) || SEPARATORS.contains(&c)));
    // A leading tab or line end is swallowed by some, and what comes behind it begins the cell.
    shown.is_some_and(|at| part[at..].starts_with(FORMULA))
        || (begin == 0 && part.trim_start_matches('\'').starts_with(['\t', '\r', '\n']))
}

/// What begins another cell or line for somebody.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// What begins a formula, also in the wide and small forms that East Asian input methods write.
const FORMULA: [char; 13] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−'];

/// Blanks, control characters, and letters that are not printed.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// One CSV line with its line end.
pub fn csv_line<'a>(cells: impl IntoIterator<Item = Cow<'a, str>>) -> String {
    let mut line = String::new();
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            line.push(',');
        }
        if cell.contains(['"', ',', '\n', '\r', ';']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&cell);
        }
    }
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_neutral_comes_back_as_it_was() {
        for cell in [
            "=1+1 rất tốt",
            "- nhanh hơn",
            "@lan ơi",
            "'=x",
            "''+x",
            "'n",
            "it's",
            "",
            "'",
            "\tx",
            "tốt;=1",
            "tốt;'=1; '+2",
            "\n=1",
        ] {
            assert_eq!(plain(&neutral(cell)), cell);
        }
    }

    #[test]
    fn formulas_become_text_and_separators_are_quoted() {
        let cells = ["=1+1", "+84", "-2", "@x", "a,b", "say \"so\"", "thường"];
        let line = csv_line(cells.map(neutral));
        assert_eq!(line, "'=1+1,'+84,'-2,'@x,\"a,b\",\"say \"\"so\"\"\",thường\r\n");
    }

    #[test]
    fn no_formula_begins_behind_invisible_letters_wide_signs_or_another_separator() {
        for (cell, expected) in [
            ("＝1+1", "'＝1+1"),
            ("＠SUM(1)", "'＠SUM(1)"),
            ("−2", "'−2"),
            (" =1", "' =1"),
            ("\u{200b}=1", "'\u{200b}=1"),
            ("\u{feff}\u{a0}\u{ad}+1", "'\u{feff}\u{a0}\u{ad}+1"),
            ("tốt;=1+1", "tốt;'=1+1"),
            ("tốt; \u{2060}＝1", "tốt;' \u{2060}＝1"),
            ("=1;=2;3;-4", "'=1;'=2;3;'-4"),
            ("một\n=1\r\n@x\t+1", "một\n'=1\r\n'@x\t'+1"),
            ("\t=1", "'\t'=1"),
            ("\r\n=1", "'\r\n'=1"),
            (";;=1", ";;'=1"),
        ] {
            assert_eq!(neutral(cell), expected, "{cell:?}");
        }
        for plain in ["", "a=b", "tốt; khá", "1-2", "x@y.vn", "một\nhai", "đúng;", "\u{200b}", "a ＝ b"]
        {
            assert!(matches!(neutral(plain), Cow::Borrowed(_)), "{plain:?}");
        }
    }
}
