//! Agencies.

use super::{Error, Result, entities::agency, optional_name, sql};
use domain::{Agency, Code, Day, Level, Name, PastAgency};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, Value, sea_query::OnConflict};

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

/// Every agency without its key.
pub async fn agency_tree(connection: &impl ConnectionTrait) -> Result<Vec<Agency>> {
    Ok(agencies(connection).await?.into_iter().map(|row| row.agency).collect())
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
            name: Set(a.name.to_string()),
            name_en: Set(a.name_en.as_ref().map(ToString::to_string)),
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

/// How agencies were before, the oldest first.
pub async fn agency_pasts(connection: &impl ConnectionTrait) -> Result<Vec<PastAgency>> {
    let text =
        "SELECT p.agency_id AS id, a.code AS code, p.name AS name, p.name_en AS name_en, p.block AS block,
            p.level AS level, p.parent AS parent, p.until AS valid_to, CAST(NULL AS TEXT) AS valid_from
        FROM agency_past p JOIN agency a ON a.id = p.agency_id ORDER BY p.agency_id, p.until";
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    rows.iter()
        .map(|row| {
            let model = agency::Model {
                id: row.try_get("", "id")?,
                code: row.try_get("", "code")?,
                name: row.try_get("", "name")?,
                name_en: row.try_get("", "name_en")?,
                block: row.try_get("", "block")?,
                level: row.try_get("", "level")?,
                parent: row.try_get("", "parent")?,
                valid_from: row.try_get("", "valid_from")?,
                valid_to: row.try_get("", "valid_to")?,
            };
            let mut agency = read(model)?.agency;
            let until = agency.valid_to.take().ok_or_else(|| Error::damaged("a past without an end"))?;
            Ok(PastAgency { until, agency })
        })
        .collect()
}

/// Keeps how an agency was up to a day.
pub async fn keep_past(connection: &impl ConnectionTrait, past: &PastAgency) -> Result<()> {
    let text = "INSERT INTO agency_past (agency_id, until, name, name_en, block, level, parent)
        SELECT id, $1, $2, $3, $4, $5, $6 FROM agency WHERE code = $7
        ON CONFLICT (agency_id, until) DO NOTHING";
    let agency = &past.agency;
    let values: [Value; 7] = [
        past.until.to_string().into(),
        agency.name.as_str().into(),
        agency.name_en.as_ref().map(Name::as_str).into(),
        agency.block.as_ref().map(Code::to_string).into(),
        agency.level.map(|level| level.as_str().to_owned()).into(),
        agency.parent.as_ref().map(Code::to_string).into(),
        agency.code.as_str().into(),
    ];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// Whether rounds, their points, reorganisations, grants or agencies below name an agency.
pub async fn agency_is_used(connection: &impl ConnectionTrait, code: &Code) -> Result<bool> {
    let text = "SELECT 1 AS one FROM agency a WHERE a.code = $1 AND (
        EXISTS (SELECT 1 FROM collection_point p WHERE p.agency_id = a.id)
        OR EXISTS (SELECT 1 FROM lineage_part p WHERE p.from_agency_id = a.id OR p.to_agency_id = a.id)
        OR EXISTS (SELECT 1 FROM role_grant g WHERE g.agency_id = a.id)
        OR EXISTS (SELECT 1 FROM agency b WHERE b.parent = a.code)
        OR EXISTS (SELECT 1 FROM agency_past b WHERE b.parent = a.code)
        OR EXISTS (SELECT 1 FROM round_agency r WHERE r.agency_id = a.id))";
    Ok(connection.query_one_raw(sql(connection, text, [code.as_str().into()])).await?.is_some())
}

/// Takes out an agency that nothing names.
pub async fn remove_agency(connection: &impl ConnectionTrait, code: &Code) -> Result<()> {
    for text in [
        "DELETE FROM agency_past WHERE agency_id = (SELECT id FROM agency WHERE code = $1)",
        "DELETE FROM agency WHERE code = $1",
    ] {
        connection.execute_raw(sql(connection, text, [code.as_str().into()])).await?;
    }
    Ok(())
}

fn read(model: agency::Model) -> Result<AgencyRow> {
    let code = |text: Option<String>| text.map(|t| t.parse::<Code>()).transpose().map_err(Error::damaged);
    let day = |text: Option<String>| text.map(|t| t.parse::<Day>()).transpose().map_err(Error::damaged);
    let agency = Agency {
        code: model.code.parse().map_err(Error::damaged)?,
        name: model.name.parse().map_err(Error::damaged)?,
        name_en: optional_name(model.name_en)?,
        block: code(model.block)?,
        level: model.level.as_deref().and_then(Level::from_word),
        parent: code(model.parent)?,
        valid_from: day(model.valid_from)?,
        valid_to: day(model.valid_to)?,
    };
    Ok(AgencyRow { id: model.id, agency })
}
