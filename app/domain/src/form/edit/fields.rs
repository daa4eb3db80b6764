//! One edit of what was typed into the fields of a page and the button that was pressed.
//!
//! A field is called by the address of its entry and its key: `question:q4/text.vi`, `option:q1:3/name`. Whatever button is
//! pressed, what was typed is kept along with it. `flags` names the boxes that were on the page, as a box that is not ticked is
//! not sent.

use super::{Draft, Edit, EditFault, EditProblem, Kind, Name, Place, typed::Typed};
use serde_json::{Map, Value};

/// Something that can be typed or chosen of an entry, by its key in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryField {
    /// Its code or value.
    Name,
    /// Words in each language.
    Text(&'static str),
    /// Words in no language.
    Line(&'static str),
    /// One of several words.
    Word(&'static str),
    /// Yes or no.
    Flag(&'static str),
    /// A number.
    Number(&'static str),
    /// When it is asked.
    Condition,
}

/// What can be typed of an entry of a kind; of the form where there is none.
pub fn entry_fields(kind: Option<Kind>) -> &'static [EntryField] {
    use EntryField::{Condition, Flag, Line, Name, Number, Text, Word};
    match kind {
        None => &[Text("title"), Text("intro"), Flag("verified"), Line("licence")],
        Some(Kind::Section | Kind::Content | Kind::Factor) => &[Text("title"), Name],
        Some(Kind::Scale) => &[Name],
        Some(Kind::Level) => &[Text("text"), Name, Number("score"), Flag("no_opinion")],
        Some(Kind::Choice) => &[Text("text"), Name, Flag("specify")],
        Some(Kind::Item) => &[Text("text"), Name, Word("scale"), Condition],
        Some(Kind::Row) => &[Text("text"), Name, Condition],
        Some(Kind::Question) => &[
            Text("text"),
            Text("hint"),
            Name,
            Line("number"),
            Word("kind"),
            Word("role"),
            Word("section"),
            Word("scale"),
            Word("format"),
            Flag("required"),
            Flag("sensitive"),
            Condition,
        ],
        Some(Kind::Language | Kind::Translation | Kind::Asked) => &[],
    }
}

/// The name of a field with the entry that the page is about.
const AT: &str = "at";

/// What was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedEdit {
    /// The edit; of nothing where nothing was changed.
    pub edit: Edit,
    /// The entry to look at afterwards.
    pub goes_to: Place,
}

/// Why what was typed is no edit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FieldFault {
    /// The name of the field.
    pub field: String,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the words of each say it")]
pub enum FieldProblem {
    #[error("no such place")]
    Place,
    #[error("no such field or button")]
    Unknown,
    #[error("must be a number")]
    NotANumber,
    #[error("must be an edit: {0}")]
    NotAnEdit(String),
    #[error(transparent)]
    Edit(EditFault),
}

impl FieldProblem {
    pub(super) fn of<T>(self, field: &str) -> Result<T, FieldFault> {
        Err(FieldFault { field: field.to_owned(), problem: self })
    }
}

/// The edit that is asked for, of the document that the page was made from.
pub fn from_fields(base: &Draft, fields: &[(String, String)]) -> Result<AskedEdit, FieldFault> {
    let of =
        |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let Ok(at) = of(AT).parse::<Place>() else { return FieldProblem::Place.of(AT) };
    if base.get(&at).is_err() {
        return FieldProblem::Place.of(AT);
    }
    let verb = of("do");
    if verb == "edit" {
        let edit = serde_json::from_str::<Edit>(of("edit"));
        let edit = edit.or_else(|error| FieldProblem::NotAnEdit(error.to_string()).of("edit"))?;
        let goes_to = edit.leads_to();
        return Ok(AskedEdit { edit, goes_to });
    }
    let asked = asked_by_button(base, &at, verb, &of)?;
    // What goes away need not be saved first.
    let typed = if verb.starts_with("remove") { Typed::default() } else { Typed::read(base, fields)? };
    let mut goes_to = match &asked {
        Some(edit) if verb.starts_with("add:") || verb == "duplicate" => edit.leads_to(),
        Some(Edit::All(_) | Edit::Remove { .. }) if verb.starts_with("remove") => {
            base.parent(&at).unwrap_or(Place::Form)
        }
        _ => at,
    };
    for (place, name) in &typed.names {
        goes_to = goes_to.after_renaming(place, name);
    }
    let renamed = typed.names.into_iter().map(|(place, name)| Edit::Rename { place, name });
    let edit = Edit::All(typed.sets.into_iter().chain(asked).chain(renamed).collect());
    Ok(AskedEdit { edit, goes_to })
}

/// What a button asks for besides keeping what was typed.
fn asked_by_button<'a>(
    base: &Draft,
    at: &Place,
    verb: &str,
    of: &impl Fn(&str) -> &'a str,
) -> Result<Option<Edit>, FieldFault> {
    let words: Vec<&str> = verb.split(':').collect();
    let made = |edit: Result<Edit, EditFault>| match edit {
        Ok(edit) => Ok(Some(edit)),
        Err(fault) => FieldProblem::Edit(fault).of("do"),
    };
    let before = |steps| base.neighbour(at, steps).or_else(|fault| FieldProblem::Edit(fault).of("do"));
    let moved = |before: Option<Name>| {
        Ok(Some(Edit::Move { place: at.clone(), within: base.parent(at).unwrap_or(Place::Form), before }))
    };
    match words.as_slice() {
        ["" | "save"] => Ok(None),
        ["add", what, "in"] if at.kind() == Some(Kind::Section) => made(base.begin_in_section(what, at)),
        ["add", what, "in"] => made(base.begin(what, at, None, of("new").trim())),
        ["add", what, side @ ("before" | "after")] => made(base.begin_beside(what, at, *side == "after")),
        ["lines", what @ ("option" | "row" | "item")] => {
            let kind = Kind::from_word(what).unwrap_or(Kind::Choice);
            made(base.begin_lines(kind, at, of("lines")))
        }
        ["duplicate"] => made(base.duplicate(at)),
        ["up"] => match before(-1)? {
            Some(name) => moved(Some(name)),
            None => Ok(None),
        },
        ["down"] => match before(1)? {
            Some(_) => moved(before(2)?),
            None => Ok(None),
        },
        ["to"] => match of("to").parse::<Place>() {
            Ok(within) => Ok(Some(Edit::Move { place: at.clone(), within, before: None })),
            Err(_) => FieldProblem::Place.of("to"),
        },
        ["remove"] => Ok(Some(with_list(base, at, Edit::Remove { place: at.clone() }))),
        ["remove-all"] => made(base.removal(at).map(|edit| with_list(base, at, edit))),
        _ => FieldProblem::Unknown.of("do"),
    }
}

/// The list goes with the last option: a question with an empty one is no form, also where it has a scale.
fn with_list(base: &Draft, at: &Place, removal: Edit) -> Edit {
    match base.parent(at) {
        Ok(parent) if at.kind() == Some(Kind::Choice) && base.within(&parent, Kind::Choice).len() == 1 => {
            Edit::All(vec![removal, without_list(&parent, Kind::Choice)])
        }
        _ => removal,
    }
}

/// Takes a list away as a whole.
pub(super) fn without_list(place: &Place, kind: Kind) -> Edit {
    Edit::Set { place: place.clone(), path: vec![kind.list().to_owned()], value: None }
}

impl Draft {
    /// A condition as a list shows it: `q1=2`, nothing where it is always asked, `None` where no list can.
    pub fn simple_condition(condition: Option<&Value>) -> Option<String> {
        let Some(condition) = condition.filter(|condition| !condition.is_null()) else {
            return Some(String::new());
        };
        let map: &Map<String, Value> = condition.as_object().filter(|map| map.len() == 2)?;
        let value = super::references::answer_word(map.get("equals")?)?;
        Some(format!("{}={value}", map.get("question")?.as_str()?))
    }
}

impl EditFault {
    /// The name of the field in which it is mended, where one is.
    pub fn field(&self) -> Option<String> {
        let key = match &self.problem {
            EditProblem::Taken(_)
            | EditProblem::Code(_)
            | EditProblem::NotAscii
            | EditProblem::NotRenamed => "name",
            EditProblem::ConditionTooDeep(_) | EditProblem::ConditionTooLarge(_) => "condition",
            EditProblem::TooLong { key, .. } => key,
            _ => return None,
        };
        Some(format!("{}/{key}", self.place.address()))
    }
}
