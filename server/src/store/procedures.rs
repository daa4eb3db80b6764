//! Administrative procedures by their national codes.

use super::{Error, Result, name, optional_name, sql};
use domain::{Code, Day, Name, Procedure};
use sea_orm::{ConnectionTrait, Value};

/// Every procedure, by code.
pub async fn procedures(connection: &impl ConnectionTrait) -> Result<Vec<Procedure>> {
    let text = "SELECT p.code AS code, p.name AS name, p.name_en AS name_en, a.code AS area,
            p.valid_from AS valid_from, p.valid_to AS valid_to
        FROM service_procedure p JOIN service_area a ON a.id = p.service_area_id ORDER BY p.code";
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    rows.iter()
        .map(|row| {
            let code = |name: &str| row.try_get::<String>("", name)?.parse::<Code>().map_err(Error::damaged);
            let day = |name: &str| {
                let text: Option<String> = row.try_get("", name)?;
                text.map(|text| text.parse::<Day>()).transpose().map_err(Error::damaged)
            };
            Ok(Procedure {
                code: code("code")?,
                name: name(row)?,
                name_en: optional_name(row, "name_en")?,
                service_area: code("area")?,
                valid_from: day("valid_from")?,
                valid_to: day("valid_to")?,
            })
        })
        .collect()
}

/// Adds a procedure or updates the one of its code.
pub async fn save_procedure(connection: &impl ConnectionTrait, procedure: &Procedure) -> Result<()> {
    let text = "INSERT INTO service_procedure (code, name, name_en, service_area_id, valid_from, valid_to)
        SELECT $1, $2, $3, id, $4, $5 FROM service_area WHERE code = $6
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
            service_area_id = excluded.service_area_id, valid_from = excluded.valid_from,
            valid_to = excluded.valid_to";
    let values: [Value; 6] = [
        procedure.code.as_str().into(),
        procedure.name.as_str().into(),
        procedure.name_en.as_ref().map(Name::as_str).into(),
        procedure.valid_from.map(|day| day.to_string()).into(),
        procedure.valid_to.map(|day| day.to_string()).into(),
        procedure.service_area.as_str().into(),
    ];
    match connection.execute_raw(sql(connection, text, values)).await?.rows_affected() {
        0 => Err(Error::NotFound(format!("the service area {}", procedure.service_area))),
        _ => Ok(()),
    }
}

/// Takes out a procedure.
pub(super) async fn remove_procedure(connection: &impl ConnectionTrait, code: &Code) -> Result<()> {
    let text = "DELETE FROM service_procedure WHERE code = $1";
    connection.execute_raw(sql(connection, text, [code.as_str().into()])).await?;
    Ok(())
}
