//! What is wrong with the definition of an index.

use super::{code_fault, name_fault};
use crate::Texts;
use domain::index::{DefinitionEditFault, DefinitionFault, MOST_BENCHMARKS};

/// Characters of a line that are repeated where it is wrong.
const LINE_SHOWN: usize = 100;

/// Why a definition cannot be stored so.
pub fn definition_edit_fault(texts: &Texts, fault: &DefinitionEditFault) -> String {
    let wrong = |key: &str, line: &str| {
        let line: String = line.chars().take(LINE_SHOWN).collect();
        texts.with(key, [("line", line.into())])
    };
    match fault {
        DefinitionEditFault::Code(fault) => code_fault(texts, fault),
        DefinitionEditFault::CodeTaken => texts.get("definition-code-taken"),
        DefinitionEditFault::Title(fault) | DefinitionEditFault::TitleEn(fault) => name_fault(texts, *fault),
        DefinitionEditFault::NoScoring | DefinitionEditFault::NoAggregation => texts.get("fault-choose"),
        DefinitionEditFault::WeightLine(line) => wrong("step-weights-wrong", line),
        DefinitionEditFault::PointsLine(line) => wrong("step-points-of-scales-wrong", line),
        DefinitionEditFault::BandLine(line) => wrong("step-bands-wrong", line),
        DefinitionEditFault::TargetLine(line) => wrong("step-targets-wrong", line),
        DefinitionEditFault::MinimumN(written) => wrong("step-minimum-n-wrong", written),
        DefinitionEditFault::Definition(fault) => definition_fault(texts, fault),
    }
}

/// Why an index cannot be defined so.
pub fn definition_fault(texts: &Texts, fault: &DefinitionFault) -> String {
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
        DefinitionFault::TooManyBands | DefinitionFault::TooManyTargets => {
            texts.with("fault-benchmarks-many", [("most", MOST_BENCHMARKS.into())])
        }
        DefinitionFault::BandOutOfRange(percent) | DefinitionFault::TargetOutOfRange(percent) => {
            texts.with("fault-benchmarks-range", [("percent", percent.as_str().into())])
        }
        DefinitionFault::BandOrder(percent) => {
            texts.with("fault-bands-order", [("percent", percent.as_str().into())])
        }
        DefinitionFault::BandTitle | DefinitionFault::TargetTitle => texts.get("fault-benchmarks-title"),
        DefinitionFault::TooFine => texts.get("fault-definition-fine"),
    }
}
