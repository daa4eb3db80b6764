//! Forms that are being written.

use super::{Error, Result, inserted, sql};
use domain::{
    Code, Day,
    form::edit::{Draft, History, Revised},
};
use sea_orm::{ConnectionTrait, QueryResult, Value};

/// A form that somebody is writing.
#[derive(Debug, Clone)]
pub struct StoredDraft {
    /// Database key.
    pub id: i64,
    /// Whose it is.
    pub account_id: i64,
    /// Their name, or their e-mail address where they have told none.
    pub who: String,
    /// The code of the form.
    pub code: Code,
    /// The number of the version that it began from.
    pub from_version: Option<i32>,
    /// When it was last changed.
    pub day: Day,
    /// The document with what was changed of it.
    pub revised: Revised,
}

/// A draft as it is begun.
#[derive(Debug)]
pub struct NewDraft<'a> {
    /// Whose it is.
    pub account_id: i64,
    /// The code of the form.
    pub code: &'a Code,
    /// The key of the version that it begins from.
    pub from_version: Option<i64>,
    /// The document.
    pub draft: &'a Draft,
    /// Today.
    pub day: Day,
}

const SELECT: &str = "SELECT d.id AS id, d.account_id AS account_id, d.code AS code, d.document AS document,
    d.history AS history, d.revision AS revision, d.day AS day, a.name AS name, a.email AS email, v.version AS version
    FROM form_draft d JOIN account a ON a.id = d.account_id LEFT JOIN form_version v ON v.id = d.from_version_id";

/// Every draft, those of the newest day first.
pub async fn all(connection: &impl ConnectionTrait) -> Result<Vec<StoredDraft>> {
    let text = format!("{SELECT} ORDER BY d.day DESC, d.id DESC");
    connection.query_all_raw(sql(connection, &text, [])).await?.iter().map(read).collect()
}

/// A draft by its key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<StoredDraft> {
    let text = format!("{SELECT} WHERE d.id = $1");
    let row = connection.query_one_raw(sql(connection, &text, [id.into()])).await?;
    read(&row.ok_or_else(|| Error::NotFound(format!("the draft {id}")))?)
}

/// The key of an account's draft of a form.
pub async fn of_form(connection: &impl ConnectionTrait, account_id: i64, code: &Code) -> Result<Option<i64>> {
    let text = "SELECT id FROM form_draft WHERE account_id = $1 AND code = $2";
    let values = [account_id.into(), code.as_str().into()];
    let row = connection.query_one_raw(sql(connection, text, values)).await?;
    row.map(|row| Ok(row.try_get("", "id")?)).transpose()
}

/// Stores a new draft; its key.
pub async fn add(connection: &impl ConnectionTrait, new: &NewDraft<'_>) -> Result<i64> {
    let text = "INSERT INTO form_draft (account_id, code, from_version_id, document, history, revision, day)
        VALUES ($1, $2, $3, $4, $5, 0, $6) RETURNING id";
    let history = serde_json::to_string(&History::default()).map_err(Error::damaged)?;
    let values: [Value; 6] = [
        new.account_id.into(),
        new.code.as_str().into(),
        new.from_version.into(),
        new.draft.document().to_string().into(),
        history.into(),
        new.day.to_string().into(),
    ];
    inserted(connection, text, values).await
}

/// Stores what a draft has become.
pub async fn save(connection: &impl ConnectionTrait, id: i64, revised: &Revised, day: Day) -> Result<()> {
    let text = "UPDATE form_draft SET document = $1, history = $2, revision = $3, day = $4 WHERE id = $5";
    let history = serde_json::to_string(&revised.history).map_err(Error::damaged)?;
    let values: [Value; 5] = [
        revised.draft.document().to_string().into(),
        history.into(),
        revised.revision.into(),
        day.to_string().into(),
        id.into(),
    ];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// Takes a draft out.
pub async fn remove(connection: &impl ConnectionTrait, id: i64) -> Result<()> {
    let text = "DELETE FROM form_draft WHERE id = $1";
    connection.execute_raw(sql(connection, text, [id.into()])).await?;
    Ok(())
}

fn read(row: &QueryResult) -> Result<StoredDraft> {
    let (code, document): (String, String) = (row.try_get("", "code")?, row.try_get("", "document")?);
    let (history, day): (String, String) = (row.try_get("", "history")?, row.try_get("", "day")?);
    let (name, email): (String, String) = (row.try_get("", "name")?, row.try_get("", "email")?);
    let document = serde_json::from_str(&document).map_err(Error::damaged)?;
    Ok(StoredDraft {
        id: row.try_get("", "id")?,
        account_id: row.try_get("", "account_id")?,
        who: if name.is_empty() { email } else { name },
        code: code.parse().map_err(Error::damaged)?,
        from_version: row.try_get("", "version")?,
        day: day.parse().map_err(Error::damaged)?,
        revised: Revised {
            draft: Draft::new(document).map_err(Error::damaged)?,
            revision: row.try_get("", "revision")?,
            history: serde_json::from_str(&history).map_err(Error::damaged)?,
        },
    })
}
