//! What citizens wrote, apart from what they answered: agency, question, words; in another order each time.

use super::{Format, csv_line, neutral};
use crate::{
    report,
    store::{Database, Round},
};
use serde_json::json;
use std::io::Write;

/// Writes the comments of a round that staff may read: of each agency in lots of at least the minimum cell. Returns how
/// many responses with words wait for others.
pub async fn export_comments(
    database: &Database,
    round: &Round,
    format: Format,
    out: &mut impl Write,
) -> anyhow::Result<usize> {
    let mut found = report::comments(database, round).await?;
    found.shown.sort_by_cached_key(|_| rand::random::<u64>());
    let rows = found.shown.iter().map(|(agency, comment)| {
        let agency = round.agency(*agency).map(|at| round.agencies[at].agency.code.to_string());
        [agency.unwrap_or_default(), comment.cell.to_string(), comment.words.clone()]
    });
    match format {
        Format::Csv => {
            let header = ["agency", "question", "comment"].map(neutral);
            write!(out, "\u{feff}{}", csv_line(header))?;
            for row in rows {
                out.write_all(csv_line(row.iter().map(|cell| neutral(cell))).as_bytes())?;
            }
        }
        Format::Json => {
            let rows = rows.map(|[agency, question, comment]| {
                json!({"agency": agency, "question": question, "comment": comment})
            });
            writeln!(out, "{}", serde_json::to_string_pretty(&rows.collect::<Vec<_>>())?)?;
        }
    }
    out.flush()?;
    Ok(found.waiting)
}
