//! What is wrong with a questionnaire.

use super::code_fault;
use crate::Texts;
use domain::form::{FormFault, FormProblem};

/// What is wrong with the document of a form, and the place as the file has it, where it is looked for.
pub fn form_fault(texts: &Texts, fault: &FormFault) -> String {
    format!("{}: {}", fault.path, form_problem(texts, &fault.problem))
}

/// What is wrong at a place of a form.
pub fn form_problem(texts: &Texts, problem: &FormProblem) -> String {
    use FormProblem as P;
    let plain = |key: &str| texts.get(&format!("fault-form-{key}"));
    let with = |key: &str, pairs: &[(&str, String)]| {
        let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str().into()));
        texts.with(&format!("fault-form-{key}"), pairs)
    };
    let code = |key: &str, code: &str| with(key, &[("code", code.to_owned())]);
    let number = |key: &str, n: usize| with(key, &[("n", n.to_string())]);
    match problem {
        P::NotAnObject => plain("object"),
        P::NotAList => plain("list"),
        P::NotText => plain("text"),
        P::NotAFlag => plain("flag"),
        P::NotAValue => plain("value"),
        P::NotAScore => plain("score"),
        P::NotAscii => plain("ascii"),
        P::ControlCharacter => plain("control"),
        P::NothingAsked => plain("nothing"),
        P::Empty => plain("empty"),
        P::NoItems => plain("no-items"),
        P::ManySpecify => plain("specify"),
        P::RowsAndItems => plain("rows-and-items"),
        P::RowsWithoutScale => plain("rows-no-scale"),
        P::MatrixWithoutLines => plain("matrix"),
        P::SingleWithLines => plain("single"),
        P::LinesNotAllowed => plain("lines"),
        P::OptionsAndScale => plain("options-and-scale"),
        P::NoChoices => plain("no-choices"),
        P::NotACondition => plain("condition"),
        P::ConditionTooLarge => plain("condition-large"),
        P::ForeignCondition(key) => code("condition-foreign", key),
        P::ConditionMisplaced(key) => code("condition-misplaced", key),
        P::NotAsked(it) => code("not-asked", it.as_str()),
        P::NoScores(it) => code("no-scores", it.as_str()),
        P::TooLong(n) => number("long", *n),
        P::TooManyEntries(n) => number("entries", *n),
        P::TooMuchText(n) => number("text-much", *n),
        P::TooManyLines(n) => number("many-lines", *n),
        P::ConditionTooDeep(n) => number("condition-deep", *n),
        P::NotThere(_, it) => code("not-there", it.as_str()),
        P::OtherScale(it) => code("other-scale", it.as_str()),
        P::AskedTwice(it) => code("asked-twice", it.as_str()),
        P::NotEarlier(it) => code("not-earlier", it.as_str()),
        P::Kept(it) => code("kept", it.as_str()),
        P::Missing(it) => code("missing", it),
        P::Taken(it) => code("taken", it.as_str()),
        P::ValueTaken(it) => code("taken", it),
        P::Code(fault) => code_fault(texts, fault),
        P::NoWordsIn(language) => code("language", language.as_str()),
        P::NotAnAnswer { word, code } => {
            with("answer", &[("word", word.clone()), ("code", code.to_string())])
        }
        P::Unknown { word, known, .. } => {
            with("unknown", &[("word", word.clone()), ("known", (*known).to_owned())])
        }
    }
}
