//! Tallies are rebuilt from the responses and compared with what is stored.

use crate::{
    intake,
    store::{
        self, Database, points, responses, rounds,
        tallies::{self, Tallies},
    },
};
use std::collections::{BTreeSet, HashMap};

/// A cell whose stored tally is not what its responses give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Code of the round.
    pub round: String,
    /// Which cell.
    pub cell: String,
    /// What is different.
    pub what: String,
}

/// Verifies every round against one moment of the database.
pub async fn verify(database: &Database) -> store::Result<Vec<Difference>> {
    let snapshot = database.snapshot().await?;
    let mut differences = Vec::new();
    for code in rounds::codes(&snapshot).await? {
        let round = rounds::by_code(&snapshot, &code).await?;
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
            if next.is_none() {
                break;
            }
            after = next;
        }
        let stored = tallies::of_round(&snapshot, round.id).await?;
        let mut compare = |cell: String, same: bool, stored: Option<i128>, rebuilt: Option<i128>| {
            if !same {
                let count = |n: Option<i128>| n.map_or("no tally".to_owned(), |n| format!("{n}"));
                let what = format!("stored {}, its responses give {}", count(stored), count(rebuilt));
                differences.push(Difference { round: code.clone(), cell, what });
            }
        };
        for key in stored.cells.keys().chain(rebuilt.cells.keys()).collect::<BTreeSet<_>>() {
            let (a, b) = (stored.cells.get(key), rebuilt.cells.get(key));
            let slug = by_id.get(&key.1).map_or_else(|| key.1.to_string(), |p| p.slug.to_string());
            compare(
                format!("point {slug}, {}", key.2),
                a == b,
                a.map(|s| s.responses()),
                b.map(|s| s.responses()),
            );
        }
        for key in stored.cross.keys().chain(rebuilt.cross.keys()).collect::<BTreeSet<_>>() {
            let (a, b) = (stored.cross.get(key), rebuilt.cross.get(key));
            compare(
                format!("cross moments of agency {} and service area {}", key.1, key.2),
                a == b,
                None,
                None,
            );
        }
    }
    snapshot.commit().await?;
    Ok(differences)
}
