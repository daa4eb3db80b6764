//! A file of a list, from its bytes to what it would change.
//!
//! A file is read and checked by itself first, on a thread of its own and while nobody waits; only what remains, holding it
//! against what is stored, is done within a transaction, in a time that grows with its lines and no faster.

use super::table::{Header, Line, Table};
use crate::store::{self, WriteTransaction};
use domain::{
    Code,
    import::{CellFault, Changes, FileFault, LineFault},
};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashSet;

/// The lines of a file as they are by themselves, each with its number, and what is wrong with the others.
#[derive(Debug, Clone)]
pub struct Lines<T> {
    pub(super) header: Header,
    pub(super) good: Vec<(u64, T)>,
    pub(super) faults: Vec<LineFault>,
}

impl<T> Lines<T> {
    /// Reads every line.
    pub(super) fn of(table: Table, read: impl Fn(&Line) -> Result<T, LineFault>) -> Self {
        let (mut good, mut faults) = (Vec::new(), Vec::new());
        for line in table.lines() {
            match line.and_then(|line| Ok((line.line, read(&line)?))) {
                Ok(line) => good.push(line),
                Err(fault) => faults.push(fault),
            }
        }
        Self { header: table.into_header(), good, faults }
    }

    /// The same, where a code names one line only.
    pub(super) fn by_code(
        table: Table,
        read: impl Fn(&Line) -> Result<T, LineFault>,
        code: impl Fn(&T) -> &Code,
    ) -> Self {
        let mut lines = Self::of(table, read);
        let mut seen = HashSet::new();
        let faults = &mut lines.faults;
        lines.good.retain(|(line, value)| {
            let code = code(value);
            let first = seen.insert(code.clone());
            if !first {
                let (column, reason) = ("code".to_owned(), CellFault::Repeated(code.to_string()));
                faults.push(LineFault { line: *line, column, reason });
            }
            first
        });
        lines
    }
}

/// Things of which a list can be imported from a file.
pub trait ListFile: Clone + PartialEq + Send + Sync + 'static {
    /// What the audit log calls it.
    const ACTION: &'static str;
    /// What a file is held against.
    type Stored: Send + Sync;

    /// Reads a file by itself.
    fn parse(bytes: &[u8]) -> Result<Lines<Self>, FileFault>;
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

/// Reads a file by itself, off the async threads.
pub async fn parse<T: ListFile>(bytes: Vec<u8>) -> store::Result<Result<Lines<T>, FileFault>> {
    let read = tokio::task::spawn_blocking(move || T::parse(&bytes)).await;
    read.map_err(|error| store::Error::Other(DbErr::Custom(error.to_string())))
}
