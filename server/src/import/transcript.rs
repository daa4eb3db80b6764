//! A line of a file of transcribed responses, read and checked against the round.

use super::table::{Line, Table};
use crate::{
    export::plain,
    store::{Round, responses::TranscribedRow},
};
use domain::{
    AnswerProblem, Channel, Code, Day, Intake, RESPONSE_COLUMNS, accept,
    form::AnswerKind,
    import::{CellFault, LineFault},
    index::UNIT_WEIGHT,
};
use sha2::{Digest, Sha256};

/// What a line says.
pub(crate) struct Row {
    /// Place of the agency in the round.
    pub(crate) agency: usize,
    /// Place of the service area in the round.
    pub(crate) service_area: usize,
    pub(crate) channel: Channel,
    pub(crate) language: String,
    pub(crate) day: Day,
    pub(crate) weight: i64,
    pub(crate) answers: domain::Answers,
}

/// What can be wrong with a line.
pub(crate) enum Unusable {
    /// Nothing is answered on it, and nothing is wrong with it either.
    Blank,
    /// It is faulty.
    Faulty(Vec<LineFault>),
}

/// Stands for what a row says, as long as a file is imported; it is not stored.
pub(crate) type Mark = [u8; 16];

/// The mark of a row.
pub(crate) fn mark(row: &TranscribedRow) -> Mark {
    let TranscribedRow { agency_id, service_area_id, channel, day, language, weight, answers } = row;
    let said = format!("{agency_id}\n{service_area_id}\n{channel}\n{day}\n{language}\n{weight}\n{answers}");
    let mut mark = Mark::default();
    mark.copy_from_slice(&Sha256::digest(said)[..16]);
    mark
}

impl Row {
    /// The row as it would be stored.
    pub(crate) fn transcribed(&self, round: &Round) -> serde_json::Result<TranscribedRow> {
        Ok(TranscribedRow {
            agency_id: round.agencies[self.agency].id,
            service_area_id: round.service_areas[self.service_area].id,
            channel: self.channel.as_str().to_owned(),
            day: self.day.to_string(),
            language: self.language.clone(),
            weight: self.weight,
            answers: serde_json::to_string(&self.answers)?,
        })
    }
}

/// Reads a line. Its day lies in the round and not after today.
pub(crate) fn read(round: &Round, table: &Table, line: &Line, today: Day) -> Result<Row, Unusable> {
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
    } else if let Some(day) = day.filter(|day| *day > today) {
        faults.push(line.fault("answered_on", CellFault::Future { day, today }));
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
        let cell = plain(cell);
        let parts: Vec<&str> = if several { cell.split('|').collect() } else { vec![&*cell] };
        pairs.extend(parts.into_iter().map(|part| (name.to_owned(), part.to_owned())));
    }
    let answers = match accept(&round.form, &pairs, Intake::Transcribed) {
        Ok(answers) => answers,
        Err(found) if faults.is_empty() && found.iter().all(|f| f.problem == AnswerProblem::Blank) => {
            return Err(Unusable::Blank);
        }
        Err(found) => {
            let found = found.into_iter().filter(|f| f.problem != AnswerProblem::Blank);
            faults.extend(found.map(|f| line.fault(&f.cell, f.problem)));
            return Err(Unusable::Faulty(faults));
        }
    };
    match (agency, area, channel, day, weight) {
        (Some(agency), Some(service_area), Some(channel), Some(day), Some(weight)) if faults.is_empty() => {
            Ok(Row { agency, service_area, channel, language, day, weight, answers })
        }
        _ => Err(Unusable::Faulty(faults)),
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
