//! A table of numbers, to be filled in or to be read.

use leptos::prelude::*;

/// Numbers by row and column; the field of a cell is called `name/row/column` by their keys.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// What the rows are of.
    pub corner: String,
    /// Keys and words of the rows.
    pub rows: Vec<(String, String)>,
    /// Keys and words of the columns.
    pub columns: Vec<(String, String)>,
    /// What stands in the cells, row by row.
    pub values: Vec<Vec<String>>,
    /// What is said beneath the cells, row by row.
    pub notes: Vec<Vec<String>>,
    /// Cells with something wrong.
    pub wrong: Vec<(usize, usize)>,
}

/// The table of a matrix: to be filled in, as the fields of this name and id, or to be read.
pub(super) fn matrix_table(matrix: Matrix, field: Option<(&str, &str)>) -> AnyView {
    let heads = matrix.columns.iter().map(|(code, words)| {
        view! { <th scope="col">{words.clone()}<small>{code.clone()}</small></th> }
    });
    let heads = heads.collect_view();
    let rows = matrix.rows.iter().enumerate().map(|(row, (row_key, words))| {
        let cells = matrix.columns.iter().enumerate().map(|(column, (column_key, of))| {
            let at = |table: &[Vec<String>]| table.get(row).and_then(|row| row.get(column)).cloned().unwrap_or_default();
            let invalid = matrix.wrong.contains(&(row, column)).then_some("true");
            let note = at(&matrix.notes);
            let note = (!note.is_empty()).then(|| view! { <small>{note}</small> });
            // The first cell with something wrong stands for the field, so that what is said of it leads there.
            let leads_to = matrix.wrong.first().copied().unwrap_or((0, 0));
            let first = leads_to == (row, column);
            let value = at(&matrix.values);
            let value = match field {
                None => value.into_any(),
                Some((name, id)) => view! {
                    <input type="text" inputmode="numeric" autocomplete="off" id=first.then(|| id.to_owned())
                        name=format!("{name}/{row_key}/{column_key}") value=value aria-label=format!("{words}, {of}") aria-invalid=invalid />
                }
                .into_any(),
            };
            view! { <td data-label=of.clone()>{value}{note}</td> }
        });
        view! { <tr><th scope="row">{words.clone()}<small>{row_key.clone()}</small></th>{cells.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    let label = matrix.corner.clone();
    view! {
        <div class="table matrix" tabindex="0" role="region" aria-label=label>
            <table>
                <thead><tr><th scope="col">{matrix.corner}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
