//! Index definitions that rounds share.

use super::{Act, Done, Fault, ManageForms};
use crate::store::{self, definitions};
use domain::index::{DefinitionDocument, DefinitionEditFault, DefinitionName, DocumentInput};
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

/// Stores the first version of a definition under a code that no other has.
pub async fn add_definition(
    act: Act<ManageForms>,
    input: &DocumentInput,
) -> Result<(DefinitionName, Done), Fault<Vec<DefinitionEditFault>>> {
    let document = input.read().map_err(Fault::Refused)?;
    if !definitions::versions(act.on(), &document.code).await?.is_empty() {
        return Err(Fault::Refused(vec![DefinitionEditFault::CodeTaken]));
    }
    Ok(save_definition(act, &document).await?)
}

/// Stores the next version of the definition whose code the input has.
pub async fn add_definition_version(
    act: Act<ManageForms>,
    input: &DocumentInput,
) -> Result<(DefinitionName, Done), Fault<Vec<DefinitionEditFault>>> {
    let document = input.read().map_err(Fault::Refused)?;
    definitions::newest(act.on(), &document.code).await?;
    Ok(save_definition(act, &document).await?)
}
