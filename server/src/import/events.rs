//! `import agency-events`: reorganisations, one line for each part that goes from one agency to another.
//!
//! Lines of one kind and day belong to one event where they share the successor (merge) or the predecessor (split); each
//! rename is its own; transfers belong together where day and reference are the same.

use super::{
    ListFile,
    list_file::{Lines, fault_in, not_there},
    table::Line,
};
use crate::store::{self, WriteTransaction, lineage};
use domain::{
    Agency, Code, Day, LineageEvent, LineageFault, LineageKind, LineagePart, Reorganisations,
    import::{CellFault, Changes, EVENT_COLUMNS, FileFault, SimilarCodes},
    index::UNIT_WEIGHT,
    read_share,
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

impl ListFile for LineageEvent {
    const ACTION: &'static str = "import.events";
    const COLUMNS: &'static [&'static str] = &EVENT_COLUMNS;
    const NEEDED: &'static [&'static str] = &["kind", "day", "from", "to"];
    type Stored = (Vec<Agency>, Vec<LineageEvent>);

    fn read(line: &mut Line) -> Option<Self> {
        let words = || CellFault::Word(LineageKind::ALL.map(LineageKind::as_str).to_vec());
        let kind = line.read_needed("kind", |cell| LineageKind::read(cell).ok_or_else(words));
        let (day, from, to) = (line.need("day"), line.need("from"), line.need("to"));
        let share = line.read_maybe("share", |cell| read_share(cell).ok_or(CellFault::Share));
        let reference = line.maybe("reference");
        let parts = vec![LineagePart { from: from?, to: to?, share: share.unwrap_or(UNIT_WEIGHT) }];
        Some(LineageEvent { kind: kind?, day: day?, reference, parts })
    }

    async fn stored(on: &impl ConnectionTrait) -> store::Result<Self::Stored> {
        Ok((store::agency_tree(on).await?, lineage::recorded(on).await?))
    }

    fn plan(lines: Lines<Self>, (agencies, recorded): &Self::Stored) -> Result<Changes<Self>, FileFault> {
        let Lines { header, good, mut faults, doubts, .. } = lines;
        let mut reorganisations = Reorganisations::new(agencies, recorded);
        let similar = SimilarCodes::of(agencies.iter().map(|agency| agency.code.as_str()));
        // A part that is left out makes a whole that is not: what is said of wholes holds only once every part is read.
        let mut all_parts = faults.is_empty();
        for (line, event) in &good {
            let ends: [(&str, &Code); 2] = [("from", &event.parts[0].from), ("to", &event.parts[0].to)];
            for (column, code) in ends.into_iter().filter(|(_, code)| !reorganisations.has_agency(code)) {
                faults.push(fault_in(&header, *line, column, not_there(code, &similar)));
                all_parts = false;
            }
        }
        // In the order in which they happened, each against the agencies as the ones before have left them.
        let mut events = gathered(good);
        events.sort_by_key(|(_, event)| event.day);
        let mut changes = Changes::default();
        for (line, event) in events {
            if reorganisations.has_event(&event) {
                changes.same += 1;
                continue;
            }
            match reorganisations.add(&event) {
                Ok(()) => changes.new.push(event),
                Err(LineageFault::Sum(_) | LineageFault::Shape { .. }) if !all_parts => {}
                Err(fault) => faults.push(fault_in(&header, line, column_of(&fault), fault)),
            }
        }
        faults.refused()?;
        Ok(changes.with_doubts(doubts))
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
