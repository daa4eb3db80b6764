//! Form versions. What is stored of one never changes.

use super::{Error, Result, entities::form_version};
use domain::Code;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// A stored form version with its exchange document as it was imported.
#[derive(Debug, Clone)]
pub struct StoredForm {
    /// Database key.
    pub id: i64,
    /// 1, 2, 3, …
    pub version: i32,
    /// The document, to the letter.
    pub document: String,
}

/// The newest version of a form.
pub async fn newest(connection: &impl ConnectionTrait, code: &Code) -> Result<StoredForm> {
    let found = form_version::Entity::find()
        .filter(form_version::Column::Code.eq(code.as_str()))
        .order_by_desc(form_version::Column::Version)
        .one(connection)
        .await?;
    found.map(stored).ok_or_else(|| Error::NotFound(format!("the form {code}")))
}

/// A version by its key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<StoredForm> {
    let found = form_version::Entity::find_by_id(id).one(connection).await?;
    found.map(stored).ok_or_else(|| Error::NotFound(format!("the form version {id}")))
}

/// Stores a document as the next version of its form, or finds the version that already says the same.
pub async fn save(
    connection: &impl ConnectionTrait,
    code: &Code,
    digest: &str,
    document: &str,
) -> Result<StoredForm> {
    let same = form_version::Entity::find()
        .filter(form_version::Column::Code.eq(code.as_str()))
        .filter(form_version::Column::Digest.eq(digest))
        .one(connection)
        .await?;
    if let Some(model) = same {
        return Ok(stored(model));
    }
    let version = match newest(connection, code).await {
        Ok(form) => form.version + 1,
        Err(Error::NotFound(_)) => 1,
        Err(error) => return Err(error),
    };
    let model = form_version::ActiveModel {
        code: Set(code.to_string()),
        version: Set(version),
        digest: Set(digest.to_owned()),
        document: Set(document.to_owned()),
        ..Default::default()
    };
    let id = form_version::Entity::insert(model).exec(connection).await?.last_insert_id;
    Ok(StoredForm { id, version, document: document.to_owned() })
}

fn stored(model: form_version::Model) -> StoredForm {
    StoredForm { id: model.id, version: model.version, document: model.document }
}
