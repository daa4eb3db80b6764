//! What is wrong with single values.

use crate::Texts;
use domain::CodeFault;

/// Why something is no code.
pub fn code_fault(texts: &Texts, fault: &CodeFault) -> String {
    match fault {
        CodeFault::Empty => texts.get("fault-empty"),
        CodeFault::TooLong(most) => texts.with("fault-code-long", [("most", (*most).into())]),
        CodeFault::Dots => texts.get("fault-code-dots"),
        CodeFault::Character(sign, _) => texts.with("fault-code-sign", [("sign", sign.to_string().into())]),
    }
}
