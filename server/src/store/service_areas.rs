//! Service areas.

use super::{Error, Result, name, optional_day, optional_name, rows_of, runs, sql};
use domain::{Code, Name, ServiceArea};
use sea_orm::{ConnectionTrait, Value};

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
    let text = "SELECT id, code, name, name_en, valid_from, valid_to FROM service_area ORDER BY id";
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    rows.iter()
        .map(|row| {
            let service_area = ServiceArea {
                code: row.try_get::<String>("", "code")?.parse().map_err(Error::damaged)?,
                name: name(row)?,
                name_en: optional_name(row, "name_en")?,
                valid_from: optional_day(row, "valid_from")?,
                valid_to: optional_day(row, "valid_to")?,
            };
            Ok(ServiceAreaRow { id: row.try_get("", "id")?, service_area })
        })
        .collect()
}

/// Adds service areas and updates those whose code is known.
pub async fn save_service_areas(connection: &impl ConnectionTrait, areas: &[ServiceArea]) -> Result<()> {
    for run in runs(areas, 256) {
        let text = format!(
            "INSERT INTO service_area (code, name, name_en, valid_from, valid_to) VALUES {}
             ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
                valid_from = excluded.valid_from, valid_to = excluded.valid_to",
            rows_of(connection, run.len(), 5)
        );
        let values = run.iter().flat_map(|area| -> [Value; 5] {
            [
                area.code.as_str().into(),
                area.name.as_str().into(),
                area.name_en.as_ref().map(Name::as_str).into(),
                area.valid_from.map(|day| day.to_string()).into(),
                area.valid_to.map(|day| day.to_string()).into(),
            ]
        });
        connection.execute_raw(sql(connection, &text, values)).await?;
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
