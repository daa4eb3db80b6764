//! Hiding comments of citizens. The log repeats no words of theirs.

use super::{Act, Done, Fault, ReadComments};
use crate::store::{AgencyRow, Round, comments};
use domain::{HidingFault, HidingProposal, HidingStep};
use serde_json::Value;

/// A step towards hiding a comment.
#[derive(Debug)]
pub struct HideComment<'a> {
    /// The round.
    pub round: &'a Round,
    /// The agency that the comment is about.
    pub agency: &'a AgencyRow,
    /// What stands for the comment in addresses.
    pub token: &'a str,
    /// The step.
    pub step: HidingStep,
    /// Who takes it, by e-mail address.
    pub who: &'a str,
    /// Why, where it is proposed.
    pub reason: &'a str,
}

/// Takes a step towards hiding a comment.
pub async fn hide_comment(
    act: Act<ReadComments>,
    command: HideComment<'_>,
) -> Result<Done, Fault<HidingFault>> {
    let HideComment { round, agency, token, step, who, reason } = command;
    let code = &agency.agency.code;
    if !act.covers([code]).await? {
        return Err(Fault::OutOfReach);
    }
    let hiding = comments::hidings(act.on(), round.id).await?.remove(token);
    let proposal = hiding.as_ref().map(|hiding| HidingProposal {
        proposed_by: &hiding.proposed_by,
        is_confirmed: hiding.confirmed_by.is_some(),
    });
    step.check(proposal, who, reason).map_err(Fault::Refused)?;
    let reason = match step {
        HidingStep::Propose => {
            comments::propose_hiding(act.on(), (round.id, agency.id), token, reason, who).await?;
            reason.to_owned()
        }
        HidingStep::Confirm => {
            comments::confirm_hiding(act.on(), round.id, token, who).await?;
            hiding.map(|hiding| hiding.reason).unwrap_or_default()
        }
        HidingStep::Withdraw => {
            comments::withdraw_hiding(act.on(), round.id, token).await?;
            String::new()
        }
    };
    let start: String = token.chars().take(8).collect();
    let subject = format!("{} {code} {start}", round.document.code);
    Ok(act.done(&format!("comment.{}", step.as_str()), &subject, &reason, Value::Null).await?)
}
