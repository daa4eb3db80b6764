//! Whether a file of transcribed responses was imported before. It is recognised by its rows: saved again with other
//! separators, quotes or blanks, sorted anew, or corrected after a part of it was stored, it still is the same papers.
//!
//! Two equal papers are two: rows are counted, so that nothing is dropped because something else looks like it.

use std::{collections::HashMap, hash::Hash};

/// Rows of a file or of a batch, each as often as it stands there. A row is whatever `R` says of it; equal rows say the same
/// of agency, service area, channel, language, day, weight and answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowCounts<R: Eq + Hash>(HashMap<R, usize>);

impl<R: Eq + Hash> Default for RowCounts<R> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<R: Eq + Hash + Copy> RowCounts<R> {
    /// Counts a row.
    pub fn add(&mut self, row: R) {
        *self.0.entry(row).or_default() += 1;
    }
    /// Takes one such row out; tells whether there was one.
    pub fn take(&mut self, row: &R) -> bool {
        match self.0.get_mut(row) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Whether a file repeats an earlier batch: at least half of its different rows stand in the batch, or at least half of
    /// the batch's different rows stand in the file.
    ///
    /// The first half catches a file that was saved or sorted again or whose rows were partly corrected, the second one
    /// that has grown: a part was stored before, or a list of the whole month follows that of the week. Different rows
    /// are what counts, because on a short form many people of one counter and day answer alike: fifty papers of which
    /// thirty say "very satisfied" throughout share one different row with fifty others of that kind. Where it asks in
    /// vain (a file of one paper that equals another), the answer is one flag; it never decides by itself.
    fn repeats(&self, batch: &Self) -> bool {
        let shared = self.0.keys().filter(|row| batch.0.contains_key(row)).count();
        shared > 0 && (2 * shared >= self.0.len() || 2 * shared >= batch.0.len())
    }
}

/// What a file repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repetition<R: Eq + Hash> {
    /// The keys of the batches that it repeats, in the order given.
    pub batches: Vec<i64>,
    /// Those of its rows that these batches hold already.
    pub stored: RowCounts<R>,
}

/// Compares the rows of a file with earlier batches; `None` where it repeats none of them.
pub fn repetition<'b, R: Eq + Hash + Copy + 'b>(
    file: &RowCounts<R>,
    batches: impl IntoIterator<Item = (i64, &'b RowCounts<R>)>,
) -> Option<Repetition<R>> {
    let (mut repeated, mut there) = (Vec::new(), HashMap::<R, usize>::new());
    for (key, batch) in batches {
        if file.repeats(batch) {
            repeated.push(key);
            for (row, count) in &batch.0 {
                *there.entry(*row).or_default() += count;
            }
        }
    }
    let both = |(row, count): (&R, &usize)| Some((*row, *count.min(there.get(row)?)));
    let stored = RowCounts(file.0.iter().filter_map(both).collect());
    (!repeated.is_empty()).then_some(Repetition { batches: repeated, stored })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> RowCounts<char> {
        let mut rows = RowCounts::default();
        text.chars().for_each(|row| rows.add(row));
        rows
    }

    /// The batches that a file repeats, and how many of its rows are stored.
    fn found(file: &str, batches: &[&str]) -> Option<(Vec<i64>, usize)> {
        let batches: Vec<RowCounts<char>> = batches.iter().map(|batch| rows(batch)).collect();
        let found = repetition(&rows(file), (1..).zip(&batches))?;
        Some((found.batches, found.stored.len()))
    }

    #[test]
    fn a_file_saved_again_sorted_corrected_or_grown_repeats_its_batch() {
        assert_eq!(found("abcdef", &["abcdef"]), Some((vec![1], 6)));
        assert_eq!(found("fedcba", &["xyz", "abcdef"]), Some((vec![2], 6)));
        assert_eq!(found("abcxyz", &["abcdef"]), Some((vec![1], 3)));
        assert_eq!(found("abcdef", &["b"]), Some((vec![1], 1)));
        assert_eq!(found("abcdefghij", &["abc", "def"]), Some((vec![1, 2], 6)));
        assert_eq!(found("abc", &["abcdefghij"]), Some((vec![1], 3)));
    }

    #[test]
    fn equal_papers_of_one_file_are_counted_each() {
        assert_eq!(found("aab", &["ab"]), Some((vec![1], 2)));
        assert_eq!(found("ab", &["aab"]), Some((vec![1], 2)));
        // Stored twice on purpose, both are known; a third equal paper is new.
        assert_eq!(found("aaab", &["ab", "ab"]), Some((vec![1, 2], 3)));
        let mut stored = found_rows("aab", "ab");
        assert_eq!([stored.take(&'a'), stored.take(&'a'), stored.take(&'b')], [true, false, true]);
        assert!(stored.is_empty());
    }

    fn found_rows(file: &str, batch: &str) -> RowCounts<char> {
        repetition(&rows(file), [(1, &rows(batch))]).unwrap().stored
    }

    #[test]
    fn people_who_happen_to_answer_alike_make_no_repetition() {
        assert_eq!(found("aaaaaaaabcd", &["aaaaaaaaefg"]), None);
        assert_eq!(found("abcdefg", &["abhijkl"]), None);
        assert_eq!(found("abc", &[]), None);
        assert_eq!(found("", &["abc"]), None);
    }
}
