//! What a file would change, before it does.

use super::{
    ImportError, LineFault,
    table::{Line, Table},
};
use crate::{auth::Act, store::Database};
use domain::Code;
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
    pub(super) fn of(lines: Vec<T>, known: impl Fn(&T) -> Option<T>) -> Self {
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

/// A file that was checked whole against a moment of the database, and can be carried out in the same transaction.
pub trait Plan: Sized + Send + Sync {
    /// What the audit log calls it.
    const ACTION: &'static str;
    /// Reads and checks the file; nothing is stored.
    fn read(
        connection: &crate::store::WriteTransaction,
        bytes: &[u8],
    ) -> impl Future<Output = Result<Self, ImportError>> + Send;
    /// Stores it.
    fn apply(
        &self,
        connection: &crate::store::WriteTransaction,
    ) -> impl Future<Output = crate::store::Result<()>> + Send;
    /// How many lines are new, changed and the same.
    fn counts(&self) -> [usize; 3];
}

/// Reads a file, stores what it changes and logs it, all in one.
pub async fn carry_out<P: Plan>(act: Act, bytes: &[u8], reason: &str) -> Result<P, ImportError> {
    let plan = P::read(act.on(), bytes).await?;
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
    let act = Act::of_command_line(database).await?;
    Ok(carry_out::<P>(act, bytes, "").await?.counts().iter().sum())
}

/// Every line read, or every fault.
pub(super) fn all<T>(
    table: &Table,
    read: impl Fn(&Line) -> Result<T, LineFault>,
    code: impl Fn(&T) -> &Code,
) -> Result<Vec<T>, ImportError> {
    let (mut good, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for line in table.lines() {
        let result = line.and_then(|line| {
            let value = read(&line)?;
            if seen.insert(code(&value).clone()) {
                return Ok(value);
            }
            Err(line.fault("code", super::Reason::Repeated(code(&value).to_string())))
        });
        match result {
            Ok(value) => good.push(value),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(good) } else { Err(ImportError::Lines(faults)) }
}
