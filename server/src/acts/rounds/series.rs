//! Which series a round may be part of.

use crate::{
    acts::{Act, ManageRounds},
    store::{self, forms, rounds},
};
use domain::{Code, Reach};

/// Whether whoever acts may put a round into a series, and so onto its trend. Who does not reach everything may only where
/// they reach every agency of the rounds that are there, or begin one under the round's own code.
pub(super) async fn may_join(act: &Act<ManageRounds>, series: &Code, own: &Code) -> store::Result<bool> {
    if *act.reach() == Reach::Whole {
        return Ok(true);
    }
    let mut is_begun = false;
    for code in rounds::codes(act.on()).await? {
        let round = match rounds::by_code(act.on(), &code).await {
            Ok(round) if round.document.series() == series => round,
            Ok(_) | Err(store::Error::Unfit { .. }) => continue,
            Err(error) => return Err(error),
        };
        if !act.covers(round.agencies.iter().map(|row| &row.agency.code)).await? {
            return Ok(false);
        }
        is_begun = true;
    }
    // A form's code is the series of whoever names none.
    Ok(is_begun || (series == own && !forms::codes(act.on()).await?.contains(series)))
}

/// The series of a round that is planned: the wished one where it may be joined, else its own; `None` where neither may be.
pub(super) async fn series_of_draft(
    act: &Act<ManageRounds>,
    wished: &Code,
    own: &Code,
) -> store::Result<Option<Code>> {
    for series in [wished, own] {
        if may_join(act, series, own).await? {
            return Ok(Some(series.clone()));
        }
    }
    Ok(None)
}
