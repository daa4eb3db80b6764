//! `import form`: the document is kept to the letter; the same content imported again is the same version.

use super::{ImportError, without_bom};
use crate::{
    acts::{Act, ManageForms},
    store::{Database, forms},
};
use domain::{Code, form::Form};
use sha2::{Digest, Sha256};

/// A stored form version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVersion {
    /// The form's code.
    pub code: Code,
    /// 1, 2, 3, …
    pub version: i32,
    /// Whether answers to it become an index.
    pub has_index: bool,
}

/// Checks and stores a form document.
pub async fn import_form(database: &Database, bytes: &[u8]) -> Result<StoredVersion, ImportError> {
    let bytes = without_bom(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|_| ImportError::Unreadable("the file is not UTF-8".to_owned()))?;
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|e| ImportError::Unreadable(format!("not JSON: {e}")))?;
    let form = Form::read_new(&value).map_err(|fault| ImportError::Document(fault.to_string()))?;
    let digest = digest(&value);
    let act = Act::<ManageForms>::of_command_line(database).await?;
    let stored = forms::save(act.on(), &form.code, &digest, text, &forms::About::default()).await?;
    // What the command line brings in needs no second person; what waits for one on the pages is not published past them.
    if !stored.published {
        let what =
            format!("{} {} is a draft that waits for a second person's agreement", form.code, stored.version);
        return Err(ImportError::Document(what));
    }
    let subject = format!("{} {}", form.code, stored.version);
    act.done("form.import", &subject, "", serde_json::Value::Null).await?;
    Ok(StoredVersion { has_index: form.has_index(), code: form.code, version: stored.version })
}

/// A digest of the value, whatever its blanks and the order of its keys.
pub(crate) fn digest(value: &serde_json::Value) -> String {
    // serde_json keeps objects sorted by key, so equal values print alike.
    let canonical = value.to_string();
    hex::encode(Sha256::digest(canonical.as_bytes()))
}
