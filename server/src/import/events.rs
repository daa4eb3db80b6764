//! `import agency-events`: reorganisations, one line for each part that goes from one agency to another.
//!
//! Lines of one kind and day belong to one event where they share the successor (merge) or the predecessor (split); each
//! rename is its own; transfers belong together where day and reference are the same.

use super::{
    Changes, ImportError, LineFault, Plan, Reason,
    plan::at_command_line,
    table::{Line, Table},
};
use crate::store::WriteTransaction;
use crate::store::{self, Database, lineage, settings};
use domain::{Agency, Code, LineageEvent, LineageFault, LineageKind, LineagePart, index::UNIT_WEIGHT};
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

    async fn read(connection: &WriteTransaction, bytes: &[u8]) -> Result<Self, ImportError> {
        let columns = ["kind", "day", "from", "to", "share", "reference"];
        let table = Table::open(bytes, &["kind", "day", "from", "to"], |name| columns.contains(&name))?;
        let agencies: Vec<Agency> =
            store::agencies(connection).await?.into_iter().map(|row| row.agency).collect();
        let codes: HashSet<Code> = agencies.iter().map(|agency| agency.code.clone()).collect();
        let (mut events, mut faults) = (Vec::<(u64, LineageEvent)>::new(), Vec::new());
        for line in table.lines() {
            match line.and_then(|line| Ok((line.line, part(&line, &codes)?))) {
                Err(fault) => faults.push(fault),
                Ok((line, one)) => match events.iter_mut().find(|(_, event)| belong(event, &one)) {
                    Some((_, event)) => event.parts.extend(one.parts),
                    None => events.push((line, one)),
                },
            }
        }
        let known: Vec<LineageEvent> =
            lineage::all(connection).await?.into_iter().map(|(_, event)| event).collect();
        // In the order in which they happened, each against the agencies as the ones before have left them.
        events.sort_by_key(|(_, event)| event.day);
        let mut agencies: HashMap<Code, Agency> =
            agencies.into_iter().map(|agency| (agency.code.clone(), agency)).collect();
        for (at, (line, event)) in events.iter().enumerate() {
            if known.iter().any(|known| same(known, event)) {
                continue;
            }
            let earlier = known.iter().chain(events[..at].iter().map(|(_, event)| event));
            let named: Vec<Agency> = named(event).filter_map(|code| agencies.get(code)).cloned().collect();
            let fits = event.check().and_then(|()| event.fits(&named)).and_then(|()| event.follows(earlier));
            match fits {
                Err(fault) => {
                    let column = column_of(&fault).to_owned();
                    faults.push(LineFault { line: *line, column, reason: fault.into() });
                }
                Ok(()) => {
                    for agency in dated(event, named.into_iter()) {
                        agencies.insert(agency.code.clone(), agency);
                    }
                }
            }
        }
        if !faults.is_empty() {
            return Err(ImportError::Lines(faults));
        }
        let events = events.into_iter().map(|(_, event)| event).collect();
        Ok(Self::of(events, |event| known.iter().find(|known| same(known, event)).map(|_| event.clone())))
    }

    async fn apply(&self, connection: &WriteTransaction) -> store::Result<()> {
        carry_out_events(connection, &self.new).await?;
        settings::count_plan_change(connection).await
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
    let ends = |agency: &Agency| {
        let gone: i64 = event.parts.iter().filter(|p| p.from == agency.code).map(|p| p.share).sum();
        gone == UNIT_WEIGHT
            && !event.parts.iter().any(|p| p.to == agency.code)
            && agency.valid_to.is_none_or(|last| last > before)
            && agency.valid_from.is_none_or(|first| first <= before)
    };
    agencies.filter(ends).map(|agency| Agency { valid_to: Some(before), ..agency }).collect()
}

fn part(line: &Line, codes: &HashSet<Code>) -> Result<LineageEvent, LineFault> {
    let words = Reason::Word(LineageKind::ALL.map(LineageKind::as_str).to_vec());
    let kind = LineageKind::from_word(line.cell("kind")).ok_or_else(|| line.fault("kind", words))?;
    let named = |column: &str| {
        let code: Code = line.need(column)?;
        match codes.contains(&code) {
            true => Ok(code),
            false => Err(line.fault(column, Reason::NotThere(code.to_string()))),
        }
    };
    let share = match line.maybe("share") {
        None => UNIT_WEIGHT,
        Some(cell) => share(cell).ok_or_else(|| line.fault("share", Reason::Share))?,
    };
    let reference = line.maybe("reference").map(|_| line.name("reference")).transpose()?;
    let day = line.day("day")?;
    let parts = vec![LineagePart { from: named("from")?, to: named("to")?, share }];
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

fn belong(event: &LineageEvent, one: &LineageEvent) -> bool {
    let (of, other) = (&event.parts[0], &one.parts[0]);
    event.kind == one.kind
        && event.day == one.day
        && match event.kind {
            LineageKind::Rename => false,
            LineageKind::Merge => of.to == other.to,
            LineageKind::Split => of.from == other.from,
            LineageKind::Transfer => event.reference == one.reference,
        }
}

/// Whether two events say the same, in whatever order.
pub(crate) fn same(a: &LineageEvent, b: &LineageEvent) -> bool {
    let sorted = |event: &LineageEvent| {
        let mut parts: Vec<_> = event.parts.iter().map(|p| (p.from.clone(), p.to.clone(), p.share)).collect();
        parts.sort();
        parts
    };
    a.kind == b.kind && a.day == b.day && sorted(a) == sorted(b)
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
