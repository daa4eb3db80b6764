//! What citizens wrote, for the staff of their agency: without who they are, in no order, and in lots of at least the
//! minimum cell, so that nobody learns by looking again what the last visitor wrote. It reads the round's responses.

use crate::{
    cache::single_shard,
    store::{self, Database, Round, comments as stored, rounds, tallies},
};
use domain::{Answer, Code};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};
use std::{collections::HashSet, sync::Arc};

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Stands for it in addresses; a digest of where it stands, which leads nobody to the rest of the form.
    pub token: String,
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
pub struct CommentCache(Cache<MadeFrom, Arc<Vec<Comment>>, Weight>);

impl Default for CommentCache {
    fn default() -> Self {
        Self(single_shard(64, MOST_BYTES, Weight))
    }
}

impl CommentCache {
    /// The comments to an agency that may be read. Those who come at once wait for one of them to read.
    pub async fn of(
        &self,
        database: &Database,
        round: &Round,
        agency_id: i64,
    ) -> store::Result<Vec<Comment>> {
        let version = tallies::versions(database.reader()).await?.get(&round.id).copied().unwrap_or_default();
        let read = async {
            let found = let_out(database, round, Some(agency_id)).await?;
            Ok::<_, store::Error>(Arc::new(found.shown.into_iter().map(|(_, comment)| comment).collect()))
        };
        let found = self.0.get_or_insert_async(&(round.id, agency_id, version.answers), read).await?;
        // What was hidden since it was read is shown to nobody either.
        let hidden = Hidden::of(database, round).await?;
        Ok(found.iter().filter(|comment| !hidden.holds(comment)).cloned().collect())
    }
}

/// Comments of a round.
#[derive(Debug, Default)]
pub struct Comments {
    /// Those that may be read, each with the key of its agency, in no order.
    pub shown: Vec<(i64, Comment)>,
    /// How many responses with words wait until there are enough of them.
    pub waiting: usize,
}

/// The comments of a round that may be read, without those that were hidden.
pub async fn comments(database: &Database, round: &Round) -> store::Result<Comments> {
    let mut found = let_out(database, round, None).await?;
    let hidden = Hidden::of(database, round).await?;
    found.shown.retain(|(_, comment)| !hidden.holds(comment));
    Ok(found)
}

/// What two people have hidden in a round.
struct Hidden(HashSet<String>);

impl Hidden {
    async fn of(database: &Database, round: &Round) -> store::Result<Self> {
        let hidings = stored::hidings(database.reader(), round.id).await?.into_iter();
        let confirmed = hidings.filter(|(_, hiding)| hiding.confirmed_by.is_some());
        Ok(Self(confirmed.map(|(token, _)| token).collect()))
    }

    fn holds(&self, comment: &Comment) -> bool {
        self.0.contains(&comment.token)
    }
}

/// The comments of a round, or to an agency in it. Those that wait are let out together once they are as many as the minimum
/// cell.
async fn let_out(database: &Database, round: &Round, agency_id: Option<i64>) -> store::Result<Comments> {
    let names = round.form.own_words();
    // Reading takes long in a large round, and answers must not wait for it.
    let mut written = stored::written(database.reader(), round.id, agency_id).await?;
    written.retain(|one| names.iter().any(|(name, _)| one.answers.contains_key(name)));
    let mut released = stored::released(database.reader(), round.id).await?;
    let mut comments = Comments::default();
    for lot in written.chunk_by(|a, b| a.agency_id == b.agency_id) {
        let agency = lot[0].agency_id;
        let waiting = |released: &HashSet<i64>| -> Vec<i64> {
            lot.iter().map(|one| one.place).filter(|place| !released.contains(place)).collect()
        };
        let is_lot =
            |waiting: &[i64]| u64::try_from(waiting.len()).unwrap_or(u64::MAX) >= round.document.minimum_cell;
        if is_lot(&waiting(&released)) {
            let transaction = database.write().await?;
            rounds::lock(&transaction, round.id).await?;
            // Somebody may have let most of them out since; what is left then waits for others.
            released.extend(stored::released(&transaction, round.id).await?);
            let lot = waiting(&released);
            if is_lot(&lot) {
                stored::release(&transaction, round.id, agency, &lot).await?;
                released.extend(lot);
            }
            transaction.commit().await?;
        }
        comments.waiting += waiting(&released).len();
    }
    let mut shown: Vec<(i64, Comment)> = Vec::new();
    for one in written.iter().filter(|one| released.contains(&one.place)) {
        for (name, cell) in &names {
            if let Some(Answer::Words(words)) = one.answers.get(name) {
                // Each comment by itself: two of one person do not stand beside each other.
                let token = hex::encode(&Sha256::digest(format!("{} {} {name}", round.id, one.place))[..16]);
                let comment = Comment { token, cell: cell.code.clone(), words: words.text.clone() };
                shown.push((one.agency_id, comment));
            }
        }
    }
    shown.sort_by(|(_, a), (_, b)| a.token.cmp(&b.token));
    comments.shown = shown;
    Ok(comments)
}
