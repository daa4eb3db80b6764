//! Service areas.

use super::{Error, Result, entities::service_area, optional_name, sql};
use domain::{Code, Day, ServiceArea};
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
    let day = |text: Option<String>| text.map(|t| t.parse::<Day>()).transpose().map_err(Error::damaged);
    models
        .into_iter()
        .map(|m| {
            let service_area = ServiceArea {
                code: m.code.parse().map_err(Error::damaged)?,
                name: m.name.parse().map_err(Error::damaged)?,
                name_en: optional_name(m.name_en)?,
                valid_from: day(m.valid_from)?,
                valid_to: day(m.valid_to)?,
            };
            Ok(ServiceAreaRow { id: m.id, service_area })
        })
        .collect()
}

/// Adds service areas and updates those whose code is known.
pub async fn save_service_areas(connection: &impl ConnectionTrait, areas: &[ServiceArea]) -> Result<()> {
    use service_area::Column;
    let mut update = OnConflict::column(Column::Code);
    let update = update.update_columns([Column::Name, Column::NameEn, Column::ValidFrom, Column::ValidTo]);
    let update = update.to_owned();
    for chunk in areas.chunks(500) {
        let models = chunk.iter().map(|a| service_area::ActiveModel {
            code: Set(a.code.to_string()),
            name: Set(a.name.to_string()),
            name_en: Set(a.name_en.as_ref().map(ToString::to_string)),
            valid_from: Set(a.valid_from.map(|d| d.to_string())),
            valid_to: Set(a.valid_to.map(|d| d.to_string())),
            ..Default::default()
        });
        service_area::Entity::insert_many(models)
            .on_conflict(update.clone())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// Whether rounds, their points or procedures name a service area.
pub(super) async fn service_area_is_used(connection: &impl ConnectionTrait, code: &Code) -> Result<bool> {
    let text = "SELECT 1 AS one FROM service_area a WHERE a.code = $1 AND (
        EXISTS (SELECT 1 FROM collection_point p WHERE p.service_area_id = a.id)
        OR EXISTS (SELECT 1 FROM service_procedure p WHERE p.service_area_id = a.id)
        OR EXISTS (SELECT 1 FROM round_service_area r WHERE r.service_area_id = a.id))";
    Ok(connection.query_one_raw(sql(connection, text, [code.as_str().into()])).await?.is_some())
}

/// Takes out a service area that nothing names.
pub(super) async fn remove_service_area(connection: &impl ConnectionTrait, code: &Code) -> Result<()> {
    let text = "DELETE FROM service_area WHERE code = $1";
    connection.execute_raw(sql(connection, text, [code.as_str().into()])).await?;
    Ok(())
}
