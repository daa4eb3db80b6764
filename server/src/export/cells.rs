//! CSV as spreadsheets take it: a BOM before it, and no cell that a spreadsheet would run as a formula.

use std::borrow::Cow;

/// A text cell that no spreadsheet takes for a formula: a quote goes before a leading `=`, `+`, `-`, `@`, tab or
/// return (OWASP, CSV injection).
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
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
    fn formulas_become_text_and_separators_are_quoted() {
        let cells = ["=1+1", "+84", "-2", "@x", "a,b", "say \"so\"", "thường"];
        let line = csv_line(cells.map(neutral));
        assert_eq!(line, "'=1+1,'+84,'-2,'@x,\"a,b\",\"say \"\"so\"\"\",thường\r\n");
    }
}
