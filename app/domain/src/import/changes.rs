//! What a file would do to what is stored.

use super::Doubt;

/// What a file would add and change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes<T> {
    /// What is not there yet.
    pub new: Vec<T>,
    /// What is there already: as it is, and as it would be.
    pub changed: Vec<(T, T)>,
    /// How many lines say what is there already.
    pub same: usize,
    /// What somebody has to look at before it is stored.
    pub doubts: Vec<Doubt>,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self { new: Vec::new(), changed: Vec::new(), same: 0, doubts: Vec::new() }
    }
}

impl<T: Clone + PartialEq> Changes<T> {
    /// Sorts lines by what they would do to what is known.
    pub fn of(lines: impl IntoIterator<Item = T>, known: impl Fn(&T) -> Option<T>) -> Self {
        let mut changes = Self::default();
        for line in lines {
            match known(&line) {
                None => changes.new.push(line),
                Some(old) if old == line => changes.same += 1,
                Some(old) => changes.changed.push((old, line)),
            }
        }
        changes
    }

    /// The same with what has to be asked, line by line.
    #[must_use]
    pub fn with_doubts(mut self, mut doubts: Vec<Doubt>) -> Self {
        doubts.sort_by_key(Doubt::line);
        self.doubts = doubts;
        self
    }

    /// How many are new, changed and the same.
    pub fn counts(&self) -> [usize; 3] {
        [self.new.len(), self.changed.len(), self.same]
    }

    /// Everything that would be written.
    pub fn written(&self) -> Vec<T> {
        self.new.iter().chain(self.changed.iter().map(|(_, new)| new)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_new_changed_or_the_same() {
        let known = [("a", 1), ("b", 2)];
        let stored = |line: &(&str, i32)| known.iter().find(|(code, _)| *code == line.0).copied();
        let changes = Changes::of([("a", 1), ("b", 3), ("c", 4)], stored);
        assert_eq!(changes.counts(), [1, 1, 1]);
        assert_eq!(changes.changed, [(("b", 2), ("b", 3))]);
        assert_eq!(changes.written(), [("c", 4), ("b", 3)]);
    }
}
