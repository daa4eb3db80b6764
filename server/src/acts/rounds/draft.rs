//! A plan begins: new, or as a copy of an earlier round.

use super::{reached, series::series_of_draft};
use crate::{
    acts::{Act, Done, Fault, ManageRounds},
    store::{self, forms, rounds},
};
use domain::{
    Agency, Code, Day, RoundDocument, ServiceArea, Stage, Text,
    form::Form,
    interpret,
    plan::{CopyRequest, NewRoundFault, copied, draft},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

/// What a plan begins with.
#[derive(Debug, Clone)]
pub struct DraftCommand {
    /// Its code.
    pub code: Code,
    /// Its title.
    pub title: Text,
    /// First and last day.
    pub period: (Day, Day),
}

const OUT_OF_REACH: Fault<NewRoundFault> = Fault::Refused(NewRoundFault::SeriesOutOfReach);

/// Whether another round has a code.
pub async fn is_round_code_taken(connection: &impl ConnectionTrait, code: &Code) -> store::Result<bool> {
    Ok(rounds::codes(connection).await?.iter().any(|known| known == code.as_str()))
}

async fn check_code(act: &Act<ManageRounds>, code: &Code) -> Result<(), Fault<NewRoundFault>> {
    match is_round_code_taken(act.on(), code).await? {
        true => Err(Fault::Refused(NewRoundFault::CodeTaken)),
        false => Ok(()),
    }
}

async fn store_plan(
    act: Act<ManageRounds>,
    document: &RoundDocument,
    (form_version, form): (i64, &Form),
    details: Value,
) -> Result<Done, Fault<NewRoundFault>> {
    interpret(document, form).map_err(|reason| Fault::Refused(NewRoundFault::Unfit(reason)))?;
    rounds::add(act.on(), document, form_version, Stage::Plan).await?;
    Ok(act.done("round.plan", document.code.as_str(), "", details).await?)
}

/// Plans a round over the agencies within reach on a published form version: its code, and its number or the newest.
pub async fn plan_round(
    act: Act<ManageRounds>,
    command: DraftCommand,
    (form, version): (Code, Option<i32>),
) -> Result<Done, Fault<NewRoundFault>> {
    let stored = forms::published(act.on(), &form, version).await?;
    let stored = stored.ok_or(Fault::Refused(NewRoundFault::NoForm))?;
    check_code(&act, &command.code).await?;
    let tree: Vec<Agency> = store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect();
    let within = act.reach().within(&tree);
    let agencies: Vec<Agency> = tree.into_iter().filter(|agency| within.contains(&agency.code)).collect();
    let areas: Vec<ServiceArea> =
        store::service_areas(act.on()).await?.into_iter().map(|row| row.service_area).collect();
    let form = stored.form()?;
    let DraftCommand { code, title, period } = command;
    let document = draft(code, title, period, &form, &agencies, &areas);
    let mut document = document.map_err(|fault| Fault::Refused(NewRoundFault::Draft(fault)))?;
    let series = series_of_draft(&act, &form.code, &document.code).await?;
    // A round that names none belongs to the series of its form.
    document.series = Some(series.ok_or(OUT_OF_REACH)?).filter(|series| *series != form.code);
    let details = json!({"form": form.code.as_str(), "version": stored.version});
    store_plan(act, &document, (stored.id, &form), details).await
}

/// Plans a round like an earlier one, on the newest version of its form.
pub async fn copy_round(
    act: Act<ManageRounds>,
    of: i64,
    command: DraftCommand,
) -> Result<Done, Fault<NewRoundFault>> {
    let old = reached(&act, of).await?;
    check_code(&act, &command.code).await?;
    let agencies: Vec<Agency> = old.agencies.iter().map(|row| row.agency.clone()).collect();
    let areas: Vec<ServiceArea> = old.service_areas.iter().map(|row| row.service_area.clone()).collect();
    let series = series_of_draft(&act, old.document.series(), &command.code).await?;
    let stored = forms::newest(act.on(), &old.document.form).await?;
    let DraftCommand { code, title, period } = command;
    let request = CopyRequest { code, title, period, series: series.ok_or(OUT_OF_REACH)? };
    let form = stored.form()?;
    let document = copied(&old.document, &agencies, &areas, &form, request);
    let document = document.map_err(|fault| Fault::Refused(NewRoundFault::Draft(fault)))?;
    let gone = agencies.len() - document.agencies.iter().flatten().count();
    let details = json!({"of": old.document.code.as_str(), "agencies no longer there": gone});
    store_plan(act, &document, (stored.id, &form), details).await
}
