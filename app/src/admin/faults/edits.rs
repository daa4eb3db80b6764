//! Why a form that is being written is not changed as it was asked for.

use super::code_fault;
use crate::Texts;
use domain::form::edit::{EditProblem, FieldProblem, Kind, Name, Place};

/// The word for a kind of entry; for the form where there is none.
pub fn kind_name(texts: &Texts, kind: Option<Kind>) -> String {
    texts.get(&format!("entry-{}", kind.map_or("form", Kind::as_str)))
}

/// An entry as people call it: kind and code, and for an answer of what.
pub fn place_words(texts: &Texts, place: &Place) -> String {
    let name = |name: &Name| match name {
        Name::Code(code) => code.clone(),
        Name::At(at) => format!("#{}", at + 1),
    };
    let kind = kind_name(texts, place.kind());
    match place {
        Place::Form => kind,
        Place::Level(owner, own) | Place::Choice(owner, own) | Place::Asked(owner, own) => {
            format!("{kind} {} · {}", name(own), name(owner))
        }
        place => format!("{kind} {}", place.name().map(name).unwrap_or_default()),
    }
}

/// Why an edit is refused.
pub fn edit_problem(texts: &Texts, problem: &EditProblem) -> String {
    use EditProblem as P;
    let plain = |key: &str| texts.get(&format!("fault-edit-{key}"));
    let with = |key: &str, name: &'static str, value: String| {
        texts.with(&format!("fault-edit-{key}"), [(name, value.into())])
    };
    let number = |key: &str, most: usize| with(key, "n", most.to_string());
    match problem {
        P::NotThere => plain("not-there"),
        P::Ambiguous => plain("ambiguous"),
        P::WrongKind(_) => plain("wrong-kind"),
        P::NotAnObject | P::NotText | P::NotAList(_) | P::NoKey => plain("shape"),
        P::NamingKey | P::NotRenamed => plain("naming-key"),
        P::NotCopied => plain("not-copied"),
        P::Taken(code) => with("taken", "code", code.clone()),
        P::Code(fault) => code_fault(texts, fault),
        P::NotAscii => texts.get("fault-form-ascii"),
        P::Referenced(places) => {
            let places: Vec<String> = places.iter().map(|place| place_words(texts, place)).collect();
            with("referenced", "by", places.join("; "))
        }
        P::TooLong { most, .. } => number("long", *most),
        P::TooManyEntries { most, .. } => number("entries", *most),
        P::TooManyLines(most) => number("lines", *most),
        P::ConditionTooDeep(most) | P::TooDeep(most) => number("deep", *most),
        P::ConditionTooLarge(most) => number("condition-large", *most),
        P::TooLarge(most) => number("large", *most),
        P::TooManyEdits(most) => number("many", *most),
    }
}

/// What is wrong with what was typed.
pub fn field_problem(texts: &Texts, problem: &FieldProblem) -> String {
    match problem {
        FieldProblem::Place => texts.get("fault-edit-place"),
        FieldProblem::Unknown | FieldProblem::NotAnEdit(_) => texts.get("fault-edit-unknown"),
        FieldProblem::NotANumber => texts.get("fault-edit-number"),
        FieldProblem::Edit(fault) => {
            format!("{}: {}", place_words(texts, &fault.place), edit_problem(texts, &fault.problem))
        }
    }
}
