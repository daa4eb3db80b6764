//! `import definition`: the same content imported again is the same version.

use crate::{
    acts::{Act, save_definition},
    import::{ImportError, decoded},
    store::Database,
};
use domain::index::{DefinitionDocument, DefinitionName};

/// Checks and stores the document of an index definition.
pub async fn import_definition(database: &Database, bytes: &[u8]) -> Result<DefinitionName, ImportError> {
    let document: DefinitionDocument = serde_json::from_str(&decoded(bytes)?)
        .map_err(|e| ImportError::Document(format!("not a definition file: {e}")))?;
    document.check().map_err(|fault| ImportError::Document(fault.to_string()))?;
    let act = Act::of_command_line(database).await?;
    let (name, _) = save_definition(act, &document).await?;
    Ok(name)
}
