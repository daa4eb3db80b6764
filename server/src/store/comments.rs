//! Free words of citizens and which of them staff may read.

use super::{Error, Result, rows_of, runs, sql};
use domain::Answers;
use sea_orm::{ConnectionTrait, Value};
use std::collections::HashSet;

/// The answers of an agency's responses in which somebody wrote something, by place.
pub async fn written(
    connection: &impl ConnectionTrait,
    round_id: i64,
    agency_id: i64,
) -> Result<Vec<(i64, Answers)>> {
    let text = "SELECT r.place AS place, r.answers AS answers
        FROM response r JOIN collection_point p ON p.id = r.point_id
        WHERE r.round_id = $1 AND p.agency_id = $2 AND r.answers LIKE '%\"text\":%' ORDER BY r.place";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into(), agency_id.into()])).await?;
    rows.iter()
        .map(|row| {
            let answers: String = row.try_get("", "answers")?;
            Ok((row.try_get("", "place")?, serde_json::from_str(&answers).map_err(Error::damaged)?))
        })
        .collect()
}

/// Places of the responses whose comments may be read.
pub async fn released(
    connection: &impl ConnectionTrait,
    round_id: i64,
    agency_id: i64,
) -> Result<HashSet<i64>> {
    let text = "SELECT place FROM released_comment WHERE round_id = $1 AND agency_id = $2";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into(), agency_id.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "place")?)).collect()
}

/// Lets the comments of these responses be read.
pub async fn release(
    connection: &impl ConnectionTrait,
    round_id: i64,
    agency_id: i64,
    places: &[i64],
) -> Result<()> {
    for run in runs(places, 256) {
        let text = format!(
            "INSERT INTO released_comment (round_id, agency_id, place) VALUES {}
             ON CONFLICT (round_id, agency_id, place) DO NOTHING",
            rows_of(connection, run.len(), 3)
        );
        let values = run.iter().flat_map(|place| [Value::from(round_id), agency_id.into(), (*place).into()]);
        connection.execute_raw(sql(connection, &text, values)).await?;
    }
    Ok(())
}
