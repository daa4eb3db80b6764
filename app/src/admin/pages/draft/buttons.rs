//! What can be done with an entry besides typing.

use super::{DraftRefusal, FormDraftPage, entry::kind_word, words::short_title};
use crate::{
    Texts,
    admin::{Field, FieldKind, faults::place_words},
};
use domain::form::edit::{Kind, Place, QUESTION_KINDS};
use serde_json::Value;
use std::collections::HashSet;

impl FormDraftPage {
    /// The buttons beneath the fields; each keeps what was typed, too.
    pub(super) fn buttons(&self, texts: &Texts) -> Vec<Field> {
        let mut all = Vec::new();
        all.extend(self.add_within(texts));
        all.extend(self.chosen(texts));
        all.extend(self.lines(texts));
        let beside: &[&str] = match self.at.kind() {
            None | Some(Kind::Language | Kind::Translation | Kind::Asked) => &[],
            Some(Kind::Question) => &QUESTION_KINDS,
            Some(kind) => &[kind.as_str()],
        };
        for (side, words) in [("after", "writing-add-after"), ("before", "writing-add-before")] {
            let buttons = beside.iter().map(|what| (format!("add:{what}:{side}"), kind_word(texts, what)));
            all.extend(buttons_of(texts.get(words), buttons.collect()));
        }
        if self.at != Place::Form {
            let plain = [
                (self.at.kind().is_some_and(Kind::is_named), "duplicate", "writing-duplicate"),
                (true, "up", "writing-up"),
                (true, "down", "writing-down"),
                (true, "remove", "writing-remove"),
            ];
            let plain = plain.into_iter().filter(|(is_there, ..)| *is_there);
            let plain = plain.map(|(_, verb, key)| (verb.to_owned(), texts.get(key))).collect();
            all.extend(buttons_of(texts.get("writing-this"), plain));
        }
        all.extend(self.elsewhere(texts));
        all
    }

    fn add_within(&self, texts: &Texts) -> Option<Field> {
        let what: Vec<&str> = match self.at.kind() {
            None => QUESTION_KINDS.into_iter().chain(["section", "scale", "content"]).collect(),
            Some(Kind::Section) => QUESTION_KINDS.to_vec(),
            Some(Kind::Scale) => vec!["level"],
            Some(Kind::Content) => vec!["factor"],
            Some(Kind::Factor) => vec!["item"],
            Some(Kind::Question) => vec!["option", "row"],
            _ => Vec::new(),
        };
        let buttons = what.into_iter().map(|what| (format!("add:{what}:in"), kind_word(texts, what)));
        buttons_of(texts.get("writing-add-in"), buttons.collect())
    }

    /// What is chosen or typed before it is added: an item that is asked, a language.
    fn chosen(&self, texts: &Texts) -> Vec<Field> {
        let (field, buttons) = match self.at.kind() {
            None => {
                let field = Field::new("new", FieldKind::Code, texts.get("writing-language"))
                    .hint(texts.get("writing-language-hint"))
                    .optional();
                (field, vec!["language", "translation"])
            }
            Some(Kind::Question) => {
                let asked: HashSet<&str> =
                    self.draft.entries(Kind::Asked).iter().filter_map(|(_, item)| item.as_str()).collect();
                let items = self.draft.entries(Kind::Item).into_iter().filter_map(|(_, item)| {
                    let code = item.get("code").and_then(Value::as_str)?;
                    let words = format!("{code} {}", short_title(texts, item));
                    (!asked.contains(code)).then(|| (code.to_owned(), words))
                });
                let items: Vec<_> = items.collect();
                if items.is_empty() {
                    return Vec::new();
                }
                (Field::new("new", FieldKind::Choice(items), texts.get("writing-item")), vec!["asked"])
            }
            _ => return Vec::new(),
        };
        let typed = self.attempt.as_ref().map_or("", |attempt| attempt.typed.raw("new"));
        let buttons = buttons.into_iter().map(|what| (format!("add:{what}:in"), kind_word(texts, what)));
        [field.holding(typed)]
            .into_iter()
            .chain(buttons_of(texts.get("writing-add-chosen"), buttons.collect()))
            .collect()
    }

    /// Many lines at once, shown as they would be taken before they are.
    fn lines(&self, texts: &Texts) -> Vec<Field> {
        let what: &[&str] = match self.at.kind() {
            Some(Kind::Question) => &["option", "row"],
            Some(Kind::Factor) => &["item"],
            _ => return Vec::new(),
        };
        let attempt = self.attempt.as_ref();
        let typed = attempt.map_or("", |attempt| attempt.typed.raw("lines"));
        let read = self.draft.read_lines(typed);
        let hint = match attempt.is_some_and(|attempt| attempt.refusal == DraftRefusal::Look) {
            true => {
                let read = read.iter().map(|parts| format!("“{}”", parts.join("” · “")));
                texts.with("writing-lines-read", [("lines", read.collect::<Vec<_>>().join("; ").into())])
            }
            false => texts.get("writing-lines-hint"),
        };
        let field = Field::new("lines", FieldKind::Long, texts.get("writing-lines"));
        let look = ("look".to_owned(), texts.get("writing-lines-look"));
        let take = what.iter().filter(|_| !read.is_empty());
        let take = take.map(|what| {
            let words = [("what", kind_word(texts, what).into()), ("n", read.len().into())];
            (format!("lines:{what}"), texts.with("writing-lines-take", words))
        });
        let buttons = [look].into_iter().chain(take).collect();
        [field.holding(typed).hint(hint).optional()]
            .into_iter()
            .chain(buttons_of(String::new(), buttons))
            .collect()
    }

    /// Where else it could be.
    fn elsewhere(&self, texts: &Texts) -> Vec<Field> {
        let Some(parent) = self.at.kind().and_then(Kind::parent) else { return Vec::new() };
        let own = self.draft.parent(&self.at).unwrap_or(Place::Form);
        let others = self.draft.entries(parent).into_iter().filter(|(place, _)| *place != own);
        let others: Vec<_> = others
            .map(|(place, entry)| {
                let words = format!("{} {}", place_words(texts, &place), short_title(texts, entry));
                (place.address(), words)
            })
            .collect();
        if others.is_empty() {
            return Vec::new();
        }
        let to = Field::new("to", FieldKind::Choice(others), texts.get("writing-to"));
        let button = buttons_of(String::new(), vec![("to".to_owned(), texts.get("writing-move"))]);
        [to].into_iter().chain(button).collect()
    }
}

/// The key that presses a button; none stands twice on a page.
fn key_of(verb: &str) -> Option<&'static str> {
    Some(match verb {
        "up" => "k",
        "down" => "j",
        "duplicate" => "d",
        "remove" => "x",
        "add:option:in" => "o",
        "add:row:in" => "r",
        _ if verb.ends_with(":before") => return None,
        _ if verb.starts_with("add:single:") => "1",
        _ if verb.starts_with("add:multiple:") => "2",
        _ if verb.starts_with("add:yes_no:") => "3",
        _ if verb.starts_with("add:matrix:") => "4",
        _ if verb.starts_with("add:text:") => "5",
        _ if verb.ends_with(":after") => "a",
        _ => return None,
    })
}

fn buttons_of(label: String, buttons: Vec<(String, String)>) -> Option<Field> {
    let keyed = buttons.into_iter().map(|(verb, words)| {
        let key = key_of(&verb);
        (verb, words, key)
    });
    let keyed: Vec<_> = keyed.collect();
    (!keyed.is_empty()).then(|| Field::new("do", FieldKind::Buttons(keyed), label))
}
