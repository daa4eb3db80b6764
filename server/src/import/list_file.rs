//! A file of a list, from its bytes to what it would change.
//!
//! A file is read and checked by itself first, on a thread of its own and while nobody waits; only what remains, holding it
//! against what is stored, is done within a transaction, in a time that grows with its lines and no faster.

use super::{
    Bounds, LIST_BOUNDS,
    columns::{Columns, NO_OTHERS},
    table::{Header, Line, Table},
    text::{SheetName, TableText},
};
use crate::store::{self, WriteTransaction};
use domain::{
    Code,
    import::{CellFault, Changes, Doubt, FileFault, LineFault, LineFaults, SimilarCodes},
};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashSet;

/// The lines of a file as they are by themselves, each with its number, and what is wrong with the others.
#[derive(Debug, Clone)]
pub struct Lines<T> {
    pub(super) header: Header,
    pub(super) good: Vec<(u64, T)>,
    pub(super) faults: LineFaults,
    pub(super) doubts: Vec<Doubt>,
    /// What stands in the column `code` of lines that are wrong.
    pub(super) faulty_codes: HashSet<String>,
    /// The sheet, where the file is a workbook.
    pub(super) sheet: Option<SheetName>,
}

impl<T: ListFile> Lines<T> {
    /// Reads every line.
    fn of(file: &TableText, bounds: Bounds) -> Result<Self, FileFault> {
        let columns = Columns { known: T::COLUMNS, needed: T::NEEDED, others: NO_OTHERS };
        let table = Table::open(file, &columns, bounds)?;
        let (mut good, mut faults, mut doubts) = (Vec::new(), table.faults(), Vec::new());
        let (mut codes, mut faulty_codes) = (HashSet::new(), HashSet::new());
        for mut line in table.lines() {
            let (number, code) = (line.line, line.cell("code").into_owned());
            let value = if line.has_shape() { T::read(&mut line) } else { None };
            // A code names one line only, whatever else is wrong with its lines.
            if !code.is_empty() && !codes.insert(code.clone()) {
                line.fault("code", CellFault::Repeated(code.clone()));
            }
            doubts.extend(line.take_doubts());
            match line.finish(value) {
                Ok(value) => good.push((number, value)),
                Err(found) => {
                    faults.extend(found);
                    faulty_codes.insert(code);
                }
            }
        }
        let header = table.into_header();
        Ok(Self { header, good, faults, doubts, faulty_codes, sheet: file.sheet.clone() })
    }

    /// The sheet that was read, where the file is a workbook.
    pub fn sheet(&self) -> Option<&SheetName> {
        self.sheet.as_ref()
    }
}

/// A fault of a column that is called there as it may be.
pub(super) fn fault_in(header: &Header, line: u64, column: &str, reason: impl Into<CellFault>) -> LineFault {
    LineFault { line, column: header.written(column).to_owned(), reason: reason.into() }
}

/// A code that names nothing, with the one that may be meant.
pub(super) fn not_there(code: &Code, known: &SimilarCodes) -> CellFault {
    CellFault::NotThere { code: code.to_string(), similar: known.find(code.as_str()).map(str::to_owned) }
}

/// Asks of codes that are new whether they are others that are known, or that stand further up.
pub(super) fn doubtful_codes<'c>(
    header: &Header,
    column: &str,
    lines: impl IntoIterator<Item = (u64, &'c Code)>,
    known: impl IntoIterator<Item = &'c Code>,
) -> Vec<Doubt> {
    let known: HashSet<&str> = known.into_iter().map(Code::as_str).collect();
    let mut similar = SimilarCodes::of(known.iter().copied());
    let mut doubts = Vec::new();
    for (line, code) in lines {
        if known.contains(code.as_str()) {
            continue;
        }
        if let Some(other) = similar.find(code.as_str()) {
            let (column, known) = (header.written(column).to_owned(), other.to_owned());
            doubts.push(Doubt::SimilarCode { line, column, code: code.to_string(), known });
        }
        similar.add(code.as_str());
    }
    doubts
}

/// Things of which a list can be imported from a file.
pub trait ListFile: Clone + PartialEq + Send + Sync + 'static {
    /// What the audit log calls it.
    const ACTION: &'static str;
    /// The columns of a file.
    const COLUMNS: &'static [&'static str];
    /// Those it must have.
    const NEEDED: &'static [&'static str];
    /// What a file is held against.
    type Stored: Send + Sync;

    /// Reads a line by itself; faults are noted at the line.
    fn read(line: &mut Line) -> Option<Self>;
    /// Loads what a file is held against.
    fn stored(on: &impl ConnectionTrait) -> impl Future<Output = store::Result<Self::Stored>> + Send;
    /// What the file would change.
    fn plan(lines: Lines<Self>, stored: &Self::Stored) -> Result<Changes<Self>, FileFault>;
    /// Stores it.
    fn store(
        on: &WriteTransaction,
        changes: &Changes<Self>,
        stored: &Self::Stored,
    ) -> impl Future<Output = store::Result<()>> + Send;
}

/// A file that was read by itself.
pub struct ReadFile<T> {
    /// What stands in it, to be shown and sent again; nothing where it is no text.
    pub text: String,
    /// Its lines, or why they cannot be read.
    pub lines: Result<Lines<T>, FileFault>,
}

/// Reads a file by itself, off the async threads.
pub async fn parse<T: ListFile>(bytes: Vec<u8>) -> store::Result<ReadFile<T>> {
    off_the_async_threads(move || {
        let columns = Columns { known: T::COLUMNS, needed: T::NEEDED, others: NO_OTHERS };
        match TableText::of(&bytes, &columns, LIST_BOUNDS) {
            Ok(file) => {
                let lines = Lines::of(&file, LIST_BOUNDS);
                ReadFile { text: file.text.into_owned(), lines }
            }
            Err(fault) => ReadFile { text: String::new(), lines: Err(fault) },
        }
    })
    .await
}

/// Does what takes a thread for a while where nobody waits for it.
pub(super) async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> store::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| store::Error::Other(DbErr::Custom(error.to_string())))
}
