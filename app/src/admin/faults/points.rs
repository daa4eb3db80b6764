//! What is wrong with collection points.

use super::line_fault;
use crate::Texts;
use domain::plan::{BulkFault, CounterFault, MOST_COUNTERS, MOST_POINTS, PointFault, PointsFault};

/// Characters of a name that are told where something is wrong with it.
const TOLD: usize = 40;

/// Why no points are made.
pub fn points_fault(texts: &Texts, fault: &PointsFault) -> String {
    match fault {
        PointsFault::NoChannel => texts.get("points-no-channel"),
        PointsFault::Counters(CounterFault::Unfit { line, name, .. }) => {
            texts.with("points-counter-line", [("line", (*line).into()), ("name", told(name).into())])
        }
        PointsFault::Counters(CounterFault::Twice { line, name }) => {
            texts.with("points-counter-twice", [("line", (*line).into()), ("name", told(name).into())])
        }
        PointsFault::Counters(CounterFault::TooMany) => {
            texts.with("points-counters-many", [("most", MOST_COUNTERS.into())])
        }
        PointsFault::NoVolume => texts.get("points-no-volume"),
        PointsFault::AllThere => texts.get("points-all-there"),
        PointsFault::TooMany(_) => texts.with("points-many", [("most", MOST_POINTS.into())]),
    }
}

/// Why a point is not changed; `counter` is the name that was typed for its counter.
pub fn point_fault(texts: &Texts, fault: PointFault, counter: &str) -> String {
    match fault {
        PointFault::Counter(_) => counter_wrong(texts, counter),
        PointFault::CounterTaken => texts.get("points-counter-taken"),
        PointFault::NoCause => texts.get("fault-choose"),
        PointFault::Reason(fault) => line_fault(texts, fault, "reason-wrong"),
    }
}

/// Why many points are not changed.
pub fn bulk_fault(texts: &Texts, fault: BulkFault) -> String {
    match fault {
        BulkFault::NoChange => texts.get("fault-choose"),
        BulkFault::NothingChosen => texts.get("bulk-none"),
        BulkFault::NothingToDo => texts.get("bulk-nothing"),
        BulkFault::Reason(fault) => line_fault(texts, fault, "reason-wrong"),
    }
}

fn counter_wrong(texts: &Texts, name: &str) -> String {
    texts.with("points-counter-wrong", [("name", told(name).into())])
}

/// The beginning of a name.
fn told(name: &str) -> String {
    let begin: String = name.chars().take(TOLD).collect();
    if begin.len() < name.len() { begin + "…" } else { begin }
}
