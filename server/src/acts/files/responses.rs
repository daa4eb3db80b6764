//! `import responses`: transcribed answers, one line a response.

use crate::{
    acts::Act,
    import::{
        Columns, DayRule, Earlier, ImportError, Mark, RESPONSE_BOUNDS, RoundCodes, Row, SheetName, Table,
        TableText, Unusable, mark, read,
    },
    intake::{self, Entry},
    store::{
        Database, Point, Round, points,
        responses::{self, StoredResponse},
        rounds,
    },
};
use domain::{
    RESPONSE_COLUMNS, Repetition, RowCounts,
    import::{FileFault, LineFaults},
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

const ENTRIES_A_WRITE: usize = 2_000;

/// What to do with rows that an earlier batch of the round holds already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    /// Refuse a file that repeats an earlier one, and tell the choices.
    Ask,
    /// Store all its rows once more.
    Again,
    /// Store those of its rows that are not there yet.
    NewOnly,
}

/// How a file of responses is taken.
#[derive(Debug)]
pub struct Terms {
    /// Store the good lines even if others are wrong.
    pub partial: bool,
    /// What becomes of repeated rows.
    pub repeated: Repeated,
    /// Why answers are added to a round that is closed or published.
    pub reason: String,
    /// Which days answers may have.
    pub days: DayRule,
}

/// What an import did.
#[derive(Debug)]
pub struct Imported {
    /// Responses stored.
    pub stored: usize,
    /// Rows left out because they were there.
    pub repeated: usize,
    /// Lines on which nothing is answered: left out.
    pub blank: Vec<u64>,
    /// Lines left out, with `partial`.
    pub faults: LineFaults,
    /// The sheet that was read, where the file is a workbook.
    pub sheet: Option<SheetName>,
}

/// What was found in a file before anything of it is stored.
#[derive(Default)]
struct Looked {
    rows: RowCounts<Mark>,
    blank: Vec<u64>,
    faults: LineFaults,
}

/// Stores the responses of a file as one batch.
///
/// Every bad line is reported; with `partial` the good ones are stored, otherwise nothing. Lines without any answer are
/// left out. A file that repeats rows of an earlier batch is refused unless told what to do. `progress` is told the lines
/// done.
pub async fn import_responses(
    database: &Database,
    round: Round,
    bytes: &[u8],
    terms: Terms,
    progress: impl Fn(u64),
) -> Result<Imported, ImportError> {
    let round = Arc::new(round);
    let asked = |name: &str| round.form.cell_of_name(name).map(|_| name.to_owned());
    let needed = &["agency", "service_area", "answered_on"];
    let columns = Columns { known: &RESPONSE_COLUMNS, needed, others: &asked };
    let file = TableText::of(bytes, &columns, RESPONSE_BOUNDS)?;
    let table = Table::open(&file, &columns, RESPONSE_BOUNDS)?;
    let codes = RoundCodes::of(&round);
    let Looked { rows, blank, faults } = look(&round, &codes, &table, terms.days)?;
    // Lines of a sheet whose cells are merged cannot be told from good ones.
    let is_whole = table.faults().is_empty();
    if !faults.is_empty() && (!terms.partial || rows.is_empty() || !is_whole) {
        return Err(FileFault::Lines(faults).into());
    }
    if !round.stage.is_locked() {
        let what = format!("the round {} has not been opened yet; open it first", round.document.code);
        return Err(ImportError::Document(what));
    }
    let mut imported = Imported { stored: 0, repeated: 0, blank, faults, sheet: file.sheet.clone() };
    if rows.is_empty() {
        return Ok(imported);
    }
    // What is there is compared before others have to wait for the transaction, in which only what came since is read.
    let mut earlier = Earlier::default();
    earlier.read(database.reader(), round.id).await?;
    let act = Act::of_responses(database).await?;
    let transaction = act.on();
    rounds::lock(transaction, round.id).await?;
    earlier.read(transaction, round.id).await?;
    let now = rounds::by_id(transaction, round.id).await?;
    let counted = responses::any(transaction, round.id).await?;
    if terms.reason.is_empty() && now.document.late_answers_need_reason(now.stage, terms.days.today, counted)
    {
        return Err(ImportError::ReasonNeeded(round.document.code.clone()));
    }
    let repetition = match earlier.repeated_by(&rows) {
        Some(_) if terms.repeated == Repeated::Again => None,
        Some(found) if terms.repeated == Repeated::Ask => {
            return Err(ImportError::Document(earlier.words(&found, rows.len())));
        }
        found => found,
    };
    let mut there = repetition.map_or_else(RowCounts::default, |Repetition { stored, .. }| stored);
    imported.repeated = there.len();
    imported.stored = rows.len() - imported.repeated;
    if imported.stored == 0 {
        return Ok(imported);
    }
    let digest = hex::encode(Sha256::digest(bytes));
    let batch =
        responses::add_batch(transaction, round.id, &digest, terms.days.today, imported.stored).await?;
    let mut known_points: Vec<Arc<Point>> =
        points::of_round(transaction, round.id).await?.into_iter().map(Arc::new).collect();
    let mut entries = Vec::with_capacity(ENTRIES_A_WRITE);
    for line in table.lines() {
        let number = line.line;
        let Ok(row) = read(&round, &codes, table.decimal_comma(), line, terms.days) else { continue };
        if there.take(&mark(&row.transcribed(&round)?)) {
            continue;
        }
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
            progress(number);
        }
    }
    intake::write(transaction, &entries).await?;
    let subject = format!("{} batch {batch}", round.document.code);
    let details = json!({
        "responses": imported.stored, "left out as blank": imported.blank.len(), "left out as repeated": imported.repeated,
        "file": digest,
    });
    act.done("responses.import", &subject, &terms.reason, details).await?;
    Ok(imported)
}

/// Goes through a file without storing anything of it.
fn look(round: &Round, codes: &RoundCodes, table: &Table, days: DayRule) -> Result<Looked, ImportError> {
    let mut looked = Looked { faults: table.faults(), ..Looked::default() };
    for line in table.lines() {
        let number = line.line;
        match read(round, codes, table.decimal_comma(), line, days) {
            Ok(row) => looked.rows.add(mark(&row.transcribed(round)?)),
            Err(Unusable::Blank) => looked.blank.push(number),
            Err(Unusable::Faulty(found)) => looked.faults.extend(found),
        }
    }
    Ok(looked)
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
        slug: points::random_slug()?,
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
