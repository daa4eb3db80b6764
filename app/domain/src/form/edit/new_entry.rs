//! Entries as they are begun: with a free code, and with as many lines as one needs at least.

use super::{Draft, Edit, EditFault, EditProblem, Kind, Name, Place};
use serde_json::{Map, Value, json};

/// What questions are called that are begun: the kinds of questions.
pub const QUESTION_KINDS: [&str; 5] = ["single", "multiple", "yes_no", "matrix", "text"];

impl Draft {
    /// The document of an empty form: one scale of five levels, and one section.
    pub fn empty(code: &str, languages: &[&str]) -> Value {
        json!({
            "code": code,
            "title": {},
            "languages": languages,
            "sections": [{"code": "p1", "title": {}}],
            "scales": [{"code": "s1", "labels": (1..=5).rev().map(level).collect::<Vec<_>>()}],
            "questions": [],
        })
    }

    /// An edit that begins an entry within another; `what` is the word of its kind or the kind of a question.
    pub(super) fn begin(
        &self,
        what: &str,
        within: &Place,
        before: Option<Name>,
        chosen: &str,
    ) -> Result<Edit, EditFault> {
        let of_question = QUESTION_KINDS.contains(&what);
        let kind = if of_question { Some(Kind::Question) } else { Kind::from_word(what) };
        let Some(kind) = kind.filter(|kind| kind.parent() == within.kind()) else {
            return within.fault(EditProblem::NotThere);
        };
        let value = match kind {
            Kind::Language | Kind::Translation | Kind::Asked if chosen.is_empty() => {
                return within.fault(EditProblem::NotText);
            }
            Kind::Language | Kind::Translation | Kind::Asked => Value::from(chosen),
            Kind::Question => self.question(what, self.last_section()),
            Kind::Level => level(self.next_value(within, kind)),
            Kind::Choice => option(self.next_value(within, kind)),
            Kind::Row => row(&self.next_row(within)),
            Kind::Item => json!({"code": self.next("i", kind), "text": {}, "scale": self.first_scale()}),
            Kind::Factor => json!({"code": self.next("f", kind), "title": {}, "items": []}),
            Kind::Content => json!({"code": self.next("c", kind), "title": {}, "factors": []}),
            Kind::Section => json!({"code": self.next("p", kind), "title": {}}),
            Kind::Scale => {
                let labels: Vec<Value> = (1..=5).rev().map(level).collect();
                json!({"code": self.next("s", kind), "labels": labels})
            }
        };
        Ok(Edit::Insert { kind, within: within.clone(), before, value })
    }

    /// The next code after those of a kind.
    fn next(&self, letter: &str, kind: Kind) -> String {
        let last =
            self.entries(kind).pop().and_then(|(_, entry)| Some(entry.get("code")?.as_str()?.to_owned()));
        self.free_code(&last.unwrap_or_else(|| format!("{letter}0")))
    }

    fn next_row(&self, question: &Place) -> String {
        let last = self.within(question, Kind::Row).pop();
        let last = last.and_then(|(_, entry)| Some(entry.get("code")?.as_str()?.to_owned()));
        let owner = question.name().map(Name::to_string).unwrap_or_default();
        self.free_code(&last.unwrap_or_else(|| format!("{owner}.0")))
    }

    fn next_value(&self, within: &Place, kind: Kind) -> i64 {
        let entries = self.within(within, kind);
        let values = entries.iter().filter_map(|(_, entry)| entry.get("value")?.as_i64());
        values.max().unwrap_or(0).saturating_add(1)
    }

    fn first_scale(&self) -> Value {
        let scale = self.entries(Kind::Scale).into_iter().next();
        scale.and_then(|(_, scale)| scale.get("code").cloned()).unwrap_or(Value::Null)
    }

    /// An edit that begins a question as the last of a section.
    pub(super) fn begin_in_section(&self, what: &str, section: &Place) -> Result<Edit, EditFault> {
        if !QUESTION_KINDS.contains(&what) {
            return section.fault(EditProblem::NotThere);
        }
        let code = self.get(section)?.get("code").cloned();
        let mut questions = self.entries(Kind::Question).into_iter();
        let last = questions.rfind(|(_, question)| question.get("section") == code.as_ref());
        let before = match last {
            Some((last, _)) => self.neighbour(&last, 1)?,
            None => None,
        };
        let value = self.question(what, code);
        Ok(Edit::Insert { kind: Kind::Question, within: Place::Form, before, value })
    }

    /// An edit that begins an entry beside another: a question in the same section.
    pub(super) fn begin_beside(&self, what: &str, at: &Place, is_after: bool) -> Result<Edit, EditFault> {
        let before = self.neighbour(at, isize::from(is_after))?;
        let mut edit = self.begin(what, &self.parent(at)?, before, "")?;
        if let (Edit::Insert { kind: Kind::Question, value: Value::Object(new), .. }, Some(old)) =
            (&mut edit, self.get(at)?.as_object())
        {
            new.remove("section");
            new.extend(old.get("section").map(|section| ("section".to_owned(), section.clone())));
        }
        Ok(edit)
    }

    fn question(&self, what: &str, section: Option<Value>) -> Value {
        let code = self.next("q", Kind::Question);
        let mut question = Map::new();
        let mut put = |key: &str, value: Value| question.insert(key.to_owned(), value);
        let what = if QUESTION_KINDS.contains(&what) { what } else { QUESTION_KINDS[0] };
        match what {
            "matrix" => {
                put("scale", self.first_scale());
                put("rows", vec![row(&self.free_code(&format!("{code}.0")))].into());
            }
            "yes_no" => {
                let words = [(1, "Có", "Yes"), (0, "Không", "No")].map(|(value, vi, en)| {
                    let words = [("vi", vi), ("en", en)];
                    let known = |(of, _): &(&str, &str)| self.languages().iter().any(|l| l.as_str() == *of);
                    let text: Map<String, Value> = words
                        .into_iter()
                        .filter(known)
                        .map(|(of, word)| (of.to_owned(), word.into()))
                        .collect();
                    json!({"value": value, "text": text})
                });
                put("options", words.to_vec().into());
            }
            "text" => {
                put("role", "comment".into());
            }
            _ => {
                put("options", vec![option(1), option(2)].into());
            }
        }
        put("code", code.into());
        put("kind", what.into());
        if let Some(section) = section {
            put("section", section);
        }
        Value::Object(question)
    }

    /// The section of the last question; the first of all where there is none.
    fn last_section(&self) -> Option<Value> {
        match self.entries(Kind::Question).pop() {
            Some((_, question)) => question.get("section").cloned(),
            None => self.entries(Kind::Section).into_iter().next()?.1.get("code").cloned(),
        }
    }
}

fn level(value: i64) -> Value {
    json!({"value": value, "text": {}, "score": value})
}

fn option(value: i64) -> Value {
    json!({"value": value, "text": {}})
}

fn row(code: &str) -> Value {
    json!({"code": code, "text": {}})
}
