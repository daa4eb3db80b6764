//! Skip logic without script: a condition becomes a selector over the form. Where a browser lacks `:has()` the rule is
//! dropped and every question shows; the server decides what counts in any case.

use domain::form::{Cell, Condition, Form};

/// The rules that hide what is not asked.
pub fn skip_style(form: &Form) -> String {
    let asked = form.cells.iter().filter(|c| c.role.is_for_citizens());
    let rules: String = asked
        .filter_map(|cell| {
            let selector = selector(form, cell.relevant_if.as_ref()?);
            Some(format!("form:not({selector}) [id=\"{}\"]{{display:none}}", cell.code))
        })
        .collect();
    // Old engines forgive an unknown `:has()` inside `:is()` and would hide everything conditional.
    if rules.is_empty() { rules } else { format!("@supports selector(:has(a)){{{rules}}}") }
}

/// A compound of pseudo-classes that matches the form when the condition holds.
fn selector(form: &Form, condition: &Condition) -> String {
    let joined = |parts: &[Condition], with: &str| {
        parts.iter().map(|p| selector(form, p)).collect::<Vec<_>>().join(with)
    };
    match condition {
        Condition::All(parts) if parts.is_empty() => "*".to_owned(),
        Condition::All(parts) => {
            let parts: Vec<String> = parts.iter().map(|p| format!(":is({})", selector(form, p))).collect();
            parts.concat()
        }
        Condition::Any(parts) if parts.is_empty() => ":not(*)".to_owned(),
        Condition::Any(parts) => format!(":is({})", joined(parts, ",")),
        Condition::Not(part) => format!(":not({})", selector(form, part)),
        Condition::In(code, values) => {
            let chosen: Vec<String> =
                values.iter().map(|v| format!(":has([name=\"{code}\"][value=\"{v}\"]:checked)")).collect();
            let chosen =
                if chosen.is_empty() { ":not(*)".to_owned() } else { format!(":is({})", chosen.join(",")) };
            // An answer that is itself not asked for counts as unanswered.
            match form.cell(code.as_str()).and_then(|(_, cell): (usize, &Cell)| cell.relevant_if.as_ref()) {
                Some(earlier) => format!("{chosen}:is({})", selector(form, earlier)),
                None => chosen,
            }
        }
    }
}
