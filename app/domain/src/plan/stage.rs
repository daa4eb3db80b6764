//! How a round moves from stage to stage, and what each move needs.

use super::edit::{BasicsFault, read_title};
use super::opening::{OpeningFault, Plan, blocks_at_opening, has_passed, opening_faults, period_faults};
use crate::{Audience, Day, DayFault, LocalHour, RoundDocument, RoundState, Stage, Text};

/// A change of how far a round has been brought, or of who may see it.
#[derive(Debug, Clone, PartialEq)]
pub enum StageChange {
    /// Its points can be tried.
    Try,
    /// Back to being planned.
    EndTrial,
    /// Answers are taken.
    Open,
    /// Ended by hand, before its last day: today becomes that.
    Close,
    /// Taken up again until another last day.
    Reopen(Day),
    /// Its last day is moved while it runs.
    Extend(Day),
    /// Everybody may see its results.
    Publish,
    /// Only staff may see its results.
    Unpublish,
    /// Its title is corrected: nothing rests on it.
    Rename(Text),
    /// Back to being planned, where it was opened by mistake and nobody has answered.
    TakeBack,
}

impl StageChange {
    /// The word of the audit log.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Try => "test",
            Self::EndTrial => "untry",
            Self::Open => "open",
            Self::Close => "close",
            Self::Reopen(_) => "reopen",
            Self::Extend(_) => "extend",
            Self::Publish => "publish",
            Self::Unpublish => "unpublish",
            Self::Rename(_) => "rename",
            Self::TakeBack => "take-back",
        }
    }

    /// Whether it is made with a reason: whatever changes a round that has been opened.
    pub fn needs_reason(&self) -> bool {
        !matches!(self, Self::Try | Self::EndTrial | Self::Open)
    }
}

/// What was asked for and typed, without surrounding blanks.
#[derive(Debug, Clone, Copy)]
pub struct StageInput<'a> {
    /// The word of the change.
    pub to: &'a str,
    /// The new last day.
    pub day: &'a str,
    /// The new Vietnamese title.
    pub title: &'a str,
    /// The new English title, or nothing.
    pub title_en: &'a str,
}

/// Why a round is not brought further, or back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageRefusal {
    /// It is done with a reason only.
    ReasonMissing,
    /// There is no new last day.
    DayMissing,
    /// The new last day is none.
    Day(DayFault),
    /// The new title is none.
    Title(BasicsFault),
    /// What was typed to confirm a removal is not the round's code.
    NotConfirmed,
    /// The rules of stages.
    Stage(StageFault),
}

impl StageRefusal {
    /// The name of the field in which it is mended; the empty name is the round as a whole.
    pub fn field(&self) -> &'static str {
        match self {
            Self::ReasonMissing => "reason",
            Self::DayMissing | Self::Day(_) | Self::Stage(StageFault::EndsTooEarly { .. }) => "day",
            Self::Title(fault) => fault.field(),
            Self::NotConfirmed => "typed",
            Self::Stage(_) => "",
        }
    }
}

/// The change that was asked for, or what is wrong with what was typed; `None` where there is no such change.
pub fn read_stage_change(input: StageInput<'_>) -> Result<Option<StageChange>, Vec<StageRefusal>> {
    let last_day = || match input.day {
        "" => Err(vec![StageRefusal::DayMissing]),
        day => day.parse::<Day>().map_err(|fault| vec![StageRefusal::Day(fault)]),
    };
    Ok(Some(match input.to {
        "test" => StageChange::Try,
        "plan" => StageChange::EndTrial,
        "open" => StageChange::Open,
        "close" => StageChange::Close,
        "reopen" => StageChange::Reopen(last_day()?),
        "extend" => StageChange::Extend(last_day()?),
        "publish" => StageChange::Publish,
        "unpublish" => StageChange::Unpublish,
        "rename" => StageChange::Rename(
            read_title(input.title, input.title_en)
                .map_err(|faults| faults.into_iter().map(StageRefusal::Title).collect::<Vec<_>>())?,
        ),
        "take-back" => StageChange::TakeBack,
        _ => return Ok(None),
    }))
}

/// Why the rules of stages do not let a round be brought further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageFault {
    /// From where the round stands there is no such move.
    #[error("the round is {} on {on}; that cannot be done now", .stage.as_str())]
    NotFromHere {
        /// Where it stands.
        stage: Stage,
        /// The day.
        on: Day,
    },
    /// Its last day has passed.
    #[error("to: the round would be over already, on {0}")]
    Over(Day),
    /// It cannot be opened.
    #[error(transparent)]
    Opening(#[from] OpeningFault),
    /// Its new last day would lie in the past or before its first.
    #[error("to: the last day cannot lie before {earliest}")]
    EndsTooEarly {
        /// The first day that is possible.
        earliest: Day,
    },
    /// It has so many answers, which rest on its plan.
    #[error("the round has {0} answers and stays open or closed")]
    HasAnswers(u64),
}

/// The plan and the stage after a change of a round with so many answers; the first thing that speaks against it otherwise.
pub fn advance(
    plan: &Plan<'_>,
    stage: Stage,
    change: &StageChange,
    now: LocalHour,
    answers: u64,
) -> Result<(RoundDocument, Stage), StageFault> {
    let mut document = plan.document.clone();
    let state = document.state(stage, now.day);
    let after = match (change, stage, state) {
        (StageChange::Try, Stage::Plan, _) => Stage::Test,
        (StageChange::EndTrial, Stage::Test, _) => Stage::Plan,
        (StageChange::Open, Stage::Plan | Stage::Test, _) => Stage::Open,
        (StageChange::Close, Stage::Open, RoundState::Open | RoundState::Planned) => Stage::Closed,
        (StageChange::Reopen(_) | StageChange::Extend(_), Stage::Open | Stage::Closed, _) => Stage::Open,
        // What is published does not move: forms that were opened on the last day are taken no longer.
        (StageChange::Publish, _, RoundState::Closed) if document.is_in_grace(stage, now) => Stage::Closed,
        (StageChange::Publish, _, RoundState::Closed) => stage,
        (StageChange::Unpublish | StageChange::Rename(_), Stage::Open | Stage::Closed, _) => stage,
        (StageChange::TakeBack, Stage::Open | Stage::Closed, _) if answers > 0 => {
            return Err(StageFault::HasAnswers(answers));
        }
        (StageChange::TakeBack, Stage::Open | Stage::Closed, _) => Stage::Plan,
        _ => return Err(StageFault::NotFromHere { stage, on: now.day }),
    };
    match change {
        StageChange::Try | StageChange::Open => {
            let mut faults = opening_faults(plan).into_iter().peekable();
            // Without points nothing else matters; a round that is over is moved before the rest is mended.
            if faults.peek() != Some(&OpeningFault::NoPoints)
                && *change == StageChange::Open
                && has_passed(&document, now.day)
            {
                return Err(StageFault::Over(document.to));
            }
            if let Some(fault) = faults.next() {
                return Err(fault.into());
            }
            if *change == StageChange::Open {
                document.blocks = blocks_at_opening(plan.agencies);
            }
        }
        StageChange::Reopen(last) | StageChange::Extend(last) => {
            let earliest = now.day.max(document.from);
            if *last < earliest {
                return Err(StageFault::EndsTooEarly { earliest });
            }
            // A last day that is moved forward may leave out an agency that begins later.
            if let Some(fault) = period_faults(plan, *last).into_iter().next() {
                return Err(fault.into());
            }
            document.to = *last;
        }
        StageChange::Publish => document.audience = Audience::Public,
        StageChange::Unpublish => document.audience = Audience::Staff,
        StageChange::Rename(title) => document.title = title.clone(),
        // Agencies are ranked where they are when it is opened again.
        StageChange::TakeBack => document.blocks.clear(),
        // The day on which it really ended. One that has not begun keeps its days.
        StageChange::Close if document.from <= now.day => document.to = document.to.min(now.day),
        StageChange::EndTrial | StageChange::Close => {}
    }
    Ok((document, after))
}
