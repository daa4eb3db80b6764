//! Versions of index definitions. What is stored of one never changes.

use super::{Error, Result, inserted, sql};
use domain::{
    Code,
    index::{
        Definition, DefinitionDocument, DefinitionName, DefinitionVersion, Placement, place_declared,
        place_document,
    },
};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

/// A version with its key.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDefinition {
    /// Database key.
    pub id: i64,
    /// What it says, and under which name.
    pub version: DefinitionVersion,
}

const COLUMNS: &str = "id, code, version, title, document";

/// Every version, oldest first.
pub async fn all(connection: &impl ConnectionTrait) -> Result<Vec<StoredDefinition>> {
    let text = format!("SELECT {COLUMNS} FROM index_definition ORDER BY id");
    connection.query_all_raw(sql(connection, &text, [])).await?.iter().map(read).collect()
}

/// The newest version of every definition, in the order in which these versions were stored.
pub async fn newest_of_each(connection: &impl ConnectionTrait) -> Result<Vec<DefinitionVersion>> {
    let all = all(connection).await?;
    let mut newest: HashMap<Code, i32> = HashMap::new();
    for row in &all {
        let version = newest.entry(row.version.name.code.clone()).or_default();
        *version = (*version).max(row.version.name.version);
    }
    let versions = all.into_iter().map(|row| row.version);
    Ok(versions.filter(|version| newest.get(&version.name.code) == Some(&version.name.version)).collect())
}

/// A version by its key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<StoredDefinition> {
    let text = format!("SELECT {COLUMNS} FROM index_definition WHERE id = $1");
    let row = connection.query_one_raw(sql(connection, &text, [id.into()])).await?;
    read(&row.ok_or_else(|| Error::NotFound(format!("the index definition {id}")))?)
}

/// Every version of a definition, newest first.
pub async fn versions(connection: &impl ConnectionTrait, code: &Code) -> Result<Vec<StoredDefinition>> {
    let text = format!("SELECT {COLUMNS} FROM index_definition WHERE code = $1 ORDER BY version DESC");
    let rows = connection.query_all_raw(sql(connection, &text, [code.as_str().into()])).await?;
    rows.iter().map(read).collect()
}

/// The newest version of a definition.
pub async fn newest(connection: &impl ConnectionTrait, code: &Code) -> Result<StoredDefinition> {
    let found = versions(connection, code).await?.into_iter().next();
    found.ok_or_else(|| Error::NotFound(format!("the index definition {code}")))
}

/// Stores a document as the next version of its definition, or finds the version that already says the same.
pub async fn save(
    connection: &impl ConnectionTrait,
    document: &DefinitionDocument,
) -> Result<DefinitionName> {
    let known: Vec<DefinitionVersion> = all(connection).await?.into_iter().map(|row| row.version).collect();
    match place_document(&known, document) {
        Placement::Known(position) => Ok(known[position].name.clone()),
        Placement::New(name) => {
            let title = serde_json::to_string(&document.title).map_err(Error::damaged)?;
            add(connection, &name, Some(title), &document.index).await?;
            Ok(name)
        }
    }
}

/// The key of the version that a round has which declares this definition; it is made where there is none.
pub(super) async fn for_round(
    connection: &impl ConnectionTrait,
    named: Option<&DefinitionName>,
    declared: &Definition,
) -> Result<i64> {
    let known = all(connection).await?;
    let versions: Vec<DefinitionVersion> = known.iter().map(|row| row.version.clone()).collect();
    match place_declared(&versions, named, declared) {
        Placement::Known(position) => Ok(known[position].id),
        Placement::New(name) => add(connection, &name, None, declared).await,
    }
}

/// Takes out the versions without a title that no round has any more.
pub(super) async fn remove_unused(connection: &impl ConnectionTrait) -> Result<()> {
    let text = "DELETE FROM index_definition WHERE title IS NULL
        AND NOT EXISTS (SELECT 1 FROM round r WHERE r.definition_id = index_definition.id)";
    connection.execute_raw(sql(connection, text, [])).await?;
    Ok(())
}

/// The codes of the rounds that have a version, oldest first.
pub async fn rounds_of(connection: &impl ConnectionTrait, id: i64) -> Result<Vec<String>> {
    let text = "SELECT code FROM round WHERE definition_id = $1 ORDER BY id";
    let rows = connection.query_all_raw(sql(connection, text, [id.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "code")?)).collect()
}

async fn add(
    connection: &impl ConnectionTrait,
    name: &DefinitionName,
    title: Option<String>,
    definition: &Definition,
) -> Result<i64> {
    let text = "INSERT INTO index_definition (code, version, title, document) VALUES ($1, $2, $3, $4)
        RETURNING id";
    let document = serde_json::to_string(definition).map_err(Error::damaged)?;
    let values = [name.code.as_str().into(), name.version.into(), title.into(), document.into()];
    inserted(connection, text, values).await
}

fn read(row: &QueryResult) -> Result<StoredDefinition> {
    let (code, document): (String, String) = (row.try_get("", "code")?, row.try_get("", "document")?);
    let title: Option<String> = row.try_get("", "title")?;
    let name =
        DefinitionName { code: code.parse().map_err(Error::damaged)?, version: row.try_get("", "version")? };
    let title = title.map(|text| serde_json::from_str(&text)).transpose().map_err(Error::damaged)?;
    let definition = serde_json::from_str(&document).map_err(Error::damaged)?;
    Ok(StoredDefinition {
        id: row.try_get("", "id")?,
        version: DefinitionVersion { name, title, definition },
    })
}
