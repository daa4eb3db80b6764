//! Tables for people at a terminal.

use domain::index::{Row, round_half_up};

/// Lines of cells with aligned columns; all but the first and second column are right-aligned.
pub(super) fn table(header: &[&str], lines: &[Vec<String>]) -> String {
    let width = |i: usize| {
        let cells = lines.iter().map(|line| line[i].chars().count());
        cells.chain([header[i].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let print = |cells: Vec<&str>| {
        let padded = cells.iter().enumerate().map(|(i, cell)| {
            let width = widths[i];
            if i < 2 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let mut text = print(header.to_vec());
    text.extend(lines.iter().map(|line| print(line.iter().map(String::as_str).collect())));
    text
}

/// Rows of an index, rounded half-up to two decimals, with the method beneath.
pub(super) fn index_table(rows: &[Row]) -> String {
    let number =
        |value: Option<f64>| value.map_or("–".to_owned(), |v| format!("{:.2}", round_half_up(v, 2)));
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let n = row.n.map_or("–".to_owned(), |n| n.to_string());
            let name: String = row.name.chars().take(60).collect();
            let code = row.code.clone();
            vec![code, name, n, number(row.estimate), number(row.se), number(row.ci_low), number(row.ci_high)]
        })
        .collect();
    let mut text = table(&["code", "name", "n", "estimate", "se", "ci_low", "ci_high"], &lines);
    if let Some(row) = rows.first() {
        text.push_str(&format!("\n{}\n", row.method));
    }
    text
}
