//! Which columns a kind of file has.

use super::table::MOST_COLUMNS;
use crate::export::plain;
use domain::import::column_named;

/// Finds the column of a name that is in no list, as the questions of a form.
pub(crate) type OtherColumns<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// The columns of a kind of file.
#[derive(Clone, Copy)]
pub(crate) struct Columns<'a> {
    /// Every column it may have.
    pub(crate) known: &'a [&'static str],
    /// Those it must have.
    pub(crate) needed: &'a [&'static str],
    /// Others.
    pub(crate) others: OtherColumns<'a>,
}

/// A file has no others.
pub(crate) const NO_OTHERS: OtherColumns<'static> = &|_| None;

impl Columns<'_> {
    /// The column that somebody named so; one of the list before others, the exact name before what people write.
    pub(crate) fn find(&self, written: &str) -> Option<String> {
        let written = plain(written);
        let written = written.as_ref();
        let exact = self.known.iter().find(|name| **name == written).map(|name| (*name).to_owned());
        exact.or_else(|| (self.others)(written)).or_else(|| {
            let named = column_named(written, self.known).map(str::to_owned);
            named.or_else(|| (self.others)(&written.to_lowercase()))
        })
    }

    /// How many of its columns are named in a row.
    pub(super) fn named_in<'c>(&self, cells: impl IntoIterator<Item = &'c str>) -> usize {
        self.find_in(cells).count()
    }

    /// Whether every column that is needed is named in a row.
    pub(super) fn fit<'c>(&self, cells: impl IntoIterator<Item = &'c str>) -> bool {
        let named: Vec<String> = self.find_in(cells).collect();
        self.needed.iter().all(|needed| named.iter().any(|name| name == needed))
    }

    /// The columns that are named in a row; a file of another kind may have millions of cells in one.
    fn find_in<'c>(&self, cells: impl IntoIterator<Item = &'c str>) -> impl Iterator<Item = String> {
        cells.into_iter().take(MOST_COLUMNS).filter_map(|cell| self.find(cell.trim()))
    }
}
