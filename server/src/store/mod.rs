//! The database: named functions over a connection, the same on SQLite and PostgreSQL. Entities stay in here.
//!
//! Not for rules (they are `domain`'s) and not for the order of work in one submission (that is `intake`).

mod agencies;
mod blocks;
mod connect;
mod entities;
mod error;
pub mod forms;
pub mod lineage;
pub mod points;
pub mod published;
pub mod responses;
pub mod rounds;
mod service_areas;
pub mod settings;
pub mod tallies;
pub mod visits;

pub use agencies::{AgencyRow, agencies, save_agencies};
pub use blocks::{blocks, make_block, save_block};
pub use connect::Database;
pub use error::Error;
pub use points::Point;
pub use rounds::Round;
pub use service_areas::{ServiceAreaRow, save_service_areas, service_areas};

/// What storage functions give.
pub type Result<T> = std::result::Result<T, Error>;

use sea_orm::{ConnectionTrait, Statement, Value};

/// A statement with `$1` placeholders for whichever database this is.
fn sql(connection: &impl ConnectionTrait, text: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), text, values)
}
