//! What is wrong with a file of a list.

use super::{
    agency_fault, answer_problem, code_fault, day_fault, first_lines, level_fault, line_fault, lineage_fault,
};
use crate::{Numbers, Texts, Value};
use domain::{
    AgencyFault,
    import::{CellFault, Doubt, FileFault, LineFault, RoundPart, WorkbookFault},
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
        CellFault::Unnamed => texts.get("fault-column-unnamed"),
        CellFault::OpenQuote => texts.get("fault-open-quote"),
        CellFault::Invisible { character, after } => {
            let sign = format!("U+{:04X}", u32::from(*character));
            texts.with("fault-invisible", [("sign", sign.into()), ("after", after.as_str().into())])
        }
        CellFault::Spreadsheet(error) => texts.with("fault-spreadsheet", [("error", error.as_str().into())]),
        CellFault::Merged(cells) => texts.with("fault-merged", [("cells", cells.as_str().into())]),
        CellFault::Name(fault) => line_fault(texts, *fault, "fault-name"),
        CellFault::Code(fault) => code_fault(texts, fault),
        CellFault::Day(fault) => day_fault(texts, fault),
        CellFault::Future { day, today } => {
            let numbers = Numbers::of(&texts.locale);
            let days = [("day", numbers.day(*day).into()), ("today", numbers.day(*today).into())];
            texts.with("fault-future", days)
        }
        CellFault::Word(words) => texts.with("fault-word", [("words", words.join(", ").into())]),
        CellFault::Level(fault) => level_fault(texts, fault),
        CellFault::Repeated(code) => texts.with("fault-twice", [("code", code.as_str().into())]),
        CellFault::NotThere { code, similar } => {
            texts.with("fault-not-there", [("code", code.as_str().into())]) + &instead(texts, similar)
        }
        CellFault::NotInRound { code, part, similar } => {
            let key = match part {
                RoundPart::Agencies => "fault-not-in-round-agency",
                RoundPart::ServiceAreas => "fault-not-in-round-area",
            };
            texts.with(key, [("code", code.as_str().into())]) + &instead(texts, similar)
        }
        CellFault::OutsidePopulation { agency, service_area } => texts.with(
            "fault-outside-population",
            [("agency", agency.as_str().into()), ("area", service_area.as_str().into())],
        ),
        CellFault::NotWritten(language) => {
            texts.with("fault-not-written", [("language", language.as_str().into())])
        }
        CellFault::OutsideRound { day, from, to } => {
            let numbers = Numbers::of(&texts.locale);
            let [day, from, to] = [day, from, to].map(|day| Value::from(numbers.day(*day)));
            texts.with("fault-outside-round", [("day", day), ("from", from), ("to", to)])
        }
        CellFault::WithheldDay(month) => {
            texts.with("fault-withheld-day", [("month", month.to_string().into())])
        }
        CellFault::WeightGiven => texts.get("fault-weight-given"),
        CellFault::Weight => texts.get("fault-weight"),
        CellFault::Volume => texts.get("fault-volume"),
        CellFault::Share => texts.get("fault-share"),
        CellFault::EndsBeforeBegin => texts.get("fault-ends-before"),
        CellFault::Agency(fault) => agency_fault(texts, fault),
        CellFault::Lineage(fault) => lineage_fault(texts, fault),
        CellFault::Answer(problem) => answer_problem(texts, problem),
    }
}

/// What may be meant, behind what is wrong.
fn instead(texts: &Texts, similar: &Option<String>) -> String {
    let said = |code: &String| format!(" {}", texts.with("fault-instead", [("code", code.as_str().into())]));
    similar.as_ref().map(said).unwrap_or_default()
}

fn line_text(texts: &Texts, fault: &LineFault) -> String {
    let words = [
        ("line", fault.line.into()),
        ("column", fault.column.as_str().into()),
        ("reason", cell_fault(texts, &fault.reason).into()),
    ];
    texts.with("fault-line", words)
}

/// Why a file is refused, a line each; of faults in its lines at most so many.
pub fn file_faults(texts: &Texts, fault: &FileFault, most: usize) -> Vec<String> {
    match fault {
        FileFault::Lines(faults) => {
            let told = faults.told();
            let all = told.len() + faults.untold();
            first_lines(texts, told.iter().map(|fault| line_text(texts, fault)), all, most)
        }
        FileFault::Doubtful(doubts) => doubt_lines(texts, doubts, most),
        FileFault::NotUtf8 { line, encoding: None } => {
            vec![texts.with("fault-not-utf8", [("line", (*line).into())])]
        }
        FileFault::NotUtf8 { line, encoding: Some(encoding) } => {
            let pairs = [("line", (*line).into()), ("encoding", encoding.as_str().into())];
            vec![texts.with("fault-old-encoding", pairs)]
        }
        FileFault::Utf16 => vec![texts.get("fault-utf16")],
        FileFault::Workbook(fault) => vec![texts.get(match fault {
            WorkbookFault::OldOrLocked => "fault-workbook-old",
            WorkbookFault::Broken => "fault-workbook-broken",
            WorkbookFault::NoSheet => "fault-workbook-no-sheet",
        })],
        FileFault::Title { line, title, header } => {
            let pairs =
                [("line", (*line).into()), ("title", title.as_str().into()), ("header", (*header).into())];
            vec![texts.with("fault-title", pairs)]
        }
        FileFault::Tree(fault) => {
            let (AgencyFault::UnknownParent { agency: code, .. }
            | AgencyFault::Circle(code)
            | AgencyFault::TooDeep(code)
            | AgencyFault::EndsBeforeBegin(code)) = fault;
            vec![format!("{code}: {}", agency_fault(texts, fault))]
        }
        FileFault::TooMuch { what, most } => {
            let key = format!("fault-too-much-{}", what.as_str().replace(' ', "-"));
            vec![texts.with(&key, [("most", (*most).into())])]
        }
        FileFault::Empty => vec![texts.get("fault-file-empty")],
    }
}

/// What has to be looked at before a file is stored, a line each.
pub fn doubt_lines(texts: &Texts, doubts: &[Doubt], most: usize) -> Vec<String> {
    let line = |doubt: &Doubt| match doubt {
        Doubt::SimilarCode { line, column, code, known } => texts.with(
            "doubt-code",
            [
                ("line", (*line).into()),
                ("column", column.as_str().into()),
                ("code", code.as_str().into()),
                ("known", known.as_str().into()),
            ],
        ),
        Doubt::OldEncoding { line, column, encoding, written, meant } => texts.with(
            "doubt-encoding",
            [
                ("line", (*line).into()),
                ("column", column.as_str().into()),
                ("encoding", encoding.as_str().into()),
                ("written", written.as_str().into()),
                ("meant", meant.as_str().into()),
            ],
        ),
    };
    first_lines(texts, doubts.iter().map(line), doubts.len(), most)
}
