//! Responses as CSV (the columns of `import responses`) or JSON, in random order.

use super::{csv_line, neutral};
use crate::store::{
    self, Database, Round, points,
    responses::{self, StoredResponse},
};
use domain::{Answer, Day, RESPONSE_COLUMNS, form::Form, index::UNIT_WEIGHT};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    io::Write,
};

/// File formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Comma-separated with a BOM.
    Csv,
    /// A JSON array.
    Json,
}

/// Writes a round's responses without what people wrote in words of their own, which beside sex, age and agency might tell who
/// they are; see [`super::export_comments`]. The day becomes the month wherever a point had fewer answers on that day than the
/// round's minimum cell. `progress` is told how many more were written.
pub async fn export_responses(
    database: &Database,
    round: &Round,
    format: Format,
    out: &mut impl Write,
    progress: impl Fn(u64),
) -> anyhow::Result<()> {
    let snapshot = database.snapshot().await?;
    let by_id: HashMap<i64, _> =
        points::of_round(&snapshot, round.id).await?.into_iter().map(|p| (p.id, p)).collect();
    let minimum = round.document.minimum_cell;
    let counts = responses::count_by_point_and_day(&snapshot, round.id).await?;
    let busy: HashSet<(i64, Day)> =
        counts.into_iter().filter(|(_, _, n)| *n >= minimum).map(|(point, day, _)| (point, day)).collect();
    let own_words: HashSet<String> = round.form.own_words().into_iter().map(|(name, _)| name).collect();
    let columns = columns(&round.form, &own_words);
    match format {
        Format::Csv => {
            let header = RESPONSE_COLUMNS.into_iter().map(str::to_owned).chain(columns.iter().cloned());
            write!(out, "\u{feff}{}", csv_line(header.map(|name| Cow::Owned(neutral(&name).into_owned()))))?;
        }
        Format::Json => write!(out, "[")?,
    }
    let (mut after, mut first) = (None, true);
    loop {
        let (page, next) = responses::page(&snapshot, round.id, after).await?;
        for response in &page {
            let point = by_id.get(&response.point_id);
            let agency = point
                .and_then(|p| round.agency(p.agency_id))
                .map(|i| round.agencies[i].agency.code.to_string());
            let area = point
                .and_then(|p| round.service_area(p.service_area_id))
                .map(|i| round.service_areas[i].service_area.code.to_string());
            let when = if busy.contains(&(response.point_id, response.day)) {
                response.day.to_string()
            } else {
                response.day.month().to_string()
            };
            let head = [
                agency.unwrap_or_default(),
                area.unwrap_or_default(),
                point.map(|p| p.channel.as_str().to_owned()).unwrap_or_default(),
                response.language.clone(),
                when,
                weight(response.weight),
            ];
            match format {
                Format::Csv => {
                    let answers = columns.iter().map(|column| csv_answer(response, column));
                    out.write_all(csv_line(head.iter().map(|c| neutral(c)).chain(answers)).as_bytes())?;
                }
                Format::Json => {
                    let mut object: serde_json::Map<String, serde_json::Value> = RESPONSE_COLUMNS
                        .into_iter()
                        .map(str::to_owned)
                        .zip(head.into_iter().map(Into::into))
                        .collect();
                    let answers = response.answers.iter().filter(|(name, _)| !own_words.contains(*name));
                    let answers: BTreeMap<_, _> = answers.collect();
                    object.insert("answers".to_owned(), serde_json::to_value(answers)?);
                    let separator = if std::mem::take(&mut first) { "\n" } else { ",\n" };
                    write!(out, "{separator}{}", serde_json::Value::Object(object))?;
                }
            }
        }
        progress(page.len() as u64);
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    if format == Format::Json {
        writeln!(out, "\n]")?;
    }
    snapshot.commit().await.map_err(store::Error::from)?;
    out.flush()?;
    Ok(())
}

/// One column a cell, and one for the words beside a "please specify" choice of field workers.
fn columns(form: &Form, left_out: &HashSet<String>) -> Vec<String> {
    let names = form.cells.iter().flat_map(|cell| {
        let beside = cell.specified().map(|_| cell.specify_name());
        std::iter::once(cell.code.to_string()).chain(beside)
    });
    names.filter(|name| !left_out.contains(name)).collect()
}

fn csv_answer<'a>(response: &'a StoredResponse, column: &str) -> Cow<'a, str> {
    match response.answers.get(column) {
        None => Cow::Borrowed(""),
        Some(Answer::One(value)) => neutral(value),
        Some(Answer::Many(values)) => Cow::Owned(neutral(&values.join("|")).into_owned()),
        Some(Answer::Words(words)) => neutral(&words.text),
    }
}

/// Millionths as a decimal number.
fn weight(millionths: i64) -> String {
    let (whole, rest) = (millionths / UNIT_WEIGHT, millionths % UNIT_WEIGHT);
    if rest == 0 {
        return whole.to_string();
    }
    format!("{whole}.{rest:06}").trim_end_matches('0').to_owned()
}
