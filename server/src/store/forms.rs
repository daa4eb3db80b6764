//! Form versions. What is stored of one never changes.

use super::{Error, Result, inserted, sql};
use domain::{Code, form::Form};
use sea_orm::{ConnectionTrait, QueryResult, Value};

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
    let text = format!(
        "SELECT {COLUMNS} FROM form_version WHERE code = $1 AND state = 'published' ORDER BY version DESC LIMIT 1"
    );
    let found = connection.query_one_raw(sql(connection, &text, [code.as_str().into()])).await?;
    read(&found.ok_or_else(|| Error::NotFound(format!("the form {code}")))?)
}

/// The codes of all forms.
pub async fn codes(connection: &impl ConnectionTrait) -> Result<Vec<Code>> {
    let text = "SELECT DISTINCT code FROM form_version ORDER BY code";
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    rows.iter().map(|row| row.try_get::<String>("", "code")?.parse().map_err(Error::damaged)).collect()
}

/// A version by its key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<StoredForm> {
    let text = format!("SELECT {COLUMNS} FROM form_version WHERE id = $1");
    let found = connection.query_one_raw(sql(connection, &text, [id.into()])).await?;
    read(&found.ok_or_else(|| Error::NotFound(format!("the form version {id}")))?)
}

/// Every version of a form, newest first, drafts too.
pub async fn versions(connection: &impl ConnectionTrait, code: &Code) -> Result<Vec<StoredForm>> {
    let text = format!("SELECT {COLUMNS} FROM form_version WHERE code = $1 ORDER BY version DESC");
    let found = connection.query_all_raw(sql(connection, &text, [code.as_str().into()])).await?;
    found.iter().map(read).collect()
}

/// Every draft with the code of its form.
pub async fn drafts(connection: &impl ConnectionTrait) -> Result<Vec<(Code, StoredForm)>> {
    let text =
        format!("SELECT code, {COLUMNS} FROM form_version WHERE state = 'draft' ORDER BY code, version");
    let found = connection.query_all_raw(sql(connection, &text, [])).await?;
    let coded = |row| {
        let code = QueryResult::try_get::<String>(row, "", "code")?.parse().map_err(Error::damaged)?;
        Ok((code, read(row)?))
    };
    found.iter().map(coded).collect()
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
    let text = format!("SELECT {COLUMNS} FROM form_version WHERE code = $1 AND digest = $2");
    let values = [code.as_str().into(), digest.into()];
    connection.query_one_raw(sql(connection, &text, values)).await?.as_ref().map(read).transpose()
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
    let text = "INSERT INTO form_version (code, version, digest, document, state, same_as, author)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    let values: [Value; 7] = [
        code.as_str().into(),
        version.into(),
        digest.into(),
        document.into(),
        if about.draft { "draft" } else { "published" }.into(),
        about.same_as.into(),
        about.author.into(),
    ];
    by_id(connection, inserted(connection, text, values).await?).await
}

const COLUMNS: &str = "id, version, document, state, same_as, author";

fn read(row: &QueryResult) -> Result<StoredForm> {
    let id = row.try_get("", "id")?;
    Ok(StoredForm {
        id,
        version: row.try_get("", "version")?,
        document: row.try_get("", "document")?,
        published: row.try_get::<String>("", "state")? == "published",
        root: row.try_get::<Option<i64>>("", "same_as")?.unwrap_or(id),
        author: row.try_get("", "author")?,
    })
}
