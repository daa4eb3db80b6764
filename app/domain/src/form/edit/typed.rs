//! What was typed into the fields of entries, as edits of what is in the document.

use super::{
    Draft, Edit, EntryField, FieldFault, FieldProblem, Kind, Place, entry_fields, fields::without_list,
    find::name_of, lines::is_blank,
};
use serde_json::{Number, Value, json};
use std::collections::BTreeMap;

/// A condition that stays as it is, because a list cannot show it.
const KEPT: &str = "keep";

/// What was typed and is not in the document already.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// New words and choices.
    pub(super) sets: Vec<Edit>,
    /// New names, those within other entries first: these are found by their old names.
    pub(super) names: Vec<(Place, String)>,
}

impl Typed {
    /// Reads the fields of every entry.
    pub(super) fn read(base: &Draft, fields: &[(String, String)]) -> Result<Self, FieldFault> {
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
                let before = name_of(place.kind().ok_or(FieldProblem::Unknown)?, entry);
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
