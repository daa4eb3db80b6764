//! A stored draft: its document, its revision, and what of it can be taken back.

use super::{
    Conflict, Draft, Edit, EditFault, Name, Place, find::name_of, perform::perform, rebase,
    rebase::one_by_one,
};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Changes that are kept: to be taken back, and to carry over what somebody else does on an earlier revision.
pub const MOST_CHANGES: usize = 100;
/// Bytes that they take as JSON; the oldest are dropped first.
pub const LARGEST_HISTORY: usize = 4 << 20;

/// A change and the one that takes it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Change {
    edit: Edit,
    inverse: Edit,
}

/// What was changed last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct History {
    /// Each takes one edit back; the last edit first.
    undo: VecDeque<Edit>,
    /// Each makes again what was taken back.
    redo: VecDeque<Edit>,
    /// The last changes, taking back and making again among them: one a revision.
    recent: VecDeque<Change>,
}

/// A draft with its revision, which counts every change.
#[derive(Debug, Clone, PartialEq)]
pub struct Revised {
    /// The document.
    pub draft: Draft,
    /// How often it was changed.
    pub revision: i64,
    /// What was changed last.
    pub history: History,
}

/// Why an edit of an earlier revision is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevisionFault {
    /// It cannot be made, whatever others did.
    #[error(transparent)]
    Edit(#[from] EditFault),
    /// It touches what somebody else has changed meanwhile.
    #[error("{} was changed in the meantime", .0.place)]
    Touches(Conflict),
    /// The revision is not known any more, or not known yet.
    #[error("it was changed too often in the meantime")]
    Unknown,
}

impl Revised {
    /// A draft that is begun.
    pub fn new(draft: Draft) -> Self {
        Self { draft, revision: 0, history: History::default() }
    }

    /// The document as it was at a revision, if what was changed since is still known.
    pub fn at(&self, revision: i64) -> Option<Draft> {
        let since = usize::try_from(self.revision.checked_sub(revision)?).ok()?;
        let first = self.history.recent.len().checked_sub(since)?;
        let mut document = self.draft.document().clone();
        for change in self.history.recent.range(first..).rev() {
            perform(&mut document, &change.inverse).ok()?;
        }
        Draft::new(document).ok()
    }

    /// Makes an edit of the document as it was at a revision. What others have changed since stays, where the edit does not
    /// touch it; else nothing is changed.
    pub fn change(&mut self, revision: i64, edit: &Edit) -> Result<(), RevisionFault> {
        if is_nothing(edit) {
            return Ok(());
        }
        let base = self.at(revision).ok_or(RevisionFault::Unknown)?;
        let own = if revision == self.revision {
            edit.clone()
        } else {
            let first = self.history.recent.len().saturating_sub(since(self.revision, revision));
            let stored: Vec<Edit> =
                self.history.recent.range(first..).map(|change| change.edit.clone()).collect();
            let rebased = rebase(&base, &stored, std::slice::from_ref(edit))?;
            if let Some(conflict) = rebased.conflicts.into_iter().next() {
                return Err(RevisionFault::Touches(conflict));
            }
            Edit::All(rebased.edits)
        };
        let inverse = flat(self.draft.apply(&own)?);
        self.history.undo.push_back(inverse.clone());
        self.history.redo.clear();
        self.changed(flat(own), inverse);
        Ok(())
    }

    /// Takes the last edit back; the place where it was made. `None` where there is none.
    pub fn undo(&mut self) -> Result<Option<Place>, EditFault> {
        let Some(edit) = self.history.undo.back().cloned() else { return Ok(None) };
        let inverse = flat(self.draft.apply(&edit)?);
        self.history.undo.pop_back();
        self.history.redo.push_back(inverse.clone());
        let place = self.look_at(&edit);
        self.changed(edit, inverse);
        Ok(Some(place))
    }

    /// Makes again what was taken back last.
    pub fn redo(&mut self) -> Result<Option<Place>, EditFault> {
        let Some(edit) = self.history.redo.back().cloned() else { return Ok(None) };
        let inverse = flat(self.draft.apply(&edit)?);
        self.history.redo.pop_back();
        self.history.undo.push_back(inverse.clone());
        let place = self.look_at(&edit);
        self.changed(edit, inverse);
        Ok(Some(place))
    }

    /// Whether an edit can be taken back, and whether one can be made again.
    pub fn can(&self) -> (bool, bool) {
        (!self.history.undo.is_empty(), !self.history.redo.is_empty())
    }

    /// Where an edit was made, or what is left there.
    fn look_at(&self, edit: &Edit) -> Place {
        let place = edit.leads_to();
        if self.draft.get(&place).is_ok() { place } else { Place::Form }
    }

    fn changed(&mut self, edit: Edit, inverse: Edit) {
        self.revision += 1;
        let history = &mut self.history;
        history.recent.push_back(Change { edit, inverse });
        for list in [&mut history.undo, &mut history.redo] {
            while list.len() > MOST_CHANGES {
                list.pop_front();
            }
        }
        while history.recent.len() > MOST_CHANGES {
            history.recent.pop_front();
        }
        let size = |edit: &Edit| serde_json::to_string(edit).map_or(0, |text| text.len());
        let mut left = LARGEST_HISTORY;
        let mut keep = |bytes: usize| {
            let fits = bytes <= left;
            left = if fits { left - bytes } else { 0 };
            fits
        };
        let kept = history.recent.iter().rev().take_while(|one| keep(size(&one.edit) + size(&one.inverse)));
        let recent = kept.count();
        let undo = history.undo.iter().rev().take_while(|edit| keep(size(edit))).count();
        let redo = history.redo.iter().rev().take_while(|edit| keep(size(edit))).count();
        history.recent.drain(..history.recent.len() - recent);
        history.undo.drain(..history.undo.len() - undo);
        history.redo.drain(..history.redo.len() - redo);
    }
}

fn since(now: i64, revision: i64) -> usize {
    usize::try_from(now.saturating_sub(revision)).unwrap_or(usize::MAX)
}

fn is_nothing(edit: &Edit) -> bool {
    matches!(edit, Edit::All(edits) if edits.iter().all(is_nothing))
}

/// Edits without edits within edits, so that what is stored is nested no deeper than a document.
fn flat(edit: Edit) -> Edit {
    match edit {
        Edit::All(edits) => {
            let mut edits = one_by_one(&edits);
            if edits.len() == 1 { edits.remove(0) } else { Edit::All(edits) }
        }
        edit => edit,
    }
}

impl Edit {
    /// The place to look at once it is made: the new entry, or its new name.
    pub fn leads_to(&self) -> Place {
        match self {
            Self::Insert { kind, within, value, .. } => name_of(*kind, value)
                .map_or_else(|| within.clone(), |name| Place::new(*kind, within, Name::Code(name))),
            Self::Rename { place, name } => place.named(name),
            Self::All(edits) => edits.last().map_or(Place::Form, Edit::leads_to),
            _ => self.place().clone(),
        }
    }
}

impl Place {
    /// It under another name.
    fn named(&self, name: &str) -> Self {
        match self.kind() {
            Some(kind) => Self::new(kind, &self.owner().unwrap_or(Self::Form), Name::Code(name.to_owned())),
            None => self.clone(),
        }
    }

    /// It after another has been given a new name: the same entry.
    pub(super) fn after_renaming(&self, other: &Self, name: &str) -> Self {
        if self == other {
            return self.named(name);
        }
        match (self.kind(), self.owner(), self.name()) {
            (Some(kind), Some(owner), Some(own)) if owner == *other => {
                Self::new(kind, &owner.named(name), own.clone())
            }
            _ => self.clone(),
        }
    }
}
