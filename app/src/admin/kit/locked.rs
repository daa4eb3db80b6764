//! What was chosen in a form that can no longer be changed: only to be read.

use super::{
    form::{Field, FieldKind, INDENT},
    matrix::matrix_table,
};
use crate::{Numbers, Texts};
use domain::Day;
use leptos::prelude::*;

/// Labels and what was chosen, and tables of numbers above them.
pub(super) fn locked(texts: &Texts, fields: Vec<Field>) -> AnyView {
    let (mut tables, mut facts) = (Vec::new(), Vec::new());
    for field in fields.into_iter().flat_map(parts) {
        match field.kind {
            FieldKind::Matrix(matrix) => {
                if matrix.values.iter().flatten().any(|value| !value.is_empty()) {
                    let hint = field.hint.map(|words| view! { <p class="hint">{words}</p> });
                    let table = matrix_table(matrix, None);
                    tables.push(view! { <h2>{field.label}</h2> {hint} {table} });
                }
            }
            kind => {
                let words = chosen(texts, &kind, &field.value);
                facts.extend(words.map(|words| view! { <div><dt>{field.label}</dt><dd>{words}</dd></div> }));
            }
        }
    }
    view! { {tables.collect_view()} <dl>{facts.collect_view()}</dl> }.into_any()
}

/// The fields that stand together as one.
fn parts(field: Field) -> Vec<Field> {
    match field.kind {
        FieldKind::Group(fields) | FieldKind::Beside(fields) => fields,
        _ => vec![field],
    }
}

/// What was chosen or typed, in words; `None` where nothing was, or where there is nothing to be read.
fn chosen(texts: &Texts, kind: &FieldKind, value: &str) -> Option<String> {
    let words = match kind {
        FieldKind::Choice(options) | FieldKind::Radio(options) | FieldKind::Many(options) => {
            let held: Vec<&str> = value.lines().collect();
            let chosen = options.iter().filter(|(option, _)| held.contains(&option.as_str()));
            let words = chosen.map(|(_, words)| words.trim_start_matches(INDENT));
            words.collect::<Vec<_>>().join("; ")
        }
        FieldKind::Tick if !value.is_empty() => texts.get("answer-yes"),
        FieldKind::Day => match value.parse::<Day>() {
            Ok(day) => Numbers::of(&texts.locale).day(day),
            Err(_) => value.to_owned(),
        },
        FieldKind::Text
        | FieldKind::Email
        | FieldKind::Code
        | FieldKind::Whole
        | FieldKind::Long
        | FieldKind::Words => value.lines().collect::<Vec<_>>().join("; "),
        FieldKind::Tick
        | FieldKind::Password
        | FieldKind::File(_)
        | FieldKind::Hidden
        | FieldKind::Button
        | FieldKind::Group(_)
        | FieldKind::Beside(_)
        | FieldKind::Buttons(_)
        | FieldKind::Matrix(_) => String::new(),
    };
    Some(words).filter(|words| !words.is_empty())
}
