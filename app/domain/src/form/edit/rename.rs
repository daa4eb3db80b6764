//! Other codes, and what refers to them.

use super::{
    Edit, EditFault, EditProblem, Kind, Place,
    condition::comparisons_mut,
    find::{Path, entries, get_mut, name_of, namesakes, path_of, place_at},
    references::{Line, Source, answer_word, conditional, lines},
};
use crate::Code;
use serde_json::Value;

/// Gives an entry another name. What refers to it follows, if it was the only one of that name.
pub(super) fn rename(document: &mut Value, place: &Place, name: &str) -> Result<Edit, EditFault> {
    let Some((kind, key)) = place.kind().and_then(|kind| Some((kind, kind.naming_key()?))) else {
        return place.fault(EditProblem::NotRenamed);
    };
    let path = path_of(document, place)?;
    let value = check_name(place, kind, name)?;
    let (mut old, mut same) = (None, 0);
    let parent = &path[..path.len() - 1];
    for (other, entry) in namesakes(document, kind, parent) {
        match name_of(kind, entry) {
            taken if other == path => old = taken,
            Some(taken) if taken == name => return place.fault(EditProblem::Taken(taken)),
            _ => {}
        }
    }
    for (_, entry) in namesakes(document, kind, parent) {
        same += usize::from(old.is_some() && name_of(kind, entry) == old);
    }
    let known = lines(document);
    let Some(entry) = get_mut(document, &path).and_then(Value::as_object_mut) else {
        return place.fault(EditProblem::NotAnObject);
    };
    entry.insert(key.to_owned(), value.clone());
    if let Some(old) = old.as_deref().filter(|_| same == 1) {
        follow(document, &known, &path, old, &value);
    }
    // Without an old name there is no way back by renaming.
    Ok(match old {
        Some(old) => Edit::Rename { place: place_at(document, &path), name: old },
        None => Edit::All(Vec::new()),
    })
}

/// The value of a new name, as it stands in the document.
fn check_name(place: &Place, kind: Kind, name: &str) -> Result<Value, EditFault> {
    let is_value = kind.naming_key() == Some("value");
    if is_value && let Some(number) = name.parse::<i64>().ok().filter(|number| number.to_string() == name) {
        return Ok(number.into());
    }
    match name.parse::<Code>() {
        Err(fault) => place.fault(EditProblem::Code(fault)),
        // As the reader asks of whatever becomes a column or a field.
        Ok(_)
            if !name.is_ascii() && (is_value || matches!(kind, Kind::Question | Kind::Row | Kind::Item)) =>
        {
            place.fault(EditProblem::NotAscii)
        }
        Ok(_) => Ok(name.into()),
    }
}

/// Lets references follow from an old name to a new one.
fn follow(document: &mut Value, known: &[Line], path: &Path, old: &str, new: &Value) {
    let Some((kind, _)) = path.last() else { return };
    match kind {
        Kind::Section => follow_key(document, Kind::Question, "section", old, new),
        Kind::Scale => {
            follow_key(document, Kind::Question, "scale", old, new);
            follow_key(document, Kind::Item, "scale", old, new);
        }
        Kind::Item | Kind::Question | Kind::Row => {
            if *kind == Kind::Item {
                let asked: Vec<Path> = entries(document, Kind::Asked)
                    .into_iter()
                    .filter(|(_, asked)| asked.as_str() == Some(old))
                    .map(|(path, _)| path)
                    .collect();
                for path in asked {
                    get_mut(document, &path).into_iter().for_each(|asked| *asked = new.clone());
                }
            }
            // A code in a condition means the line that has it; where there is none, a question that is not finished.
            let meant = known.iter().find(|line| line.code == old).map_or(Kind::Question, |line| line.kind);
            if meant == *kind {
                follow_conditions(document, |cell| cell == old, &["question"], old, new);
            }
        }
        Kind::Level | Kind::Choice => {
            let owner = &path[..path.len() - 1];
            let scale = super::find::get(document, owner).and_then(|owner| name_of(Kind::Scale, owner));
            let is_answered = |line: &Line| match &line.source {
                Some(Source::Options(question)) => *kind == Kind::Choice && question == owner,
                Some(Source::Scale(code)) => *kind == Kind::Level && Some(code) == scale.as_ref(),
                None => false,
            };
            let cells: Vec<&str> =
                known.iter().filter(|line| is_answered(line)).map(|line| line.code.as_str()).collect();
            follow_conditions(document, |cell| cells.contains(&cell), &["equals", "in"], old, new);
        }
        Kind::Content | Kind::Factor | Kind::Language | Kind::Translation | Kind::Asked => {}
    }
}

fn follow_key(document: &mut Value, kind: Kind, key: &str, old: &str, new: &Value) {
    let refers = |(_, entry): &(Path, &Value)| entry.get(key).and_then(Value::as_str) == Some(old);
    let paths: Vec<Path> = entries(document, kind).into_iter().filter(refers).map(|(path, _)| path).collect();
    for path in paths {
        if let Some(slot) = get_mut(document, &path).and_then(|entry| entry.get_mut(key)) {
            *slot = new.clone();
        }
    }
}

/// Puts a new name for an old one at these keys of the comparisons with some cells.
fn follow_conditions(
    document: &mut Value,
    is_meant: impl Fn(&str) -> bool,
    keys: &[&str],
    old: &str,
    new: &Value,
) {
    let paths: Vec<Path> = conditional(document).into_iter().map(|(path, _)| path).collect();
    let put = |value: &mut Value| {
        if answer_word(value).as_deref() == Some(old) {
            *value = new.clone();
        }
    };
    for path in paths {
        let Some(condition) = get_mut(document, &path).and_then(|entry| entry.get_mut("relevant_if")) else {
            continue;
        };
        comparisons_mut(condition, &mut |comparison| {
            let cell = comparison.get("question").and_then(Value::as_str);
            if !cell.is_some_and(&is_meant) {
                return;
            }
            for key in keys {
                match comparison.get_mut(*key) {
                    Some(Value::Array(values)) if *key == "in" => values.iter_mut().for_each(put),
                    Some(value) => put(value),
                    None => {}
                }
            }
        });
    }
}
