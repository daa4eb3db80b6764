//! What is wrong with agencies and their reorganisations.

use super::{code_fault, day_fault, line_fault, name_fault};
use crate::{Numbers, Texts};
use domain::{AgencyEditFault, AgencyFault, DEEPEST_TREE, EventEditFault, LineageFault};

/// Why agencies are no tree.
pub fn agency_fault(texts: &Texts, fault: &AgencyFault) -> String {
    match fault {
        AgencyFault::UnknownParent { parent, .. } => {
            texts.with("fault-not-there", [("code", parent.as_str().into())])
        }
        AgencyFault::Circle(code) => texts.with("fault-circle", [("code", code.as_str().into())]),
        AgencyFault::TooDeep(_) => texts.with("fault-deep", [("most", DEEPEST_TREE.into())]),
        AgencyFault::EndsBeforeBegin(_) => texts.get("fault-ends-before"),
    }
}

/// Why an agency cannot be stored so.
pub fn agency_edit_fault(texts: &Texts, fault: &AgencyEditFault) -> String {
    match fault {
        AgencyEditFault::Code(fault) | AgencyEditFault::Parent(fault) | AgencyEditFault::Block(fault) => {
            code_fault(texts, fault)
        }
        AgencyEditFault::CodeTaken => texts.get("agency-code-taken"),
        AgencyEditFault::Name(fault) | AgencyEditFault::NameEn(fault) => name_fault(texts, *fault),
        AgencyEditFault::ParentOutOfReach => texts.get("parent-beyond"),
        AgencyEditFault::UnknownBlock => texts.get("block-unknown"),
        AgencyEditFault::ValidFrom(fault)
        | AgencyEditFault::ValidTo(fault)
        | AgencyEditFault::FromDay(fault) => day_fault(texts, fault),
        AgencyEditFault::EndsBeforeBegin => texts.get("fault-ends-before"),
        AgencyEditFault::Tree(fault) => agency_fault(texts, fault),
        AgencyEditFault::FromDayOutside => texts.get("agency-change-outside"),
        AgencyEditFault::FromDayInFuture => texts.get("agency-change-future"),
        AgencyEditFault::FromDayTooEarly(day) => {
            texts.with("agency-change-before", [("day", Numbers::of(&texts.locale).day(*day).into())])
        }
    }
}

/// Why something is no reorganisation.
pub fn lineage_fault(texts: &Texts, fault: &LineageFault) -> String {
    match fault {
        LineageFault::Empty => texts.get("fault-event-empty"),
        LineageFault::Itself(code) => texts.with("fault-event-itself", [("code", code.as_str().into())]),
        LineageFault::Share { from, to } => {
            texts.with("fault-event-share", [("from", from.as_str().into()), ("to", to.as_str().into())])
        }
        LineageFault::Sum(code) => texts.with("fault-event-sum", [("code", code.as_str().into())]),
        LineageFault::Repeated { from, to } => {
            texts.with("fault-twice", [("code", format!("{from} → {to}").into())])
        }
        LineageFault::AlreadyDissolved(code) => {
            texts.with("fault-event-gone", [("code", code.as_str().into())])
        }
        LineageFault::NoPredecessor { code, day } => {
            let day = Numbers::of(&texts.locale).day(*day);
            texts.with("fault-event-before", [("code", code.as_str().into()), ("day", day.into())])
        }
        LineageFault::NoSuccessor { code, day } => {
            let day = Numbers::of(&texts.locale).day(*day);
            texts.with("fault-event-after", [("code", code.as_str().into()), ("day", day.into())])
        }
        LineageFault::Shape { kind, .. } => texts.get(&format!("fault-shape-{}", kind.as_str())),
    }
}

/// Why a reorganisation cannot be recorded so.
pub fn event_edit_fault(texts: &Texts, fault: &EventEditFault) -> String {
    match fault {
        EventEditFault::Kind | EventEditFault::Agency(..) => texts.get("fault-choose"),
        EventEditFault::DayMissing => texts.get("fault-empty"),
        EventEditFault::Day(fault) => day_fault(texts, fault),
        EventEditFault::Reference(fault) => line_fault(texts, *fault, "event-reference-wrong"),
        EventEditFault::Share(_) => texts.get("fault-share"),
        EventEditFault::Repeated(_, part) => {
            texts.with("fault-twice", [("code", format!("{} → {}", part.from, part.to).into())])
        }
        EventEditFault::Lineage(fault, _) => lineage_fault(texts, fault),
        EventEditFault::OutOfReach => texts.get("parent-beyond"),
        EventEditFault::AlreadyRecorded => texts.get("event-known"),
    }
}
