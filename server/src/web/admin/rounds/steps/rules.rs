//! Rules of publication.

use super::{Step, View};
use crate::{acts::rounds::PlanChange, auth::Denied, store::Round, web::admin::posted::Posted};
use app::admin::{
    PageBody,
    pages::{PlanStep, RulesPage},
};
use domain::{
    Audience,
    plan::{PlanFault, whole_number},
};

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct Rules;

impl Step for Rules {
    const STEP: PlanStep = PlanStep::Rules;

    async fn body(view: View<'_>) -> Result<PageBody, Denied> {
        Ok(RulesPage { plan: view.plan, attempt: view.attempt }.body(view.texts))
    }

    fn read(_: &Round, posted: &Posted) -> Result<PlanChange, Vec<PlanFault>> {
        let audience = if posted.text("audience") == "public" { Audience::Public } else { Audience::Staff };
        let minimum = whole_number(posted.text("minimum")).ok_or_else(|| vec![PlanFault::MinimumCell])?;
        Ok(PlanChange::Rules(minimum, audience))
    }
}
