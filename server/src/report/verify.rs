//! Tallies are rebuilt from the responses and compared with what is stored.

use crate::{
    intake,
    store::{
        self, Database, points, responses, rounds,
        tallies::{self, Tallies},
    },
};
use domain::index::Sums;
use std::collections::{BTreeSet, HashMap};

/// A cell whose stored tally is not what its responses give, or a round of which nobody can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Code of the round.
    pub round: String,
    /// Which cell; `plan` where it is the round as a whole.
    pub cell: String,
    /// What is different.
    pub what: String,
}

/// Verifies every round against one moment of the database. `progress` is told how many responses more were read.
pub async fn verify(database: &Database, progress: impl Fn(u64)) -> store::Result<Vec<Difference>> {
    let snapshot = database.snapshot().await?;
    let mut differences = Vec::new();
    for code in rounds::codes(&snapshot).await? {
        let round = match rounds::by_code(&snapshot, &code).await {
            Ok(round) => round,
            // Its tallies cannot be rebuilt; those of the others can.
            Err(store::Error::Unfit { why, .. }) => {
                let what = format!("the round cannot be interpreted: {why}");
                differences.push(Difference { round: code, cell: "plan".to_owned(), what });
                continue;
            }
            Err(error) => return Err(error),
        };
        let by_id: HashMap<i64, _> =
            points::of_round(&snapshot, round.id).await?.into_iter().map(|p| (p.id, p)).collect();
        let mut rebuilt = Tallies::default();
        let mut after = None;
        loop {
            let (page, next) = responses::page(&snapshot, round.id, after).await?;
            for response in &page {
                match by_id.get(&response.point_id) {
                    Some(point) => intake::tally(&mut rebuilt, &round, point, response),
                    None => differences.push(Difference {
                        round: code.clone(),
                        cell: format!("response {}", response.id),
                        what: "its point belongs to another round".to_owned(),
                    }),
                }
            }
            progress(page.len() as u64);
            if next.is_none() {
                break;
            }
            after = next;
        }
        let stored = tallies::of_round(&snapshot, round.id).await?;
        let mut compare = |cell: String, stored: Option<&Sums>, rebuilt: Option<&Sums>| {
            let what = match (stored, rebuilt) {
                (a, b) if a == b => return,
                (None, _) => "there is no tally, but responses".to_owned(),
                (_, None) => "there is a tally, but no response".to_owned(),
                (Some(a), Some(b)) if a.responses() == b.responses() => {
                    "other sums than its responses give".to_owned()
                }
                (Some(a), Some(b)) => {
                    format!("tallied {}, but its responses are {}", a.responses(), b.responses())
                }
            };
            differences.push(Difference { round: code.clone(), cell, what });
        };
        for key in stored.cells.keys().chain(rebuilt.cells.keys()).collect::<BTreeSet<_>>() {
            let slug = by_id.get(&key.1).map_or_else(|| key.1.to_string(), |p| p.slug.to_string());
            compare(format!("point {slug}, {}", key.2), stored.cells.get(key), rebuilt.cells.get(key));
        }
        for key in stored.cross.keys().chain(rebuilt.cross.keys()).collect::<BTreeSet<_>>() {
            let cell = format!("cross moments of agency {} and service area {}", key.1, key.2);
            compare(cell, stored.cross.get(key), rebuilt.cross.get(key));
        }
    }
    snapshot.commit().await?;
    Ok(differences)
}
