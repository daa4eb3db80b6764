//! The document as a tree: what is within an entry, and within what it is.

use super::{
    Draft, EditFault, Kind, Name, Place,
    find::{children, get, path_of, place_at},
};
use crate::Locale;
use serde_json::Value;

impl Draft {
    /// The entries of a kind within an entry, in order.
    pub fn within(&self, place: &Place, kind: Kind) -> Vec<(Place, &Value)> {
        let Ok(path) = path_of(self.document(), place) else { return Vec::new() };
        let parent = get(self.document(), &path).filter(|_| place.kind() == kind.parent());
        let found = parent.map(|parent| children(&path, parent, kind)).unwrap_or_default();
        found.into_iter().map(|(path, entry)| (place_at(self.document(), &path), entry)).collect()
    }

    /// What an entry is in.
    pub fn parent(&self, place: &Place) -> Result<Place, EditFault> {
        let path = path_of(self.document(), place)?;
        Ok(path.split_last().map_or(Place::Form, |(_, parent)| place_at(self.document(), parent)))
    }

    /// The name of the entry that stands so many behind an entry in its list, or before it.
    pub(super) fn neighbour(&self, place: &Place, steps: isize) -> Result<Option<Name>, EditFault> {
        let path = path_of(self.document(), place)?;
        let Some(((kind, at), parent)) = path.split_last() else { return Ok(None) };
        let Some(at) = at.checked_add_signed(steps) else { return Ok(None) };
        let path = [parent, &[(*kind, at)]].concat();
        let there = get(self.document(), &path);
        Ok(there.and_then(|_| place_at(self.document(), &path).name().cloned()))
    }

    /// The languages in which every text has to be, as the reader takes them.
    pub fn languages(&self) -> Vec<Locale> {
        let mut all: Vec<Locale> = Vec::new();
        for kind in [Kind::Language, Kind::Translation] {
            let named = self.entries(kind).into_iter().filter_map(|(_, entry)| entry.as_str()?.parse().ok());
            all.extend(named);
        }
        let mut seen = std::collections::HashSet::new();
        all.retain(|locale| seen.insert(locale.clone()));
        if all.is_empty() { vec![Locale::vi()] } else { all }
    }
}
