//! A line of a file of transcribed responses, read and checked against the round.

use super::table::Line;
use crate::{
    export::plain,
    store::{Round, responses::TranscribedRow},
};
use domain::{
    AnswerProblem, Channel, Code, Day, Intake, Month, RESPONSE_COLUMNS, accept,
    form::AnswerKind,
    import::{CellFault, LineFault, RoundPart, SimilarCodes},
    index::UNIT_WEIGHT,
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

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

/// Codes of a round by their places.
pub(crate) struct RoundCodes {
    agencies: HashMap<Code, usize>,
    service_areas: HashMap<Code, usize>,
    similar: [SimilarCodes; 2],
}

impl RoundCodes {
    pub(crate) fn of(round: &Round) -> Self {
        let places = |codes: Vec<&Code>| codes.into_iter().cloned().zip(0..).collect::<HashMap<_, _>>();
        let agencies = places(round.agencies.iter().map(|row| &row.agency.code).collect());
        let service_areas = places(round.service_areas.iter().map(|row| &row.service_area.code).collect());
        let similar =
            [&agencies, &service_areas].map(|codes| SimilarCodes::of(codes.keys().map(Code::as_str)));
        Self { agencies, service_areas, similar }
    }

    /// The place of a code in a list of the round.
    pub(crate) fn find(&self, part: RoundPart, code: &str) -> Result<usize, CellFault> {
        let (places, similar) = match part {
            RoundPart::Agencies => (&self.agencies, &self.similar[0]),
            RoundPart::ServiceAreas => (&self.service_areas, &self.similar[1]),
        };
        let code: Code = code.parse()?;
        let similar = || similar.find(code.as_str()).map(str::to_owned);
        let place = places.get(&code).copied();
        place.ok_or_else(|| CellFault::NotInRound { code: code.to_string(), part, similar: similar() })
    }
}

/// Which days may stand on a line.
#[derive(Debug, Clone, Copy)]
pub struct DayRule {
    /// The local day; nobody has answered after it.
    pub today: Day,
    /// Whether the first day of a month stands for a day that an export has withheld.
    pub whole_months: bool,
}

impl DayRule {
    /// Reads the day of an answer to a round: it lies in the round, and not after today.
    fn read(self, round: &Round, cell: &str) -> Result<Day, CellFault> {
        let Self { today, whole_months } = self;
        let (from, to) = (round.document.from, round.document.to);
        let day = match (cell.parse::<Day>(), cell.parse::<Month>()) {
            (Err(_), Ok(month)) if !whole_months => return Err(CellFault::WithheldDay(month)),
            (Err(fault), Ok(month)) => month.first_day_in(from).ok_or(fault)?,
            (day, _) => day?,
        };
        match day {
            day if day < from || day > to => Err(CellFault::OutsideRound { day, from, to }),
            day if day > today => Err(CellFault::Future { day, today }),
            day => Ok(day),
        }
    }
}

/// Reads a line.
pub(crate) fn read(
    round: &Round,
    codes: &RoundCodes,
    decimal_comma: bool,
    mut line: Line,
    days: DayRule,
) -> Result<Row, Unusable> {
    if !line.has_shape() {
        return line.finish(None).map_err(Unusable::Faulty);
    }
    let agency = line.read_needed("agency", |code| codes.find(RoundPart::Agencies, code));
    let area = line.read_needed("service_area", |code| codes.find(RoundPart::ServiceAreas, code));
    if let (Some(a), Some(s)) = (agency, area) {
        let (agency, area) = (&round.agencies[a].agency.code, &round.service_areas[s].service_area.code);
        if !round.document.covers(agency, area) {
            let (agency, service_area) = (agency.to_string(), area.to_string());
            line.fault("service_area", CellFault::OutsidePopulation { agency, service_area });
        }
    }
    let channels = || CellFault::Word(Channel::ALL.map(Channel::as_str).to_vec());
    let channel = line.read_maybe("channel", |cell| Channel::read(cell).ok_or_else(channels));
    let language = line.read_maybe("language", |cell| {
        let known = round.form.languages.iter().find(|language| language.as_str().eq_ignore_ascii_case(cell));
        known.map(ToString::to_string).ok_or_else(|| CellFault::NotWritten(cell.to_owned()))
    });
    let language = language.unwrap_or_else(|| round.form.languages[0].to_string());
    let day = line.read_needed("answered_on", |cell| days.read(round, cell));
    let weight = line.read_maybe("weight", |cell| match weight(cell, decimal_comma) {
        Some(weight) if round.document.population.is_some() && weight != UNIT_WEIGHT => {
            Err(CellFault::WeightGiven)
        }
        weight => weight.ok_or(CellFault::Weight),
    });
    let mut pairs = Vec::new();
    for (name, cell) in line.cells(|name| !RESPONSE_COLUMNS.contains(&name)) {
        let several = round.form.cell(&name).is_some_and(|(_, c)| matches!(c.answers, AnswerKind::Many(_)));
        let cell = plain(&cell);
        let parts: Vec<&str> = if several { cell.split('|').collect() } else { vec![&*cell] };
        pairs.extend(parts.into_iter().map(|part| (name.clone(), part.to_owned())));
    }
    let answers = match accept(&round.form, &pairs, Intake::Transcribed) {
        Ok(answers) => Some(answers),
        Err(found) => {
            let is_blank = found.iter().all(|fault| fault.problem == AnswerProblem::Blank);
            let found = found.into_iter().filter(|fault| fault.problem != AnswerProblem::Blank);
            found.for_each(|fault| line.fault(&fault.cell, fault.problem));
            if is_blank {
                return match line.finish::<Row>(None) {
                    Err(faults) if !faults.is_empty() => Err(Unusable::Faulty(faults)),
                    _ => Err(Unusable::Blank),
                };
            }
            None
        }
    };
    let row = agency.zip(area).zip(day).zip(answers).map(|(((agency, service_area), day), answers)| Row {
        agency,
        service_area,
        channel: channel.unwrap_or(Channel::Paper),
        language,
        day,
        weight: weight.unwrap_or(UNIT_WEIGHT),
        answers,
    });
    line.finish(row).map_err(Unusable::Faulty)
}

/// Millionths, read as decimal digits so that no binary rounding comes between file and tally.
fn weight(cell: &str, decimal_comma: bool) -> Option<i64> {
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
