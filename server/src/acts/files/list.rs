//! Files of lists: agencies, reorganisations, service areas, procedures.

use crate::{
    acts::{
        Act, Done, Fault, ManageAgencies,
        revision::{revision_token, unchanged_since},
    },
    import::{Lines, ListFile, ReadFile, SheetName, parse},
    store::{self, Database, settings},
};
use domain::import::FileFault;
use sea_orm::ConnectionTrait;
use serde_json::json;

/// What is the same as long as no agency, list, form, round or setting has changed.
pub async fn plans_token(on: &impl ConnectionTrait) -> store::Result<String> {
    Ok(revision_token(&settings::plan_version(on).await?))
}

/// A file that was read by itself.
#[derive(Debug)]
pub struct ImportList<T> {
    /// Its lines.
    pub lines: Lines<T>,
    /// Of what was stored when somebody agreed to the changes; `None` where nobody was asked.
    pub plans_token: Option<String>,
    /// Whether it is stored as it is written, though it may be meant otherwise.
    pub as_written: bool,
    /// Why, for the log.
    pub reason: String,
}

/// Stores what a file changes, all of it or nothing. Returns how many things it names too.
pub async fn import_list<T: ListFile>(
    act: Act<ManageAgencies>,
    command: ImportList<T>,
) -> Result<(usize, Done), Fault<FileFault>> {
    if let Some(token) = command.plans_token {
        unchanged_since(&token, &settings::plan_version(act.on()).await?)?;
    }
    let stored = T::stored(act.on()).await?;
    let changes = T::plan(command.lines, &stored).map_err(Fault::Refused)?;
    if !command.as_written && !changes.doubts.is_empty() {
        return Err(Fault::Refused(FileFault::Doubtful(changes.doubts)));
    }
    T::store(act.on(), &changes, &stored).await?;
    let counts @ [new, changed, same] = changes.counts();
    let details = json!({"new": new, "changed": changed, "same": same});
    let done = act.done(T::ACTION, "", &command.reason, details).await?;
    Ok((counts.iter().sum(), done))
}

/// The same at the machine itself, from the bytes of the file. Tells the sheet that was read of a workbook.
pub async fn import_list_at_command_line<T: ListFile>(
    database: &Database,
    bytes: Vec<u8>,
    as_written: bool,
) -> Result<(usize, Option<SheetName>), Fault<FileFault>> {
    let ReadFile { lines, .. } = parse::<T>(bytes).await?;
    let lines = lines.map_err(Fault::Refused)?;
    let sheet = lines.sheet().cloned();
    let act = Act::of_command_line(database).await?;
    let command = ImportList { lines, plans_token: None, as_written, reason: String::new() };
    Ok((import_list(act, command).await?.0, sheet))
}
