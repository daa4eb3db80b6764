//! Agencies.

use super::{Error, Result, name, optional_day, optional_name, rows_of, runs, sql};
use domain::{Agency, Code, Level, Name, PastAgency};
use sea_orm::{ConnectionTrait, QueryResult, Value};

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
    let text =
        "SELECT id, code, name, name_en, block, level, parent, valid_from, valid_to FROM agency ORDER BY id";
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    rows.iter().map(read).collect()
}

/// Every agency without its key.
pub async fn agency_tree(connection: &impl ConnectionTrait) -> Result<Vec<Agency>> {
    Ok(agencies(connection).await?.into_iter().map(|row| row.agency).collect())
}

/// Adds agencies and updates those whose code is known.
pub async fn save_agencies(connection: &impl ConnectionTrait, agencies: &[Agency]) -> Result<()> {
    for run in runs(agencies, 256) {
        let text = format!(
            "INSERT INTO agency (code, name, name_en, block, level, parent, valid_from, valid_to) VALUES {}
             ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, block = excluded.block,
                level = excluded.level, parent = excluded.parent, valid_from = excluded.valid_from,
                valid_to = excluded.valid_to",
            rows_of(connection, run.len(), 8)
        );
        let values = run.iter().flat_map(|agency| -> [Value; 8] {
            [
                agency.code.as_str().into(),
                agency.name.as_str().into(),
                agency.name_en.as_ref().map(Name::as_str).into(),
                agency.block.as_ref().map(Code::as_str).into(),
                agency.level.map(Level::as_str).into(),
                agency.parent.as_ref().map(Code::as_str).into(),
                agency.valid_from.map(|day| day.to_string()).into(),
                agency.valid_to.map(|day| day.to_string()).into(),
            ]
        });
        connection.execute_raw(sql(connection, &text, values)).await?;
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
            let mut agency = read(row)?.agency;
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

fn read(row: &QueryResult) -> Result<AgencyRow> {
    let text = |column| row.try_get::<Option<String>>("", column);
    let code = |text: Option<String>| text.map(|t| t.parse::<Code>()).transpose().map_err(Error::damaged);
    let agency = Agency {
        code: row.try_get::<String>("", "code")?.parse().map_err(Error::damaged)?,
        name: name(row)?,
        name_en: optional_name(row, "name_en")?,
        block: code(text("block")?)?,
        level: text("level")?.as_deref().and_then(Level::from_word),
        parent: code(text("parent")?)?,
        valid_from: optional_day(row, "valid_from")?,
        valid_to: optional_day(row, "valid_to")?,
    };
    Ok(AgencyRow { id: row.try_get("", "id")?, agency })
}
