//! Service areas.

use super::{Error, Result, entities::service_area};
use domain::ServiceArea;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, sea_query::OnConflict};

/// A service area with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAreaRow {
    /// Database key.
    pub id: i64,
    /// The service area.
    pub service_area: ServiceArea,
}

/// Every service area, in the order in which they were first imported.
pub async fn service_areas(connection: &impl ConnectionTrait) -> Result<Vec<ServiceAreaRow>> {
    let models = service_area::Entity::find().order_by_asc(service_area::Column::Id).all(connection).await?;
    models
        .into_iter()
        .map(|m| {
            let code = m.code.parse().map_err(Error::damaged)?;
            Ok(ServiceAreaRow {
                id: m.id,
                service_area: ServiceArea { code, name: m.name, name_en: m.name_en },
            })
        })
        .collect()
}

/// Adds service areas and updates those whose code is known.
pub async fn save_service_areas(connection: &impl ConnectionTrait, areas: &[ServiceArea]) -> Result<()> {
    use service_area::Column;
    let update = OnConflict::column(Column::Code).update_columns([Column::Name, Column::NameEn]).to_owned();
    for chunk in areas.chunks(500) {
        let models = chunk.iter().map(|a| service_area::ActiveModel {
            code: Set(a.code.to_string()),
            name: Set(a.name.clone()),
            name_en: Set(a.name_en.clone()),
            ..Default::default()
        });
        service_area::Entity::insert_many(models)
            .on_conflict(update.clone())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
