//! A value of the document with its path, so that every fault can say where it is.

use super::{FormFault, FormProblem};
use crate::{Code, Locale};
use serde_json::{Map, Value};

pub(super) type Read<T> = Result<T, FormFault>;

/// Most characters of a text.
pub(in crate::form) const LONGEST_TEXT: usize = 5_000;

/// A value of the document with its path.
pub(super) struct At<'a> {
    pub(super) value: &'a Value,
    pub(super) path: String,
}

impl<'a> At<'a> {
    pub(super) fn fault<T>(&self, problem: FormProblem) -> Read<T> {
        let path = if self.path.is_empty() { "(document)".to_owned() } else { self.path.clone() };
        Err(FormFault { path, problem })
    }
    pub(super) fn object(&self) -> Read<&'a Map<String, Value>> {
        match self.value.as_object() {
            Some(map) => Ok(map),
            None => self.fault(FormProblem::NotAnObject),
        }
    }
    pub(super) fn step(&self, key: &str, value: &'a Value) -> At<'a> {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        At { value, path }
    }
    /// A key that may be absent or null.
    pub(super) fn maybe(&self, key: &str) -> Read<Option<At<'a>>> {
        Ok(self.object()?.get(key).filter(|v| !v.is_null()).map(|v| self.step(key, v)))
    }
    pub(super) fn need(&self, key: &str) -> Read<At<'a>> {
        match self.maybe(key)? {
            Some(at) => Ok(at),
            None => self.fault(FormProblem::Missing(key.to_owned())),
        }
    }
    /// A list of at most so many entries; a longer one is refused before it is looked at.
    pub(super) fn list_up_to(&self, most: usize) -> Read<Vec<At<'a>>> {
        match self.value.as_array() {
            Some(values) if values.len() > most => self.fault(FormProblem::TooManyEntries(most)),
            Some(values) => Ok(values
                .iter()
                .enumerate()
                .map(|(i, value)| At { value, path: format!("{}[{i}]", self.path) })
                .collect()),
            None => self.fault(FormProblem::NotAList),
        }
    }
    pub(super) fn maybe_list(&self, key: &str, most: usize) -> Read<Vec<At<'a>>> {
        self.maybe(key)?.map_or(Ok(Vec::new()), |at| at.list_up_to(most))
    }
    pub(super) fn words(&self) -> Read<String> {
        let Some(words) = self.value.as_str() else { return self.fault(FormProblem::NotText) };
        if words.chars().any(|c| c.is_control() && c != '\n') {
            return self.fault(FormProblem::ControlCharacter);
        }
        if words.chars().count() > LONGEST_TEXT {
            return self.fault(FormProblem::TooLong(LONGEST_TEXT));
        }
        Ok(words.to_owned())
    }
    pub(super) fn code(&self) -> Read<Code> {
        self.words()?.parse().or_else(|e| self.fault(FormProblem::Code(e)))
    }
    /// Codes of cells become names in pages and columns in files, so they stay within ASCII.
    pub(super) fn cell_code(&self) -> Read<Code> {
        let code = self.code()?;
        if code.as_str().is_ascii() { Ok(code) } else { self.fault(FormProblem::NotAscii) }
    }
    pub(super) fn locales(&self, key: &str, most: usize) -> Read<Vec<Locale>> {
        self.maybe_list(key, most)?
            .iter()
            .map(|at| at.words()?.parse().or_else(|e| at.fault(FormProblem::Code(e))))
            .collect()
    }
    pub(super) fn flag(&self, key: &str) -> Read<bool> {
        self.maybe(key)?
            .map_or(Ok(false), |at| at.value.as_bool().map_or_else(|| at.fault(FormProblem::NotAFlag), Ok))
    }
    /// A value of a scale or option: a whole number or a short word.
    pub(super) fn answer_value(&self) -> Read<String> {
        match self.value {
            Value::Number(n) if n.is_i64() => Ok(n.to_string()),
            Value::String(_) => Ok(self.cell_code()?.into()),
            _ => self.fault(FormProblem::NotAValue),
        }
    }
    pub(super) fn score(&self) -> Read<i64> {
        let thousandths = self.value.as_f64().map(|score| score * 1_000.0);
        match thousandths {
            #[expect(clippy::cast_possible_truncation, reason = "bounded by the guard")]
            Some(t) if t.abs() <= 1e6 && (t - t.round()).abs() < 1e-6 && (t == 0.0 || t.round() != 0.0) => {
                Ok(t.round() as i64)
            }
            _ => self.fault(FormProblem::NotAScore),
        }
    }
}
