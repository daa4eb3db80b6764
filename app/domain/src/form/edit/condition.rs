//! Conditions as they stand in a document, finished or not.

use serde_json::{Map, Value};

/// Keys whose value is a list of conditions.
const LISTS: [&str; 2] = ["all", "any"];

/// Shows every comparison with an earlier answer: `{"question": …, "equals": …}` or `{"question": …, "in": […]}`.
pub(super) fn comparisons<'v>(condition: &'v Value, see: &mut impl FnMut(&'v Map<String, Value>)) {
    let Some(map) = condition.as_object() else { return };
    if map.contains_key("question") {
        see(map);
    }
    for part in LISTS.iter().filter_map(|key| map.get(*key)?.as_array()).flatten().chain(map.get("not")) {
        comparisons(part, see);
    }
}

/// As [`comparisons`], to be changed.
pub(super) fn comparisons_mut(condition: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    let Some(map) = condition.as_object_mut() else { return };
    if map.contains_key("question") {
        change(map);
    }
    for (key, part) in map.iter_mut() {
        match part {
            Value::Array(parts) if LISTS.contains(&key.as_str()) => {
                parts.iter_mut().for_each(|part| comparisons_mut(part, change));
            }
            part if key == "not" => comparisons_mut(part, change),
            _ => {}
        }
    }
}

/// The values that a comparison names.
pub(super) fn values(comparison: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let listed = comparison.get("in").and_then(Value::as_array);
    comparison.get("equals").into_iter().chain(listed.into_iter().flatten())
}

/// The condition without the comparisons that a test refuses, given a cell and a value of it, or no value for the cell as such.
/// Nothing where none is left: then the line is always asked.
pub(super) fn without(condition: &Value, is_lost: &impl Fn(&str, Option<&Value>) -> bool) -> Option<Value> {
    let Some(map) = condition.as_object() else { return Some(condition.clone()) };
    let mut left = map.clone();
    if let Some(cell) = map.get("question").and_then(Value::as_str) {
        let gone = |value: &Value| is_lost(cell, Some(value));
        if is_lost(cell, None) || map.get("equals").is_some_and(gone) {
            return None;
        }
        if let Some(list) = left.get_mut("in").and_then(Value::as_array_mut) {
            let before = list.len();
            list.retain(|value| !gone(value));
            if list.is_empty() && before > 0 {
                return None;
            }
        }
    }
    for key in LISTS {
        if let Some(parts) = map.get(key).and_then(Value::as_array) {
            let kept: Vec<Value> = parts.iter().filter_map(|part| without(part, is_lost)).collect();
            if kept.is_empty() && !parts.is_empty() {
                return None;
            }
            left.insert(key.to_owned(), kept.into());
        }
    }
    if let Some(part) = map.get("not") {
        left.insert("not".to_owned(), without(part, is_lost)?);
    }
    Some(Value::Object(left))
}
