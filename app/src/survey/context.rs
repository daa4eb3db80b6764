//! What a question needs to know besides itself.

use crate::Texts;
use domain::{AnswerFault, Locale, form::Form};
use std::collections::HashMap;

/// The form, its language, and what was posted of it.
pub(super) struct Context<'a> {
    pub(super) form: &'a Form,
    pub(super) language: &'a Locale,
    pub(super) texts: &'static Texts,
    pub(super) posted: HashMap<&'a str, Vec<&'a str>>,
    pub(super) faults: HashMap<&'a str, &'a AnswerFault>,
}

impl Context<'_> {
    pub(super) fn chosen(&self, name: &str, value: &str) -> bool {
        self.posted.get(name).is_some_and(|values| values.contains(&value))
    }
    pub(super) fn words(&self, name: &str) -> String {
        self.posted.get(name).and_then(|v| v.first()).map(|v| (*v).to_owned()).unwrap_or_default()
    }
}
