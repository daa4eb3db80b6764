//! Skip logic without script: a condition becomes a selector over the form. Where a browser lacks `:has()` the rule is
//! dropped and every question shows; the server decides what counts in any case.

use domain::form::{Cell, Condition, Form, Node, NodeKind};

/// The rules that hide what is not asked: lines, and what stands around lines that are all hidden.
pub fn skip_style(form: &Form) -> String {
    let asked = form.cells.iter().filter(|c| c.role.is_for_citizens());
    let lines = asked.filter_map(|cell| rule(form, cell.code.as_str(), [cell]));
    let questions = form.questions.iter().filter(|q| q.role.is_for_citizens());
    let questions = questions.filter_map(|q| rule(form, &around(q.code.as_str()), form.cells_of(q)));
    let headings = form.tree.nodes.iter().filter(|n| matches!(n.kind, NodeKind::Content | NodeKind::Factor));
    let headings = headings.filter_map(|n| rule(form, &around(n.code.as_str()), cells_under(form, n)));
    let rules: String = lines.chain(questions).chain(headings).collect();
    // Old engines forgive an unknown `:has()` inside `:is()` and would hide everything conditional. On paper nobody has answered
    // yet, so all of it is printed.
    if rules.is_empty() { rules } else { format!("@supports selector(:has(a)){{@media screen{{{rules}}}}}") }
}

/// The id of what stands around a question's lines, or of the heading above a node's items; only where every one of
/// them may be hidden.
pub(super) fn hideable<'a>(code: &str, cells: impl IntoIterator<Item = &'a Cell>) -> Option<String> {
    cells.into_iter().all(|cell| cell.relevant_if.is_some()).then(|| around(code))
}

/// The cells that ask the items of a node.
pub(super) fn cells_under<'a>(form: &'a Form, node: &Node) -> Vec<&'a Cell> {
    form.cells.iter().filter(|c| c.item.is_some_and(|item| node.items.contains(&item))).collect()
}

fn around(code: &str) -> String {
    format!("{code}-all")
}

/// Hides an element when none of its cells is asked.
fn rule<'a>(form: &Form, id: &str, cells: impl IntoIterator<Item = &'a Cell>) -> Option<String> {
    let conditions: Option<Vec<String>> =
        cells.into_iter().map(|cell| cell.relevant_if.as_ref().map(|c| selector(form, c))).collect();
    let conditions = conditions.filter(|conditions| !conditions.is_empty())?.join(",");
    Some(format!("form:not(:is({conditions})) [id=\"{id}\"]{{display:none}}"))
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
