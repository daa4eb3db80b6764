//! Agencies.

use super::{Error, Result, entities::agency};
use domain::{Agency, Code, Day, Level};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, sea_query::OnConflict};

/// An agency with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyRow {
    /// Database key.
    pub id: i64,
    /// The agency.
    pub agency: Agency,
}

/// Every agency, in the order in which they were first imported.
pub async fn agencies(connection: &impl ConnectionTrait) -> Result<Vec<AgencyRow>> {
    let models = agency::Entity::find().order_by_asc(agency::Column::Id).all(connection).await?;
    models.into_iter().map(read).collect()
}

/// Adds agencies and updates those whose code is known.
pub async fn save_agencies(connection: &impl ConnectionTrait, agencies: &[Agency]) -> Result<()> {
    use agency::Column;
    let update = OnConflict::column(Column::Code)
        .update_columns([
            Column::Name,
            Column::NameEn,
            Column::Block,
            Column::Level,
            Column::Parent,
            Column::ValidFrom,
            Column::ValidTo,
        ])
        .to_owned();
    for chunk in agencies.chunks(500) {
        let models = chunk.iter().map(|a| agency::ActiveModel {
            code: Set(a.code.to_string()),
            name: Set(a.name.clone()),
            name_en: Set(a.name_en.clone()),
            block: Set(a.block.as_ref().map(Code::to_string)),
            level: Set(a.level.map(|l| l.as_str().to_owned())),
            parent: Set(a.parent.as_ref().map(Code::to_string)),
            valid_from: Set(a.valid_from.map(|d| d.to_string())),
            valid_to: Set(a.valid_to.map(|d| d.to_string())),
            ..Default::default()
        });
        agency::Entity::insert_many(models)
            .on_conflict(update.clone())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

fn read(model: agency::Model) -> Result<AgencyRow> {
    let code = |text: Option<String>| text.map(|t| t.parse::<Code>()).transpose().map_err(Error::damaged);
    let day = |text: Option<String>| text.map(|t| t.parse::<Day>()).transpose().map_err(Error::damaged);
    let agency = Agency {
        code: model.code.parse().map_err(Error::damaged)?,
        name: model.name,
        name_en: model.name_en,
        block: code(model.block)?,
        level: model.level.as_deref().and_then(Level::from_word),
        parent: code(model.parent)?,
        valid_from: day(model.valid_from)?,
        valid_to: day(model.valid_to)?,
    };
    Ok(AgencyRow { id: model.id, agency })
}
