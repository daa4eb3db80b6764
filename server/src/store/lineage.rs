//! Reorganisations of agencies.

use super::{Error, Result, inserted, save_agencies, sql};
use domain::{Agency, Code, LineageEvent, LineageKind, LineagePart, Reference};
use sea_orm::{ConnectionTrait, Value};

/// Stores an event that was checked and whose agencies are there.
pub async fn add(connection: &impl ConnectionTrait, event: &LineageEvent) -> Result<()> {
    let text = "INSERT INTO lineage_event (kind, day, reference) VALUES ($1, $2, $3) RETURNING id";
    let reference = event.reference.as_ref().map(Reference::as_str);
    let values: [Value; 3] = [event.kind.as_str().into(), event.day.to_string().into(), reference.into()];
    let id = inserted(connection, text, values).await?;
    for part in &event.parts {
        let text = "INSERT INTO lineage_part (event_id, from_agency_id, to_agency_id, share)
            SELECT $1, a.id, b.id, $2 FROM agency a, agency b WHERE a.code = $3 AND b.code = $4";
        let values: [Value; 4] =
            [id.into(), part.share.into(), part.from.as_str().into(), part.to.as_str().into()];
        if connection.execute_raw(sql(connection, text, values)).await?.rows_affected() != 1 {
            return Err(Error::NotFound(format!("the agency {} or {}", part.from, part.to)));
        }
    }
    Ok(())
}

/// Stores events that were checked, and the agencies that they end.
pub async fn record(
    connection: &impl ConnectionTrait,
    events: &[LineageEvent],
    ended: &[Agency],
) -> Result<()> {
    for event in events {
        add(connection, event).await?;
    }
    save_agencies(connection, ended).await
}

/// The events out of which an agency came, oldest first.
pub async fn before(connection: &impl ConnectionTrait, agency: &Code) -> Result<Vec<LineageEvent>> {
    Ok(events(connection, "WHERE b.code = $1", Some(agency))
        .await?
        .into_iter()
        .map(|(_, event)| event)
        .collect())
}

/// The events in which an agency went on elsewhere, oldest first.
pub async fn after(connection: &impl ConnectionTrait, agency: &Code) -> Result<Vec<LineageEvent>> {
    Ok(events(connection, "WHERE a.code = $1", Some(agency))
        .await?
        .into_iter()
        .map(|(_, event)| event)
        .collect())
}

/// Every event with its key, oldest first.
pub async fn all(connection: &impl ConnectionTrait) -> Result<Vec<(i64, LineageEvent)>> {
    events(connection, "", None).await
}

/// Every event without its key, oldest first.
pub async fn recorded(connection: &impl ConnectionTrait) -> Result<Vec<LineageEvent>> {
    Ok(all(connection).await?.into_iter().map(|(_, event)| event).collect())
}

/// The event of this key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<LineageEvent> {
    let found = all(connection).await?.into_iter().find(|(known, _)| *known == id);
    found.map(|(_, event)| event).ok_or_else(|| Error::NotFound(format!("the reorganisation {id}")))
}

/// Takes out an event that was entered wrongly.
pub async fn remove(connection: &impl ConnectionTrait, id: i64) -> Result<()> {
    for text in ["DELETE FROM lineage_part WHERE event_id = $1", "DELETE FROM lineage_event WHERE id = $1"] {
        connection.execute_raw(sql(connection, text, [id.into()])).await?;
    }
    Ok(())
}

async fn events(
    connection: &impl ConnectionTrait,
    which: &str,
    agency: Option<&Code>,
) -> Result<Vec<(i64, LineageEvent)>> {
    let text = format!(
        "SELECT e.id AS id, e.kind AS kind, e.day AS day, e.reference AS reference, p.share AS share,
            a.code AS from_code, b.code AS to_code
         FROM lineage_part p JOIN lineage_event e ON e.id = p.event_id
         JOIN agency a ON a.id = p.from_agency_id JOIN agency b ON b.id = p.to_agency_id
         {which} ORDER BY e.day, e.id, p.from_agency_id, p.to_agency_id"
    );
    let mut events: Vec<(i64, LineageEvent)> = Vec::new();
    for row in
        connection.query_all_raw(sql(connection, &text, agency.map(|code| code.as_str().into()))).await?
    {
        let word = |name: &str| row.try_get::<String>("", name);
        let code = |name: &str| word(name)?.parse::<Code>().map_err(Error::damaged);
        let id: i64 = row.try_get("", "id")?;
        if events.last().is_none_or(|(last, _)| *last != id) {
            let kind = word("kind")?;
            let reference: Option<String> = row.try_get("", "reference")?;
            let event = LineageEvent {
                kind: LineageKind::from_word(&kind).ok_or_else(|| Error::damaged(&kind))?,
                day: word("day")?.parse().map_err(Error::damaged)?,
                reference: reference
                    .map(|text| Reference::stored(&text))
                    .transpose()
                    .map_err(Error::damaged)?,
                parts: Vec::new(),
            };
            events.push((id, event));
        }
        let part =
            LineagePart { from: code("from_code")?, to: code("to_code")?, share: row.try_get("", "share")? };
        if let Some((_, event)) = events.last_mut() {
            event.parts.push(part);
        }
    }
    Ok(events)
}
