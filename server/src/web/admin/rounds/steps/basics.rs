//! Period and form.

use super::super::{form_choices, new::basics_input};
use super::{Step, View};
use crate::{
    acts::rounds::{BasicsCommand, PlanChange},
    auth::Denied,
    store::Round,
    web::admin::posted::Posted,
};
use app::admin::{
    PageBody,
    pages::{BasicsPage, PlanStep, read_form_choice},
};
use domain::{
    Code,
    plan::{PlanFault, read_basics},
};

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct Basics;

impl Step for Basics {
    const STEP: PlanStep = PlanStep::Basics;

    async fn body(view: View<'_>) -> Result<PageBody, Denied> {
        let forms = form_choices(view.state).await?;
        Ok(BasicsPage { plan: view.plan, forms, attempt: view.attempt }.body(view.texts))
    }

    fn read(_: &Round, posted: &Posted) -> Result<PlanChange, Vec<PlanFault>> {
        let basics = read_basics(basics_input(posted));
        let series = posted.parsed::<Code>("series").map_err(PlanFault::Series);
        let form = read_form_choice(posted.text("form")).ok_or(PlanFault::NoForm);
        match (basics, series, form) {
            (Ok((title, period)), Ok(series), Ok(form)) => {
                Ok(PlanChange::Basics(BasicsCommand { title, period, series, form }))
            }
            (basics, series, form) => {
                let basics = basics.err().into_iter().flatten().map(PlanFault::Basics);
                Err(basics.chain(series.err()).chain(form.err()).collect())
            }
        }
    }
}
