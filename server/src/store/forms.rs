//! Form versions. What is stored of one never changes.

use super::{Error, Result, entities::form_version, sql};
use domain::{Code, form::Form};
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
    /// Whether rounds may use it.
    pub published: bool,
    /// The version whose items these are, in other words; itself where there is none.
    pub root: i64,
    /// Who prepared it, where somebody did on a page.
    pub author: Option<String>,
}

impl StoredForm {
    /// The form as it is read.
    pub fn form(&self) -> Result<Form> {
        let document = serde_json::from_str(&self.document).map_err(Error::damaged)?;
        Form::read(&document).map_err(Error::damaged)
    }
}

/// A published version of a form: of this number, or the newest.
pub async fn published(
    connection: &impl ConnectionTrait,
    code: &Code,
    version: Option<i32>,
) -> Result<Option<StoredForm>> {
    let mut versions = versions(connection, code).await?.into_iter().filter(|stored| stored.published);
    Ok(versions.find(|stored| version.is_none_or(|version| stored.version == version)))
}

/// The newest published version of a form.
pub async fn newest(connection: &impl ConnectionTrait, code: &Code) -> Result<StoredForm> {
    let found = form_version::Entity::find()
        .filter(form_version::Column::Code.eq(code.as_str()))
        .filter(form_version::Column::State.eq("published"))
        .order_by_desc(form_version::Column::Version)
        .one(connection)
        .await?;
    found.map(stored).ok_or_else(|| Error::NotFound(format!("the form {code}")))
}

/// The codes of all forms.
pub async fn codes(connection: &impl ConnectionTrait) -> Result<Vec<Code>> {
    let text = "SELECT DISTINCT code FROM form_version ORDER BY code";
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    rows.iter().map(|row| row.try_get::<String>("", "code")?.parse().map_err(Error::damaged)).collect()
}

/// A version by its key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<StoredForm> {
    let found = form_version::Entity::find_by_id(id).one(connection).await?;
    found.map(stored).ok_or_else(|| Error::NotFound(format!("the form version {id}")))
}

/// Every version of a form, newest first, drafts too.
pub async fn versions(connection: &impl ConnectionTrait, code: &Code) -> Result<Vec<StoredForm>> {
    let found = form_version::Entity::find()
        .filter(form_version::Column::Code.eq(code.as_str()))
        .order_by_desc(form_version::Column::Version)
        .all(connection)
        .await?;
    Ok(found.into_iter().map(stored).collect())
}

/// What is known of a version beside its document.
#[derive(Debug, Clone, Default)]
pub struct About<'a> {
    /// Whether somebody else has to agree first.
    pub draft: bool,
    /// The version whose items these are, in other words.
    pub same_as: Option<i64>,
    /// Who prepared it.
    pub author: Option<&'a str>,
}

/// Publishes a draft.
pub async fn publish(connection: &impl ConnectionTrait, id: i64) -> Result<()> {
    let text = "UPDATE form_version SET state = 'published' WHERE id = $1 AND state = 'draft'";
    match connection.execute_raw(sql(connection, text, [id.into()])).await?.rows_affected() {
        0 => Err(Error::NotFound("the draft".to_owned())),
        _ => Ok(()),
    }
}

/// Takes out a draft.
pub async fn discard(connection: &impl ConnectionTrait, id: i64) -> Result<()> {
    let text = "DELETE FROM form_version WHERE id = $1 AND state = 'draft'";
    match connection.execute_raw(sql(connection, text, [id.into()])).await?.rows_affected() {
        0 => Err(Error::NotFound("the draft".to_owned())),
        _ => Ok(()),
    }
}

/// The version that says just this.
pub async fn of_digest(
    connection: &impl ConnectionTrait,
    code: &Code,
    digest: &str,
) -> Result<Option<StoredForm>> {
    let found = form_version::Entity::find()
        .filter(form_version::Column::Code.eq(code.as_str()))
        .filter(form_version::Column::Digest.eq(digest))
        .one(connection)
        .await?;
    Ok(found.map(stored))
}

/// Stores a document as the next version of its form, or finds the version that already says the same.
pub async fn save(
    connection: &impl ConnectionTrait,
    code: &Code,
    digest: &str,
    document: &str,
    about: &About<'_>,
) -> Result<StoredForm> {
    if let Some(same) = of_digest(connection, code, digest).await? {
        return Ok(same);
    }
    let version = versions(connection, code).await?.first().map_or(1, |newest| newest.version + 1);
    let model = form_version::ActiveModel {
        code: Set(code.to_string()),
        version: Set(version),
        digest: Set(digest.to_owned()),
        document: Set(document.to_owned()),
        state: Set(if about.draft { "draft" } else { "published" }.to_owned()),
        same_as: Set(about.same_as),
        author: Set(about.author.map(str::to_owned)),
        ..Default::default()
    };
    let id = form_version::Entity::insert(model).exec(connection).await?.last_insert_id;
    by_id(connection, id).await
}

fn stored(model: form_version::Model) -> StoredForm {
    StoredForm {
        id: model.id,
        version: model.version,
        document: model.document,
        published: model.state == "published",
        root: model.same_as.unwrap_or(model.id),
        author: model.author,
    }
}
