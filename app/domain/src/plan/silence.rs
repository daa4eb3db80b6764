//! When a point is silent.

use crate::{Channel, Day, RoundDocument, RoundState, Stage};

/// A point without answers for so many days is silent.
pub const SILENT_DAYS: i32 = 7;

/// Whether a round has taken answers for so long that a point without any is silent.
pub fn runs_long_enough(document: &RoundDocument, stage: Stage, today: Day) -> bool {
    stage == Stage::Open
        && document.state(stage, today) == RoundState::Open
        && document.from <= today.plus_days(-SILENT_DAYS)
}

/// Whether nothing comes in through a channel where citizens could answer, while the round runs and has done so for long
/// enough. `last` is the last day with answers.
pub fn is_silent(
    document: &RoundDocument,
    stage: Stage,
    channel: Channel,
    last: Option<Day>,
    today: Day,
) -> bool {
    let is_quiet = last.is_none_or(|day| day < today.plus_days(-SILENT_DAYS));
    is_quiet && channel.is_for_citizens() && runs_long_enough(document, stage, today)
}
