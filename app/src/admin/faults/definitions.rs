//! What is wrong with the definition of an index.

use crate::Texts;
use domain::index::DefinitionFault;

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
        DefinitionFault::TooFine => texts.get("fault-definition-fine"),
    }
}
