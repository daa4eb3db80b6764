//! What has just been done, told on the page that follows.

use crate::Texts;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Notice {
    /// What was typed is stored.
    Saved,
    /// The same, and a link that was sent before no longer works.
    SavedWithoutLink,
    /// An agency was added.
    AgencyAdded,
    /// An agency was changed.
    AgencySaved,
    /// A block was added.
    BlockAdded,
    /// A block was changed.
    BlockSaved,
    /// A block was taken out.
    BlockRemoved,
    /// A service area was added.
    AreaAdded,
    /// A service area was changed.
    AreaSaved,
    /// A service area was taken out.
    AreaRemoved,
    /// A procedure was added.
    ProcedureAdded,
    /// A procedure was changed.
    ProcedureSaved,
    /// A procedure was taken out.
    ProcedureRemoved,
    /// Agencies were imported.
    AgenciesImported,
    /// Reorganisations were imported.
    EventsImported,
    /// Service areas were imported.
    AreasImported,
    /// Procedures were imported.
    ProceduresImported,
    /// An account was changed.
    PersonSaved,
    /// Somebody changed their own account.
    AccountSaved,
    /// Settings were changed.
    SettingsSaved,
    /// A reorganisation was recorded.
    EventRecorded,
    /// A reorganisation was taken back.
    EventRemoved,
    /// An agency was taken out.
    AgencyRemoved,
    /// Somebody has signed out.
    SignedOut,
    /// Somebody has ended all their sessions.
    SessionsEnded,
    /// A password was changed.
    PasswordChanged,
    /// An account was disabled.
    AccountDisabled,
    /// An account was enabled.
    AccountEnabled,
    /// A round was planned.
    RoundPlanned,
    /// A round was copied.
    RoundCopied,
    /// The points of a round can be tried.
    TrialBegun,
    /// They can no longer be tried.
    TrialEnded,
    /// A round was opened.
    RoundOpened,
    /// A round was closed.
    RoundClosed,
    /// A round was opened again.
    RoundReopened,
    /// The last day of a round was moved.
    RoundExtended,
    /// Results were published.
    ResultsPublished,
    /// Results are for staff alone again.
    ResultsUnpublished,
    /// A round was renamed.
    RoundRenamed,
    /// A round without answers is a plan again.
    RoundTakenBack,
    /// A plan was deleted.
    PlanRemoved,
    /// Points were made.
    PointsMade,
    /// Many points were taken out of use or removed.
    PointsChanged,
    /// A point was retired.
    PointRetired,
    /// A point is in use again.
    PointRestored,
    /// The code of a point was replaced.
    CodeReplaced,
    /// A form was taken.
    FormTaken,
    /// A draft of a form was stored.
    DraftSaved,
    /// A draft was published.
    DraftApproved,
    /// A draft was discarded.
    DraftDiscarded,
    /// A form is being written.
    WritingStarted,
    /// An edit of it was made.
    WritingSaved,
    /// The same, beside what somebody else has changed meanwhile.
    WritingMerged,
    /// An edit was taken back.
    WritingUndone,
    /// An edit was made again.
    WritingRedone,
    /// It was discarded.
    WritingDiscarded,
    /// An index definition was stored.
    DefinitionSaved,
    /// It was proposed to hide a comment.
    HidingProposed,
    /// A comment was hidden.
    CommentHidden,
    /// A proposal to hide a comment was withdrawn.
    HidingWithdrawn,
}

domain::words!(Notice);

impl Notice {
    /// In the reader's language.
    pub fn words(self, texts: &Texts) -> String {
        texts.get(&format!("done-{}", self.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Locale;

    #[test]
    fn every_notice_is_told_in_both_languages() {
        for notice in Notice::VARIANTS {
            assert_eq!(Notice::from_word(notice.as_str()), Some(*notice));
            for locale in [Locale::vi(), Locale::en()] {
                assert!(!notice.words(Texts::of(&locale)).starts_with("done-"), "{notice:?} in {locale}");
            }
        }
    }
}
