//! One edit of what was typed into the fields of a page and the button that was pressed.
//!
//! A field is called by the address of its entry and its key: `question:q4/text.vi`, `option:q1:3/name`. Whatever button is
//! pressed, what was typed is kept along with it. `flags` names the boxes that were on the page, as a box that is not ticked is
//! not sent.

use super::{Draft, Edit, EditFault, EditProblem, Kind, Name, Place, lines::is_blank};
use serde_json::{Map, Number, Value, json};
use std::collections::BTreeMap;

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
/// A condition that stays as it is, because a list cannot show it.
const KEPT: &str = "keep";

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
    fn of<T>(self, field: &str) -> Result<T, FieldFault> {
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

/// What was typed and is not in the document already.
#[derive(Debug, Default)]
struct Typed {
    sets: Vec<Edit>,
    /// New names, those within other entries first: these are found by their old names.
    names: Vec<(Place, String)>,
}

impl Typed {
    fn read(base: &Draft, fields: &[(String, String)]) -> Result<Self, FieldFault> {
        let mut typed = Self::default();
        let mut sent: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, value) in fields {
            if name == "flags" {
                sent.entry(value).or_insert("");
            } else if name.contains('/') {
                sent.insert(name, value);
            }
        }
        for (field, value) in sent {
            let Some((place, key)) = field.rsplit_once('/') else { return FieldProblem::Unknown.of(field) };
            let Ok(place) = place.parse::<Place>() else { return FieldProblem::Place.of(field) };
            let Ok(entry) = base.get(&place) else { return FieldProblem::Place.of(field) };
            typed.take(&place, entry, key, value).or_else(|problem| problem.of(field))?;
        }
        typed.names.sort_by_key(|(place, _)| place.owner().is_none());
        typed.without_empty_texts(base);
        typed.without_blank_options(base);
        Ok(typed)
    }

    /// A scale that is chosen takes the place of options that have no words yet: a question is begun with two.
    fn without_blank_options(&mut self, base: &Draft) {
        let chosen = self.sets.iter().find_map(|edit| match edit {
            Edit::Set { place: place @ Place::Question(_), path, value: Some(_) } if *path == ["scale"] => {
                Some(place)
            }
            _ => None,
        });
        let Some(place) = chosen.cloned() else { return };
        let options = base.within(&place, Kind::Choice);
        let is_unused = |(option, entry): &(Place, &Value)| {
            is_blank(entry) && !self.sets.iter().any(|edit| edit.place() == option)
        };
        if !options.is_empty() && options.iter().all(is_unused) {
            self.sets.push(without_list(&place, Kind::Choice));
        }
    }

    /// Takes a text away where all its words were taken out: a hint without words is a fault, none is not.
    fn without_empty_texts(&mut self, base: &Draft) {
        let mut texts: Vec<(Place, String, Value)> = Vec::new();
        for edit in &self.sets {
            let Edit::Set { place, path, value } = edit else { continue };
            let [key, language] = path.as_slice() else { continue };
            let at =
                texts.iter().position(|(known, of, _)| known == place && of == key).unwrap_or_else(|| {
                    let before = base.get(place).ok().and_then(|entry| entry.get(key)).cloned();
                    texts.push((place.clone(), key.clone(), before.unwrap_or_default()));
                    texts.len() - 1
                });
            match (&mut texts[at].2, value) {
                (Value::Object(text), None) => drop(text.remove(language)),
                (Value::Object(text), Some(value)) => drop(text.insert(language.clone(), value.clone())),
                (text, Some(value)) => *text = json!({language: value}),
                (_, None) => {}
            }
        }
        for (place, key, text) in texts {
            if !text.as_object().is_some_and(|text| text.values().all(|words| words == "")) {
                continue;
            }
            let is_of = |edit: &Edit| matches!(edit, Edit::Set { place: of, path, .. } if *of == place && path.first() == Some(&key));
            self.sets.retain(|edit| !is_of(edit));
            self.sets.push(Edit::Set { place, path: vec![key], value: None });
        }
    }

    fn take(&mut self, place: &Place, entry: &Value, key: &str, typed: &str) -> Result<(), FieldProblem> {
        let (key, language) = key.split_once('.').map_or((key, None), |(key, of)| (key, Some(of)));
        let known = entry_fields(place.kind()).iter().find(|field| match field {
            EntryField::Name => key == "name",
            EntryField::Condition => key == "condition",
            EntryField::Text(name)
            | EntryField::Line(name)
            | EntryField::Word(name)
            | EntryField::Flag(name)
            | EntryField::Number(name) => *name == key,
        });
        let typed = typed.replace("\r\n", "\n");
        let typed = typed.trim();
        let mut set = |path: &[&str], value: Option<Value>| {
            let was = path.iter().try_fold(entry, |value, key| value.get(*key));
            if was != value.as_ref() {
                let path = path.iter().map(|key| (*key).to_owned()).collect();
                self.sets.push(Edit::Set { place: place.clone(), path, value });
            }
        };
        let words = (!typed.is_empty()).then(|| Value::from(typed));
        match (known, language) {
            (Some(EntryField::Text(name)), Some(language)) => {
                let before = entry.get(*name).and_then(|text| text.get(language)?.as_str());
                if before.unwrap_or("").trim() != typed {
                    set(&[name, language], words);
                }
            }
            (Some(EntryField::Line(name) | EntryField::Word(name)), None) => set(&[name], words),
            (Some(EntryField::Flag(name)), None) => {
                let before = entry.get(*name).and_then(Value::as_bool).unwrap_or(false);
                if before == typed.is_empty() {
                    set(&[name], (!typed.is_empty()).then_some(Value::Bool(true)));
                }
            }
            (Some(EntryField::Number(name)), None) => {
                let number =
                    (!typed.is_empty()).then(|| number(typed)).map_or(Ok(None), |it| it.map(Some))?;
                let same = |before: &Value| before.as_f64() == number.as_ref().and_then(Value::as_f64);
                if !entry.get(*name).is_some_and(same) {
                    set(&[name], number);
                }
            }
            (Some(EntryField::Condition), None) if typed == KEPT => {}
            (Some(EntryField::Condition), None) => {
                let condition = typed.split_once('=').map(|(cell, value)| {
                    let value = value.parse::<i64>().map_or_else(|_| Value::from(value), Value::from);
                    json!({"question": cell, "equals": value})
                });
                set(&["relevant_if"], condition);
            }
            (Some(EntryField::Name), None) => {
                let before = super::find::name_of(place.kind().ok_or(FieldProblem::Unknown)?, entry);
                if before.as_deref() != Some(typed) {
                    self.names.push((place.clone(), typed.to_owned()));
                }
            }
            _ => return Err(FieldProblem::Unknown),
        }
        Ok(())
    }
}

fn number(typed: &str) -> Result<Value, FieldProblem> {
    let plain = typed.replace(',', ".").replace('−', "-");
    if let Ok(whole) = plain.parse::<i64>() {
        return Ok(whole.into());
    }
    let number = plain.parse::<f64>().ok().and_then(Number::from_f64);
    number.map(Value::Number).ok_or(FieldProblem::NotANumber)
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
