//! What was transcribed into a round before, so that a file that comes a second time is recognised by its rows.
//!
//! It is read from the responses themselves, each time: nothing about rows is kept anywhere for it.

use super::transcript::{Mark, mark};
use crate::store::{self, responses};
use domain::{Day, Repetition, RowCounts, repetition};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// The rows of a round's batches.
#[derive(Default)]
pub(crate) struct Earlier {
    batches: BTreeMap<i64, (Day, RowCounts<Mark>)>,
}

impl Earlier {
    /// Reads the batches that came since it was read last.
    pub(crate) async fn read(
        &mut self,
        connection: &impl ConnectionTrait,
        round_id: i64,
    ) -> store::Result<()> {
        let after = self.batches.last_key_value().map_or(0, |(id, _)| *id);
        let new = responses::batches_after(connection, round_id, after).await?;
        let Some(to) = new.last().map(|batch| batch.id) else { return Ok(()) };
        self.batches.extend(new.into_iter().map(|batch| (batch.id, (batch.day, RowCounts::default()))));
        let mut page = None;
        loop {
            let (rows, next) = responses::transcribed(connection, round_id, (after, to), page).await?;
            for (batch, row) in &rows {
                if let Some((_, counts)) = self.batches.get_mut(batch) {
                    counts.add(mark(row));
                }
            }
            match next {
                Some(next) => page = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// What the rows of a file repeat.
    pub(crate) fn repeated_by(&self, rows: &RowCounts<Mark>) -> Option<Repetition<Mark>> {
        repetition(rows, self.batches.iter().map(|(id, (_, counts))| (*id, counts)))
    }

    /// What was found, and what can be done, for the one who imports.
    pub(crate) fn words(&self, found: &Repetition<Mark>, all: usize) -> String {
        let (same, batches) = (found.stored.len(), &found.batches);
        let day = |id: &i64| self.batches.get(id).map_or_else(String::new, |(day, _)| format!(" of {day}"));
        let named: Vec<String> = batches.iter().map(|id| format!("batch {id}{}", day(id))).collect();
        let what = if all == 1 {
            "a paper that says the same is stored, be it this one or another".to_owned()
        } else if same == all {
            "this file was imported before".to_owned()
        } else {
            format!(
                "part of this file was imported before: {same} of its {all} rows are stored, {} are new",
                all - same
            )
        };
        format!(
            "{what} (it repeats {}); use --new-only to store only rows that are not there yet, or --again to count all {all} a second time",
            named.join(", ")
        )
    }
}
