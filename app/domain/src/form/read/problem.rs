//! What can be wrong with the document of a form, and where.

use crate::{Code, CodeFault, Locale};

/// A fault of a form document with the path to it, such as `questions[3].rows[0].text.en`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct FormFault {
    /// Where in the document.
    pub path: String,
    /// What is wrong there.
    pub problem: FormProblem,
}

/// What is wrong at a place of a form document. The words here are those of the command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the words of each say it")]
pub enum FormProblem {
    #[error("must be an object")]
    NotAnObject,
    #[error("must be a list")]
    NotAList,
    #[error("must be text")]
    NotText,
    #[error("must be true or false")]
    NotAFlag,
    #[error("must be a whole number or a short word")]
    NotAValue,
    #[error("must be a number from -1000 to 1000 with at most three decimals")]
    NotAScore,
    #[error("must be ASCII letters, digits, '.', '_' or '-'")]
    NotAscii,
    #[error("holds a control character")]
    ControlCharacter,
    #[error("nothing is asked")]
    NothingAsked,
    #[error("is empty")]
    Empty,
    #[error("holds no items")]
    NoItems,
    #[error("only one answer can ask for words of its own")]
    ManySpecify,
    #[error("has both rows and items")]
    RowsAndItems,
    #[error("has rows but no scale")]
    RowsWithoutScale,
    #[error("a matrix needs rows or items")]
    MatrixWithoutLines,
    #[error("a single question asks one item; use a matrix")]
    SingleWithLines,
    #[error("this kind of question has no rows or items")]
    LinesNotAllowed,
    #[error("has both options and a scale")]
    OptionsAndScale,
    #[error("has neither options nor a scale")]
    NoChoices,
    #[error("must be one of {{question, equals}}, {{question, in}}, {{all}}, {{any}}, {{not}}")]
    NotACondition,
    #[error("its conditions lean on too many earlier conditions")]
    ConditionTooLarge,
    #[error("looks like a condition and would be ignored; write {0} as relevant_if")]
    ForeignCondition(String),
    #[error(
        "looks like a condition, and here none is possible; take {0} out or put relevant_if at questions, rows or items"
    )]
    ConditionMisplaced(String),
    #[error("no question asks the item {0}")]
    NotAsked(Code),
    #[error("no label of the scale {0} has a score, so its items can never count")]
    NoScores(Code),
    #[error("is longer than {0} characters")]
    TooLong(usize),
    #[error("holds more than {0} entries")]
    TooManyEntries(usize),
    #[error("the answers of all lines together are more than {0} megabytes of text")]
    TooMuchText(usize),
    #[error("more than {0} lines to answer")]
    TooManyLines(usize),
    #[error("is nested deeper than {0}")]
    ConditionTooDeep(usize),
    #[error("the {0} {1} does not exist")]
    NotThere(&'static str, Code),
    #[error("the item {0} has another scale than its question")]
    OtherScale(Code),
    #[error("the item {0} is asked twice")]
    AskedTwice(Code),
    #[error("{0} is not an earlier question or row")]
    NotEarlier(Code),
    #[error("the code {0} is kept for files of responses; choose another")]
    Kept(Code),
    #[error("{0} is missing")]
    Missing(String),
    #[error("the code {0} is already taken")]
    Taken(Code),
    #[error("the value {0} is already taken")]
    ValueTaken(String),
    #[error("{0}")]
    Code(CodeFault),
    #[error("has no words in the language {0}")]
    NoWordsIn(Locale),
    #[error("{word} is not an answer of {code}")]
    NotAnAnswer { word: String, code: Code },
    #[error("{word:?} is not a {what}; use {known}")]
    Unknown { word: String, what: &'static str, known: &'static str },
}

impl FormProblem {
    pub(super) fn unknown(word: &str, what: &'static str, known: &'static str) -> Self {
        Self::Unknown { word: word.to_owned(), what, known }
    }
}
