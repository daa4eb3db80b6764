//! Collection points.

use super::{Error, Result, inserted, optional_day, rows_of, runs, sql};
use domain::{Channel, Counter, Day, Slug};
use rand::RngExt;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use std::collections::HashMap;

/// A collection point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Database key; 0 before it is stored.
    pub id: i64,
    /// The round it collects for.
    pub round_id: i64,
    /// Short address.
    pub slug: Slug,
    /// Database key of the agency.
    pub agency_id: i64,
    /// Database key of the service area.
    pub service_area_id: i64,
    /// Which counter, as people call it.
    pub counter: Option<Counter>,
    /// How citizens reach it.
    pub channel: Channel,
    /// The day on which it was retired.
    pub retired: Option<Day>,
}

/// Ten characters that nobody mistakes for each other on paper; 49 bits, so that addresses cannot be guessed.
pub fn random_slug() -> Result<Slug> {
    const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut random = rand::rng();
    let word: String =
        (0..10).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect();
    word.parse().map_err(Error::damaged)
}

/// Slugs of those of these points that take answers now. Until the transaction ends nobody publishes the last numbers of
/// their rounds; SQLite has one writer at a time anyway.
pub async fn open(connection: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Slug>> {
    let held = match connection.get_database_backend() {
        DbBackend::Postgres => "FOR KEY SHARE OF r",
        _ => "",
    };
    let mut open = HashMap::new();
    for run in runs(ids, 256) {
        let text = format!(
            "SELECT p.id AS id, p.slug AS slug FROM collection_point p JOIN round r ON r.id = p.round_id
             WHERE r.stage = 'open' AND p.retired IS NULL AND p.id IN {} {held}",
            rows_of(connection, 1, run.len())
        );
        let values = run.iter().map(|id| Value::from(*id));
        for row in connection.query_all_raw(sql(connection, &text, values)).await? {
            let slug: String = row.try_get("", "slug")?;
            open.insert(row.try_get("", "id")?, slug.parse().map_err(Error::damaged)?);
        }
    }
    Ok(open)
}

/// A slug that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredSlug {
    /// The point it led to.
    pub point_id: i64,
    /// When it was replaced.
    pub day: Day,
    /// Whether who comes by it is led to the new one.
    pub redirects: bool,
}

/// The point of a slug.
pub async fn by_slug(connection: &impl ConnectionTrait, slug: &Slug) -> Result<Point> {
    let text = format!("SELECT {COLUMNS} FROM collection_point WHERE slug = $1");
    let found = connection.query_one_raw(sql(connection, &text, [slug.as_str().into()])).await?;
    read(&found.ok_or_else(|| Error::NotFound(format!("the point {slug}")))?)
}

/// The points of a round in the order in which they were made.
pub async fn of_round(connection: &impl ConnectionTrait, round_id: i64) -> Result<Vec<Point>> {
    let text = format!("SELECT {COLUMNS} FROM collection_point WHERE round_id = $1 ORDER BY id");
    let rows = connection.query_all_raw(sql(connection, &text, [round_id.into()])).await?;
    rows.iter().map(read).collect()
}

/// Stores a point and returns its key.
pub async fn add(connection: &impl ConnectionTrait, point: &Point) -> Result<i64> {
    // Nobody who holds an old sheet may land at another point.
    if retired_slug(connection, &point.slug).await.is_ok() {
        return Err(Error::Conflict(format!("the slug {}", point.slug)));
    }
    let text = "INSERT INTO collection_point (round_id, slug, agency_id, service_area_id, counter, channel)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    let values: [Value; 6] = [
        point.round_id.into(),
        point.slug.as_str().into(),
        point.agency_id.into(),
        point.service_area_id.into(),
        point.counter.as_ref().map(ToString::to_string).into(),
        point.channel.as_str().into(),
    ];
    let added = inserted(connection, text, values).await;
    added.map_err(|error| error.conflict_on(|| format!("the slug {}", point.slug)))
}

/// The point of a key.
pub async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<Point> {
    let text = format!("SELECT {COLUMNS} FROM collection_point WHERE id = $1");
    let found = connection.query_one_raw(sql(connection, &text, [id.into()])).await?;
    read(&found.ok_or_else(|| Error::NotFound(format!("the point {id}")))?)
}

/// Gives a point another slug.
pub async fn rename(connection: &impl ConnectionTrait, id: i64, slug: &Slug) -> Result<()> {
    let update = "UPDATE collection_point SET slug = $1 WHERE id = $2";
    connection.execute_raw(super::sql(connection, update, [slug.as_str().into(), id.into()])).await?;
    Ok(())
}

/// Gives a point another slug and remembers the old one.
pub async fn rotate(
    connection: &impl ConnectionTrait,
    point: &Point,
    slug: &Slug,
    day: Day,
    redirects: bool,
) -> Result<()> {
    let text = "INSERT INTO retired_slug (slug, point_id, day, offers) VALUES ($1, $2, $3, $4)";
    let values: [Value; 4] =
        [point.slug.as_str().into(), point.id.into(), day.to_string().into(), i32::from(redirects).into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    if !redirects {
        // Nor do the codes before it lead to the new one.
        let text = "UPDATE retired_slug SET offers = 0 WHERE point_id = $1";
        connection.execute_raw(sql(connection, text, [point.id.into()])).await?;
    }
    rename(connection, point.id, slug).await
}

/// A slug that was replaced.
pub async fn retired_slug(connection: &impl ConnectionTrait, slug: &Slug) -> Result<RetiredSlug> {
    let text = "SELECT point_id, day, offers FROM retired_slug WHERE slug = $1";
    let row = connection.query_one_raw(sql(connection, text, [slug.as_str().into()])).await?;
    let row = row.ok_or_else(|| Error::NotFound(format!("the point {slug}")))?;
    Ok(RetiredSlug {
        point_id: row.try_get("", "point_id")?,
        day: row.try_get::<String>("", "day")?.parse().map_err(Error::damaged)?,
        redirects: row.try_get::<i32>("", "offers")? == 1,
    })
}

/// Names the counter of a point anew.
pub async fn name_counter(
    connection: &impl ConnectionTrait,
    id: i64,
    counter: Option<&Counter>,
) -> Result<()> {
    let text = "UPDATE collection_point SET counter = $1 WHERE id = $2";
    let values: [Value; 2] = [counter.map(ToString::to_string).into(), id.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// Retires a point, or takes it back into use.
pub async fn retire(connection: &impl ConnectionTrait, id: i64, day: Option<Day>) -> Result<()> {
    let text = "UPDATE collection_point SET retired = $1 WHERE id = $2";
    let values: [Value; 2] = [day.map(|day| day.to_string()).into(), id.into()];
    connection.execute_raw(sql(connection, text, values)).await?;
    Ok(())
}

/// Takes out points at which nobody has answered yet.
pub async fn remove(connection: &impl ConnectionTrait, ids: &[i64]) -> Result<()> {
    for run in runs(ids, 256) {
        let these = rows_of(connection, 1, run.len());
        for text in [
            format!("DELETE FROM trial WHERE point_id IN {these}"),
            format!("DELETE FROM retired_slug WHERE point_id IN {these}"),
            format!("DELETE FROM collection_point WHERE id IN {these}"),
        ] {
            let values = run.iter().map(|id| Value::from(*id));
            connection.execute_raw(sql(connection, &text, values)).await?;
        }
    }
    Ok(())
}

/// Counts a trial at a point.
pub async fn count_trial(connection: &impl ConnectionTrait, id: i64) -> Result<()> {
    let text = "INSERT INTO trial (point_id, answers) VALUES ($1, 1)
        ON CONFLICT (point_id) DO UPDATE SET answers = trial.answers + 1";
    connection.execute_raw(sql(connection, text, [id.into()])).await?;
    Ok(())
}

/// How often the points of a round were tried, by key.
pub async fn trials(connection: &impl ConnectionTrait, round_id: i64) -> Result<HashMap<i64, i64>> {
    let text = "SELECT t.point_id AS id, t.answers AS answers FROM trial t
        JOIN collection_point p ON p.id = t.point_id WHERE p.round_id = $1";
    let rows = connection.query_all_raw(sql(connection, text, [round_id.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "answers")?))).collect()
}

const COLUMNS: &str = "id, round_id, slug, agency_id, service_area_id, counter, channel, retired";

fn read(row: &QueryResult) -> Result<Point> {
    let channel: String = row.try_get("", "channel")?;
    let counter = row.try_get::<Option<String>>("", "counter")?.filter(|name| !name.trim().is_empty());
    Ok(Point {
        id: row.try_get("", "id")?,
        round_id: row.try_get("", "round_id")?,
        slug: row.try_get::<String>("", "slug")?.parse().map_err(Error::damaged)?,
        agency_id: row.try_get("", "agency_id")?,
        service_area_id: row.try_get("", "service_area_id")?,
        counter: counter.as_deref().map(Counter::stored).transpose().map_err(Error::damaged)?,
        channel: Channel::from_word(&channel).ok_or_else(|| Error::damaged(&channel))?,
        retired: optional_day(row, "retired")?,
    })
}
