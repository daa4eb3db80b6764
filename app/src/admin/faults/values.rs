//! What is wrong with single values.

use crate::Texts;
use domain::{AnswerProblem, CodeFault, DayFault, LevelFault};

/// Why something is no code.
pub fn code_fault(texts: &Texts, fault: &CodeFault) -> String {
    match fault {
        CodeFault::Empty => texts.get("fault-empty"),
        CodeFault::TooLong(most) => texts.with("fault-code-long", [("most", (*most).into())]),
        CodeFault::Dots => texts.get("fault-code-dots"),
        CodeFault::Character(sign, _) => texts.with("fault-code-sign", [("sign", sign.to_string().into())]),
    }
}

/// Why something is no day.
pub fn day_fault(texts: &Texts, fault: &DayFault) -> String {
    let key = match fault {
        DayFault::Unreadable(_) => "fault-day",
        DayFault::NotInCalendar(_) => "fault-day-calendar",
        DayFault::Serial(_) => "fault-day-serial",
        DayFault::ShortYear(_) => "fault-day-short",
    };
    texts.with(key, [("day", fault.written().into())])
}

/// Why something is no level of government.
pub fn level_fault(texts: &Texts, fault: &LevelFault) -> String {
    let (key, LevelFault::Unknown(written) | LevelFault::City(written)) = match fault {
        LevelFault::Unknown(_) => ("fault-level", fault),
        LevelFault::City(_) => ("fault-level-city", fault),
    };
    texts.with(key, [("written", written.as_str().into())])
}

/// Why an answer of a file is not taken.
pub fn answer_problem(texts: &Texts, problem: &AnswerProblem) -> String {
    match problem {
        AnswerProblem::Missing => texts.get("fault-missing"),
        AnswerProblem::UnknownCell => texts.get("fault-unknown-cell"),
        AnswerProblem::UnknownValue(value) => {
            texts.with("fault-answer-value", [("value", value.as_str().into())])
        }
        AnswerProblem::Repeated => texts.get("fault-answered-twice"),
        AnswerProblem::TooLong(most) => texts.with("fault-too-long", [("most", (*most).into())]),
        AnswerProblem::WrongShape => texts.get("fault-wrong-shape"),
        AnswerProblem::Day(fault) => day_fault(texts, fault),
        AnswerProblem::Blank => texts.get("fault-blank"),
    }
}
