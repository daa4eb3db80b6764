//! Agencies × service areas.

use super::{Step, View};
use crate::{
    acts::rounds::PlanChange,
    auth::Denied,
    store::{self, Round},
    web::admin::posted::Posted,
};
use app::admin::{
    PageBody,
    pages::{PlacesPage, PlanStep},
};
use domain::plan::PlanFault;

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct Places;

impl Step for Places {
    const STEP: PlanStep = PlanStep::Places;

    async fn body(view: View<'_>) -> Result<PageBody, Denied> {
        let reader = view.state.database.reader();
        let areas = store::service_areas(reader).await?;
        let page = PlacesPage {
            agencies: store::agency_tree(reader).await?,
            service_areas: areas.into_iter().map(|row| row.service_area).collect(),
            reach: view.may.reach.clone(),
            plan: view.plan,
            attempt: view.attempt,
        };
        Ok(page.body(view.texts))
    }

    fn read(_: &Round, posted: &Posted) -> Result<PlanChange, Vec<PlanFault>> {
        let all = |name: &str| posted.all(name).map(str::to_owned).collect();
        Ok(PlanChange::Places(all("agency"), all("area")))
    }
}
