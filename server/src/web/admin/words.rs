//! Faults of the domain and of files in the reader's language. The command line has them in English from the types.

use crate::import::{ImportError, LineFault, Reason};
use app::{Numbers, Texts};
use domain::{AgencyFault, CodeFault, DEEPEST_TREE, DayFault, LineageFault, index::DefinitionFault};

/// Why something is no code.
pub(super) fn code_fault(texts: &Texts, fault: &CodeFault) -> String {
    match fault {
        CodeFault::Empty => texts.get("fault-empty"),
        CodeFault::TooLong(most) => texts.with("fault-code-long", [("most", (*most).into())]),
        CodeFault::Dots => texts.get("fault-code-dots"),
        CodeFault::Character(sign, _) => texts.with("fault-code-sign", [("sign", sign.to_string().into())]),
    }
}

/// Why something is no day.
pub(super) fn day_fault(texts: &Texts, fault: &DayFault) -> String {
    let key = match fault {
        DayFault::Unreadable(_) => "fault-day",
        DayFault::NotInCalendar(_) => "fault-day-calendar",
        DayFault::Serial(_) => "fault-day-serial",
        DayFault::ShortYear(_) => "fault-day-short",
    };
    texts.with(key, [("day", fault.written().into())])
}

/// Why agencies are no tree.
pub(super) fn agency_fault(texts: &Texts, fault: &AgencyFault) -> String {
    match fault {
        AgencyFault::UnknownParent { parent, .. } => {
            texts.with("fault-not-there", [("code", parent.as_str().into())])
        }
        AgencyFault::Circle(code) => texts.with("fault-circle", [("code", code.as_str().into())]),
        AgencyFault::TooDeep(_) => texts.with("fault-deep", [("most", DEEPEST_TREE.into())]),
        AgencyFault::EndsBeforeBegin(_) => texts.get("fault-ends-before"),
    }
}

/// Why something is no reorganisation.
pub(super) fn lineage_fault(texts: &Texts, fault: &LineageFault) -> String {
    match fault {
        LineageFault::Empty => texts.get("fault-event-empty"),
        LineageFault::Itself(code) => texts.with("fault-event-itself", [("code", code.as_str().into())]),
        LineageFault::Share { from, to } => {
            texts.with("fault-event-share", [("from", from.as_str().into()), ("to", to.as_str().into())])
        }
        LineageFault::Sum(code) => texts.with("fault-event-sum", [("code", code.as_str().into())]),
        LineageFault::Repeated { from, to } => {
            texts.with("fault-repeated", [("code", format!("{from} → {to}").into())])
        }
        LineageFault::Gone(code) => texts.with("fault-event-gone", [("code", code.as_str().into())]),
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

/// Why an index cannot be defined so.
pub(super) fn definition_fault(texts: &Texts, fault: &DefinitionFault) -> String {
    match fault {
        DefinitionFault::TooFewLevels { scale, levels } => texts.with(
            "fault-definition-levels",
            [("scale", scale.as_str().into()), ("levels", (*levels).into())],
        ),
        DefinitionFault::FlatScale { scale, .. } => {
            texts.with("fault-definition-flat", [("scale", scale.as_str().into())])
        }
        // Which of them is missing cannot be told where none is given.
        DefinitionFault::WeightsMisplaced => {
            let each = texts.get("fault-definition-each");
            texts.with("fault-definition-weights", [("code", each.into())])
        }
        DefinitionFault::WeightsIncomplete(code) => {
            texts.with("fault-definition-weights", [("code", code.as_str().into())])
        }
        DefinitionFault::WeightOutOfRange(code) => {
            let code = if code == "each" { texts.get("fault-definition-each") } else { code.clone() };
            texts.with("fault-definition-weight", [("code", code.into())])
        }
        DefinitionFault::PointsMisplaced | DefinitionFault::PointsIncomplete(_) => {
            texts.get("fault-definition-points")
        }
        DefinitionFault::TooFine => texts.get("fault-definition-fine"),
    }
}

/// Why a cell of a file is refused.
fn reason_text(texts: &Texts, reason: &Reason) -> String {
    match reason {
        Reason::Empty => texts.get("fault-empty"),
        Reason::Missing => texts.get("fault-column-missing"),
        Reason::Twice => texts.get("fault-column-twice"),
        Reason::Unknown => texts.get("fault-column-unknown"),
        Reason::Shape(cells, header) => {
            texts.with("fault-shape", [("cells", (*cells).into()), ("header", (*header).into())])
        }
        Reason::NotCsv => texts.get("fault-not-csv"),
        Reason::Name => texts.get("fault-name"),
        Reason::Code(fault) => code_fault(texts, fault),
        Reason::Day(fault) => day_fault(texts, fault),
        Reason::Future { day, today } => {
            let numbers = Numbers::of(&texts.locale);
            let days = [("day", numbers.day(*day).into()), ("today", numbers.day(*today).into())];
            texts.with("fault-future", days)
        }
        Reason::Word(words) => texts.with("fault-word", [("words", words.join(", ").into())]),
        Reason::Repeated(code) => texts.with("fault-repeated", [("code", code.as_str().into())]),
        Reason::NotThere(code) => texts.with("fault-not-there", [("code", code.as_str().into())]),
        Reason::Share => texts.get("fault-share"),
        Reason::Whole => texts.get("fault-whole"),
        Reason::EndsBeforeBegin => texts.get("fault-ends-before"),
        Reason::Agency(fault) => agency_fault(texts, fault),
        Reason::Lineage(fault) => lineage_fault(texts, fault),
        Reason::Answer(_) | Reason::Other(_) => reason.to_string(),
    }
}

fn line_text(texts: &Texts, fault: &LineFault) -> String {
    let words = [
        ("line", fault.line.into()),
        ("column", fault.column.as_str().into()),
        ("reason", reason_text(texts, &fault.reason).into()),
    ];
    texts.with("fault-line", words)
}

/// Lines of faults that are shown; a file of another shape has one in every line.
const SHOWN: usize = 40;

/// Why a file is refused, a line each.
pub(super) fn import_faults(texts: &Texts, error: &ImportError) -> Vec<String> {
    match error {
        ImportError::Lines(faults) => {
            let mut lines: Vec<String> =
                faults.iter().take(SHOWN).map(|fault| line_text(texts, fault)).collect();
            if faults.len() > SHOWN {
                lines.push(texts.with("fault-more", [("more", (faults.len() - SHOWN).into())]));
            }
            lines
        }
        ImportError::NotUtf8(line) => {
            vec![texts.with("fault-not-utf8", [("line", (*line).into())])]
        }
        ImportError::Tree(fault) => {
            let (AgencyFault::UnknownParent { agency: code, .. }
            | AgencyFault::Circle(code)
            | AgencyFault::TooDeep(code)
            | AgencyFault::EndsBeforeBegin(code)) = fault;
            vec![format!("{code}: {}", agency_fault(texts, fault))]
        }
        ImportError::TooMuch { what, most } => {
            vec![texts.with(&format!("fault-too-much-{}", what.as_str()), [("most", (*most).into())])]
        }
        other => vec![other.to_string()],
    }
}
