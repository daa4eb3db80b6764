//! Finding entries by their places, and the places of entries.

use super::{EditFault, EditProblem, Kind, Name, Place};
use serde_json::Value;
use std::collections::HashMap;

/// The lists and positions that lead to an entry of one document; empty leads to the document itself.
pub(super) type Path = Vec<(Kind, usize)>;

/// An entry with its path.
pub(super) type Entry<'v> = (Path, &'v Value);

/// What an entry is called, if it says so.
pub(super) fn name_of(kind: Kind, entry: &Value) -> Option<String> {
    let named = match kind.naming_key() {
        Some(key) => entry.get(key)?,
        None => entry,
    };
    match named {
        Value::String(name) => Some(name.clone()),
        Value::Number(value) if kind.naming_key() == Some("value") && value.is_i64() => {
            Some(value.to_string())
        }
        _ => None,
    }
}

/// The entries of one list of an entry.
pub(super) fn children<'v>(path: &[(Kind, usize)], parent: &'v Value, kind: Kind) -> Vec<Entry<'v>> {
    let list = parent.get(kind.list()).and_then(Value::as_array);
    let stepped = |at| [path, &[(kind, at)]].concat();
    list.into_iter().flatten().enumerate().map(|(at, entry)| (stepped(at), entry)).collect()
}

/// Every entry of a kind, in the order of the document.
pub(super) fn entries(document: &Value, kind: Kind) -> Vec<Entry<'_>> {
    let parents = match kind.parent() {
        None => vec![(Path::new(), document)],
        Some(parent) => entries(document, parent),
    };
    parents.into_iter().flat_map(|(path, parent)| children(&path, parent, kind)).collect()
}

/// The entries among which a name chooses: all of the kind, or those of one parent.
pub(super) fn namesakes<'v>(document: &'v Value, kind: Kind, parent: &[(Kind, usize)]) -> Vec<Entry<'v>> {
    match get(document, parent) {
        Some(owner) if kind.is_local() => children(parent, owner, kind),
        _ => entries(document, kind),
    }
}

/// The value at a path.
pub(super) fn get<'v>(document: &'v Value, path: &[(Kind, usize)]) -> Option<&'v Value> {
    path.iter().try_fold(document, |value, (kind, at)| value.get(kind.list())?.get(*at))
}

/// The value at a path, to be changed.
pub(super) fn get_mut<'v>(document: &'v mut Value, path: &[(Kind, usize)]) -> Option<&'v mut Value> {
    path.iter().try_fold(document, |value, (kind, at)| value.get_mut(kind.list())?.get_mut(*at))
}

/// The list that a path ends in, with the position there.
pub(super) fn slot<'v>(
    document: &'v mut Value,
    path: &[(Kind, usize)],
) -> Option<(&'v mut Vec<Value>, usize)> {
    let ((kind, at), parent) = path.split_last()?;
    Some((get_mut(document, parent)?.get_mut(kind.list())?.as_array_mut()?, *at))
}

/// Where a place is in the document.
pub(super) fn path_of(document: &Value, place: &Place) -> Result<Path, EditFault> {
    let (Some(kind), Some(name)) = (place.kind(), place.name()) else { return Ok(Path::new()) };
    let parent = match place.owner() {
        Some(owner) => path_of(document, &owner)?,
        None => Path::new(),
    };
    let mut found =
        namesakes(document, kind, &parent).into_iter().enumerate().filter(|(at, (_, entry))| match name {
            Name::At(position) => at == position,
            Name::Code(code) => name_of(kind, entry).as_ref() == Some(code),
        });
    match (found.next(), found.next()) {
        (Some((_, (path, _))), None) => Ok(path),
        (Some(_), Some(_)) => place.fault(EditProblem::Ambiguous),
        (None, _) => place.fault(EditProblem::NotThere),
    }
}

/// The place at a path: by name where that is enough.
pub(super) fn place_at(document: &Value, path: &[(Kind, usize)]) -> Place {
    let Some(((kind, _), parent)) = path.split_last() else { return Place::Form };
    let (mut name, mut position, mut same) = (None, 0, 0);
    let all = namesakes(document, *kind, parent);
    for (at, (other, entry)) in all.iter().enumerate() {
        if other == path {
            (name, position) = (name_of(*kind, entry), at);
        }
    }
    if let Some(name) = &name {
        same = all.iter().filter(|(_, entry)| name_of(*kind, entry).as_ref() == Some(name)).count();
    }
    let name = name.filter(|_| same == 1).map_or(Name::At(position), Name::Code);
    Place::new(*kind, &place_at(document, parent), name)
}

/// The places of all entries of a kind with their values.
pub(super) fn places(document: &Value, kind: Kind) -> Vec<(Place, &Value)> {
    let owners = match kind.parent() {
        Some(parent) if kind.is_local() => {
            entries(document, parent).into_iter().map(|(path, _)| path).collect()
        }
        _ => vec![Path::new()],
    };
    let mut found = Vec::new();
    for owner in owners {
        let all = namesakes(document, kind, &owner);
        let within = place_at(document, &owner);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for name in all.iter().filter_map(|(_, entry)| name_of(kind, entry)) {
            *counts.entry(name).or_default() += 1;
        }
        found.extend(all.into_iter().enumerate().map(|(at, (_, entry))| {
            let name = name_of(kind, entry).filter(|name| counts.get(name) == Some(&1));
            (Place::new(kind, &within, name.map_or(Name::At(at), Name::Code)), entry)
        }));
    }
    found
}
