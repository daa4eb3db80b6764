//! What is asked of a document beyond being readable before it becomes a form: that nothing in it is silently without
//! effect. Forms that are there already are read without this, so that a stricter rule breaks no round.

use super::{
    FormProblem,
    at::{At, Read},
};
use crate::form::Form;
use serde_json::Value;

/// Words that make a key a condition, as other tools call it: `show_if`, `visibleIf`, `displayWhen`, `unless`.
const WORDS: [&str; 3] = ["if", "when", "unless"];

/// Whole keys that say the same without one of those words (XLSForm, LimeSurvey, SurveyJS, Google Forms, REDCap).
const KEYS: [&str; 26] = [
    "arrayfilter",
    "branch",
    "branching",
    "branchinglogic",
    "condition",
    "conditional",
    "conditions",
    "dependency",
    "dependson",
    "displaylogic",
    "goto",
    "gotosection",
    "hidden",
    "hide",
    "jump",
    "jumpto",
    "logic",
    "relevance",
    "relevant",
    "show",
    "skip",
    "skiplogic",
    "skippattern",
    "skipto",
    "visibility",
    "visible",
];

/// Refused: a key that looks like a condition where none is read, an item that no question asks or whose scale has no scores.
/// Any other unknown key is kept and means nothing.
pub(super) fn check(document: &Value, form: &Form) -> Read<()> {
    let top = At { value: document, path: String::new() };
    unconditional(&top)?;
    for section in entries(&top, "sections")? {
        unconditional(&section)?;
    }
    for scale in entries(&top, "scales")? {
        unconditional(&scale)?;
        for label in entries(&scale, "labels")? {
            unconditional(&label)?;
        }
    }
    for content in entries(&top, "contents")? {
        unconditional(&content)?;
        for factor in entries(&content, "factors")? {
            unconditional(&factor)?;
            for item in entries(&factor, "items")? {
                conditional(&item)?;
                counts(&item, form)?;
            }
        }
    }
    for question in entries(&top, "questions")? {
        conditional(&question)?;
        for row in entries(&question, "rows")? {
            conditional(&row)?;
        }
        for option in entries(&question, "options")? {
            unconditional(&option)?;
        }
    }
    Ok(())
}

/// The entries of a list, which has been found not too long when the form was read.
fn entries<'a>(at: &At<'a>, key: &str) -> Read<Vec<At<'a>>> {
    at.maybe_list(key, usize::MAX)
}

/// An item that can come to count.
fn counts(at: &At, form: &Form) -> Read<()> {
    let code = at.need("code")?.cell_code()?;
    let Some(item) = form.tree.items.iter().position(|item| item.code == code) else { return Ok(()) };
    if !form.cells.iter().any(|cell| cell.item == Some(item)) {
        return at.fault(FormProblem::NotAsked(code));
    }
    if form.tree.items[item].levels().is_empty() {
        return at.need("scale")?.fault(FormProblem::NoScores(form.tree.items[item].scale.clone()));
    }
    Ok(())
}

/// An object whose `relevant_if` is read.
fn conditional(at: &At) -> Read<()> {
    conditions(at, |key| key != "relevant_if", |key| FormProblem::ForeignCondition(key.to_owned()))
}

/// An object that is always there.
fn unconditional(at: &At) -> Read<()> {
    conditions(at, |_| true, |key| FormProblem::ConditionMisplaced(key.to_owned()))
}

fn conditions(at: &At, is_foreign: fn(&str) -> bool, problem: fn(&str) -> FormProblem) -> Read<()> {
    let mut keys = at.object()?.iter().filter(|(_, value)| !value.is_null());
    match keys.find(|(key, _)| is_foreign(key) && looks_like_a_condition(key)) {
        Some((key, value)) => at.step(key, value).fault(problem(key)),
        None => Ok(()),
    }
}

fn looks_like_a_condition(key: &str) -> bool {
    let words = words(key);
    words.iter().any(|word| WORDS.contains(&word.as_str())) || KEYS.contains(&words.concat().as_str())
}

/// The words of `show_if`, `showIf`, `show-if` or `SHOW IF`.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_was_small = false;
    for letter in key.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && before_was_small) {
            words.push(String::new());
        }
        before_was_small = letter.is_lowercase();
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_of_other_tools_are_known_and_other_keys_are_not_taken_for_them() {
        for key in [
            "show_if",
            "showIf",
            "Show If",
            "visible_if",
            "visibleIf",
            "hide-if",
            "skip_if",
            "enableIf",
            "requiredIf",
            "display_when",
            "unless",
            "relevant",
            "relevance",
            "condition",
            "Conditions",
            "skip",
            "skip_to",
            "skipLogic",
            "branching_logic",
            "goToSection",
            "depends_on",
            "displayLogic",
            "hidden",
            "visible",
            "relevant_if",
        ] {
            assert!(looks_like_a_condition(key), "{key}");
        }
        for key in [
            "note",
            "notes",
            "source",
            "verified",
            "unverified",
            "display",
            "show_number",
            "shown_as",
            "conditioned_by_law",
            "shift",
            "tariff",
            "whenever",
            "skipped_in_2017",
            "hide_number_note",
            "relevant_law",
            "order",
            "specify",
        ] {
            assert!(!looks_like_a_condition(key), "{key}");
        }
    }
}
