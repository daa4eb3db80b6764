//! The steps of a plan. Once a round has been opened, what its answers rest on stays as it is.

use super::{Planned, differences, points::drop_points, reached, revision_token, series::may_join, unfit};
use crate::{
    acts::{Act, Done, Fault, ManageRounds},
    store::{self, Round, definitions, forms, rounds},
};
use domain::{
    Agency, Audience, Code, Day, RoundDocument, RoundFault, Sample, Text,
    index::{Definition, DefinitionFault, DefinitionName, Method},
    plan::{
        MINIMUM_CELLS, OpeningFault, Volumes, VolumesFault, first_definition, outside_population,
        with_places, with_volumes,
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
    /// The form, and the number of a published version of it.
    pub form: Option<(Code, Option<i32>)>,
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

/// Why a plan is not changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanRefusal {
    /// The round has been opened.
    #[error("the round has been opened; its plan stays as it is")]
    Opened,
    /// There is no such published form.
    #[error("form: there is no such published version")]
    NoForm,
    /// The series has rounds of agencies out of reach.
    #[error("series: it has rounds out of reach")]
    SeriesOutOfReach,
    /// No agency is left.
    #[error("agencies: none is left")]
    NoAgencies,
    /// No service area is left.
    #[error("service_areas: none is left")]
    NoServiceAreas,
    /// The definition does not fit the form.
    #[error(transparent)]
    Definition(#[from] DefinitionFault),
    /// There is no such version of a definition.
    #[error("definition: there is no such version")]
    NoDefinition,
    /// The definition that was chosen does not fit the form.
    #[error(transparent)]
    SharedDefinition(DefinitionFault),
    /// Volumes cannot be populations.
    #[error(transparent)]
    Volumes(#[from] VolumesFault),
    /// A point lies outside the target population.
    #[error(transparent)]
    Outside(OpeningFault),
    /// Not among those that may be chosen.
    #[error(transparent)]
    MinimumCell(OpeningFault),
    /// The document is refused as a whole.
    #[error(transparent)]
    Document(#[from] RoundFault),
    /// It could not be interpreted.
    #[error("{0}")]
    Unfit(String),
}

impl From<PlanRefusal> for Fault<PlanRefusal> {
    fn from(refusal: PlanRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Changes a step of a plan.
pub async fn change_plan(
    act: Act<ManageRounds>,
    round: i64,
    revision: &str,
    change: PlanChange,
) -> Result<Done, Fault<PlanRefusal>> {
    let round = reached(&act, round).await?;
    if round.stage.is_locked() {
        return Err(PlanRefusal::Opened.into());
    }
    if revision_token(&round) != revision {
        return Err(Fault::ChangedMeanwhile);
    }
    let step = change.as_str();
    let (document, form_version) = changed(&act, &round, change).await?;
    document.check().map_err(PlanRefusal::from)?;
    rounds::save(act.on(), round.id, &document, form_version).await?;
    if let Some(why) = unfit(&act, round.id).await? {
        return Err(PlanRefusal::Unfit(why).into());
    }
    let mut details = differences(&round.document, &document)?;
    details.insert("step".to_owned(), json!(step));
    Ok(act.done("round.change", document.code.as_str(), "", Value::Object(details)).await?)
}

async fn changed(
    act: &Act<ManageRounds>,
    round: &Round,
    change: PlanChange,
) -> Result<(RoundDocument, Option<i64>), Fault<PlanRefusal>> {
    let old = &round.document;
    let document = match change {
        PlanChange::Basics(basics) => return with_basics(act, round, basics).await,
        PlanChange::Definition(index, sample) => {
            Method::new(&round.form, &index).map_err(PlanRefusal::from)?;
            RoundDocument { index, definition: None, sample, ..old.clone() }
        }
        PlanChange::SharedDefinition(name, sample) => {
            let versions = definitions::versions(act.on(), &name.code).await?.into_iter();
            let mut shared = versions.map(|row| row.version).filter(|version| version.title.is_some());
            let version = shared.find(|version| version.name == name).ok_or(PlanRefusal::NoDefinition)?;
            Method::new(&round.form, &version.definition).map_err(PlanRefusal::SharedDefinition)?;
            RoundDocument { index: version.definition, definition: Some(name), sample, ..old.clone() }
        }
        PlanChange::Places(agencies, areas) => {
            let document = chosen_places(act, old, &agencies, &areas).await?;
            drop_points(act, round, &document).await?;
            document
        }
        PlanChange::Volumes(volumes) => {
            let agencies: Vec<Code> = round.agencies.iter().map(|row| row.agency.code.clone()).collect();
            let document = with_volumes(old, &agencies, volumes).map_err(PlanRefusal::from)?;
            let planned = Planned::of(act, round).await?;
            if let Some(fault) = outside_population(&document, &planned.places) {
                return Err(PlanRefusal::Outside(fault).into());
            }
            document
        }
        PlanChange::Rules(minimum_cell, audience) => {
            if !MINIMUM_CELLS.contains(&minimum_cell) {
                return Err(PlanRefusal::MinimumCell(OpeningFault::MinimumCell(minimum_cell)).into());
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
) -> Result<(RoundDocument, Option<i64>), Fault<PlanRefusal>> {
    let stored = match &basics.form {
        Some((code, version)) => forms::published(act.on(), code, *version).await?,
        None => None,
    };
    let stored = stored.ok_or(PlanRefusal::NoForm)?;
    let form = stored.form()?;
    let BasicsCommand { title, period: (from, to), series, .. } = basics;
    let mut document = RoundDocument { title, from, to, series, ..round.document.clone() };
    if Method::new(&form, &document.index).is_err() {
        // Other scales; the definition begins again.
        (document.index, document.definition) = (first_definition(&form), None);
    }
    document.form = form.code;
    let series = document.series();
    if series != round.document.series() && !may_join(act, series, &document.code).await? {
        return Err(PlanRefusal::SeriesOutOfReach.into());
    }
    Ok((document, Some(stored.id)))
}

async fn chosen_places(
    act: &Act<ManageRounds>,
    old: &RoundDocument,
    agencies: &[String],
    areas: &[String],
) -> Result<RoundDocument, Fault<PlanRefusal>> {
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
        return Err(PlanRefusal::NoAgencies.into());
    }
    if areas.is_empty() {
        return Err(PlanRefusal::NoServiceAreas.into());
    }
    Ok(with_places(old, agencies, areas))
}
