//! `import agency-events`: reorganisations, one line for each part that goes from one agency to another.
//!
//! Lines of one kind and day belong to one event where they share the successor (merge) or the predecessor (split); each
//! rename is its own; transfers belong together where day and reference are the same.

use super::{
    ListFile, MOST_LINES,
    list_file::Lines,
    table::{Line, Table},
};
use crate::store::{self, WriteTransaction, lineage};
use domain::{
    Agency, Day, LineageEvent, LineageFault, LineageKind, LineagePart, Reorganisations,
    import::{CellFault, Changes, EVENT_COLUMNS, FileFault, LineFault},
    index::UNIT_WEIGHT,
    read_share,
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

impl ListFile for LineageEvent {
    const ACTION: &'static str = "import.events";
    type Stored = (Vec<Agency>, Vec<LineageEvent>);

    fn parse(bytes: &[u8]) -> Result<Lines<Self>, FileFault> {
        let needed = ["kind", "day", "from", "to"];
        let table = Table::open(bytes, MOST_LINES, &needed, |name| EVENT_COLUMNS.contains(&name))?;
        Ok(Lines::of(table, part))
    }

    async fn stored(on: &impl ConnectionTrait) -> store::Result<Self::Stored> {
        Ok((store::agency_tree(on).await?, lineage::recorded(on).await?))
    }

    fn plan(lines: Lines<Self>, (agencies, recorded): &Self::Stored) -> Result<Changes<Self>, FileFault> {
        let Lines { good, mut faults, .. } = lines;
        let mut reorganisations = Reorganisations::new(agencies, recorded);
        for (line, event) in &good {
            let ends = [("from", &event.parts[0].from), ("to", &event.parts[0].to)];
            let unknown = ends.into_iter().find(|(_, code)| !reorganisations.has_agency(code));
            if let Some((column, code)) = unknown {
                let reason = CellFault::NotThere(code.to_string());
                faults.push(LineFault { line: *line, column: column.to_owned(), reason });
            }
        }
        // Whether the others fit can only be told once it is known who is there.
        FileFault::unless_none(faults)?;
        // In the order in which they happened, each against the agencies as the ones before have left them.
        let mut events = gathered(good);
        events.sort_by_key(|(_, event)| event.day);
        let mut faults = Vec::new();
        let mut changes = Changes::default();
        for (line, event) in events {
            if reorganisations.has_event(&event) {
                changes.same += 1;
                continue;
            }
            match reorganisations.add(&event) {
                Ok(()) => changes.new.push(event),
                Err(fault) => {
                    let column = column_of(&fault).to_owned();
                    faults.push(LineFault { line, column, reason: fault.into() });
                }
            }
        }
        FileFault::unless_none(faults)?;
        Ok(changes)
    }

    async fn store(
        on: &WriteTransaction,
        changes: &Changes<Self>,
        (agencies, _): &Self::Stored,
    ) -> store::Result<()> {
        let ended = Reorganisations::ended_by(&changes.new, agencies);
        lineage::record(on, &changes.new, &ended).await
    }
}

/// The column of a file in which a fault stands.
fn column_of(fault: &LineageFault) -> &'static str {
    match fault {
        LineageFault::Empty | LineageFault::Shape { .. } => "kind",
        LineageFault::Share { .. } | LineageFault::Sum(_) => "share",
        LineageFault::Itself(_) | LineageFault::Repeated { .. } | LineageFault::NoSuccessor { .. } => "to",
        LineageFault::NoPredecessor { .. } | LineageFault::AlreadyDissolved(_) => "from",
    }
}

fn part(line: &Line) -> Result<LineageEvent, LineFault> {
    let words = CellFault::Word(LineageKind::ALL.map(LineageKind::as_str).to_vec());
    let kind = LineageKind::from_word(line.cell("kind")).ok_or_else(|| line.fault("kind", words))?;
    let share = match line.maybe("share") {
        None => UNIT_WEIGHT,
        Some(cell) => read_share(cell).ok_or_else(|| line.fault("share", CellFault::Share))?,
    };
    let reference = line.parse_maybe("reference")?;
    let day = line.need("day")?;
    let parts = vec![LineagePart { from: line.need("from")?, to: line.need("to")?, share }];
    Ok(LineageEvent { kind, day, reference, parts })
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
            LineageKind::Transfer => one.reference.as_ref().map(ToString::to_string),
        };
        let place = *places.entry((one.kind.as_str(), one.day, shared)).or_insert(events.len());
        match events.get_mut(place) {
            Some((_, event)) => event.parts.extend(one.parts),
            None => events.push((line, one)),
        }
    }
    events
}
