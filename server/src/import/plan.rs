//! What a file would change, before it does.
//!
//! A file is read and checked by itself first, on a thread of its own and while nobody waits; only what remains, holding it
//! against what is stored, is done within a transaction, in a time that grows with its lines and no faster.

use super::{
    ImportError, LineFault,
    table::{Header, Line, Table},
};
use crate::{
    acts::{Act, ManageAgencies},
    store::{self, Database, WriteTransaction},
};
use domain::Code;
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::json;
use std::collections::HashSet;

/// What would be added and changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes<T> {
    /// What is not there yet.
    pub new: Vec<T>,
    /// What is there already: as it is, and as it would be.
    pub changed: Vec<(T, T)>,
    /// How many lines say what is there already.
    pub same: usize,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self { new: Vec::new(), changed: Vec::new(), same: 0 }
    }
}

impl<T: Clone + PartialEq> Changes<T> {
    /// Sorts lines by what they would do to what is known.
    pub(super) fn of(lines: impl IntoIterator<Item = T>, known: impl Fn(&T) -> Option<T>) -> Self {
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

    pub(super) fn count(&self) -> [usize; 3] {
        [self.new.len(), self.changed.len(), self.same]
    }

    /// Everything that would be written.
    pub fn written(&self) -> Vec<T> {
        self.new.iter().chain(self.changed.iter().map(|(_, new)| new)).cloned().collect()
    }
}

/// The lines of a file as they are by themselves, each with its number, and what is wrong with the others.
#[derive(Debug)]
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
                let (column, reason) = ("code".to_owned(), super::Reason::Repeated(code.to_string()));
                faults.push(LineFault { line: *line, column, reason });
            }
            first
        });
        lines
    }
}

/// Refuses a file with faulty lines, all of them in their order.
pub(super) fn none_faulty(mut faults: Vec<LineFault>) -> Result<(), ImportError> {
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(()) } else { Err(ImportError::Lines(faults)) }
}

/// A file that was checked whole against a moment of the database, and can be carried out in the same transaction.
pub trait Plan: Sized + Send + Sync {
    /// What the audit log calls it.
    const ACTION: &'static str;
    /// What a file says by itself.
    type Parsed: Send + 'static;
    /// Reads a file by itself.
    fn parse(bytes: &[u8]) -> Result<Self::Parsed, ImportError>;
    /// Checks it against what is stored; nothing is stored.
    fn plan(
        connection: &impl ConnectionTrait,
        parsed: Self::Parsed,
    ) -> impl Future<Output = Result<Self, ImportError>> + Send;
    /// Stores it.
    fn apply(&self, connection: &WriteTransaction) -> impl Future<Output = store::Result<()>> + Send;
    /// How many lines are new, changed and the same.
    fn counts(&self) -> [usize; 3];
}

/// Reads a file by itself, off the async threads.
pub async fn parse<P: Plan>(bytes: Vec<u8>) -> Result<P::Parsed, ImportError> {
    let read = tokio::task::spawn_blocking(move || P::parse(&bytes)).await;
    read.map_err(|error| store::Error::Other(DbErr::Custom(error.to_string())))?
}

/// Stores what a file changes and logs it, all in one.
pub async fn carry_out<P: Plan>(
    act: Act<ManageAgencies>,
    parsed: P::Parsed,
    reason: &str,
) -> Result<P, ImportError> {
    let plan = P::plan(act.on(), parsed).await?;
    plan.apply(act.on()).await?;
    let [new, changed, same] = plan.counts();
    act.done(P::ACTION, "", reason, json!({"new": new, "changed": changed, "same": same})).await?;
    Ok(plan)
}

/// The same at the command line; returns how many lines there were.
pub(super) async fn at_command_line<P: Plan>(
    database: &Database,
    bytes: &[u8],
) -> Result<usize, ImportError> {
    let parsed = parse::<P>(bytes.to_vec()).await?;
    let act = Act::of_command_line(database).await?;
    Ok(carry_out::<P>(act, parsed, "").await?.counts().iter().sum())
}
