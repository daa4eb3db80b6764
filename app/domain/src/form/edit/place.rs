//! Where an edit takes place.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The kinds of entries: what the lists of a document hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An original language, in `languages`.
    Language,
    /// A language of translation, in `translated`.
    Translation,
    /// A part of the paper form, in `sections`.
    Section,
    /// A scale, in `scales`.
    Scale,
    /// An answer of a scale, in `labels`.
    Level,
    /// A content of the index tree, in `contents`.
    Content,
    /// A factor of a content, in `factors`.
    Factor,
    /// An item of a factor, in `items`.
    Item,
    /// A question, in `questions`.
    Question,
    /// A line of a matrix, in `rows`.
    Row,
    /// An answer of a question, in `options`.
    Choice,
    /// An item that a question asks, in its `items`.
    Asked,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Language,
        Self::Translation,
        Self::Section,
        Self::Scale,
        Self::Level,
        Self::Content,
        Self::Factor,
        Self::Item,
        Self::Question,
        Self::Row,
        Self::Choice,
        Self::Asked,
    ];

    /// The key of the list.
    pub(super) fn list(self) -> &'static str {
        match self {
            Self::Language => "languages",
            Self::Translation => "translated",
            Self::Section => "sections",
            Self::Scale => "scales",
            Self::Level => "labels",
            Self::Content => "contents",
            Self::Factor => "factors",
            Self::Item | Self::Asked => "items",
            Self::Question => "questions",
            Self::Row => "rows",
            Self::Choice => "options",
        }
    }

    /// Whose list it is; `None` is the form's.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::Level => Some(Self::Scale),
            Self::Factor => Some(Self::Content),
            Self::Item => Some(Self::Factor),
            Self::Row | Self::Choice | Self::Asked => Some(Self::Question),
            _ => None,
        }
    }

    /// What may be within an entry of this kind, or within the form.
    pub(super) fn children(parent: Option<Self>) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |kind| kind.parent() == parent)
    }

    /// Whether its names are unique within its parent only, and not within the document.
    pub(super) fn is_local(self) -> bool {
        matches!(self, Self::Level | Self::Choice | Self::Asked)
    }

    /// Whether it has a code or a value by which it is named.
    pub fn is_named(self) -> bool {
        self.naming_key().is_some()
    }

    /// The key that names it; `None` where the entry is its own name.
    pub(super) fn naming_key(self) -> Option<&'static str> {
        match self {
            Self::Language | Self::Translation | Self::Asked => None,
            Self::Level | Self::Choice => Some("value"),
            _ => Some("code"),
        }
    }
}

/// What an entry is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// By its code, or its value where it is an answer (`"1"` also where the value is a number).
    Code(String),
    /// By its position among all of its kind in the document, or in its question or scale where it is an answer or an item
    /// asked there: for those without a name of their own.
    At(usize),
}

impl From<&str> for Name {
    fn from(code: &str) -> Self {
        Self::Code(code.to_owned())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => f.write_str(code),
            Self::At(at) => write!(f, "#{at}"),
        }
    }
}

/// An entry of a document, or the form itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The document as a whole.
    Form,
    /// An original language.
    Language(Name),
    /// A language of translation.
    Translation(Name),
    /// A section.
    Section(Name),
    /// A scale.
    Scale(Name),
    /// A scale and one of its answers.
    Level(Name, Name),
    /// A content.
    Content(Name),
    /// A factor.
    Factor(Name),
    /// An item.
    Item(Name),
    /// A question.
    Question(Name),
    /// A row of a matrix.
    Row(Name),
    /// A question and one of its answers.
    Choice(Name, Name),
    /// A question and an item that it asks.
    Asked(Name, Name),
}

impl Place {
    /// The entry of a kind; where names are unique within a parent only, of that parent.
    pub(super) fn new(kind: Kind, parent: &Place, name: Name) -> Self {
        let owner = || parent.name().cloned().unwrap_or(Name::At(0));
        match kind {
            Kind::Language => Self::Language(name),
            Kind::Translation => Self::Translation(name),
            Kind::Section => Self::Section(name),
            Kind::Scale => Self::Scale(name),
            Kind::Level => Self::Level(owner(), name),
            Kind::Content => Self::Content(name),
            Kind::Factor => Self::Factor(name),
            Kind::Item => Self::Item(name),
            Kind::Question => Self::Question(name),
            Kind::Row => Self::Row(name),
            Kind::Choice => Self::Choice(owner(), name),
            Kind::Asked => Self::Asked(owner(), name),
        }
    }

    /// What is there; `None` is the form.
    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::Form => return None,
            Self::Language(_) => Kind::Language,
            Self::Translation(_) => Kind::Translation,
            Self::Section(_) => Kind::Section,
            Self::Scale(_) => Kind::Scale,
            Self::Level(..) => Kind::Level,
            Self::Content(_) => Kind::Content,
            Self::Factor(_) => Kind::Factor,
            Self::Item(_) => Kind::Item,
            Self::Question(_) => Kind::Question,
            Self::Row(_) => Kind::Row,
            Self::Choice(..) => Kind::Choice,
            Self::Asked(..) => Kind::Asked,
        })
    }

    /// What it is called.
    pub fn name(&self) -> Option<&Name> {
        match self {
            Self::Form => None,
            Self::Language(name)
            | Self::Translation(name)
            | Self::Section(name)
            | Self::Scale(name)
            | Self::Content(name)
            | Self::Factor(name)
            | Self::Item(name)
            | Self::Question(name)
            | Self::Row(name)
            | Self::Level(_, name)
            | Self::Choice(_, name)
            | Self::Asked(_, name) => Some(name),
        }
    }

    /// The scale or question that it is named within.
    pub(super) fn owner(&self) -> Option<Place> {
        match self {
            Self::Level(scale, _) => Some(Self::Scale(scale.clone())),
            Self::Choice(question, _) | Self::Asked(question, _) => Some(Self::Question(question.clone())),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind() {
            None => return f.write_str("form"),
            Some(Kind::Asked) => "item",
            Some(Kind::Choice) => "option",
            Some(kind) => kind.list().trim_end_matches('s'),
        };
        match (self.owner(), self.name()) {
            (Some(owner), Some(name)) => write!(f, "{owner}, {kind} {name}"),
            (_, Some(name)) => write!(f, "{kind} {name}"),
            _ => f.write_str(kind),
        }
    }
}
