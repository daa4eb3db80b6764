//! Two editors at once: edits made on a document are carried over to what somebody else has made of it meanwhile.
//!
//! Whether two edits touch is not judged by a list of rules but tried: they do not where the same document comes of both orders.
//! So a condition that one editor leans on a question and the removal of that question by the other are found to touch, just as
//! two wordings of one sentence are.

use super::{
    Draft, Edit, EditFault, EditProblem, Kind, MOST_REBASED, Name, Place,
    bounds::check_count,
    find::{get, name_of, path_of, place_at},
    perform::perform,
};
use serde_json::Value;

/// What remains of the edits of one editor beside those that were stored first.
///
/// The base with the stored edits and then `edits` is the base with the kept originals and then `stored`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rebased {
    /// Those that are carried over, to be applied after the stored ones.
    pub edits: Vec<Edit>,
    /// The stored ones one by one, for a page that shows the kept originals already.
    pub stored: Vec<Edit>,
    /// Those that are left out.
    pub conflicts: Vec<Conflict>,
}

/// An edit that is not carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Its position among the edits of its editor.
    pub edit: usize,
    /// Where it was to be made.
    pub place: Place,
    /// Where the stored edit was made that it touches; `None` where it leans on another edit that is left out.
    pub with: Option<Place>,
}

/// Carries edits over to a document to which others, made on the same base, have been applied already.
///
/// An entry that one editor puts or moves to where the other has put or removed something stands beside what is still there, and
/// an entry that one has renamed is named so in what the other does. Refused is what cannot be applied to the base, and more than [`MOST_REBASED`] own edits.
pub fn rebase(base: &Draft, stored: &[Edit], own: &[Edit]) -> Result<Rebased, EditFault> {
    if let Some(edit) = own.get(MOST_REBASED) {
        return edit.place().fault(EditProblem::TooManyEdits(MOST_REBASED));
    }
    own.iter().try_for_each(check_count)?;
    let mut alone = base.document().clone();
    let mut beside = alone.clone();
    perform_all(&mut beside, stored)?;
    let mut rebased = Rebased { stored: one_by_one(stored), ..Rebased::default() };
    for (at, edit) in own.iter().enumerate() {
        let conflict = |with| Conflict { edit: at, place: edit.place().clone(), with };
        let mut with_own = alone.clone();
        match perform(&mut with_own, edit) {
            Err(fault) if rebased.conflicts.is_empty() => return Err(fault),
            Err(_) => rebased.conflicts.push(conflict(None)),
            Ok(_) => match carry(&alone, &with_own, &beside, &rebased.stored, edit) {
                Err(with) => rebased.conflicts.push(conflict(Some(with))),
                Ok(both) => {
                    rebased.edits.push(both.own);
                    rebased.stored = both.stored;
                    (alone, beside) = (with_own, both.document);
                }
            },
        }
    }
    Ok(rebased)
}

fn perform_all(document: &mut Value, edits: &[Edit]) -> Result<(), EditFault> {
    edits.iter().try_for_each(|edit| perform(document, edit).map(|_| ()))
}

pub(super) fn one_by_one(edits: &[Edit]) -> Vec<Edit> {
    let each = |edit: &Edit| match edit {
        Edit::All(edits) => one_by_one(edits),
        edit => vec![edit.clone()],
    };
    edits.iter().flat_map(each).collect()
}

/// The document with an edit, where that is possible.
fn with(document: &Value, edit: &Edit) -> Option<Value> {
    let mut document = document.clone();
    perform(&mut document, edit).ok().map(|_| document)
}

/// Both ways to the same document.
struct Both<S> {
    document: Value,
    /// An own edit as it is after the stored ones.
    own: Edit,
    /// What is stored as it is after the own edit.
    stored: S,
}

/// Carries an edit over all that is stored, or tells which place it touches.
fn carry(
    alone: &Value,
    with_own: &Value,
    beside: &Value,
    stored: &[Edit],
    own: &Edit,
) -> Result<Both<Vec<Edit>>, Place> {
    let mut document = with_own.clone();
    // Mostly nothing has to change.
    if perform_all(&mut document, stored).is_ok() && with(beside, own).as_ref() == Some(&document) {
        return Ok(Both { document, own: own.clone(), stored: stored.to_vec() });
    }
    let mut before = alone.clone();
    let mut all = Both { document: with_own.clone(), own: own.clone(), stored: Vec::new() };
    for edit in stored {
        let both = carry_over_one(&before, edit, &all.own).ok_or_else(|| edit.place().clone())?;
        all.stored.push(both.stored);
        (all.own, all.document) = (both.own, both.document);
        perform(&mut before, edit).map_err(|fault| fault.place)?;
    }
    Ok(all)
}

/// Tries an own and a stored edit in both orders: as they are, with the names that the other gives, or put elsewhere.
fn carry_over_one(base: &Value, stored: &Edit, own: &Edit) -> Option<Both<Edit>> {
    let (after_stored, after_own) = (with(base, stored)?, with(base, own)?);
    let all_own = [own.clone(), renamed(own, stored)];
    let all_stored = [stored.clone(), renamed(stored, own)];
    for stored in &all_stored {
        let Some(document) = with(&after_own, stored) else { continue };
        let moved = replaced(&all_own[1], &document).filter(|_| document != after_stored);
        let mut tried = all_own.iter().chain(&moved);
        if let Some(own) = tried.find(|own| with(&after_stored, own).as_ref() == Some(&document)) {
            return Some(Both { document, own: own.clone(), stored: stored.clone() });
        }
    }
    all_own.into_iter().find_map(|own| {
        let document = with(&after_stored, &own)?;
        // To be put where it is already means that the other has put it there, against what was meant.
        let stored = replaced(&all_stored[1], &document).filter(|_| document != after_own)?;
        (with(&after_own, &stored)? == document).then_some(Both { document, own, stored })
    })
}

/// The edit with the names that another gives.
fn renamed(edit: &Edit, by: &Edit) -> Edit {
    match by {
        Edit::All(edits) => edits.iter().fold(edit.clone(), |edit, by| renamed(&edit, by)),
        Edit::Rename { place, name } => with_name(edit, place, &Name::Code(name.clone())),
        _ => edit.clone(),
    }
}

fn with_name(edit: &Edit, old: &Place, name: &Name) -> Edit {
    let put = |place: &Place| match (place.kind(), place.name(), place.owner()) {
        (Some(kind), _, owner) if place == old => {
            Place::new(kind, &owner.unwrap_or(Place::Form), name.clone())
        }
        (Some(kind), Some(own), Some(owner)) if owner == *old => {
            let owner = owner.kind().map_or(Place::Form, |kind| Place::new(kind, &Place::Form, name.clone()));
            Place::new(kind, &owner, own.clone())
        }
        _ => place.clone(),
    };
    let put_before = |kind: Option<Kind>, within: &Place, before: &Option<Name>| {
        let next = Place::new(kind?, within, before.clone()?);
        put(&next).name().cloned()
    };
    match edit {
        Edit::Insert { kind, within, before, value } => Edit::Insert {
            kind: *kind,
            within: put(within),
            before: put_before(Some(*kind), within, before),
            value: value.clone(),
        },
        Edit::Remove { place } => Edit::Remove { place: put(place) },
        Edit::Move { place, within, before } => Edit::Move {
            place: put(place),
            within: put(within),
            before: put_before(place.kind(), within, before),
        },
        Edit::Rename { place, name } => Edit::Rename { place: put(place), name: name.clone() },
        Edit::Set { place, path, value } => {
            Edit::Set { place: put(place), path: path.clone(), value: value.clone() }
        }
        Edit::All(edits) => Edit::All(edits.iter().map(|edit| with_name(edit, old, name)).collect()),
    }
}

/// The edit that puts its entry where it stands in `wanted`.
fn replaced(edit: &Edit, wanted: &Value) -> Option<Edit> {
    let next_of = |kind: Kind, within: &Place, name: Name| {
        let path = path_of(wanted, &Place::new(kind, within, name)).ok()?;
        let ((_, at), parent) = path.split_last()?;
        if place_at(wanted, parent) != *within {
            return None;
        }
        let next = [parent, &[(kind, at + 1)]].concat();
        Some(get(wanted, &next).and_then(|_| place_at(wanted, &next).name().cloned()))
    };
    match edit {
        Edit::Insert { kind, within, value, .. } => Some(Edit::Insert {
            kind: *kind,
            within: within.clone(),
            before: next_of(*kind, within, Name::Code(name_of(*kind, value)?))?,
            value: value.clone(),
        }),
        Edit::Move { place, within, .. } => Some(Edit::Move {
            place: place.clone(),
            within: within.clone(),
            before: next_of(place.kind()?, within, place.name()?.clone())?,
        }),
        _ => None,
    }
}
