//! Index definitions that rounds share.

use super::{Act, Done, ManageForms};
use crate::store::{self, definitions};
use domain::index::{DefinitionDocument, DefinitionName};
use serde_json::Value;

/// Stores a document that was checked as the next version of its definition, or finds the version that already says the same.
pub async fn save_definition(
    act: Act<ManageForms>,
    document: &DefinitionDocument,
) -> store::Result<(DefinitionName, Done)> {
    let name = definitions::save(act.on(), document).await?;
    let subject = format!("{} {}", name.code, name.version);
    let done = act.done("definition.import", &subject, "", Value::Null).await?;
    Ok((name, done))
}
