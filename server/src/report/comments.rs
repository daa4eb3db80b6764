//! What citizens wrote, for the staff of their agency: without who they are, in no order, and in lots of at least the
//! minimum cell, so that nobody learns by looking again what the last visitor wrote. It reads the round's responses.

use crate::{
    one_piece,
    store::{self, Database, Round, comments as stored, rounds, tallies},
};
use domain::{
    Answer, Code,
    form::{AnswerKind, Role},
};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};
use std::{collections::HashSet, sync::Arc};

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The cell in which it was written.
    pub cell: Code,
    /// The words.
    pub words: String,
}

/// Comments kept in memory.
const MOST_BYTES: u64 = 16 << 20;

/// Round, agency, and which state of the round's answers.
type MadeFrom = (i64, i64, i64);

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<MadeFrom, Arc<Vec<Comment>>> for Weight {
    fn weight(&self, _: &MadeFrom, comments: &Arc<Vec<Comment>>) -> u64 {
        let bytes: usize = comments.iter().map(|comment| comment.words.len() + 64).sum();
        u64::try_from(bytes + 64).unwrap_or(u64::MAX)
    }
}

/// Comments as they were last read: reading them goes through every response of the round.
#[derive(Debug)]
pub struct CommentShelf(Cache<MadeFrom, Arc<Vec<Comment>>, Weight>);

impl Default for CommentShelf {
    fn default() -> Self {
        Self(one_piece(64, MOST_BYTES, Weight))
    }
}

impl CommentShelf {
    /// The comments to an agency that may be read. Those who come at once wait for one of them to read.
    pub async fn of(
        &self,
        database: &Database,
        round: &Round,
        agency_id: i64,
    ) -> store::Result<Arc<Vec<Comment>>> {
        let version = tallies::versions(database.reader()).await?.get(&round.id).copied().unwrap_or_default();
        let read = async { Ok(Arc::new(comments(database, round, agency_id).await?)) };
        self.0.get_or_insert_async(&(round.id, agency_id, version.answers), read).await
    }
}

/// The comments to an agency that may be read. Those that wait are let out together once they are as many as the minimum
/// cell.
async fn comments(database: &Database, round: &Round, agency_id: i64) -> store::Result<Vec<Comment>> {
    let cells: Vec<&Code> = round
        .form
        .cells
        .iter()
        .filter(|cell| cell.role == Role::Comment && matches!(cell.answers, AnswerKind::Words(_)))
        .map(|cell| &cell.code)
        .collect();
    // Reading takes long in a large round, and answers must not wait for it.
    let mut written = stored::written(database.reader(), round.id, agency_id).await?;
    written.retain(|(_, answers)| cells.iter().any(|cell| answers.contains_key(cell.as_str())));
    let mut released = stored::released(database.reader(), round.id, agency_id).await?;
    let waiting = |released: &HashSet<i64>| -> Vec<i64> {
        written.iter().map(|(place, _)| *place).filter(|place| !released.contains(place)).collect()
    };
    let is_lot =
        |waiting: &[i64]| u64::try_from(waiting.len()).unwrap_or(u64::MAX) >= round.document.minimum_cell;
    if is_lot(&waiting(&released)) {
        let transaction = database.write().await?;
        rounds::lock(&transaction, round.id).await?;
        // Somebody may have let most of them out since; what is left then waits for others.
        released = stored::released(&transaction, round.id, agency_id).await?;
        let lot = waiting(&released);
        if is_lot(&lot) {
            stored::release(&transaction, round.id, agency_id, &lot).await?;
            released.extend(lot);
        }
        transaction.commit().await?;
    }
    let mut shown: Vec<(Vec<u8>, Comment)> = Vec::new();
    for (place, answers) in written.iter().filter(|(place, _)| released.contains(place)) {
        for cell in &cells {
            if let Some(Answer::Words(words)) = answers.get(cell.as_str()) {
                // Each comment by itself: two of one person do not stand beside each other.
                let order = Sha256::digest(format!("{} {place} {cell}", round.id)).to_vec();
                shown.push((order, Comment { cell: (*cell).clone(), words: words.text.clone() }));
            }
        }
    }
    shown.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(shown.into_iter().map(|(_, comment)| comment).collect())
}
