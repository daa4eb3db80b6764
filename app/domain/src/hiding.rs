//! Hiding a comment takes two: one proposes it and says why, another agrees.

use strum::{EnumString, IntoStaticStr};

/// A step of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum HidingStep {
    /// To propose it.
    Propose,
    /// To agree: nobody reads the comment any more.
    Confirm,
    /// To take the proposal back.
    Withdraw,
}

/// What is proposed of a comment.
#[derive(Debug, Clone, Copy)]
pub struct HidingProposal<'a> {
    /// Who proposed it, by e-mail address.
    pub proposed_by: &'a str,
    /// Whether somebody has agreed.
    pub is_confirmed: bool,
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HidingFault {
    /// Who proposes says why.
    #[error("a reason is missing")]
    ReasonMissing,
    /// Another person agrees.
    #[error("nobody agrees to their own proposal")]
    OwnProposal,
    /// It is proposed already, is no longer, or has been agreed to.
    #[error("somebody has taken another step meanwhile")]
    OtherStepTaken,
}

crate::words!(HidingStep);

impl HidingStep {
    /// Whether somebody may take the step for this reason, as far as it has come.
    pub fn check(
        self,
        proposal: Option<HidingProposal<'_>>,
        who: &str,
        reason: &str,
    ) -> Result<(), HidingFault> {
        match (self, proposal) {
            (Self::Propose, None) if reason.is_empty() => Err(HidingFault::ReasonMissing),
            (Self::Propose, None) => Ok(()),
            (Self::Propose, Some(_)) | (_, None) => Err(HidingFault::OtherStepTaken),
            (_, Some(proposal)) if proposal.is_confirmed => Err(HidingFault::OtherStepTaken),
            (Self::Confirm, Some(proposal)) if proposal.proposed_by == who => Err(HidingFault::OwnProposal),
            (Self::Confirm | Self::Withdraw, Some(_)) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_proposes_with_a_reason_and_another_agrees_once() {
        use HidingStep::{Confirm, Propose, Withdraw};
        let open = Some(HidingProposal { proposed_by: "lan@x.vn", is_confirmed: false });
        let hidden = Some(HidingProposal { proposed_by: "lan@x.vn", is_confirmed: true });
        assert_eq!(Propose.check(None, "lan@x.vn", ""), Err(HidingFault::ReasonMissing));
        assert_eq!(Propose.check(None, "lan@x.vn", "names a person"), Ok(()));
        assert_eq!(Propose.check(open, "an@x.vn", "x"), Err(HidingFault::OtherStepTaken));
        assert_eq!(Confirm.check(open, "lan@x.vn", ""), Err(HidingFault::OwnProposal));
        assert_eq!(Confirm.check(open, "an@x.vn", ""), Ok(()));
        assert_eq!(Withdraw.check(open, "lan@x.vn", ""), Ok(()));
        for step in [Confirm, Withdraw] {
            assert_eq!(step.check(None, "an@x.vn", ""), Err(HidingFault::OtherStepTaken));
            assert_eq!(step.check(hidden, "an@x.vn", ""), Err(HidingFault::OtherStepTaken));
        }
    }
}
