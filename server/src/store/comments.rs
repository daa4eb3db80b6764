//! Free words of citizens and which of them staff may read.

use super::{Error, Result, rows_of, runs, sql};
use domain::Answers;
use sea_orm::{ConnectionTrait, Value};
use std::collections::{HashMap, HashSet};

/// What stands in a response in which somebody wrote something.
#[derive(Debug)]
pub struct Written {
    /// The agency answered about.
    pub agency_id: i64,
    /// Place of the response.
    pub place: i64,
    /// What was answered.
    pub answers: Answers,
}

/// The responses of a round, or of an agency in it, in which somebody wrote something, by agency and place.
pub async fn written(
    connection: &impl ConnectionTrait,
    round_id: i64,
    agency_id: Option<i64>,
) -> Result<Vec<Written>> {
    let text = format!(
        "SELECT p.agency_id AS agency_id, r.place AS place, r.answers AS answers
        FROM response r JOIN collection_point p ON p.id = r.point_id
        WHERE r.round_id = $1 AND r.answers LIKE '%\"text\":%' {} ORDER BY p.agency_id, r.place",
        if agency_id.is_some() { "AND p.agency_id = $2" } else { "" }
    );
    let values = std::iter::once(Value::from(round_id)).chain(agency_id.map(Value::from));
    let rows = connection.query_all_raw(sql(connection, &text, values)).await?;
    rows.iter()
        .map(|row| {
            let answers: String = row.try_get("", "answers")?;
            Ok(Written {
                agency_id: row.try_get("", "agency_id")?,
                place: row.try_get("", "place")?,
                answers: serde_json::from_str(&answers).map_err(Error::damaged)?,
            })
        })
        .collect()
}

/// Places of the responses whose comments may be read.
pub async fn released(connection: &impl ConnectionTrait, round_id: i64) -> Result<HashSet<i64>> {
    let text = "SELECT place FROM released_comment WHERE round_id = $1";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into()])).await?;
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

/// That a comment is to be shown to nobody: proposed by one person, agreed to by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hiding {
    /// Why.
    pub reason: String,
    /// Who proposed it, by e-mail address.
    pub proposed_by: String,
    /// Who agreed; it is hidden since.
    pub confirmed_by: Option<String>,
}

/// What is proposed and hidden in a round, by the tokens of comments.
pub async fn hidings(connection: &impl ConnectionTrait, round_id: i64) -> Result<HashMap<String, Hiding>> {
    let text = "SELECT token, reason, proposed_by, confirmed_by FROM hidden_comment WHERE round_id = $1";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into()])).await?;
    rows.iter()
        .map(|row| {
            let hiding = Hiding {
                reason: row.try_get("", "reason")?,
                proposed_by: row.try_get("", "proposed_by")?,
                confirmed_by: row.try_get("", "confirmed_by")?,
            };
            Ok((row.try_get("", "token")?, hiding))
        })
        .collect()
}

/// How many proposals to hide comments wait for somebody else than this person, by round and agency. Of an older proposal it
/// is not known which agency it is about; who opens the comments of the agency finds it there.
pub async fn proposals_for(connection: &impl ConnectionTrait, email: &str) -> Result<Vec<(i64, i64, usize)>> {
    let text = "SELECT round_id, agency_id, COUNT(*) AS n FROM hidden_comment
        WHERE confirmed_by IS NULL AND proposed_by <> $1 AND agency_id IS NOT NULL
        GROUP BY round_id, agency_id ORDER BY round_id, agency_id";
    let rows = connection.query_all_raw(sql(connection, text, [email.into()])).await?;
    rows.iter()
        .map(|row| {
            let n: i64 = row.try_get("", "n")?;
            let n = usize::try_from(n).map_err(Error::damaged)?;
            Ok((row.try_get("", "round_id")?, row.try_get("", "agency_id")?, n))
        })
        .collect()
}

/// Proposes to hide a comment about an agency.
pub async fn propose_hiding(
    connection: &impl ConnectionTrait,
    (round_id, agency_id): (i64, i64),
    token: &str,
    reason: &str,
    by: &str,
) -> Result<()> {
    let text = "INSERT INTO hidden_comment (round_id, agency_id, token, reason, proposed_by)
        VALUES ($1, $2, $3, $4, $5)";
    let values = [round_id.into(), agency_id.into(), token.into(), reason.into(), by.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// Hides a comment for good, as somebody else has proposed.
pub async fn confirm_hiding(
    connection: &impl ConnectionTrait,
    round_id: i64,
    token: &str,
    by: &str,
) -> Result<()> {
    let text = "UPDATE hidden_comment SET confirmed_by = $1 WHERE round_id = $2 AND token = $3";
    connection.execute_raw(sql(connection, text, [by.into(), round_id.into(), token.into()])).await?;
    Ok(())
}

/// Takes a proposal back.
pub async fn withdraw_hiding(connection: &impl ConnectionTrait, round_id: i64, token: &str) -> Result<()> {
    let text = "DELETE FROM hidden_comment WHERE round_id = $1 AND token = $2 AND confirmed_by IS NULL";
    connection.execute_raw(sql(connection, text, [round_id.into(), token.into()])).await?;
    Ok(())
}
