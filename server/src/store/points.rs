//! Collection points.

use super::{Error, Result, entities::collection_point};
use domain::{Channel, Slug};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

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
    pub counter: Option<String>,
    /// How citizens reach it.
    pub channel: Channel,
}

/// The point of a slug.
pub async fn by_slug(connection: &impl ConnectionTrait, slug: &Slug) -> Result<Point> {
    let found = collection_point::Entity::find()
        .filter(collection_point::Column::Slug.eq(slug.as_str()))
        .one(connection)
        .await?;
    found.map(read).unwrap_or_else(|| Err(Error::NotFound(format!("the point {slug}"))))
}

/// The points of a round in the order in which they were made.
pub async fn of_round(connection: &impl ConnectionTrait, round_id: i64) -> Result<Vec<Point>> {
    let models = collection_point::Entity::find()
        .filter(collection_point::Column::RoundId.eq(round_id))
        .order_by_asc(collection_point::Column::Id)
        .all(connection)
        .await?;
    models.into_iter().map(read).collect()
}

/// Stores a point and returns its key.
pub async fn add(connection: &impl ConnectionTrait, point: &Point) -> Result<i64> {
    let model = collection_point::ActiveModel {
        round_id: Set(point.round_id),
        slug: Set(point.slug.to_string()),
        agency_id: Set(point.agency_id),
        service_area_id: Set(point.service_area_id),
        counter: Set(point.counter.clone()),
        channel: Set(point.channel.as_str().to_owned()),
        ..Default::default()
    };
    match collection_point::Entity::insert(model).exec(connection).await.map_err(Error::from) {
        Ok(inserted) => Ok(inserted.last_insert_id),
        Err(Error::Conflict(_)) => Err(Error::Conflict(format!("the slug {}", point.slug))),
        Err(error) => Err(error),
    }
}

/// Gives a point another slug.
pub async fn rename(connection: &impl ConnectionTrait, id: i64, slug: &Slug) -> Result<()> {
    let update = "UPDATE collection_point SET slug = $1 WHERE id = $2";
    connection.execute_raw(super::sql(connection, update, [slug.as_str().into(), id.into()])).await?;
    Ok(())
}

fn read(model: collection_point::Model) -> Result<Point> {
    let channel = Channel::from_word(&model.channel).ok_or_else(|| Error::damaged(&model.channel))?;
    Ok(Point {
        id: model.id,
        round_id: model.round_id,
        slug: model.slug.parse().map_err(Error::damaged)?,
        agency_id: model.agency_id,
        service_area_id: model.service_area_id,
        counter: model.counter,
        channel,
    })
}
