//! Definition of the index.

use super::{Step, View};
use crate::{
    acts::rounds::PlanChange,
    auth::Denied,
    store::{Round, definitions},
    web::admin::{definitions::definition_input, posted::Posted},
};
use app::admin::{
    PageBody,
    pages::{IndexDefinitionPage, PlanStep},
};
use domain::{
    Sample,
    plan::{PlanFault, scale_without_points},
};

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct IndexDefinition;

impl Step for IndexDefinition {
    const STEP: PlanStep = PlanStep::Definition;

    async fn body(view: View<'_>) -> Result<PageBody, Denied> {
        // Those that have a title are offered: the others are what rounds declare.
        let all = definitions::all(view.state.database.reader()).await?.into_iter().rev();
        let shared = all.map(|row| row.version).filter(|version| version.title.is_some()).collect();
        Ok(IndexDefinitionPage { plan: view.plan, shared, attempt: view.attempt }.body(view.texts))
    }

    fn read(round: &Round, posted: &Posted) -> Result<PlanChange, Vec<PlanFault>> {
        let sample = if posted.text("sample") == "drawn" { Sample::Drawn } else { Sample::Open };
        if !round.form.has_index() {
            return Ok(PlanChange::Definition(round.document.index.clone(), sample));
        }
        let chosen = posted.text("definition");
        if !chosen.is_empty() {
            let name = chosen.parse().map_err(|_| vec![PlanFault::NoDefinition])?;
            return Ok(PlanChange::SharedDefinition(name, sample));
        }
        let index = definition_input(posted).read();
        let index =
            index.map_err(|faults| faults.into_iter().map(PlanFault::Definition).collect::<Vec<_>>())?;
        match scale_without_points(&round.form, &index) {
            Some(scale) => Err(vec![PlanFault::ScaleWithoutPoints(scale)]),
            None => Ok(PlanChange::Definition(index, sample)),
        }
    }
}
