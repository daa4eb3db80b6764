//! Blocks, service areas and procedures, one by one.

use super::{Act, Done, Fault, ManageAgencies, revision::unchanged_since};
use crate::store::{self, CatalogTable};
use domain::{
    CatalogFault, CatalogInput, Code, RemovalFault, ServiceArea, Values, changed_values, check_removal,
    read_entry, read_new_entry,
};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};

type EditFault = Fault<Vec<CatalogFault>>;

/// Adds an entry.
pub async fn add_entry<E: CatalogTable>(
    act: Act<ManageAgencies>,
    input: &CatalogInput,
) -> Result<Done, EditFault> {
    let (service_areas, known) = (ServiceArea::all(act.on()).await?, E::all(act.on()).await?);
    let entry = read_new_entry::<E>(input, &service_areas, &known).map_err(Fault::Refused)?;
    entry.save(act.on()).await?;
    Ok(done::<E>(act, "add", entry.code(), [nothing(&entry), entry.values()]).await?)
}

/// Changes the entry whose code the input has, if it still is as it was when somebody began to edit it.
pub async fn change_entry<E: CatalogTable>(
    act: Act<ManageAgencies>,
    input: &CatalogInput,
    revision_token: &str,
) -> Result<Done, EditFault> {
    let old = named::<E>(act.on(), &input.code).await?;
    let service_areas = ServiceArea::all(act.on()).await?;
    let new = read_entry::<E>(input, &service_areas).map_err(Fault::Refused)?;
    unchanged_since(revision_token, &format!("{old:?}"))?;
    new.save(act.on()).await?;
    Ok(done::<E>(act, "change", new.code(), [old.values(), new.values()]).await?)
}

/// Removes an entry that nothing names, once its code has been typed to confirm.
pub async fn remove_entry<E: CatalogTable>(
    act: Act<ManageAgencies>,
    code: &str,
    confirmation: &str,
) -> Result<Done, Fault<RemovalFault>> {
    let entry = named::<E>(act.on(), code).await?;
    let is_used = E::is_used(act.on(), entry.code()).await?;
    check_removal(is_used, entry.code(), confirmation).map_err(Fault::Refused)?;
    E::remove(act.on(), entry.code()).await?;
    Ok(done::<E>(act, "remove", entry.code(), [entry.values(), nothing(&entry)]).await?)
}

/// The entry of a code.
async fn named<E: CatalogTable>(on: &impl ConnectionTrait, code: &str) -> store::Result<E> {
    let found = E::all(on).await?.into_iter().find(|entry| entry.code().as_str() == code);
    found.ok_or_else(|| store::Error::NotFound(format!("the {} {code}", E::WORD)))
}

/// The fields of an entry without anything in them.
fn nothing(entry: &impl CatalogTable) -> Values {
    entry.values().into_iter().map(|(name, _)| (name, String::new())).collect()
}

/// Logs what is different now.
async fn done<E: CatalogTable>(
    act: Act<ManageAgencies>,
    what: &str,
    code: &Code,
    [before, after]: [Values; 2],
) -> store::Result<Done> {
    let changed = changed_values(before, after).into_iter();
    let details: Map<String, Value> =
        changed.map(|(name, old, new)| (name.to_owned(), json!([old, new]))).collect();
    act.done(&format!("{}.{what}", E::WORD), code.as_str(), "", Value::Object(details)).await
}
