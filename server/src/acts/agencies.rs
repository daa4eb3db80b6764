//! Agencies, one by one.

use super::{Act, Done, Fault, ManageAgencies, revision::unchanged_since};
use crate::store::{self, agency_is_used, agency_pasts, agency_tree, blocks, keep_past, save_agencies};
use domain::{
    Agency, AgencyEditFault, AgencyInput, AgencyRules, Code, Day, PastAgency, RemovalFault, changed_values,
    check_removal,
};
use serde_json::{Map, Value, json};

type EditFault = Fault<Vec<AgencyEditFault>>;

/// Adds an agency; returns its code too.
pub async fn add_agency(act: Act<ManageAgencies>, input: &AgencyInput) -> Result<(Code, Done), EditFault> {
    let (agencies, blocks) = (agency_tree(act.on()).await?, blocks(act.on()).await?);
    let rules = AgencyRules { agencies: &agencies, blocks: &blocks, reach: act.reach() };
    let agency = rules.add(input).map_err(Fault::Refused)?;
    save_agencies(act.on(), std::slice::from_ref(&agency)).await?;
    let details = json!({"name": agency.name.as_str()});
    let done = act.done("agency.add", agency.code.as_str(), "", details).await?;
    Ok((agency.code, done))
}

/// An agency of which something is different.
#[derive(Debug)]
pub struct ChangeAgency {
    /// What it is now; its code says which.
    pub input: AgencyInput,
    /// The day from which it is so, as it was typed: then what it was before is kept. Nothing where it always was so.
    pub from_day: String,
    /// Of the agency as it was when somebody began to edit it.
    pub revision_token: String,
    /// Why, for the log.
    pub reason: String,
    /// The local day.
    pub today: Day,
}

/// Changes an agency.
pub async fn change_agency(act: Act<ManageAgencies>, command: ChangeAgency) -> Result<Done, EditFault> {
    let (agencies, blocks) = (agency_tree(act.on()).await?, blocks(act.on()).await?);
    let old = named(&agencies, &command.input.code)?;
    let pasts = agency_pasts(act.on()).await?;
    let kept_until = pasts.iter().filter(|past| past.agency.code == old.code).map(|past| past.until).max();
    let rules = AgencyRules { agencies: &agencies, blocks: &blocks, reach: act.reach() };
    let changed = rules.change(&command.input, &command.from_day, kept_until, command.today);
    let (new, from_day) = changed.map_err(Fault::Refused)?;
    unchanged_since(&command.revision_token, &format!("{old:?}"))?;
    let mut details = difference(old, &new);
    if let Some(day) = from_day {
        keep_past(act.on(), &PastAgency { until: day.plus_days(-1), agency: old.clone() }).await?;
        details.insert("from day".to_owned(), json!(day.to_string()));
    }
    save_agencies(act.on(), std::slice::from_ref(&new)).await?;
    Ok(act.done("agency.change", new.code.as_str(), &command.reason, Value::Object(details)).await?)
}

/// Removes an agency that nothing names, once its code has been typed to confirm.
pub async fn remove_agency(
    act: Act<ManageAgencies>,
    code: &Code,
    confirmation: &str,
) -> Result<Done, Fault<RemovalFault>> {
    let agencies = agency_tree(act.on()).await?;
    let agency = named(&agencies, code.as_str())?;
    let is_used = agency_is_used(act.on(), code).await?;
    check_removal(is_used, code, confirmation).map_err(Fault::Refused)?;
    store::remove_agency(act.on(), code).await?;
    let details = json!({"name": agency.name.as_str()});
    Ok(act.done("agency.remove", code.as_str(), "", details).await?)
}

fn named<'a>(agencies: &'a [Agency], code: &str) -> store::Result<&'a Agency> {
    let found = agencies.iter().find(|agency| agency.code.as_str() == code);
    found.ok_or_else(|| store::Error::NotFound(format!("the agency {code}")))
}

/// What is different, for the log: before and after, by field.
fn difference(old: &Agency, new: &Agency) -> Map<String, Value> {
    let changed = changed_values(old.values(), new.values()).into_iter();
    changed.map(|(name, old, new)| (name.to_owned(), json!([old, new]))).collect()
}
