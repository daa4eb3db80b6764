//! What is wrong with single values.

use crate::Texts;
use domain::{CodeFault, DayFault};

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
