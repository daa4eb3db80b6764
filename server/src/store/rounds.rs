//! Rounds, each with everything that interprets its answers: form version, method, lists, design.

use super::{
    AgencyRow, Error, Result, ServiceAreaRow, agencies, blocks, entities::round, forms, service_areas,
};
use domain::{
    Block, Code, RoundDocument,
    form::Form,
    index::{Design, Method},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// A round, ready to accept and interpret answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Database key.
    pub id: i64,
    /// The plan, with its lists of agencies and service areas resolved.
    pub document: RoundDocument,
    /// The pinned form.
    pub form: Form,
    /// Its version number.
    pub form_version: i32,
    /// The checked index definition.
    pub method: Method,
    /// Agencies taking part, in the order of the plan.
    pub agencies: Vec<AgencyRow>,
    /// The blocks of its agencies, in the order of the plan.
    pub blocks: Vec<Block>,
    /// Service areas, in the order of the plan.
    pub service_areas: Vec<ServiceAreaRow>,
    /// The sampling design.
    pub design: Design,
}

/// The round of a code.
pub async fn by_code(connection: &impl ConnectionTrait, code: &str) -> Result<Round> {
    let found = round::Entity::find().filter(round::Column::Code.eq(code)).one(connection).await?;
    load(connection, found.ok_or_else(|| Error::NotFound(format!("the round {code}")))?).await
}

/// The round of a key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<Round> {
    let found = round::Entity::find_by_id(id).one(connection).await?;
    load(connection, found.ok_or_else(|| Error::NotFound(format!("the round {id}")))?).await
}

/// The codes of all rounds, oldest first.
pub async fn codes(connection: &impl ConnectionTrait) -> Result<Vec<String>> {
    let models = round::Entity::find().order_by_asc(round::Column::Id).all(connection).await?;
    Ok(models.into_iter().map(|m| m.code).collect())
}

/// Stores a round and returns its key.
pub async fn add(
    connection: &impl ConnectionTrait,
    document: &RoundDocument,
    form_version_id: i64,
) -> Result<i64> {
    let model = round::ActiveModel {
        code: Set(document.code.to_string()),
        form_version_id: Set(form_version_id),
        document: Set(serde_json::to_string(document).map_err(Error::damaged)?),
        ..Default::default()
    };
    match round::Entity::insert(model).exec(connection).await.map_err(Error::from) {
        Ok(inserted) => Ok(inserted.last_insert_id),
        Err(Error::Conflict(_)) => Err(Error::Conflict(format!("the round {}", document.code))),
        Err(error) => Err(error),
    }
}

/// Holds back others who would publish or import into the round until this transaction ends; answers go on. SQLite has
/// one writer at a time anyway.
pub async fn lock(connection: &impl ConnectionTrait, round_id: i64) -> Result<()> {
    if connection.get_database_backend() == sea_orm::DbBackend::Postgres {
        let text = "SELECT id FROM round WHERE id = $1 FOR NO KEY UPDATE";
        connection.query_one_raw(super::sql(connection, text, [round_id.into()])).await?;
    }
    Ok(())
}

async fn load(connection: &impl ConnectionTrait, model: round::Model) -> Result<Round> {
    let document: RoundDocument = serde_json::from_str(&model.document).map_err(Error::damaged)?;
    let stored = forms::by_id(connection, model.form_version_id).await?;
    let exchange = serde_json::from_str(&stored.document).map_err(Error::damaged)?;
    let form = Form::read(&exchange).map_err(Error::damaged)?;
    let unfit = |why: String| Error::Unfit { round: model.code.clone(), why };
    let method = Method::new(&form, &document.index).map_err(|fault| unfit(fault.to_string()))?;
    let mut known: HashMap<Code, AgencyRow> =
        agencies(connection).await?.into_iter().map(|a| (a.agency.code.clone(), a)).collect();
    let mut known_areas: HashMap<Code, ServiceAreaRow> =
        service_areas(connection).await?.into_iter().map(|a| (a.service_area.code.clone(), a)).collect();
    let missing = |code: &Code| Error::damaged(format!("round {}: {code} is gone", model.code));
    let (codes, area_codes) = (document.agencies.iter().flatten(), document.service_areas.iter().flatten());
    let agencies = codes.map(|c| known.remove(c).ok_or_else(|| missing(c))).collect::<Result<Vec<_>>>()?;
    let areas =
        area_codes.map(|c| known_areas.remove(c).ok_or_else(|| missing(c))).collect::<Result<Vec<_>>>()?;
    let design = document
        .design(document.agencies.as_deref().unwrap_or(&[]), document.service_areas.as_deref().unwrap_or(&[]))
        .map_err(|fault| unfit(fault.to_string()))?;
    let mut blocks = blocks(connection).await?;
    let first = |block: &Block| agencies.iter().position(|a| a.agency.block.as_ref() == Some(&block.code));
    blocks.retain(|block| first(block).is_some());
    blocks.sort_by_key(first);
    Ok(Round {
        id: model.id,
        document,
        form,
        form_version: stored.version,
        method,
        agencies,
        blocks,
        service_areas: areas,
        design,
    })
}

impl Round {
    /// The position of an agency in the plan.
    pub fn agency(&self, id: i64) -> Option<usize> {
        self.agencies.iter().position(|a| a.id == id)
    }
    /// The position of a service area in the plan.
    pub fn service_area(&self, id: i64) -> Option<usize> {
        self.service_areas.iter().position(|a| a.id == id)
    }
}
