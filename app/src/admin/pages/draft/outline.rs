//! The outline: sections with their questions, scales, the index tree.

use super::{FormDraftPage, draft_address, draft_entry_address, words::short_title};
use crate::{
    Texts,
    admin::{Block, OwnView, faults::place_words, fold},
};
use domain::form::edit::{Kind, Missing, Name, Place};
use leptos::prelude::*;
use serde_json::Value;
use std::{collections::HashSet, sync::Arc};

/// A line of the outline with what is beneath it.
#[derive(Clone)]
struct Line {
    href: String,
    name: String,
    words: String,
    is_here: bool,
    lacks: bool,
    inner: Vec<Line>,
}

/// A part of the outline, which is folded where it is not worked on.
#[derive(Clone)]
struct Part {
    heading: String,
    is_open: bool,
    lines: Vec<Line>,
}

impl Line {
    /// Whether it, or something beneath it, is the entry that is shown.
    fn holds_shown(&self) -> bool {
        self.is_here || self.inner.iter().any(Self::holds_shown)
    }

    fn lacks_something(&self) -> bool {
        self.lacks || self.inner.iter().any(Self::lacks_something)
    }
}

pub(super) fn outline(texts: &Texts, page: &FormDraftPage, missing: &[(Place, Missing)]) -> Block {
    let lacking: HashSet<&Place> = missing.iter().map(|(place, _)| place).collect();
    let outline = Outline { texts, page, lacking };
    let parts = outline.parts();
    let (lacks, label) = (texts.get("writing-lacks"), texts.get("writing-outline"));
    let view = OwnView(Arc::new(move |_| {
        let parts = parts.iter().map(|part| {
            let Part { heading, is_open, lines } = part;
            let lines = list(lines, &lacks);
            if heading.is_empty() {
                return lines;
            }
            let mark = part.lines.iter().any(Line::lacks_something).then(|| mark(&lacks));
            view! { <details open=*is_open><summary>{heading.clone()}{mark}</summary>{lines}</details> }
                .into_any()
        });
        view! { <nav class="tree" aria-label=label.clone()>{parts.collect_view()}</nav> }.into_any()
    }));
    Block::Own("outline", view)
}

/// Looks for entries by code and words.
pub(super) fn search(texts: &Texts, page: &FormDraftPage) -> Block {
    let (action, at, find) = (draft_address(page.id, ""), page.at.address(), page.find.clone());
    let (label, look) = (texts.get("list-search"), texts.get("list-look"));
    Block::Own(
        "search",
        OwnView(Arc::new(move |_| {
            view! {
                <form class="search" method="get" action=action.clone() role="search">
                    <label for="find">{label.clone()}</label>
                    <input type="hidden" name="at" value=at.clone() />
                    <input type="search" id="find" name="find" value=find.clone() accesskey="f" />
                    <button class="quiet">{look.clone()}</button>
                </form>
            }
            .into_any()
        })),
    )
}

/// The lines that hold what is looked for, or something in which it is.
fn found(lines: Vec<Line>, find: &str) -> Vec<Line> {
    let mut kept = Vec::new();
    for mut line in lines {
        line.inner = found(line.inner, find);
        if !line.inner.is_empty() || fold(&format!("{} {}", line.name, line.words)).contains(find) {
            kept.push(line);
        }
    }
    kept
}

fn mark(lacks: &str) -> AnyView {
    let lacks = lacks.to_owned();
    view! { <span class="lacks"><span aria-hidden="true">"○"</span><span class="off">{lacks}</span></span> }
        .into_any()
}

fn list(lines: &[Line], lacks: &str) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines.iter().map(|line| {
        let mark = line.lacks.then(|| mark(lacks));
        let words = (!line.words.is_empty()).then(|| format!(" {}", line.words));
        view! {
            <li>
                <a href=line.href.clone() aria-current=line.is_here.then_some("true")><b>{line.name.clone()}</b>{words}{mark}</a>
                {list(&line.inner, lacks)}
            </li>
        }
    });
    view! { <ul>{lines.collect_view()}</ul> }.into_any()
}

struct Outline<'a> {
    texts: &'a Texts,
    page: &'a FormDraftPage,
    lacking: HashSet<&'a Place>,
}

impl Outline<'_> {
    fn parts(&self) -> Vec<Part> {
        let draft = &self.page.draft;
        let texts = self.texts;
        let mut form = self.line(Place::Form, draft.document(), Vec::new());
        form.name = texts.get("entry-form");
        let languages = [Kind::Language, Kind::Translation].into_iter().flat_map(|kind| draft.entries(kind));
        let languages = languages.map(|(place, entry)| self.line(place, entry, Vec::new())).collect();
        let of_kind = |kind: Kind, inner: &[Kind]| -> Vec<Line> {
            let entries = draft.entries(kind).into_iter();
            entries.map(|(place, entry)| self.with_inner(place, entry, inner)).collect()
        };
        let find = fold(&self.page.find);
        let parts = vec![
            (String::new(), vec![form]),
            (texts.get("writing-part-questions"), self.sections()),
            (texts.get("writing-part-scales"), of_kind(Kind::Scale, &[Kind::Level])),
            (texts.get("writing-part-index"), self.index()),
            (texts.get("writing-part-languages"), languages),
        ];
        let parts = parts.into_iter().map(|(heading, lines)| (heading, found(lines, &find)));
        let parts = parts.filter(|(_, lines)| !lines.is_empty()).enumerate();
        let is_open =
            |at: usize, lines: &[Line]| at < 2 || !find.is_empty() || lines.iter().any(Line::holds_shown);
        parts.map(|(at, (heading, lines))| Part { heading, is_open: is_open(at, &lines), lines }).collect()
    }

    /// Sections with their questions; what stands in none comes last.
    fn sections(&self) -> Vec<Line> {
        let draft = &self.page.draft;
        let sections = draft.entries(Kind::Section);
        let inner = [Kind::Row, Kind::Choice, Kind::Asked];
        let mut lines: Vec<Line> = Vec::new();
        let mut known = HashSet::new();
        let of = |code: &str| -> Vec<Line> {
            let questions = draft.entries(Kind::Question).into_iter();
            let own = questions.filter(|(_, question)| section_of(question) == code);
            own.map(|(place, question)| self.with_inner(place, question, &inner)).collect()
        };
        for (place, section) in sections {
            let code = section.get("code").and_then(Value::as_str).unwrap_or("");
            known.insert(code);
            lines.push(self.line(place, section, of(code)));
        }
        let others = draft.entries(Kind::Question).into_iter();
        let others = others.filter(|(_, question)| !known.contains(section_of(question)));
        lines.extend(others.map(|(place, question)| self.with_inner(place, question, &inner)));
        lines
    }

    fn index(&self) -> Vec<Line> {
        let draft = &self.page.draft;
        let contents = draft.entries(Kind::Content).into_iter();
        let content = |(place, entry): (Place, &Value)| {
            let factors = draft.within(&place, Kind::Factor).into_iter();
            let factor = |(place, entry): (Place, &Value)| {
                let items = draft.within(&place, Kind::Item).into_iter();
                let items = items.map(|(place, entry)| self.line(place, entry, Vec::new())).collect();
                self.line(place, entry, items)
            };
            let factors = factors.map(factor).collect();
            self.line(place, entry, factors)
        };
        contents.map(content).collect()
    }

    /// An entry; what is in it only where it is the one that is shown, or something in it is.
    fn with_inner(&self, place: Place, entry: &Value, kinds: &[Kind]) -> Line {
        let draft = &self.page.draft;
        let inner: Vec<_> = kinds.iter().flat_map(|kind| draft.within(&place, *kind)).collect();
        let is_open = !self.page.find.is_empty()
            || self.page.at == place
            || inner.iter().any(|(inner, _)| *inner == self.page.at);
        let lacks = inner.iter().any(|(inner, _)| self.lacking.contains(inner));
        let lines = inner.into_iter().filter(|_| is_open);
        let lines = lines.map(|(place, entry)| self.line(place, entry, Vec::new())).collect();
        let mut line = self.line(place, entry, lines);
        line.lacks |= lacks;
        line
    }

    /// What has the words of an entry: of an item that a question asks, the item.
    fn said_by<'e>(&'e self, place: &Place, entry: &'e Value) -> &'e Value {
        match (place, entry.as_str()) {
            (Place::Asked(..), Some(code)) => self.page.draft.get(&Place::Item(code.into())).unwrap_or(entry),
            _ => entry,
        }
    }

    fn line(&self, place: Place, entry: &Value, inner: Vec<Line>) -> Line {
        let name = match place.name() {
            Some(Name::Code(code)) => code.clone(),
            _ => place_words(self.texts, &place),
        };
        Line {
            href: format!("{}#entry", draft_entry_address(self.page.id, &place)),
            name,
            words: short_title(self.texts, self.said_by(&place, entry)),
            is_here: place == self.page.at,
            lacks: self.lacking.contains(&place),
            inner,
        }
    }
}

fn section_of(question: &Value) -> &str {
    question.get("section").and_then(Value::as_str).unwrap_or("")
}
