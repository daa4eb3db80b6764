//! The database: named functions over a connection, the same on SQLite and PostgreSQL. Statements stay in here.
//!
//! Not for rules (they are `domain`'s) and not for the order of work in one submission (that is `intake`).

pub mod accounts;
mod agencies;
pub mod audit;
mod blocks;
mod catalog;
pub mod comments;
mod connect;
pub mod definitions;
mod error;
mod files;
pub mod form_drafts;
pub mod forms;
pub mod lineage;
pub mod links;
pub mod points;
mod probe;
mod procedures;
pub mod published;
mod references;
pub mod responses;
pub mod rounds;
mod service_areas;
pub mod sessions;
pub mod settings;
pub mod tallies;
mod transaction;
pub mod visits;

pub use accounts::Account;
pub use agencies::{
    AgencyRow, agencies, agency_is_used, agency_pasts, agency_tree, keep_past, remove_agency, save_agencies,
};
pub use blocks::{blocks, make_block, save_block};
pub use catalog::CatalogTable;
pub use connect::{Database, sqlite_file};
pub use error::Error;
pub use files::{make as make_file, with_side_files};
pub use points::Point;
pub use probe::{Content, content, content_of_backup, wait_until_unused};
pub use procedures::{procedures, save_procedure};
pub use rounds::Round;
pub use service_areas::{ServiceAreaRow, save_service_areas, service_areas};
pub use transaction::WriteTransaction;

/// What storage functions give.
pub type Result<T> = std::result::Result<T, Error>;

use domain::{Day, Name};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};
use std::fmt::Write;

/// Splits rows into runs of which each is as long as a power of two: statements of few lengths stay prepared, where one
/// for every length would be parsed anew with nearly each batch.
fn runs<T>(rows: &[T], most: usize) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let longest = rest.len().min(most).checked_ilog2()?;
        let (run, after) = rest.split_at(1 << longest);
        rest = after;
        Some(run)
    })
}

/// Placeholders of all values of a statement that writes `rows` rows with `columns` values each: `($1, $2), ($3, $4)`.
/// On SQLite `(?, ?), (?, ?)`: it looks a numbered one up among all others each time it is bound, so that a thousand rows
/// would take the square of their time.
fn rows_of(connection: &impl ConnectionTrait, rows: usize, columns: usize) -> String {
    let numbered = connection.get_database_backend() == DbBackend::Postgres;
    let mut text = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let separator = if column == 0 { "" } else { ", " };
            let _ = match numbered {
                true => write!(text, "{separator}${}", 1 + row * columns + column),
                false => write!(text, "{separator}?"),
            };
        }
        text.push(')');
    }
    text
}

/// A statement with `$1` placeholders for whichever database this is.
fn sql(connection: &impl ConnectionTrait, text: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), text, values)
}

/// Inserts a row by a statement that ends with `RETURNING id`, and returns its key.
async fn inserted(
    connection: &impl ConnectionTrait,
    text: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<i64> {
    let row = connection.query_one_raw(sql(connection, text, values)).await?;
    Ok(row.ok_or_else(|| Error::damaged("no key"))?.try_get("", "id")?)
}

/// A name that may be missing.
fn optional_name(row: &QueryResult, column: &str) -> Result<Option<Name>> {
    let text: Option<String> = row.try_get("", column)?;
    text.map(|text| Name::stored(&text)).transpose().map_err(Error::damaged)
}

/// The name of something.
fn name(row: &QueryResult) -> Result<Name> {
    Name::stored(&row.try_get::<String>("", "name")?).map_err(Error::damaged)
}

/// A day that may be missing.
fn optional_day(row: &QueryResult, column: &str) -> Result<Option<Day>> {
    let text: Option<String> = row.try_get("", column)?;
    text.map(|text| text.parse()).transpose().map_err(Error::damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_powers_of_two_and_together_the_rows() {
        for length in 0..1_100u32 {
            let rows: Vec<u32> = (0..length).collect();
            let split: Vec<&[u32]> = runs(&rows, 256).collect();
            assert!(split.iter().all(|run| run.len().is_power_of_two() && run.len() <= 256));
            assert_eq!(split.concat(), rows);
        }
    }
}
