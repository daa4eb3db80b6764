//! Reading what was typed into the fields of a form: everything that is wrong is told at once.

use crate::{Day, DayFault};
use std::str::FromStr;

/// Faults gathered while fields are read. `F` says which field and what is wrong with it.
#[derive(Debug)]
pub(crate) struct Reading<F> {
    faults: Vec<F>,
}

impl<F> Reading<F> {
    pub(crate) fn new() -> Self {
        Self { faults: Vec::new() }
    }

    /// One more fault.
    pub(crate) fn fault(&mut self, fault: F) {
        self.faults.push(fault);
    }

    /// A field that has to be filled in.
    pub(crate) fn required<T: FromStr>(&mut self, text: &str, fault: fn(T::Err) -> F) -> Option<T> {
        text.parse().map_err(|error| self.fault(fault(error))).ok()
    }

    /// A field that may stay empty.
    pub(crate) fn optional<T: FromStr>(&mut self, text: &str, fault: fn(T::Err) -> F) -> Option<T> {
        if text.is_empty() { None } else { self.required(text, fault) }
    }

    /// First and last day, each of which may be left open.
    pub(crate) fn validity(
        &mut self,
        [from, to]: [&str; 2],
        [from_fault, to_fault]: [fn(DayFault) -> F; 2],
        ends_before_begin: F,
    ) -> [Option<Day>; 2] {
        let days = [self.optional(from, from_fault), self.optional(to, to_fault)];
        if let [Some(from), Some(to)] = days
            && to < from
        {
            self.fault(ends_before_begin);
        }
        days
    }

    /// What was read, if nothing is wrong with it.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<F>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }
}
