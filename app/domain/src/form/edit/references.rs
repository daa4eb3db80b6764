//! What in a document refers to what.

use super::{
    Kind,
    condition::{comparisons, values},
    find::{Entry, Path, children, entries, name_of, slot},
};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// What can be referred to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Section(String),
    Scale(String),
    Item(String),
    /// A line that is answered, by its code.
    Cell(String),
    /// An answer of such a line.
    Answer(String, String),
    Language(String),
}

/// Where the answers of a line stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Scale(String),
    /// With the options of its question.
    Options(Path),
}

/// A line that is answered.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) code: String,
    /// What has this code: a question, a row, or an item that a matrix asks.
    pub(super) kind: Kind,
    pub(super) source: Option<Source>,
}

fn word(entry: &Value, key: &str) -> Option<String> {
    entry.get(key)?.as_str().map(str::to_owned)
}

/// Every line that is answered, as the reader takes them from questions.
pub(super) fn lines(document: &Value) -> Vec<Line> {
    let item_scales: HashMap<String, Option<String>> = entries(document, Kind::Item)
        .iter()
        .filter_map(|(_, item)| Some((name_of(Kind::Item, item)?, word(item, "scale"))))
        .collect();
    let scale_of = |item: &str| item_scales.get(item).cloned().flatten().map(Source::Scale);
    let mut lines = Vec::new();
    for (path, question) in entries(document, Kind::Question) {
        let names = |kind| -> Vec<String> {
            let entries = children(&path, question, kind);
            entries.iter().filter_map(|(_, entry)| name_of(kind, entry)).collect()
        };
        let own_scale = || word(question, "scale").map(Source::Scale);
        let (rows, asked) = (names(Kind::Row), names(Kind::Asked));
        let is_single = question.get("kind").and_then(Value::as_str) == Some("single");
        let alone = asked.first().filter(|_| is_single && asked.len() == 1 && rows.is_empty());
        if alone.is_some() || (rows.is_empty() && asked.is_empty()) {
            let has_options = question.get(Kind::Choice.list()).is_some_and(Value::is_array);
            let source = match alone {
                Some(item) => scale_of(item),
                None if has_options => Some(Source::Options(path.clone())),
                None => own_scale(),
            };
            let code = name_of(Kind::Question, question);
            lines.extend(code.map(|code| Line { code, kind: Kind::Question, source }));
        } else {
            let row = |code| Line { code, kind: Kind::Row, source: own_scale() };
            lines.extend(rows.into_iter().map(row));
            lines.extend(asked.into_iter().map(|code| {
                let source = scale_of(&code);
                Line { code, kind: Kind::Item, source }
            }));
        }
    }
    lines
}

/// The languages that a document declares.
pub(super) fn languages(document: &Value) -> HashSet<String> {
    [Kind::Language, Kind::Translation]
        .into_iter()
        .flat_map(|kind| {
            entries(document, kind).into_iter().filter_map(move |(_, entry)| name_of(kind, entry))
        })
        .collect()
}

/// Everything that can be referred to.
fn targets(document: &Value) -> HashSet<Target> {
    let named = |kind: Kind, target: fn(String) -> Target| {
        entries(document, kind).into_iter().filter_map(move |(_, entry)| name_of(kind, entry)).map(target)
    };
    let mut found: HashSet<Target> = named(Kind::Section, Target::Section)
        .chain(named(Kind::Scale, Target::Scale))
        .chain(named(Kind::Item, Target::Item))
        .chain(languages(document).into_iter().map(Target::Language))
        .collect();
    let words = |path: &Path, owner: &Value, kind| -> Vec<String> {
        children(path, owner, kind).iter().filter_map(|(_, entry)| name_of(kind, entry)).collect()
    };
    let scales: HashMap<String, Vec<String>> = entries(document, Kind::Scale)
        .into_iter()
        .filter_map(|(path, scale)| Some((name_of(Kind::Scale, scale)?, words(&path, scale, Kind::Level))))
        .collect();
    let options: HashMap<Path, Vec<String>> = entries(document, Kind::Question)
        .into_iter()
        .map(|(path, question)| (path.clone(), words(&path, question, Kind::Choice)))
        .collect();
    for line in lines(document) {
        let answers = match &line.source {
            Some(Source::Scale(scale)) => scales.get(scale),
            Some(Source::Options(question)) => options.get(question),
            None => None,
        };
        let answers = answers.into_iter().flatten();
        found.extend(answers.map(|answer| Target::Answer(line.code.clone(), answer.clone())));
        found.insert(Target::Cell(line.code));
    }
    found
}

/// Whatever refers to something, with what it refers to.
fn references(document: &Value) -> Vec<(Path, Target)> {
    let mut found = Vec::new();
    for (path, question) in entries(document, Kind::Question) {
        found.extend(word(question, "section").map(|code| (path.clone(), Target::Section(code))));
    }
    for kind in [Kind::Question, Kind::Item] {
        for (path, entry) in entries(document, kind) {
            found.extend(word(entry, "scale").map(|code| (path.clone(), Target::Scale(code))));
        }
    }
    for (path, asked) in entries(document, Kind::Asked) {
        found.extend(name_of(Kind::Asked, asked).map(|code| (path, Target::Item(code))));
    }
    for (path, entry) in conditional(document) {
        let Some(condition) = entry.get("relevant_if") else { continue };
        comparisons(condition, &mut |comparison| {
            let Some(cell) = comparison.get("question").and_then(Value::as_str) else { return };
            found.push((path.clone(), Target::Cell(cell.to_owned())));
            let answers = values(comparison).filter_map(answer_word);
            found.extend(answers.map(|answer| (path.clone(), Target::Answer(cell.to_owned(), answer))));
        });
    }
    found
}

/// The entries whose conditions are read.
pub(super) fn conditional(document: &Value) -> Vec<Entry<'_>> {
    [Kind::Question, Kind::Row, Kind::Item].into_iter().flat_map(|kind| entries(document, kind)).collect()
}

/// The word of an answer in a condition.
pub(super) fn answer_word(value: &Value) -> Option<String> {
    match value {
        Value::String(word) => Some(word.clone()),
        Value::Number(number) if number.is_i64() => Some(number.to_string()),
        _ => None,
    }
}

/// Every text of an entry in a language, by the key of the entry in which it is.
fn texts_in(document: &Value, language: &str) -> Vec<(Path, Target)> {
    let declared = languages(document);
    let form = std::iter::once((Path::new(), document));
    let all = Kind::ALL.into_iter().flat_map(|kind| entries(document, kind));
    let speaks =
        |(path, entry): &Entry| own_keys(path, entry).any(|(_, value)| has_text(value, &declared, language));
    form.chain(all).filter(speaks).map(|(path, _)| (path, Target::Language(language.to_owned()))).collect()
}

/// The keys of an entry that are not lists of entries.
pub(super) fn own_keys<'v>(
    path: &[(Kind, usize)],
    entry: &'v Value,
) -> impl Iterator<Item = (&'v String, &'v Value)> + use<'v> {
    let kind = path.last().map(|(kind, _)| *kind);
    let is_own = move |key: &str| !Kind::children(kind).any(|child| child.list() == key);
    entry.as_object().into_iter().flatten().filter(move |(key, _)| is_own(key))
}

/// Whether an object is a text: words by languages of the form.
pub(super) fn is_text(value: &Value, declared: &HashSet<String>) -> bool {
    let Some(map) = value.as_object() else { return false };
    !map.is_empty() && map.iter().all(|(key, words)| words.is_string() && declared.contains(key))
}

fn has_text(value: &Value, declared: &HashSet<String>, language: &str) -> bool {
    match value {
        Value::Object(map) if is_text(value, declared) => map.contains_key(language),
        Value::Object(map) => map.values().any(|value| has_text(value, declared, language)),
        Value::Array(values) => values.iter().any(|value| has_text(value, declared, language)),
        _ => false,
    }
}

/// What would refer to nothing once an entry is gone, with all that is in it.
pub(super) fn lost_by_removing(document: &mut Value, path: &[(Kind, usize)]) -> Vec<(Path, Target)> {
    let mut referring = references(document);
    if let Some((Kind::Language | Kind::Translation, _)) = path.last()
        && let Some(language) = super::find::get(document, path).and_then(Value::as_str)
    {
        referring.extend(texts_in(document, language));
    }
    referring.retain(|(from, _)| !from.starts_with(path));
    let before = targets(document);
    let Some((list, at)) = slot(document, path) else { return Vec::new() };
    let entry = list.remove(at);
    let after = targets(document);
    if let Some((list, _)) = slot(document, path) {
        list.insert(at, entry);
    }
    referring.retain(|(_, target)| before.contains(target) && !after.contains(target));
    referring
}
