//! The steps of a plan. Once a round has been opened, what its answers rest on stays as it is.

use super::{Planned, differences, points::drop_points, reached, revision_token, series::may_join};
use crate::{
    acts::{Act, Done, Fault, ManageRounds},
    store::{self, Round, definitions, forms, rounds},
};
use domain::{
    Agency, Audience, Code, Day, RoundDocument, Sample, Text,
    form::Form,
    index::{Definition, DefinitionEditFault, DefinitionName, Method},
    interpret,
    plan::{
        MINIMUM_CELLS, PlanFault, Volumes, first_definition, outside_population, with_places, with_volumes,
    },
};
use serde_json::{Value, json};

/// What a round is called, when it takes place, and on which form.
#[derive(Debug, Clone)]
pub struct BasicsCommand {
    /// Its title.
    pub title: Text,
    /// First and last day.
    pub period: (Day, Day),
    /// Its series, where it is not that of its form.
    pub series: Option<Code>,
    /// The form, and the number of a published version of it or the newest.
    pub form: (Code, Option<i32>),
}

/// A step of a plan, as it is to be.
#[derive(Debug, Clone)]
pub enum PlanChange {
    /// Title, period, form, series.
    Basics(BasicsCommand),
    /// How answers become an index, declared by the round itself, and whether they are a drawn sample.
    Definition(Definition, Sample),
    /// The same by a version of a definition that rounds share.
    SharedDefinition(DefinitionName, Sample),
    /// Codes of agencies and service areas; those that do not exist in the period, or lie out of reach, are dropped.
    Places(Vec<String>, Vec<String>),
    /// Volumes, sample sizes, quotas.
    Volumes(Volumes),
    /// Fewest respondents of a published number, and who may see results.
    Rules(u64, Audience),
}

impl PlanChange {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Basics(_) => "basics",
            Self::Definition(..) | Self::SharedDefinition(..) => "definition",
            Self::Places(..) => "places",
            Self::Volumes(_) => "volumes",
            Self::Rules(..) => "rules",
        }
    }
}

fn refused(fault: PlanFault) -> Fault<PlanFault> {
    Fault::Refused(fault)
}

/// Changes a step of a plan.
pub async fn change_plan(
    act: Act<ManageRounds>,
    round: i64,
    revision: &str,
    change: PlanChange,
) -> Result<Done, Fault<PlanFault>> {
    let round = reached(&act, round).await?;
    if round.stage.is_locked() {
        return Err(refused(PlanFault::Opened));
    }
    if revision_token(&round) != revision {
        return Err(Fault::ChangedMeanwhile);
    }
    let step = change.as_str();
    let (document, form) = changed(&act, &round, change).await?;
    document.check().map_err(|fault| refused(PlanFault::Document(fault)))?;
    let own = form.as_ref().map_or(&round.form, |(_, form)| form);
    interpret(&document, own).map_err(|reason| refused(PlanFault::Unfit(reason)))?;
    rounds::save(act.on(), round.id, &document, form.map(|(id, _)| id)).await?;
    let mut details = differences(&round.document, &document)?;
    details.insert("step".to_owned(), json!(step));
    Ok(act.done("round.change", document.code.as_str(), "", Value::Object(details)).await?)
}

/// A plan with a step changed, and its form version with its key, where that is another one now.
type Changed = (RoundDocument, Option<(i64, Form)>);

async fn changed(
    act: &Act<ManageRounds>,
    round: &Round,
    change: PlanChange,
) -> Result<Changed, Fault<PlanFault>> {
    let old = &round.document;
    let document = match change {
        PlanChange::Basics(basics) => return with_basics(act, round, basics).await,
        PlanChange::Definition(index, sample) => {
            let unfit = |fault| refused(PlanFault::Definition(DefinitionEditFault::Definition(fault)));
            Method::new(&round.form, &index).map_err(unfit)?;
            RoundDocument { index, definition: None, sample, ..old.clone() }
        }
        PlanChange::SharedDefinition(name, sample) => {
            let versions = definitions::versions(act.on(), &name.code).await?.into_iter();
            let mut shared = versions.map(|row| row.version).filter(|version| version.title.is_some());
            let version =
                shared.find(|version| version.name == name).ok_or(refused(PlanFault::NoDefinition))?;
            let unfit = |fault| refused(PlanFault::SharedDefinition(fault));
            Method::new(&round.form, &version.definition).map_err(unfit)?;
            RoundDocument { index: version.definition, definition: Some(name), sample, ..old.clone() }
        }
        PlanChange::Places(agencies, areas) => {
            let document = chosen_places(act, old, &agencies, &areas).await?;
            drop_points(act, round, &document).await?;
            document
        }
        PlanChange::Volumes(volumes) => {
            let agencies: Vec<Code> = round.agencies.iter().map(|row| row.agency.code.clone()).collect();
            let document = with_volumes(old, &agencies, volumes);
            let document = document.map_err(|fault| refused(PlanFault::Volumes(fault)))?;
            let planned = Planned::now(act, round).await?;
            if let Some((agency, service_area)) = outside_population(&document, &planned.places) {
                return Err(refused(PlanFault::OutsidePopulation { agency, service_area }));
            }
            document
        }
        PlanChange::Rules(minimum_cell, audience) => {
            if !MINIMUM_CELLS.contains(&minimum_cell) {
                return Err(refused(PlanFault::MinimumCell));
            }
            RoundDocument { minimum_cell, audience, ..old.clone() }
        }
    };
    Ok((document, None))
}

async fn with_basics(
    act: &Act<ManageRounds>,
    round: &Round,
    basics: BasicsCommand,
) -> Result<Changed, Fault<PlanFault>> {
    let (code, version) = &basics.form;
    let stored = forms::published(act.on(), code, *version).await?;
    let stored = stored.ok_or(refused(PlanFault::NoForm))?;
    let form = stored.form()?;
    let BasicsCommand { title, period: (from, to), series, .. } = basics;
    let mut document = RoundDocument { title, from, to, series, ..round.document.clone() };
    if Method::new(&form, &document.index).is_err() {
        // Other scales; the definition begins again.
        (document.index, document.definition) = (first_definition(&form), None);
    }
    document.form = form.code.clone();
    let series = document.series();
    if series != round.document.series() && !may_join(act, series, &document.code).await? {
        return Err(refused(PlanFault::SeriesOutOfReach));
    }
    Ok((document, Some((stored.id, form))))
}

async fn chosen_places(
    act: &Act<ManageRounds>,
    old: &RoundDocument,
    agencies: &[String],
    areas: &[String],
) -> Result<RoundDocument, Fault<PlanFault>> {
    let (from, to) = (old.from, old.to);
    let tree: Vec<Agency> = store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect();
    let within = act.reach().within(&tree);
    let wanted = |codes: &[String], code: &Code| codes.iter().any(|wanted| wanted == code.as_str());
    let chosen = tree.iter().filter(|agency| {
        wanted(agencies, &agency.code) && agency.exists_in(from, to) && within.contains(&agency.code)
    });
    let agencies: Vec<Code> = chosen.map(|agency| agency.code.clone()).collect();
    let known = store::service_areas(act.on()).await?.into_iter().map(|row| row.service_area);
    let chosen = known.filter(|area| wanted(areas, &area.code) && area.exists_in(from, to));
    let areas: Vec<Code> = chosen.map(|area| area.code).collect();
    if agencies.is_empty() {
        return Err(refused(PlanFault::NoAgencies));
    }
    if areas.is_empty() {
        return Err(refused(PlanFault::NoServiceAreas));
    }
    Ok(with_places(old, agencies, areas))
}
