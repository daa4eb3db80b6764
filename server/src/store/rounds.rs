//! Rounds, each with everything that interprets its answers: form version, method, lists, design.

use super::{
    AgencyRow, Error, Result, ServiceAreaRow, agencies, blocks, definitions, forms, forms::StoredForm,
    inserted, references, service_areas, sql,
};
use domain::{
    Audience, Block, Code, Day, Locale, RoundDocument, RoundState, Stage, Text, UnfitReason,
    form::Form,
    index::{Design, Method},
    interpret, sort_by_name,
};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use std::collections::HashMap;

/// A round, ready to accept and interpret answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Database key.
    pub id: i64,
    /// How far it has been brought.
    pub stage: Stage,
    /// The plan, with its lists of agencies and service areas resolved.
    pub document: RoundDocument,
    /// The pinned form.
    pub form: Form,
    /// Its version number.
    pub form_version: i32,
    /// The version whose items it has, in other words; numbers over the same root can be compared.
    pub form_root: i64,
    /// The checked index definition.
    pub method: Method,
    /// The title of that definition, where it has one.
    pub definition_title: Option<Text>,
    /// Agencies taking part, in the order of the plan until they are brought into another.
    pub agencies: Vec<AgencyRow>,
    /// The blocks of its agencies, in the order of the plan.
    pub blocks: Vec<Block>,
    /// Service areas, likewise.
    pub service_areas: Vec<ServiceAreaRow>,
    /// The sampling design.
    pub design: Design,
}

/// The round of a code.
pub async fn by_code(connection: &impl ConnectionTrait, code: &str) -> Result<Round> {
    load(connection, stored_by_code(connection, code).await?).await
}

/// The round of a key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<Round> {
    load(connection, stored_by_id(connection, id).await?).await
}

/// What can be told of a round, also where it cannot be interpreted.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Database key.
    pub id: i64,
    /// How far it has been brought; `None` where that is no stage.
    pub stage: Option<Stage>,
    /// The plan, where it can be read.
    pub document: Option<RoundDocument>,
}

/// The outline of the round of a code.
pub async fn outline(connection: &impl ConnectionTrait, code: &str) -> Result<Outline> {
    let stored = stored_by_code(connection, code).await?;
    let document = serde_json::from_str(&stored.document).ok();
    Ok(Outline { id: stored.id, stage: Stage::from_word(&stored.stage), document })
}

/// The codes of all rounds, oldest first.
pub async fn codes(connection: &impl ConnectionTrait) -> Result<Vec<String>> {
    let rows = connection.query_all_raw(sql(connection, "SELECT code FROM round ORDER BY id", [])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "code")?)).collect()
}

/// The codes of the rounds that have not been opened, newest first.
pub async fn planned_codes(connection: &impl ConnectionTrait) -> Result<Vec<String>> {
    let text = "SELECT code FROM round WHERE stage IN ('plan', 'test') ORDER BY id DESC";
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "code")?)).collect()
}

/// Stores a round with what it refers to and returns its key.
pub async fn add(
    connection: &impl ConnectionTrait,
    document: &RoundDocument,
    form_version_id: i64,
    stage: Stage,
) -> Result<i64> {
    let text = "INSERT INTO round (code, form_version_id, document, stage, definition_id)
        VALUES ($1, $2, $3, $4, $5) RETURNING id";
    let values: [Value; 5] = [
        document.code.as_str().into(),
        form_version_id.into(),
        stored_text(document)?.into(),
        stage.as_str().into(),
        definition_of(connection, document, form_version_id).await?.into(),
    ];
    let added = inserted(connection, text, values).await;
    let id = added.map_err(|error| error.conflict_on(|| format!("the round {}", document.code)))?;
    references::write(connection, id, document).await?;
    Ok(id)
}

/// Changes the plan of a round with what it refers to.
pub async fn save(
    connection: &impl ConnectionTrait,
    id: i64,
    document: &RoundDocument,
    form_version_id: Option<i64>,
) -> Result<()> {
    let form_version_id = match form_version_id {
        Some(given) => given,
        None => stored_by_id(connection, id).await?.form_version_id,
    };
    let definition_id = definition_of(connection, document, form_version_id).await?;
    let text = "UPDATE round SET document = $1, form_version_id = $2, definition_id = $3 WHERE id = $4";
    let values = [stored_text(document)?.into(), form_version_id.into(), definition_id.into(), id.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    definitions::remove_unused(connection).await?;
    references::write(connection, id, document).await
}

/// A plan as it is stored: its index definition is an object of its own.
fn stored_text(document: &RoundDocument) -> Result<String> {
    let mut plan = serde_json::to_value(document).map_err(Error::damaged)?;
    if let Some(keys) = plan.as_object_mut() {
        keys.remove("index");
    }
    Ok(plan.to_string())
}

/// The key of the definition version that a plan has; none where its form has no index.
async fn definition_of(
    connection: &impl ConnectionTrait,
    document: &RoundDocument,
    form_version_id: i64,
) -> Result<Option<i64>> {
    let form = forms::by_id(connection, form_version_id).await?.form()?;
    if !form.has_index() {
        return Ok(None);
    }
    let named = document.definition.as_ref();
    definitions::for_round(connection, named, &document.index).await.map(Some)
}

fn read_form(stored: &StoredForm) -> std::result::Result<Form, UnfitReason> {
    let document = serde_json::from_str(&stored.document);
    let document = document.map_err(|fault| UnfitReason::FormDocument(fault.to_string()))?;
    Ok(Form::read(&document)?)
}

/// Brings a round to a stage.
pub async fn set_stage(connection: &impl ConnectionTrait, id: i64, stage: Stage) -> Result<()> {
    let text = "UPDATE round SET stage = $1 WHERE id = $2";
    connection.execute_raw(sql(connection, text, [stage.as_str().into(), id.into()])).await?;
    Ok(())
}

/// Takes out a round that was only planned; its points must be gone.
pub async fn remove(connection: &impl ConnectionTrait, id: i64) -> Result<()> {
    let text = "DELETE FROM round WHERE id = $1 AND stage IN ('plan', 'test')";
    match connection.execute_raw(sql(connection, text, [id.into()])).await?.rows_affected() {
        0 => Err(Error::NotFound("the plan".to_owned())),
        _ => definitions::remove_unused(connection).await,
    }
}

/// Whether a round has been opened and its results are everybody's, also where it cannot be interpreted.
pub async fn is_public(connection: &impl ConnectionTrait, code: &str) -> Result<bool> {
    let text = "SELECT stage, document FROM round WHERE code = $1";
    let Some(row) = connection.query_one_raw(sql(connection, text, [code.into()])).await? else {
        return Ok(false);
    };
    let (stage, document): (String, String) = (row.try_get("", "stage")?, row.try_get("", "document")?);
    let document = serde_json::from_str(&document);
    let public = document.is_ok_and(|document: RoundDocument| document.audience == Audience::Public);
    Ok(public && matches!(stage.as_str(), "open" | "closed"))
}

/// Holds back others who would publish or import into the round until this transaction ends; answers go on. SQLite has
/// one writer at a time anyway.
pub async fn lock(connection: &impl ConnectionTrait, round_id: i64) -> Result<()> {
    if connection.get_database_backend() == sea_orm::DbBackend::Postgres {
        let text = "SELECT id FROM round WHERE id = $1 FOR NO KEY UPDATE";
        connection.query_one_raw(sql(connection, text, [round_id.into()])).await?;
    }
    Ok(())
}

/// Holds back citizens' answers too, and waits for those that are being written: see [`super::points::open`].
pub async fn lock_out_answers(connection: &impl ConnectionTrait, round_id: i64) -> Result<()> {
    if connection.get_database_backend() == sea_orm::DbBackend::Postgres {
        let text = "SELECT id FROM round WHERE id = $1 FOR UPDATE";
        connection.query_one_raw(sql(connection, text, [round_id.into()])).await?;
    }
    Ok(())
}

/// A round as it is stored.
struct StoredRound {
    id: i64,
    code: String,
    form_version_id: i64,
    document: String,
    stage: String,
    definition_id: Option<i64>,
}

impl StoredRound {
    const COLUMNS: &str = "id, code, form_version_id, document, stage, definition_id";

    fn read(row: &QueryResult) -> Result<Self> {
        Ok(Self {
            id: row.try_get("", "id")?,
            code: row.try_get("", "code")?,
            form_version_id: row.try_get("", "form_version_id")?,
            document: row.try_get("", "document")?,
            stage: row.try_get("", "stage")?,
            definition_id: row.try_get("", "definition_id")?,
        })
    }
}

async fn stored_by_code(connection: &impl ConnectionTrait, code: &str) -> Result<StoredRound> {
    let text = format!("SELECT {} FROM round WHERE code = $1", StoredRound::COLUMNS);
    let found = connection.query_one_raw(sql(connection, &text, [code.into()])).await?;
    StoredRound::read(&found.ok_or_else(|| Error::NotFound(format!("the round {code}")))?)
}

async fn stored_by_id(connection: &impl ConnectionTrait, id: i64) -> Result<StoredRound> {
    let text = format!("SELECT {} FROM round WHERE id = $1", StoredRound::COLUMNS);
    let found = connection.query_one_raw(sql(connection, &text, [id.into()])).await?;
    StoredRound::read(&found.ok_or_else(|| Error::NotFound(format!("the round {id}")))?)
}

/// Whatever is wrong with what is stored of a round makes that round [`Error::Unfit`], and nothing else: whoever goes through
/// all rounds goes on.
async fn load(connection: &impl ConnectionTrait, model: StoredRound) -> Result<Round> {
    let unfit = |why: UnfitReason| Error::Unfit { round: model.code.clone(), why };
    let plan = |fault: serde_json::Error| unfit(UnfitReason::Plan(fault.to_string()));
    let mut document: RoundDocument = serde_json::from_str(&model.document).map_err(plan)?;
    let stored = forms::by_id(connection, model.form_version_id).await?;
    let form = read_form(&stored).map_err(unfit)?;
    let mut definition_title = None;
    if form.has_index() {
        let id = model.definition_id.ok_or_else(|| unfit(UnfitReason::NoDefinition))?;
        let definition = match definitions::by_id(connection, id).await {
            Err(Error::Damaged(fault)) => {
                return Err(unfit(UnfitReason::DefinitionDocument(fault)));
            }
            other => other?.version,
        };
        document.index = definition.definition;
        document.definition = Some(definition.name);
        definition_title = definition.title;
    }
    let mut known: HashMap<Code, AgencyRow> =
        agencies(connection).await?.into_iter().map(|a| (a.agency.code.clone(), a)).collect();
    let mut known_areas: HashMap<Code, ServiceAreaRow> =
        service_areas(connection).await?.into_iter().map(|a| (a.service_area.code.clone(), a)).collect();
    let (codes, area_codes) = (document.agencies.iter().flatten(), document.service_areas.iter().flatten());
    let mut agencies = codes
        .map(|c| known.remove(c).ok_or_else(|| unfit(UnfitReason::AgencyGone(c.clone()))))
        .collect::<Result<Vec<_>>>()?;
    // Agencies are ranked where they were when the round was opened.
    for row in &mut agencies {
        if let Some(block) = document.blocks.get(&row.agency.code) {
            row.agency.block = Some(block.clone());
        }
    }
    let areas = area_codes
        .map(|c| known_areas.remove(c).ok_or_else(|| unfit(UnfitReason::ServiceAreaGone(c.clone()))))
        .collect::<Result<Vec<_>>>()?;
    let (method, design) = interpret(&document, &form).map_err(unfit)?;
    let mut blocks = blocks(connection).await?;
    let first = |block: &Block| agencies.iter().position(|a| a.agency.block.as_ref() == Some(&block.code));
    blocks.retain(|block| first(block).is_some());
    blocks.sort_by_key(first);
    Ok(Round {
        id: model.id,
        stage: Stage::from_word(&model.stage)
            .ok_or_else(|| unfit(UnfitReason::Stage(model.stage.clone())))?,
        document,
        form,
        form_version: stored.version,
        form_root: stored.root,
        method,
        definition_title,
        agencies,
        blocks,
        service_areas: areas,
        design,
    })
}

impl Round {
    /// The state on a day.
    pub fn state(&self, today: Day) -> RoundState {
        self.document.state(self.stage, today)
    }
    /// The position of an agency in the plan.
    pub fn agency(&self, id: i64) -> Option<usize> {
        self.agencies.iter().position(|a| a.id == id)
    }
    /// With agencies and service areas in the order of their names in a language, as lists show them where no number orders
    /// them.
    #[must_use]
    pub fn in_order_of_names(mut self, locale: &Locale) -> Self {
        sort_by_name(&mut self.agencies, |row| row.agency.name_in(locale));
        sort_by_name(&mut self.service_areas, |row| row.service_area.name_in(locale));
        self
    }
    /// The position of a service area in the plan.
    pub fn service_area(&self, id: i64) -> Option<usize> {
        self.service_areas.iter().position(|a| a.id == id)
    }
}
