//! `import agency-events`: reorganisations, one line for each part that goes from one agency to another.
//!
//! Lines of one kind and day belong to one event where they share the successor (merge) or the predecessor (split); each
//! rename is its own; transfers belong together where day and reference are the same.

use super::{
    Changes, ImportError, LineFault, Lines, MOST_LINES, Plan, Reason,
    plan::{at_command_line, none_faulty},
    table::{Line, Table},
};
use crate::store::{self, Database, WriteTransaction, lineage};
use domain::{Agency, Code, Day, LineageEvent, LineageFault, LineageKind, LineagePart, index::UNIT_WEIGHT};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a file of events would change.
pub type EventChanges = Changes<LineageEvent>;

/// Adds the events of a CSV file that are not there yet. Returns how many events it had.
pub async fn import_events(database: &Database, bytes: &[u8]) -> Result<usize, ImportError> {
    at_command_line::<EventChanges>(database, bytes).await
}

impl Plan for EventChanges {
    const ACTION: &'static str = "import.events";

    fn counts(&self) -> [usize; 3] {
        self.count()
    }

    type Parsed = Lines<LineageEvent>;

    fn parse(bytes: &[u8]) -> Result<Self::Parsed, ImportError> {
        let columns = ["kind", "day", "from", "to", "share", "reference"];
        let needed = ["kind", "day", "from", "to"];
        Ok(Lines::of(Table::open(bytes, MOST_LINES, &needed, |name| columns.contains(&name))?, part))
    }

    async fn plan(connection: &impl ConnectionTrait, parsed: Self::Parsed) -> Result<Self, ImportError> {
        let Lines { good, mut faults, .. } = parsed;
        let agencies = store::agencies(connection).await?.into_iter();
        let mut agencies: HashMap<Code, Agency> =
            agencies.map(|row| (row.agency.code.clone(), row.agency)).collect();
        for (line, event) in &good {
            let ends = [("from", &event.parts[0].from), ("to", &event.parts[0].to)];
            if let Some((column, code)) = ends.into_iter().find(|(_, code)| !agencies.contains_key(*code)) {
                let reason = Reason::NotThere(code.to_string());
                faults.push(LineFault { line: *line, column: column.to_owned(), reason });
            }
        }
        // Whether the others fit can only be told once it is known who is there.
        none_faulty(std::mem::take(&mut faults))?;
        let known = lineage::all(connection).await?.into_iter().map(|(_, event)| event);
        let known: Vec<LineageEvent> = known.collect();
        let said: HashSet<Said> = known.iter().map(Said::of).collect();
        let mut gone: HashSet<Code> = known.iter().flat_map(LineageEvent::gone_whole).cloned().collect();
        // In the order in which they happened, each against the agencies as the ones before have left them.
        let mut events = gathered(good);
        events.sort_by_key(|(_, event)| event.day);
        for (line, event) in &events {
            if said.contains(&Said::of(event)) {
                continue;
            }
            let named: Vec<Agency> = named(event).filter_map(|code| agencies.get(code)).cloned().collect();
            let fits = event.check().and_then(|()| event.fits(&named)).and_then(|()| event.follows(&gone));
            match fits {
                Err(fault) => {
                    let column = column_of(&fault).to_owned();
                    faults.push(LineFault { line: *line, column, reason: fault.into() });
                }
                Ok(()) => {
                    gone.extend(event.gone_whole().cloned());
                    for agency in dated(event, named.into_iter()) {
                        agencies.insert(agency.code.clone(), agency);
                    }
                }
            }
        }
        none_faulty(faults)?;
        let events = events.into_iter().map(|(_, event)| event);
        Ok(Self::of(events, |event| said.contains(&Said::of(event)).then(|| event.clone())))
    }

    async fn apply(&self, connection: &WriteTransaction) -> store::Result<()> {
        carry_out_events(connection, &self.new).await
    }
}

/// The agencies that an event names.
fn named(event: &LineageEvent) -> impl Iterator<Item = &Code> {
    let codes: BTreeSet<&Code> = event.parts.iter().flat_map(|part| [&part.from, &part.to]).collect();
    codes.into_iter()
}

/// The column of a file in which a fault stands.
fn column_of(fault: &LineageFault) -> &'static str {
    match fault {
        LineageFault::Empty | LineageFault::Shape { .. } => "kind",
        LineageFault::Share { .. } | LineageFault::Sum(_) => "share",
        LineageFault::Itself(_) | LineageFault::Repeated { .. } | LineageFault::NoSuccessor { .. } => "to",
        LineageFault::NoPredecessor { .. } | LineageFault::Gone(_) => "from",
    }
}

/// Stores events in their order. Agencies that go on whole in others end on the day before; when those others began is theirs
/// to say.
pub(crate) async fn carry_out_events(
    connection: &WriteTransaction,
    events: &[LineageEvent],
) -> store::Result<()> {
    let all = store::agencies(connection).await?.into_iter();
    let mut agencies: HashMap<Code, Agency> = all.map(|row| (row.agency.code.clone(), row.agency)).collect();
    let mut changed = BTreeSet::new();
    for event in events {
        lineage::add(connection, event).await?;
        let named: Vec<Agency> = named(event).filter_map(|code| agencies.get(code)).cloned().collect();
        for agency in dated(event, named.into_iter()) {
            changed.insert(agency.code.clone());
            agencies.insert(agency.code.clone(), agency);
        }
    }
    let changed: Vec<Agency> = changed.iter().filter_map(|code| agencies.get(code)).cloned().collect();
    store::save_agencies(connection, &changed).await
}

/// The agencies that an event ends, as they are after it: what went whole into others and takes nothing in.
pub(crate) fn dated(event: &LineageEvent, agencies: impl Iterator<Item = Agency>) -> Vec<Agency> {
    let before = event.day.plus_days(-1);
    let (gone, taking): (HashSet<&Code>, HashSet<&Code>) =
        (event.gone_whole().collect(), event.parts.iter().map(|p| &p.to).collect());
    let ends = |agency: &Agency| {
        gone.contains(&agency.code)
            && !taking.contains(&agency.code)
            && agency.valid_to.is_none_or(|last| last > before)
            && agency.valid_from.is_none_or(|first| first <= before)
    };
    agencies.filter(ends).map(|agency| Agency { valid_to: Some(before), ..agency }).collect()
}

fn part(line: &Line) -> Result<LineageEvent, LineFault> {
    let words = Reason::Word(LineageKind::ALL.map(LineageKind::as_str).to_vec());
    let kind = LineageKind::from_word(line.cell("kind")).ok_or_else(|| line.fault("kind", words))?;
    let share = match line.maybe("share") {
        None => UNIT_WEIGHT,
        Some(cell) => share(cell).ok_or_else(|| line.fault("share", Reason::Share))?,
    };
    let reference = line.maybe("reference").map(|_| line.name("reference")).transpose()?;
    let day = line.need("day")?;
    let parts = vec![LineagePart { from: line.need("from")?, to: line.need("to")?, share }];
    Ok(LineageEvent { kind, day, reference, parts })
}

/// A percentage in millionths of the whole: 62,5 or 62.5 is 625,000.
pub(crate) fn share(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 4 || !digits(whole) || !digits(rest) {
        return None;
    }
    let share = format!("{whole}{rest:0<4}").parse::<i64>().ok()?;
    (1..=UNIT_WEIGHT).contains(&share).then_some(share)
}

/// Lines that belong to one event, gathered; each with the first of its lines.
fn gathered(lines: Vec<(u64, LineageEvent)>) -> Vec<(u64, LineageEvent)> {
    let mut events: Vec<(u64, LineageEvent)> = Vec::new();
    let mut places: HashMap<(&'static str, Day, Option<String>), usize> = HashMap::new();
    for (line, one) in lines {
        let shared = match one.kind {
            LineageKind::Rename => {
                events.push((line, one));
                continue;
            }
            LineageKind::Merge => Some(one.parts[0].to.to_string()),
            LineageKind::Split => Some(one.parts[0].from.to_string()),
            LineageKind::Transfer => one.reference.clone(),
        };
        let place = *places.entry((one.kind.as_str(), one.day, shared)).or_insert(events.len());
        match events.get_mut(place) {
            Some((_, event)) => event.parts.extend(one.parts),
            None => events.push((line, one)),
        }
    }
    events
}

/// What an event says, in whatever order.
#[derive(PartialEq, Eq, Hash)]
struct Said(&'static str, Day, Vec<(Code, Code, i64)>);

impl Said {
    fn of(event: &LineageEvent) -> Self {
        let parts = event.parts.iter().map(|p| (p.from.clone(), p.to.clone(), p.share));
        let mut parts: Vec<_> = parts.collect();
        parts.sort();
        Self(event.kind.as_str(), event.day, parts)
    }
}

/// Whether two events say the same.
pub(crate) fn same(a: &LineageEvent, b: &LineageEvent) -> bool {
    Said::of(a) == Said::of(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_digit_by_digit() {
        let shares = ["100", "62,5", "0.0001", "33.3333 %", "0", "100.0001", "1e2", "-5", "", "12,34567"];
        let read =
            [Some(1_000_000), Some(625_000), Some(1), Some(333_333), None, None, None, None, None, None];
        assert_eq!(shares.map(share), read);
    }
}
