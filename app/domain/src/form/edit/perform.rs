//! Making one edit. On a refusal the document may be half changed: [`Draft::apply`](super::Draft::apply) puts it back.

use super::{
    Edit, EditFault, EditProblem, Kind, Name, Place,
    bounds::{check, check_depth},
    find::{children, get, get_mut, name_of, namesakes, path_of, place_at, slot},
    references::lost_by_removing,
    rename::rename,
};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Makes an edit and gives the one that takes it back wherever codes are unique. Between several edits, too, the document keeps
/// within the bounds, so that each of them takes no longer than it takes on a form.
pub(super) fn perform(document: &mut Value, edit: &Edit) -> Result<Edit, EditFault> {
    let inverse = match edit {
        Edit::Insert { kind, within, before, value } => {
            check_depth(within, &[], Some(value))?;
            check_entry(document, *kind, within, value)?;
            put(document, *kind, within, before.as_ref(), value.clone())
        }
        Edit::Remove { place } => remove(document, place),
        Edit::Move { place, within, before } => move_entry(document, place, within, before.as_ref()),
        Edit::Rename { place, name } => rename(document, place, name),
        Edit::Set { place, path, value } => set(document, place, path, value.as_ref()),
        Edit::All(edits) => {
            let mut inverses =
                edits.iter().map(|edit| perform(document, edit)).collect::<Result<Vec<_>, _>>()?;
            inverses.reverse();
            return Ok(Edit::All(inverses));
        }
    }?;
    check(document)?;
    Ok(inverse)
}

/// Whether a value may become an entry there: of the right shape, and with no code that is taken.
fn check_entry(document: &Value, kind: Kind, within: &Place, value: &Value) -> Result<(), EditFault> {
    match kind.naming_key() {
        None if !value.is_string() => return within.fault(EditProblem::NotText),
        Some(_) if !value.is_object() => return within.fault(EditProblem::NotAnObject),
        _ => {}
    }
    let parent = path_of(document, within)?;
    check_names(document, kind, within, &parent, &[(kind, value)])
}

/// That these new entries, and the entries in them, have names that are not taken.
fn check_names(
    document: &Value,
    kind: Kind,
    within: &Place,
    parent: &[(Kind, usize)],
    new: &[(Kind, &Value)],
) -> Result<(), EditFault> {
    let names = |entries: &[(Kind, &Value)]| -> Vec<String> {
        entries.iter().filter_map(|(_, entry)| name_of(kind, entry)).collect()
    };
    let others = namesakes(document, kind, parent);
    let mut taken: HashSet<String> = others.iter().filter_map(|(_, entry)| name_of(kind, entry)).collect();
    for name in names(new) {
        if !taken.insert(name.clone()) {
            return Place::new(kind, within, Name::Code(name.clone())).fault(EditProblem::Taken(name));
        }
    }
    for inner in Kind::children(Some(kind)) {
        let entries_of = |entry| children(&[], entry, inner).into_iter().map(|(_, entry)| (inner, entry));
        if inner.is_local() {
            for (_, entry) in new {
                let mut seen = HashSet::new();
                for name in entries_of(*entry).filter_map(|(_, entry)| name_of(inner, entry)) {
                    if !seen.insert(name.clone()) {
                        return within.fault(EditProblem::Taken(name));
                    }
                }
            }
        } else {
            let entries: Vec<_> = new.iter().flat_map(|(_, entry)| entries_of(*entry)).collect();
            check_names(document, inner, within, &[], &entries)?;
        }
    }
    Ok(())
}

/// Where an entry would be put: the path of the parent and the position in its list.
fn target(
    document: &Value,
    kind: Kind,
    within: &Place,
    before: Option<&Name>,
) -> Result<(Vec<(Kind, usize)>, usize), EditFault> {
    if within.kind() != kind.parent() {
        return within.fault(EditProblem::WrongKind(kind));
    }
    let parent = path_of(document, within)?;
    let holder = get(document, &parent).filter(|holder| holder.is_object());
    let length = match holder.map(|holder| holder.get(kind.list())) {
        None => return within.fault(EditProblem::NotAnObject),
        Some(None | Some(Value::Null)) => 0,
        Some(Some(Value::Array(list))) => list.len(),
        Some(Some(_)) => return within.fault(EditProblem::NotAList(kind.list())),
    };
    let Some(before) = before else { return Ok((parent, length)) };
    let next = Place::new(kind, within, before.clone());
    match path_of(document, &next)?.split_last() {
        Some(((_, at), holder)) if *holder == *parent => Ok((parent, *at)),
        _ => next.fault(EditProblem::NotThere),
    }
}

/// Puts an entry into a list, which is made where there is none. Back again: takes it out, or takes the list away.
fn put(
    document: &mut Value,
    kind: Kind,
    within: &Place,
    before: Option<&Name>,
    value: Value,
) -> Result<Edit, EditFault> {
    let (parent, at) = target(document, kind, within, before)?;
    let Some(holder) = get_mut(document, &parent).and_then(Value::as_object_mut) else {
        return within.fault(EditProblem::NotAnObject);
    };
    if let Some(list) = holder.get_mut(kind.list()).and_then(Value::as_array_mut) {
        list.insert(at, value);
        let path = [&parent[..], &[(kind, at)]].concat();
        return Ok(Edit::Remove { place: place_at(document, &path) });
    }
    let before = holder.insert(kind.list().to_owned(), Value::Array(vec![value]));
    Ok(Edit::Set { place: place_at(document, &parent), path: vec![kind.list().to_owned()], value: before })
}

/// The kind and path of an entry; the form is none.
fn entry_at(document: &Value, place: &Place) -> Result<(Kind, Vec<(Kind, usize)>), EditFault> {
    match place.kind() {
        Some(kind) => Ok((kind, path_of(document, place)?)),
        None => place.fault(EditProblem::NotThere),
    }
}

/// The name of the entry that stands at a position of a list, for an entry that is to be put before it.
fn name_at(document: &Value, parent: &[(Kind, usize)], kind: Kind, at: usize) -> Option<Name> {
    let path = [parent, &[(kind, at)]].concat();
    get(document, &path)?;
    place_at(document, &path).name().cloned()
}

fn remove(document: &mut Value, place: &Place) -> Result<Edit, EditFault> {
    let (kind, path) = entry_at(document, place)?;
    let by = lost_by_removing(document, &path);
    if !by.is_empty() {
        let mut places: Vec<Place> = by.iter().map(|(path, _)| place_at(document, path)).collect();
        places.dedup();
        return place.fault(EditProblem::Referenced(places));
    }
    let Some((list, at)) = slot(document, &path) else { return place.fault(EditProblem::NotThere) };
    let value = list.remove(at);
    let parent = &path[..path.len() - 1];
    let before = name_at(document, parent, kind, at);
    Ok(Edit::Insert { kind, within: place_at(document, parent), before, value })
}

fn move_entry(
    document: &mut Value,
    place: &Place,
    within: &Place,
    before: Option<&Name>,
) -> Result<Edit, EditFault> {
    let (kind, path) = entry_at(document, place)?;
    let (parent, to) = target(document, kind, within, before)?;
    let (from, old_parent) = (path[path.len() - 1].1, path[..path.len() - 1].to_vec());
    let Some((list, _)) = slot(document, &path) else { return place.fault(EditProblem::NotThere) };
    let value = list.remove(from);
    if kind.is_local() && parent != old_parent {
        check_names(document, kind, within, &parent, &[(kind, &value)])?;
    }
    let to = if parent == old_parent && to > from { to - 1 } else { to };
    let Some(holder) = get_mut(document, &parent).and_then(Value::as_object_mut) else {
        return within.fault(EditProblem::NotAnObject);
    };
    let list = holder.get_mut(kind.list()).and_then(Value::as_array_mut);
    let made = match list {
        Some(list) => {
            list.insert(to, value);
            None
        }
        None => Some(holder.insert(kind.list().to_owned(), Value::Array(vec![value]))),
    };
    let next = if parent == old_parent && to <= from { from + 1 } else { from };
    let back = Edit::Move {
        place: place_at(document, &[&parent[..], &[(kind, to)]].concat()),
        within: place_at(document, &old_parent),
        before: name_at(document, &old_parent, kind, next),
    };
    Ok(match made {
        None => back,
        Some(value) => {
            let unmade =
                Edit::Set { place: place_at(document, &parent), path: vec![kind.list().to_owned()], value };
            Edit::All(vec![back, unmade])
        }
    })
}

fn set(
    document: &mut Value,
    place: &Place,
    path: &[String],
    value: Option<&Value>,
) -> Result<Edit, EditFault> {
    let (Some((last, way)), Some(first)) = (path.split_last(), path.first()) else {
        return place.fault(EditProblem::NoKey);
    };
    if place.kind().and_then(Kind::naming_key) == Some(first) {
        return place.fault(EditProblem::NamingKey);
    }
    check_depth(place, path, value)?;
    let at = path_of(document, place)?;
    let mut inverse = None;
    let mut here = get_mut(document, &at);
    for (depth, key) in way.iter().enumerate() {
        let Some(map) = here.and_then(Value::as_object_mut) else {
            return place.fault(EditProblem::NotAnObject);
        };
        let missing = map.get(key).is_none_or(Value::is_null);
        if missing && value.is_none() {
            return Ok(Edit::Set { place: place.clone(), path: path.to_vec(), value: None });
        }
        if missing {
            let was = map.insert(key.clone(), Value::Object(Map::new()));
            inverse.get_or_insert((depth + 1, was));
        }
        here = map.get_mut(key);
    }
    let Some(map) = here.and_then(Value::as_object_mut) else {
        return place.fault(EditProblem::NotAnObject);
    };
    let was = match value {
        Some(value) => map.insert(last.clone(), value.clone()),
        None => map.remove(last),
    };
    let (depth, was) = inverse.unwrap_or((path.len(), was));
    Ok(Edit::Set { place: place_at(document, &at), path: path[..depth].to_vec(), value: was })
}
