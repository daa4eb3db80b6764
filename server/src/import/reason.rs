//! Why a cell of a file is refused, so that it can be said in the reader's language.

use domain::{AgencyFault, AnswerProblem, CodeFault, Day, DayFault, LineageFault};

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nothing stands there.
    #[error("is empty")]
    Empty,
    /// The column is not there.
    #[error("is missing")]
    Missing,
    /// The column stands there twice.
    #[error("stands there twice")]
    Twice,
    /// The column is not known.
    #[error("is not a known column")]
    Unknown,
    /// More or fewer cells than the header.
    #[error("has {0} cells where the header has {1}")]
    Shape(usize, usize),
    /// Not CSV at all.
    #[error("cannot be read as CSV")]
    NotCsv,
    /// Not a name.
    #[error("is longer than 300 characters or holds control characters")]
    Name,
    /// Not a code.
    #[error(transparent)]
    Code(#[from] CodeFault),
    /// Not a day.
    #[error(transparent)]
    Day(#[from] DayFault),
    /// A day that is still to come.
    #[error("{day} is still to come; today is {today}")]
    Future {
        /// The day written.
        day: Day,
        /// The local day.
        today: Day,
    },
    /// Not one of the words that can stand there.
    #[error("must be {}", or(.0))]
    Word(Vec<&'static str>),
    /// The same code a second time.
    #[error("{0} stands in the file twice")]
    Repeated(String),
    /// A code that names nothing.
    #[error("{0} does not exist")]
    NotThere(String),
    /// Not a share.
    #[error("must be a percentage above 0 and at most 100 with at most four decimals")]
    Share,
    /// Not a whole number.
    #[error("must be a whole number above 0")]
    Whole,
    /// Its last day lies before its first.
    #[error("it would end before it begins")]
    EndsBeforeBegin,
    /// No tree.
    #[error(transparent)]
    Agency(#[from] AgencyFault),
    /// No reorganisation.
    #[error(transparent)]
    Lineage(#[from] LineageFault),
    /// No answer.
    #[error(transparent)]
    Answer(#[from] AnswerProblem),
    /// Something of transcribed responses.
    #[error("{0}")]
    Other(String),
}

/// a, b or c.
fn or(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

impl From<String> for Reason {
    fn from(text: String) -> Self {
        Self::Other(text)
    }
}

impl From<&str> for Reason {
    fn from(text: &str) -> Self {
        Self::Other(text.to_owned())
    }
}
