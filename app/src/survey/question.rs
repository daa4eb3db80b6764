//! One question: a group of large targets a line, words beside every face.

use super::{
    context::Context,
    skip::{cells_under, hideable},
};
use crate::textarea::textarea;
use domain::{
    AnswerProblem,
    form::{AnswerKind, Cell, Choice, NodeKind, Question, QuestionKind, QuestionRole, WordsFormat},
};
use leptos::prelude::*;

/// Labels up to this many characters stand side by side.
const SHORT_LABEL: usize = 26;

/// Renders a question with all its lines.
pub(super) fn question_view(context: &Context, question: &Question) -> AnyView {
    let view = lines_view(context, question);
    match hideable(question.code.as_str(), context.form.cells_of(question)) {
        Some(id) => view! { <div id=id>{view}</div> }.into_any(),
        None => view,
    }
}

fn lines_view(context: &Context, question: &Question) -> AnyView {
    let cells = context.form.cells_of(question);
    let text = question.text.as_ref().map_or("", |t| t.get(context.language)).to_owned();
    let number = number(context, question).map(|n| view! { <b>{n}</b>" " });
    let hint =
        question.hint.as_ref().map(|h| view! { <p class="hint">{h.get(context.language).to_owned()}</p> });
    if let ([cell], QuestionKind::Single | QuestionKind::Multiple | QuestionKind::Text | QuestionKind::YesNo) =
        (cells, question.kind)
        && cell.text.is_none()
    {
        let legend = view! { {number}{text} }.into_any();
        return view! { {line(context, question, cell, legend)}{hint} }.into_any();
    }
    let mut above = (None, None);
    let lines: Vec<AnyView> = cells
        .iter()
        .map(|cell| {
            let heading =
                cell.item.filter(|_| cells.len() > 1).map(|item| headings(context, &mut above, item));
            let words = cell.text.as_ref().map_or("", |t| t.get(context.language)).to_owned();
            view! { {heading}{line(context, question, cell, words.into_any())} }.into_any()
        })
        .collect();
    view! { <h3>{number}{text}</h3>{hint}{lines} }.into_any()
}

/// The number of a question. Printed forms have Vietnamese words in it, "Câu 5", which readers of other languages are not
/// shown.
fn number(context: &Context, question: &Question) -> Option<String> {
    let printed = question.number.as_deref()?;
    Some(match printed.strip_prefix("Câu ") {
        Some(number) => context.texts.with("survey-question", [("number", number.into())]),
        None => printed.to_owned(),
    })
}

/// The headings that the paper form prints above an item: its content's and its factor's, each where it begins.
fn headings(context: &Context, above: &mut (Option<usize>, Option<usize>), item: usize) -> AnyView {
    let begins = |kind, last: &mut Option<usize>| {
        let of_kind = || context.form.tree.storey(kind);
        let (at, node) = of_kind().find(|(_, node)| node.items.contains(&item))?;
        let changed = last.replace(at) != Some(at) && of_kind().count() > 1;
        let id = hideable(node.code.as_str(), cells_under(context.form, node));
        changed.then(|| (id, node.title.get(context.language).to_owned()))
    };
    let content = begins(NodeKind::Content, &mut above.0).map(|(id, title)| view! { <h4 id=id>{title}</h4> });
    let factor = begins(NodeKind::Factor, &mut above.1).map(|(id, title)| view! { <h5 id=id>{title}</h5> });
    view! { {content}{factor} }.into_any()
}

/// One line to answer.
fn line(context: &Context, question: &Question, cell: &Cell, legend: AnyView) -> AnyView {
    let code = cell.code.to_string();
    let texts = context.texts;
    let fault =
        context.faults.get(cell.code.as_str()).or_else(|| context.faults.get(cell.specify_name().as_str()));
    let fault = fault.map(|fault| {
        let words = match &fault.problem {
            AnswerProblem::Missing => texts.get("fault-missing"),
            AnswerProblem::UnknownCell => texts.get("fault-unknown-cell"),
            AnswerProblem::UnknownValue(_) => texts.get("fault-unknown-value"),
            AnswerProblem::Repeated => texts.get("fault-answered-twice"),
            AnswerProblem::TooLong(most) => texts.with("fault-too-long", [("most", (*most).into())]),
            AnswerProblem::WrongShape => texts.get("fault-wrong-shape"),
            AnswerProblem::Day(_) => texts.get("fault-day-shape"),
            AnswerProblem::Blank => texts.get("fault-blank"),
        };
        (format!("{code}-fault"), words)
    });
    let wrong = fault.is_some();
    let described = fault.as_ref().map(|(id, _)| id.clone());
    let invalid = fault.is_some().then_some("true");
    let message = fault.map(|(id, words)| view! { <p class="fault" id=id>{words}</p> });
    let many = matches!(cell.answers, AnswerKind::Many(_)).then(|| texts.get("survey-choose-many"));
    let optional = (!question.required).then(|| texts.get("survey-optional"));
    let notes: Vec<String> = [many, optional].into_iter().flatten().collect();
    let notes = (!notes.is_empty()).then(|| view! { " "<small>{format!("({})", notes.join(", "))}</small> });
    match &cell.answers {
        AnswerKind::Words(format) => {
            let field = format!("{code}-words");
            let input = words(&code, &field, *format, &context.words(&code), described, invalid);
            let unnamed = (*format == WordsFormat::Long)
                .then(|| view! { <p class="hint">{context.texts.get("survey-unnamed")}</p> });
            view! {
                <div class="words" class:wrong=wrong id=code>
                    <label for=field>{legend}{notes}</label>
                    {unnamed}
                    {message}
                    {input}
                </div>
            }
            .into_any()
        }
        AnswerKind::One(choices) | AnswerKind::Many(choices) => {
            let one = matches!(cell.answers, AnswerKind::One(_));
            let scored = choices.iter().all(|c| c.score.is_some() || c.specify);
            let faces = one && question.role == QuestionRole::Satisfaction && scored;
            let targets = targets(context, cell, choices, if one { "radio" } else { "checkbox" }, faces);
            let specify = specify(context, cell);
            view! {
                <fieldset class:one=one class:wrong=wrong id=code aria-describedby=described>
                    <legend>{legend}{notes}</legend>
                    {message}
                    {targets}
                    {specify}
                </fieldset>
            }
            .into_any()
        }
    }
}

/// The targets of a line: side by side where the words are short, one beneath the other where they are not.
fn targets(context: &Context, cell: &Cell, choices: &[Choice], kind: &'static str, faces: bool) -> AnyView {
    let scored = choices.iter().any(|c| c.score.is_some());
    let short = choices.iter().all(|c| c.text.get(context.language).chars().count() <= SHORT_LABEL);
    let longest =
        choices.iter().flat_map(|c| c.text.get(context.language).split(' ')).map(|w| w.chars().count()).max();
    let class = match scored && short {
        false => "list",
        // A fifth of a narrow screen holds ten letters of the usual size.
        true if choices.len() > 3 && longest > Some(10) => "side tight",
        true => "side",
    };
    let code = cell.code.to_string();
    let targets = choices.iter().map(|choice| {
        let face = faces.then(|| face(choice, choices)).flatten();
        let checked = context.chosen(&code, &choice.value);
        let words = choice.text.get(context.language).to_owned();
        view! {
            <label class=face>
                <input type=kind name=code.clone() value=choice.value.clone() checked=checked />
                <span>{words}</span>
            </label>
        }
    });
    view! { <div class=class>{targets.collect_view()}</div> }.into_any()
}

/// The face of a level: its place among the scale's scores on five faces.
fn face(choice: &Choice, choices: &[Choice]) -> Option<&'static str> {
    let mut scores: Vec<i64> = choices.iter().filter_map(|c| c.score).collect();
    scores.sort_unstable();
    scores.dedup();
    let place = scores.iter().position(|s| Some(*s) == choice.score)?;
    let face = match (scores.len(), place) {
        (2, place) => 4 * place,
        (3, place) => 2 * place,
        (4, place) => place + place / 2,
        (5, place) => place,
        _ => return None,
    };
    ["f1", "f2", "f3", "f4", "f5"].get(face).copied()
}

/// The field beside "please specify".
fn specify(context: &Context, cell: &Cell) -> Option<AnyView> {
    cell.specified()?;
    let name = cell.specify_name();
    let value = Some(context.words(&name)).filter(|v| !v.is_empty());
    let label = context.texts.get("survey-specify");
    let most = WordsFormat::Short.longest().to_string();
    Some(view! { <input type="text" class="specify" name=name value=value maxlength=most autocomplete="off" aria-label=label.clone() placeholder=label /> }.into_any())
}

/// A field for free words.
fn words(
    code: &str,
    id: &str,
    format: WordsFormat,
    value: &str,
    described: Option<String>,
    invalid: Option<&'static str>,
) -> AnyView {
    let (code, id, most) = (code.to_owned(), id.to_owned(), format.longest().to_string());
    if format == WordsFormat::Long {
        return textarea(code, id, most, value, described, invalid, Some("off"));
    }
    let (kind, mode) = match format {
        WordsFormat::Integer => ("text", Some("numeric")),
        WordsFormat::Date => ("date", None),
        _ => ("text", None),
    };
    let value = Some(value.to_owned()).filter(|v| !v.is_empty());
    view! {
        <input type=kind inputmode=mode id=id name=code value=value maxlength=most autocomplete="off" aria-describedby=described aria-invalid=invalid />
    }
    .into_any()
}
