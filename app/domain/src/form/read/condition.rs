//! Conditions, over cells that were read before them.

use super::{
    FormProblem, Reader, TextCount,
    at::{At, Read},
};
use crate::{
    Code, RESPONSE_COLUMNS,
    form::{Cell, Condition},
};
use serde_json::Value;
use std::collections::HashMap;

/// Lines to answer, and what they measure.
pub(in crate::form) const MOST_CELLS: usize = 500;
pub(in crate::form) const DEEPEST_CONDITION: usize = 8;
pub(in crate::form) const LARGEST_CONDITION: usize = 200;

impl Reader {
    pub(super) fn condition(
        &self,
        value: &Value,
        path: &str,
        cells: &Cells,
        depth: usize,
    ) -> Read<Condition> {
        let at = At { value, path: path.to_owned() };
        if depth > DEEPEST_CONDITION {
            return at.fault(FormProblem::ConditionTooDeep(DEEPEST_CONDITION));
        }
        let keys: Vec<&str> = at.object()?.keys().map(String::as_str).collect();
        let parts = |key: &str| -> Read<Vec<Condition>> {
            let list = at.need(key)?.list_up_to(LARGEST_CONDITION)?;
            list.iter().map(|p| self.condition(p.value, &p.path, cells, depth + 1)).collect()
        };
        match keys.as_slice() {
            ["all"] => Ok(Condition::All(parts("all")?)),
            ["any"] => Ok(Condition::Any(parts("any")?)),
            ["not"] => {
                let part = at.need("not")?;
                Ok(Condition::Not(Box::new(self.condition(part.value, &part.path, cells, depth + 1)?)))
            }
            ["equals", "question"] | ["question", "equals"] | ["in", "question"] | ["question", "in"] => {
                let named = at.need("question")?;
                let code = named.code()?;
                let Some(cell) = cells.by_code.get(&code).map(|&i| &cells.list[i]) else {
                    return named.fault(FormProblem::NotEarlier(code));
                };
                let values = match at.maybe("in")? {
                    Some(list) => list.list_up_to(LARGEST_CONDITION)?,
                    None => vec![at.need("equals")?],
                };
                let mut known = Vec::new();
                for value in values {
                    let word = value.answer_value()?;
                    if cell.choice(&word).is_none() {
                        return value.fault(FormProblem::NotAnAnswer { word, code });
                    }
                    known.push(word);
                }
                Ok(Condition::In(code, known))
            }
            _ => at.fault(FormProblem::NotACondition),
        }
    }
}

/// The cells read so far.
#[derive(Default)]
pub(super) struct Cells {
    pub(super) list: Vec<Cell>,
    pub(super) by_code: HashMap<Code, usize>,
    /// Of each cell's condition, see [`Cells::size`].
    sizes: Vec<usize>,
    text: TextCount,
}

impl Cells {
    /// How many comparisons a condition comes to when those it leans on are written out, as pages without script do.
    fn size(&self, condition: &Condition) -> usize {
        let sum = |parts: &[Condition]| parts.iter().fold(1usize, |sum, p| sum.saturating_add(self.size(p)));
        match condition {
            Condition::All(parts) | Condition::Any(parts) => sum(parts),
            Condition::Not(part) => self.size(part).saturating_add(1),
            Condition::In(code, values) => {
                let earlier = self.by_code.get(code).map_or(0, |&at| self.sizes[at]);
                earlier.saturating_add(values.len() + 1)
            }
        }
    }

    pub(super) fn push(&mut self, cell: Cell, at: &At) -> Read<()> {
        if cell.code.as_str().ends_with(".specify") || RESPONSE_COLUMNS.contains(&cell.code.as_str()) {
            return at.fault(FormProblem::Kept(cell.code));
        }
        if self.list.len() == MOST_CELLS {
            return at.fault(FormProblem::TooManyLines(MOST_CELLS));
        }
        self.text.add(cell.choices(), at)?;
        let size = cell.relevant_if.as_ref().map_or(0, |condition| self.size(condition));
        if size > LARGEST_CONDITION {
            return at.fault(FormProblem::ConditionTooLarge);
        }
        self.sizes.push(size);
        if self.by_code.insert(cell.code.clone(), self.list.len()).is_some() {
            return at.fault(FormProblem::Taken(cell.code));
        }
        self.list.push(cell);
        Ok(())
    }
}
