//! Skip logic: a closed, total language over earlier answers. It cannot fail, loop or call anything.

use super::Form;
use crate::{Answer, Answers, Code};

/// When a question, row or item is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A cell is answered with one of these values; for a multiple choice, holds one of them.
    In(Code, Vec<String>),
    /// Every part holds; with no part, always.
    All(Vec<Condition>),
    /// Some part holds; with no part, never.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
}

impl Condition {
    fn holds(&self, answers: &Answers) -> bool {
        match self {
            Self::In(cell, values) => match answers.get(cell.as_str()) {
                Some(Answer::One(value)) => values.contains(value),
                Some(Answer::Many(chosen)) => chosen.iter().any(|v| values.contains(v)),
                Some(Answer::Words(_)) | None => false,
            },
            Self::All(parts) => parts.iter().all(|p| p.holds(answers)),
            Self::Any(parts) => parts.iter().any(|p| p.holds(answers)),
            Self::Not(part) => !part.holds(answers),
        }
    }
}

/// Drops the answers to irrelevant cells and returns, for each cell, whether it is relevant.
///
/// Cells are visited in order and a condition names earlier cells only, so an answer that has itself become
/// irrelevant counts as unanswered in every later condition.
pub fn relevant(form: &Form, answers: &mut Answers) -> Vec<bool> {
    form.cells
        .iter()
        .map(|cell| {
            let asked = cell.relevant_if.as_ref().is_none_or(|condition| condition.holds(answers));
            if !asked {
                answers.remove(cell.code.as_str());
                answers.remove(cell.specify_name().as_str());
            }
            asked
        })
        .collect()
}
