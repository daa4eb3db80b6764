//! Two editors at once: edits made on a document are carried over to what somebody else has made of it meanwhile.
//!
//! Whether two edits touch is not judged by a list of rules but tried: they do not where the same document comes of both orders.
//! So a condition that one editor leans on a question and the removal of that question by the other are found to touch, just as
//! two wordings of one sentence are.

use super::{
    Draft, Edit, EditFault, Kind, Name, Place,
    find::{get, name_of, path_of, place_at},
    perform::perform,
};
use serde_json::Value;

/// What of somebody's edits remains beside those that were stored first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rebased {
    /// To be applied after the stored ones. The same comes of them as of their originals before the stored ones.
    pub edits: Vec<Edit>,
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
/// An entry that is put or moved to where the others have put or removed something keeps its place beside what is still there,
/// and an entry that they have renamed is named as they did. Refused is only what cannot be applied to the base.
pub fn rebase(base: &Draft, stored: &[Edit], own: &[Edit]) -> Result<Rebased, EditFault> {
    let mut alone = base.document().clone();
    let mut beside = alone.clone();
    perform_all(&mut beside, stored)?;
    let mut rebased = Rebased::default();
    for (at, edit) in own.iter().enumerate() {
        let mut with_own = alone.clone();
        let conflict = |with| Conflict { edit: at, place: edit.place().clone(), with };
        if let Err(fault) = perform(&mut with_own, edit) {
            if rebased.conflicts.is_empty() {
                return Err(fault);
            }
            rebased.conflicts.push(conflict(None));
            continue;
        }
        let mut both = with_own.clone();
        let made = perform_all(&mut both, stored);
        match made.ok().and_then(|()| carried(&beside, stored, edit, &both)) {
            Some(edit) => {
                rebased.edits.push(edit);
                (alone, beside) = (with_own, both);
            }
            None => rebased.conflicts.push(conflict(Some(touched(&alone, stored, edit)))),
        }
    }
    Ok(rebased)
}

fn perform_all(document: &mut Value, edits: &[Edit]) -> Result<(), EditFault> {
    edits.iter().try_for_each(|edit| perform(document, edit).map(|_| ()))
}

/// The edit that makes `wanted` of what is stored: as it is, with the names that were given meanwhile, or put elsewhere.
fn carried(beside: &Value, stored: &[Edit], edit: &Edit, wanted: &Value) -> Option<Edit> {
    let leads = |edit: &Edit| {
        let mut document = beside.clone();
        perform(&mut document, edit).is_ok() && document == *wanted
    };
    let renamed = renamed(edit, stored);
    let replaced = replaced(&renamed, wanted);
    let as_meant = [edit.clone(), renamed].into_iter().find(|edit| leads(edit));
    // To be put where it is already means that the others have put it there, against what was meant.
    as_meant.or_else(|| replaced.filter(|edit| beside != wanted && leads(edit)))
}

/// The first stored edit that an edit touches.
fn touched(alone: &Value, stored: &[Edit], edit: &Edit) -> Place {
    let mut before = alone.clone();
    for one in stored {
        let (mut own, mut beside) = (before.clone(), before.clone());
        let stored = std::slice::from_ref(one);
        let commute = perform(&mut own, edit).is_ok()
            && perform(&mut own, one).is_ok()
            && perform(&mut beside, one).is_ok()
            && carried(&beside, stored, edit, &own).is_some();
        if !commute {
            return one.place().clone();
        }
        before = beside;
    }
    edit.place().clone()
}

/// The edit with the names that stored edits have given.
fn renamed(edit: &Edit, stored: &[Edit]) -> Edit {
    stored.iter().fold(edit.clone(), |edit, one| match one {
        Edit::All(edits) => renamed(&edit, edits),
        Edit::Rename { place, name } => with_name(&edit, place, &Name::Code(name.clone())),
        _ => edit,
    })
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
