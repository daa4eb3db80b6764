//! Which answers count: the one rule for pages, imports and everything else that brings answers.

use crate::{
    Day, DayFault,
    form::{AnswerKind, Cell, Form, QuestionRole, WordsFormat, relevant},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An accepted answer of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// The value of the one choice.
    One(String),
    /// The values chosen, in printed order.
    Many(Vec<String>),
    /// Free words.
    Words(Words),
}

/// Free words, told apart from a choice when stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words.
    pub text: String,
}

/// Accepted answers by the code of their cell (or its "specify" name).
pub type Answers = BTreeMap<String, Answer>;

/// The columns that a file of responses has besides its cells; no cell may be called so.
pub const RESPONSE_COLUMNS: [&str; 6] =
    ["agency", "service_area", "channel", "language", "answered_on", "weight"];

/// Where answers come from, which decides what may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intake {
    /// A citizen on their own screen: required cells must be answered, cells for staff do not exist.
    Citizen,
    /// Paper, telephone or a file: gaps are facts, and cells for staff may be filled.
    Transcribed,
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{cell}: {problem}")]
pub struct AnswerFault {
    /// Name of the cell, as posted.
    pub cell: String,
    /// What is wrong.
    pub problem: AnswerProblem,
}

/// The ways in which an answer can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    /// Required, relevant and empty.
    #[error("must be answered")]
    Missing,
    /// Not a cell of this form.
    #[error("is not a question of this form")]
    UnknownCell,
    /// Not a choice of this cell.
    #[error("{0:?} is not one of the answers; write the number printed beside the answer")]
    UnknownValue(String),
    /// Two answers where one belongs.
    #[error("is answered twice")]
    Repeated,
    /// Too many characters.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// Not of the shape asked for, or with control characters.
    #[error("is not of the shape asked for")]
    WrongShape,
    /// Not a day, where one is asked for.
    #[error(transparent)]
    Day(#[from] DayFault),
    /// Nothing is answered at all: such a form is no response.
    #[error("nothing is answered")]
    Blank,
}

/// Checks posted or imported values against a form.
///
/// `raw` holds (name, value) pairs; a value of nothing but blanks is an unanswered cell. Answers to irrelevant cells are
/// dropped before required ones are demanded. Either everything is accepted or every fault is listed, in the order of
/// the form. Where nothing is answered, [`AnswerProblem::Blank`] is the one fault, at the first cell that is asked; what
/// field workers note (role [`QuestionRole::Fieldwork`]) is no answer.
pub fn accept(form: &Form, raw: &[(String, String)], intake: Intake) -> Result<Answers, Vec<AnswerFault>> {
    let mut faults = Vec::new();
    let mut answers = Answers::new();
    let mut specified: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in raw {
        let problem = match form.cell_of_name(name).filter(|(_, cell)| asked_here(cell, intake)) {
            None => Some(AnswerProblem::UnknownCell),
            Some((_, cell)) if cell.code.as_str() == name => take(cell, value, &mut answers).err(),
            Some(_) => specified.insert(name.clone(), value.clone()).map(|_| AnswerProblem::Repeated),
        };
        faults.extend(problem.map(|problem| AnswerFault { cell: name.clone(), problem }));
    }
    let asked = relevant(form, &mut answers);
    // What is wrong with an answer that nobody asked for does not matter.
    let irrelevant = |fault: &AnswerFault| form.cell_of_name(&fault.cell).is_some_and(|(at, _)| !asked[at]);
    faults.retain(|fault| !irrelevant(fault));
    for (cell, asked) in form.cells.iter().zip(asked.iter().copied()) {
        let missing =
            asked && cell.required && asked_here(cell, intake) && !answers.contains_key(cell.code.as_str());
        let refused = faults.iter().any(|f| f.cell == cell.code.as_str());
        if missing && intake == Intake::Citizen && !refused {
            faults.push(AnswerFault { cell: cell.code.to_string(), problem: AnswerProblem::Missing });
        }
        if let Some(words) = specified.remove(&cell.specify_name())
            && specify_chosen(cell, &answers)
        {
            match words_of(WordsFormat::Short, &words) {
                Ok(Some(text)) => {
                    answers.insert(cell.specify_name(), Answer::Words(Words { text }));
                }
                Ok(None) => {}
                Err(problem) => faults.push(AnswerFault { cell: cell.specify_name(), problem }),
            }
        }
    }
    if faults.is_empty() {
        let is_answer = |name: &String| {
            form.cell_of_name(name).is_some_and(|(_, cell)| cell.role != QuestionRole::Fieldwork)
        };
        if answers.keys().any(is_answer) {
            return Ok(answers);
        }
        let first = form.cells.iter().find(|cell| asked_here(cell, intake));
        let cell = first.map_or_else(String::new, |cell| cell.code.to_string());
        return Err(vec![AnswerFault { cell, problem: AnswerProblem::Blank }]);
    }
    faults.sort_by_key(|f| form.cell_of_name(&f.cell).map_or(0, |(i, _)| i + 1));
    Err(faults)
}

fn asked_here(cell: &Cell, intake: Intake) -> bool {
    intake == Intake::Transcribed || cell.role.is_for_citizens()
}

fn specify_chosen(cell: &Cell, answers: &Answers) -> bool {
    let Some(choice) = cell.specified() else { return false };
    match answers.get(cell.code.as_str()) {
        Some(Answer::One(value)) => *value == choice.value,
        Some(Answer::Many(values)) => values.contains(&choice.value),
        _ => false,
    }
}

fn take(cell: &Cell, value: &str, answers: &mut Answers) -> Result<(), AnswerProblem> {
    let code = cell.code.as_str();
    if let AnswerKind::Words(format) = cell.answers {
        if answers.contains_key(code) {
            return Err(AnswerProblem::Repeated);
        }
        if let Some(text) = words_of(format, value)? {
            answers.insert(code.to_owned(), Answer::Words(Words { text }));
        }
        return Ok(());
    }
    let value = value.trim();
    if value.is_empty() {
        return Ok(());
    }
    let position = cell.choice(value).ok_or_else(|| AnswerProblem::UnknownValue(value.to_owned()))?;
    match &cell.answers {
        AnswerKind::Many(choices) => {
            let entry = answers.entry(code.to_owned()).or_insert_with(|| Answer::Many(Vec::new()));
            if let Answer::Many(chosen) = entry {
                if chosen.iter().any(|v| v == value) {
                    return Err(AnswerProblem::Repeated);
                }
                let before = |v: &String| choices.iter().position(|c| c.value == *v) < Some(position);
                let at = chosen.iter().take_while(|v| before(v)).count();
                chosen.insert(at, value.to_owned());
            }
        }
        _ => {
            if answers.insert(code.to_owned(), Answer::One(value.to_owned())).is_some() {
                return Err(AnswerProblem::Repeated);
            }
        }
    }
    Ok(())
}

fn words_of(format: WordsFormat, value: &str) -> Result<Option<String>, AnswerProblem> {
    // Line breaks as other programs write them.
    let text = value.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let text = text.trim();
    if text.chars().all(is_blank) {
        return Ok(None);
    }
    if text.chars().count() > format.longest() {
        return Err(AnswerProblem::TooLong(format.longest()));
    }
    let fits = match format {
        WordsFormat::Long => text.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()),
        WordsFormat::Short => !text.chars().any(char::is_control),
        WordsFormat::Integer => text.bytes().all(|b| b.is_ascii_digit()),
        WordsFormat::Date => return Ok(Some(text.parse::<Day>()?.to_string())),
    };
    if fits { Ok(Some(text.to_owned())) } else { Err(AnswerProblem::WrongShape) }
}

/// A sign that leaves no ink: blanks, and letters of no width that come along when something is pasted.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
