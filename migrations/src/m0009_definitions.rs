//! Index definitions as versioned objects that rounds share.

use crate::Migration;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, Value};
use serde_json::{Value as Json, value::RawValue};
use std::collections::{BTreeMap, HashMap, HashSet};

pub(crate) struct Definitions;

const UP: &[&str] = &[
    // A version never changes. `title` is a text by language; one that was made of what a round declares in place has none,
    // and goes with the last round that has it.
    "CREATE TABLE index_definition (
        id {serial},
        code TEXT NOT NULL,
        version INTEGER NOT NULL,
        title TEXT,
        document TEXT NOT NULL,
        CONSTRAINT index_definition_number UNIQUE (code, version))",
    // None where the form has no index.
    "ALTER TABLE round ADD COLUMN definition_id BIGINT CONSTRAINT round_definition REFERENCES index_definition (id)",
    "CREATE INDEX round_of_definition ON round (definition_id)",
];

#[async_trait::async_trait]
impl Migration for Definitions {
    fn name(&self) -> &'static str {
        "m0009_definitions"
    }

    async fn up(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        crate::execute(transaction, UP).await?;
        fill(transaction).await
    }
}

/// Moves what rounds declare out of their documents, equal declarations into one definition. The text is moved to the letter:
/// a weight that is read and printed again may end in another digit. A round whose document cannot be read stays as it is, and
/// is reported as broken by whoever loads it.
async fn fill(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    let run = async |text: &str, values: Vec<Value>| {
        connection.execute_raw(Statement::from_sql_and_values(backend, text, values)).await
    };
    let forms = Statement::from_string(backend, "SELECT id, document FROM form_version");
    let mut with_index = HashSet::new();
    for row in connection.query_all_raw(forms).await? {
        let (form, document): (i64, String) = (row.try_get("", "id")?, row.try_get("", "document")?);
        let document: Json = serde_json::from_str(&document).unwrap_or_default();
        if has_items(&document["contents"]) {
            with_index.insert(form);
        }
    }
    // What stands for how often a code was taken, and the definition of each declaration.
    let mut codes: HashMap<String, u32> = HashMap::new();
    let mut made: Vec<(Json, i64)> = Vec::new();
    let rounds =
        Statement::from_string(backend, "SELECT id, form_version_id, document FROM round ORDER BY id");
    for row in connection.query_all_raw(rounds).await? {
        let (round, form): (i64, i64) = (row.try_get("", "id")?, row.try_get("", "form_version_id")?);
        let document: String = row.try_get("", "document")?;
        let Ok(mut document) = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(&document) else {
            continue;
        };
        let Some(declared) = document.remove("index") else { continue };
        let content: Json = serde_json::from_str(declared.get()).unwrap_or_default();
        let Some(base) = code_of(&content) else { continue };
        let mut definition = None;
        if with_index.contains(&form) {
            let known = made.iter().find(|(known, _)| *known == content);
            definition = match known {
                Some((_, id)) => Some(*id),
                None => {
                    let nth = codes.entry(base.clone()).or_default();
                    *nth += 1;
                    let code = if *nth == 1 { base } else { format!("{base}-{nth}") };
                    let text = "INSERT INTO index_definition (code, version, document) VALUES ($1, 1, $2)";
                    run(text, vec![code.as_str().into(), declared.get().into()]).await?;
                    let text = "SELECT id FROM index_definition WHERE code = $1";
                    let of_code = Statement::from_sql_and_values(backend, text, [code.into()]);
                    let row = connection.query_one_raw(of_code).await?;
                    let id: Option<i64> = row.map(|row| row.try_get("", "id")).transpose()?;
                    made.extend(id.map(|id| (content, id)));
                    id
                }
            };
        }
        let rest = serde_json::to_string(&document).map_err(|error| DbErr::Custom(error.to_string()))?;
        let text = "UPDATE round SET document = $1, definition_id = $2 WHERE id = $3";
        run(text, vec![rest.into(), definition.into(), round.into()]).await?;
    }
    Ok(())
}

/// Whether there are items anywhere beneath the contents of a form.
fn has_items(value: &Json) -> bool {
    match value {
        Json::Array(parts) => parts.iter().any(has_items),
        Json::Object(parts) => parts.iter().any(|(key, part)| match part {
            Json::Array(items) if key == "items" => !items.is_empty(),
            part => has_items(part),
        }),
        _ => false,
    }
}

/// The code of a definition made of scoring and aggregation; `None` where this is no definition.
fn code_of(content: &Json) -> Option<String> {
    let word = |key: &str, known: &[&str]| content[key].as_str().filter(|word| known.contains(word));
    let scoring = word("scoring", &["top2", "mean_max", "mean_range", "points"])?;
    let aggregation = word("aggregation", &["pooled", "items", "factors", "weights"])?;
    let known = ["scoring", "aggregation", "weights", "points"];
    let fits = content.as_object()?.keys().all(|key| known.contains(&key.as_str()));
    fits.then(|| format!("{scoring}-{aggregation}"))
}
