//! What is wrong with a file of a list.

use super::{agency_fault, code_fault, day_fault, lineage_fault};
use crate::{Numbers, Texts};
use domain::{
    AgencyFault,
    import::{CellFault, FileFault, LineFault},
};

/// Why a cell of a file is refused.
fn cell_fault(texts: &Texts, fault: &CellFault) -> String {
    match fault {
        CellFault::Empty => texts.get("fault-empty"),
        CellFault::Missing => texts.get("fault-column-missing"),
        CellFault::Twice => texts.get("fault-column-twice"),
        CellFault::Unknown => texts.get("fault-column-unknown"),
        CellFault::Shape(cells, header) => {
            texts.with("fault-shape", [("cells", (*cells).into()), ("header", (*header).into())])
        }
        CellFault::NotCsv => texts.get("fault-not-csv"),
        CellFault::Name(_) => texts.get("fault-name"),
        CellFault::Code(fault) => code_fault(texts, fault),
        CellFault::Day(fault) => day_fault(texts, fault),
        CellFault::Future { day, today } => {
            let numbers = Numbers::of(&texts.locale);
            let days = [("day", numbers.day(*day).into()), ("today", numbers.day(*today).into())];
            texts.with("fault-future", days)
        }
        CellFault::Word(words) => texts.with("fault-word", [("words", words.join(", ").into())]),
        CellFault::Repeated(code) => texts.with("fault-repeated", [("code", code.as_str().into())]),
        CellFault::NotThere(code) => texts.with("fault-not-there", [("code", code.as_str().into())]),
        CellFault::Share => texts.get("fault-share"),
        CellFault::EndsBeforeBegin => texts.get("fault-ends-before"),
        CellFault::Agency(fault) => agency_fault(texts, fault),
        CellFault::Lineage(fault) => lineage_fault(texts, fault),
        CellFault::Answer(_) | CellFault::Other(_) => fault.to_string(),
    }
}

fn line_text(texts: &Texts, fault: &LineFault) -> String {
    let words = [
        ("line", fault.line.into()),
        ("column", fault.column.as_str().into()),
        ("reason", cell_fault(texts, &fault.reason).into()),
    ];
    texts.with("fault-line", words)
}

/// Lines of faults that are shown; a file of another shape has one in every line.
const SHOWN: usize = 40;

/// Why a file is refused, a line each.
pub fn file_faults(texts: &Texts, fault: &FileFault) -> Vec<String> {
    match fault {
        FileFault::Lines(faults) => {
            let mut lines: Vec<String> =
                faults.iter().take(SHOWN).map(|fault| line_text(texts, fault)).collect();
            if faults.len() > SHOWN {
                lines.push(texts.with("fault-more", [("more", (faults.len() - SHOWN).into())]));
            }
            lines
        }
        FileFault::NotUtf8(line) => {
            vec![texts.with("fault-not-utf8", [("line", (*line).into())])]
        }
        FileFault::Tree(fault) => {
            let (AgencyFault::UnknownParent { agency: code, .. }
            | AgencyFault::Circle(code)
            | AgencyFault::TooDeep(code)
            | AgencyFault::EndsBeforeBegin(code)) = fault;
            vec![format!("{code}: {}", agency_fault(texts, fault))]
        }
        FileFault::TooMuch { what, most } => {
            vec![texts.with(&format!("fault-too-much-{}", what.as_str()), [("most", (*most).into())])]
        }
        FileFault::Empty => vec![fault.to_string()],
    }
}
