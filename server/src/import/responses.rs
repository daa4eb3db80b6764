//! `import responses`: transcribed answers, one line a response.

use super::{
    ImportError, LineFault, random_slug,
    table::{Line, Table},
    without_bom,
};
use crate::{
    auth::Act,
    hex,
    intake::{self, Entry},
    store::{
        Database, Point, Round, points,
        responses::{self, StoredResponse},
        rounds,
    },
};
use domain::{Channel, Code, Day, Intake, RESPONSE_COLUMNS, accept, form::AnswerKind, index::UNIT_WEIGHT};
use sea_orm::ConnectionTrait;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

const ENTRIES_A_WRITE: usize = 2_000;

/// What an import did.
#[derive(Debug)]
pub struct Imported {
    /// Responses stored.
    pub stored: usize,
    /// Lines left out, with `partial`.
    pub faults: Vec<LineFault>,
}

/// Stores the responses of a CSV file as one batch.
///
/// Every bad line is reported; with `partial` the good ones are stored, otherwise nothing. A file that was imported
/// before is refused unless `again`. `progress` is told the lines done.
pub async fn import_responses(
    database: &Database,
    round: Round,
    bytes: &[u8],
    partial: bool,
    again: bool,
    today: Day,
    progress: impl Fn(u64),
) -> Result<Imported, ImportError> {
    let round = Arc::new(round);
    let known = |name: &str| RESPONSE_COLUMNS.contains(&name) || round.form.cell_of_name(name).is_some();
    let table = Table::open(bytes, &["agency", "service_area", "answered_on"], known)?;
    let mut faults = Vec::new();
    let mut good = 0;
    for line in table.lines() {
        match line.map_err(|fault| vec![fault]).and_then(|line| read(&round, &table, &line)) {
            Ok(_) => good += 1,
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() && (!partial || good == 0) {
        return Err(ImportError::Lines(faults));
    }
    if !round.stage.is_settled() {
        let what = format!("the round {} has not been opened yet; open it first", round.document.code);
        return Err(ImportError::Document(what));
    }
    let digest = digest(bytes);
    let act = Act::of_responses(database).await?;
    let transaction = act.on();
    rounds::lock(transaction, round.id).await?;
    if !again && responses::count_in_batches(transaction, round.id, &digest).await? > 0 {
        let what = "this file was imported before; use --again to count its answers a second time";
        return Err(ImportError::Document(what.to_owned()));
    }
    if good > 0 {
        let batch = responses::add_batch(transaction, round.id, &digest, today, good).await?;
        let mut known_points: Vec<Arc<Point>> =
            points::of_round(transaction, round.id).await?.into_iter().map(Arc::new).collect();
        let mut entries = Vec::with_capacity(ENTRIES_A_WRITE);
        for line in table.lines().filter_map(Result::ok) {
            let Ok(row) = read(&round, &table, &line) else { continue };
            let point = point(transaction, &round, &mut known_points, &row).await?;
            let response = StoredResponse {
                id: Uuid::new_v4(),
                round_id: round.id,
                point_id: point.id,
                day: row.day,
                language: row.language,
                weight: row.weight,
                batch_id: Some(batch),
                answers: row.answers,
            };
            entries.push(Entry { round: round.clone(), point, response, key: None });
            if entries.len() == ENTRIES_A_WRITE {
                intake::write(transaction, &entries).await?;
                entries.clear();
                progress(line.line);
            }
        }
        intake::write(transaction, &entries).await?;
        let subject = format!("{} batch {batch}", round.document.code);
        act.done("responses.import", &subject, "", json!({"responses": good})).await?;
    }
    Ok(Imported { stored: good, faults })
}

/// A digest of a file's lines, whatever its BOM, line ends and blank lines at the end: saving a file again in a
/// spreadsheet does not make it another.
fn digest(bytes: &[u8]) -> String {
    let bytes = without_bom(bytes).trim_ascii_end();
    let mut hash = Sha256::new();
    for line in bytes.split(|b| *b == b'\n') {
        hash.update(line.strip_suffix(b"\r").unwrap_or(line));
        hash.update(b"\n");
    }
    hex(&hash.finalize())
}

struct Row {
    agency: usize,
    service_area: usize,
    channel: Channel,
    language: String,
    day: Day,
    weight: i64,
    answers: domain::Answers,
}

fn read(round: &Round, table: &Table, line: &Line) -> Result<Row, Vec<LineFault>> {
    let mut faults = Vec::new();
    let agency: Option<Code> = keep(line.need("agency"), &mut faults);
    let area: Option<Code> = keep(line.need("service_area"), &mut faults);
    let agency = agency.and_then(|code| {
        let found = round.agencies.iter().position(|a| a.agency.code == code);
        found.or_else(|| {
            push(&mut faults, line.fault("agency", format!("{code} is not an agency of this round")))
        })
    });
    let area = area.and_then(|code| {
        let found = round.service_areas.iter().position(|a| a.service_area.code == code);
        found.or_else(|| {
            push(
                &mut faults,
                line.fault("service_area", format!("{code} is not a service area of this round")),
            )
        })
    });
    if let (Some(a), Some(s)) = (agency, area) {
        let (agency, area) = (&round.agencies[a].agency.code, &round.service_areas[s].service_area.code);
        if !round.document.covers(agency, area) {
            faults.push(
                line.fault("service_area", format!("{agency} × {area} has no population in this round")),
            );
        }
    }
    let channel = line.maybe("channel").unwrap_or(Channel::Paper.as_str());
    let channel = Channel::from_word(channel)
        .or_else(|| push(&mut faults, line.fault("channel", "must be qr, link, kiosk, telephone or paper")));
    let language = line.maybe("language").map_or_else(|| round.form.languages[0].to_string(), str::to_owned);
    if !round.form.languages.iter().any(|l| l.as_str() == language) {
        faults.push(line.fault("language", format!("the form is not written in {language}")));
    }
    let day: Option<Day> = keep(line.need("answered_on"), &mut faults);
    let (from, to) = (round.document.from, round.document.to);
    if let Some(day) = day.filter(|day| *day < from || *day > to) {
        faults.push(line.fault("answered_on", format!("{day} lies outside the round, {from} to {to}")));
    }
    let weight = match weight(line.cell("weight"), table.decimal_comma()) {
        Some(weight) if round.document.population.is_some() && weight != UNIT_WEIGHT => {
            push(&mut faults, line.fault("weight", "must be empty or 1 in a round that declares populations"))
        }
        Some(weight) => Some(weight),
        None => push(
            &mut faults,
            line.fault("weight", "must be a number above 0 up to 1000 with at most six decimals"),
        ),
    };
    let mut pairs = Vec::new();
    for (name, cell) in line.cells(|name| !RESPONSE_COLUMNS.contains(&name)) {
        let several = round.form.cell(name).is_some_and(|(_, c)| matches!(c.answers, AnswerKind::Many(_)));
        let parts: Vec<&str> = if several { cell.split('|').collect() } else { vec![cell] };
        pairs.extend(parts.into_iter().map(|part| (name.to_owned(), part.to_owned())));
    }
    let answers = match accept(&round.form, &pairs, Intake::Transcribed) {
        Ok(answers) => answers,
        Err(found) => {
            faults.extend(found.into_iter().map(|f| line.fault(&f.cell, f.problem)));
            return Err(faults);
        }
    };
    match (agency, area, channel, day, weight) {
        (Some(agency), Some(service_area), Some(channel), Some(day), Some(weight)) if faults.is_empty() => {
            Ok(Row { agency, service_area, channel, language, day, weight, answers })
        }
        _ => Err(faults),
    }
}

fn keep<T>(result: Result<T, LineFault>, faults: &mut Vec<LineFault>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

fn push<T>(faults: &mut Vec<LineFault>, fault: LineFault) -> Option<T> {
    faults.push(fault);
    None
}

/// Millionths, read as decimal digits so that no binary rounding comes between file and tally.
fn weight(cell: &str, decimal_comma: bool) -> Option<i64> {
    if cell.is_empty() {
        return Some(UNIT_WEIGHT);
    }
    let cell = if decimal_comma { cell.replace(',', ".") } else { cell.to_owned() };
    let (whole, decimals) = cell.split_once('.').unwrap_or((&cell, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let decimals = decimals.trim_end_matches('0');
    if whole.is_empty() || whole.len() > 4 || decimals.len() > 6 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let millionths: i64 = format!("{whole}{decimals:0<6}").parse().ok()?;
    (1..=1_000 * UNIT_WEIGHT).contains(&millionths).then_some(millionths)
}

/// The point of agency × service area × channel, made if absent.
async fn point(
    transaction: &impl ConnectionTrait,
    round: &Round,
    known: &mut Vec<Arc<Point>>,
    row: &Row,
) -> Result<Arc<Point>, ImportError> {
    let (agency_id, service_area_id) =
        (round.agencies[row.agency].id, round.service_areas[row.service_area].id);
    let fits = |p: &&Arc<Point>| {
        p.agency_id == agency_id && p.service_area_id == service_area_id && p.channel == row.channel
    };
    if let Some(point) = known.iter().find(fits) {
        return Ok(point.clone());
    }
    let mut point = Point {
        id: 0,
        round_id: round.id,
        slug: random_slug()?,
        agency_id,
        service_area_id,
        counter: None,
        channel: row.channel,
        retired: None,
    };
    point.id = points::add(transaction, &point).await?;
    known.push(Arc::new(point));
    Ok(known[known.len() - 1].clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_digit_by_digit() {
        for (cell, comma, millionths) in [
            ("", false, Some(1_000_000)),
            ("1", false, Some(1_000_000)),
            ("0.123456", false, Some(123_456)),
            ("2,5", true, Some(2_500_000)),
            ("1000", false, Some(1_000_000_000)),
            ("1.500000000", false, Some(1_500_000)),
            ("2,5", false, None),
            ("0", false, None),
            ("-1", false, None),
            ("1e3", false, None),
            ("1000.000001", false, None),
            ("0.0000001", false, None),
            ("NaN", false, None),
        ] {
            assert_eq!(weight(cell, comma), millionths, "{cell}");
        }
    }
}
