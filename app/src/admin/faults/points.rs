//! What is wrong with collection points.

use super::line_fault;
use crate::Texts;
use domain::plan::{CounterFault, MOST_COUNTERS, MOST_POINTS, PointFault, PointsFault};

/// Why no points are made.
pub fn points_fault(texts: &Texts, fault: &PointsFault) -> String {
    match fault {
        PointsFault::NoChannel => texts.get("points-no-channel"),
        PointsFault::Counters(CounterFault::Unfit(name)) => counter_wrong(texts, name),
        PointsFault::Counters(CounterFault::TooMany) => {
            texts.with("points-counters-many", [("most", MOST_COUNTERS.into())])
        }
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

fn counter_wrong(texts: &Texts, name: &str) -> String {
    texts.with("points-counter-wrong", [("name", name.into())])
}
