//! What has been published of a round: the lots of answers that its numbers may count, summed by cell and level.

use super::{Error, Result, Round, rows_of, runs, sql, tallies::unpack_column};
use domain::{
    Day,
    index::{AreaSums, LotLevel},
};
use sea_orm::{ConnectionTrait, Value};
use std::collections::HashMap;

/// The state of a round's publication.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    /// The day on which anything last advanced.
    pub day: Option<Day>,
    /// What numbers may count, each with the day on which it last grew.
    pub parts: Vec<(Day, AreaSums)>,
}

impl Publication {
    /// The sums alone.
    pub fn sums(&self) -> Vec<AreaSums> {
        self.parts.iter().map(|(_, sums)| sums.clone()).collect()
    }
}

/// The day on which anything of a round last advanced.
pub async fn last_day(connection: &impl ConnectionTrait, round_id: i64) -> Result<Option<Day>> {
    let text = "SELECT day FROM publication WHERE round_id = $1";
    let row = connection.query_one_raw(sql(connection, text, [round_id.into()])).await?;
    let day: Option<String> = row.map(|r| r.try_get("", "day")).transpose()?;
    day.map(|day| day.parse()).transpose().map_err(Error::damaged)
}

/// Forgets what has been published of a round without answers, as if nobody had ever looked at it.
pub async fn forget(connection: &impl ConnectionTrait, round_id: i64) -> Result<()> {
    for table in ["publication", "published_sums", "released_comment"] {
        let text = format!("DELETE FROM {table} WHERE round_id = $1");
        connection.execute_raw(sql(connection, &text, [round_id.into()])).await?;
    }
    Ok(())
}

/// What has been published of a round.
pub async fn of_round(connection: &impl ConnectionTrait, round: &Round) -> Result<Publication> {
    let mut publication =
        Publication { day: last_day(connection, round.id).await?, ..Publication::default() };
    let text = "SELECT agency_id, service_area_id, level, day, tally, cross_sums FROM published_sums WHERE round_id = $1";
    for row in connection.query_all_raw(sql(connection, text, [round.id.into()])).await? {
        let place = (
            round.agency(row.try_get("", "agency_id")?),
            round.service_area(row.try_get("", "service_area_id")?),
        );
        let (Some(agency), Some(service_area)) = place else { continue };
        let level: String = row.try_get("", "level")?;
        let day: String = row.try_get("", "day")?;
        let level = LotLevel::from_word(&level).ok_or_else(|| Error::damaged(&level))?;
        let (tally, cross) = (unpack_column(&row, "tally")?, unpack_column(&row, "cross_sums")?);
        let sums = AreaSums { agency, service_area, level, tally, cross };
        publication.parts.push((day.parse().map_err(Error::damaged)?, sums));
    }
    publication.parts.sort_by_key(|(_, sums)| (sums.agency, sums.service_area, sums.level));
    Ok(publication)
}

const ROWS_A_STATEMENT: usize = 64;

/// Keys of agency and service area.
fn place(round: &Round, area: &AreaSums) -> [Value; 2] {
    [round.agencies[area.agency].id.into(), round.service_areas[area.service_area].id.into()]
}

/// Adds lots to what is published.
pub async fn advance(
    connection: &impl ConnectionTrait,
    round: &Round,
    day: Day,
    published: &[AreaSums],
    lots: &[AreaSums],
) -> Result<()> {
    let key = |area: &AreaSums| (area.agency, area.service_area, area.level);
    let before: HashMap<_, &AreaSums> = published.iter().map(|area| (key(area), area)).collect();
    for run in runs(lots, ROWS_A_STATEMENT) {
        let text = format!(
            "INSERT INTO published_sums (round_id, agency_id, service_area_id, level, day, tally, cross_sums)
             VALUES {} ON CONFLICT (round_id, agency_id, service_area_id, level)
             DO UPDATE SET day = excluded.day, tally = excluded.tally, cross_sums = excluded.cross_sums",
            rows_of(connection, run.len(), 7)
        );
        let mut values: Vec<Value> = Vec::with_capacity(7 * run.len());
        for lot in run {
            let (mut tally, mut cross) = (lot.tally.clone(), lot.cross.clone());
            if let Some(before) = before.get(&key(lot)) {
                tally.merge(&before.tally);
                cross.merge(&before.cross);
            }
            let [agency, area] = place(round, lot);
            values.extend([round.id.into(), agency, area, lot.level.as_str().into(), day.to_string().into()]);
            values.extend([Value::from(tally.pack()), cross.pack().into()]);
        }
        connection.execute_raw(sql(connection, &text, values)).await?;
    }
    let text = "INSERT INTO publication (round_id, day) VALUES ($1, $2)
        ON CONFLICT (round_id) DO UPDATE SET day = excluded.day";
    connection.execute_raw(sql(connection, text, [round.id.into(), day.to_string().into()])).await?;
    Ok(())
}
