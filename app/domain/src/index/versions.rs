//! Index definitions as objects of their own: named, versioned, shared by rounds. A version never changes.
//!
//! Whether one fits a form is for [`Method::new`](super::Method::new) to say.

use super::{Definition, DefinitionFault};
use crate::{Code, Locale, NameFault, Text, name::title_fault};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The file of a definition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionDocument {
    /// Stable code.
    pub code: Code,
    /// Its title.
    pub title: Text,
    /// How answers become an index.
    pub index: Definition,
}

/// Why a definition cannot be stored, whatever the form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// The title has no words.
    #[error("title: has no words")]
    Untitled,
    /// Its title in a language is none.
    #[error("title.{0}: {1}")]
    Title(Locale, NameFault),
    /// The definition contradicts itself.
    #[error(transparent)]
    Definition(#[from] DefinitionFault),
}

impl DefinitionDocument {
    /// Checks what can be checked without a form.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), DocumentFault> {
        if self.title.iter().all(|(_, words)| words.trim().is_empty()) {
            return Err(DocumentFault::Untitled);
        }
        if let Some((language, fault)) = title_fault(&self.title) {
            return Err(DocumentFault::Title(language, fault));
        }
        Ok(self.index.check()?)
    }
}

/// What a round pins: a definition's code and the number of one of its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionName {
    /// Code of the definition.
    pub code: Code,
    /// 1, 2, 3, …
    pub version: i32,
}

impl fmt::Display for DefinitionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.version)
    }
}

impl FromStr for DefinitionName {
    type Err = NotADefinitionName;

    fn from_str(text: &str) -> Result<Self, NotADefinitionName> {
        let (code, version) = text.split_once(' ').ok_or(NotADefinitionName)?;
        let code = code.parse().map_err(|_| NotADefinitionName)?;
        Ok(Self { code, version: version.parse().map_err(|_| NotADefinitionName)? })
    }
}

/// A text that is not a code and a number of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be the code of a definition and the number of a version")]
pub struct NotADefinitionName;

/// One version.
#[derive(Debug, Clone, PartialEq)]
pub struct DefinitionVersion {
    /// Under which it is known.
    pub name: DefinitionName,
    /// Its title; one that was made of what a round declares in place has none.
    pub title: Option<Text>,
    /// How answers become an index.
    pub definition: Definition,
}

/// Where something is to be stored among the versions that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// The version at this position says the same.
    Known(usize),
    /// It becomes a new version.
    New(DefinitionName),
}

/// Where a document belongs: the version of its code that says the same under the same title, else that code's next one.
/// A code whose versions have no title was given to what a round declares in place, and goes on with titles.
pub fn place_document(known: &[DefinitionVersion], document: &DefinitionDocument) -> Placement {
    let same = |version: &DefinitionVersion| {
        version.name.code == document.code
            && version.title.as_ref() == Some(&document.title)
            && version.definition == document.index
    };
    known.iter().position(same).map_or_else(
        || {
            let of_code = known.iter().filter(|version| version.name.code == document.code);
            let last = of_code.map(|version| version.name.version).max().unwrap_or(0);
            Placement::New(DefinitionName { code: document.code.clone(), version: last + 1 })
        },
        Placement::Known,
    )
}

/// Which version a round has whose definition is `declared`: the one that it names, while that says the same; else the
/// first of `known` that does; else a new one, whose code is made of scoring and aggregation.
pub fn place_declared(
    known: &[DefinitionVersion],
    named: Option<&DefinitionName>,
    declared: &Definition,
) -> Placement {
    let says_it = |version: &DefinitionVersion| version.definition == *declared;
    let kept = known.iter().position(|version| Some(&version.name) == named && says_it(version));
    if let Some(position) = kept.or_else(|| known.iter().position(says_it)) {
        return Placement::Known(position);
    }
    let base = format!("{}-{}", declared.scoring, declared.aggregation);
    let codes = std::iter::once(base.clone()).chain((2..).map(|nth: u32| format!("{base}-{nth}")));
    let free = codes.filter_map(|code| code.parse::<Code>().ok());
    let mut free = free.filter(|code| known.iter().all(|version| version.name.code != *code));
    match free.next() {
        Some(code) => Placement::New(DefinitionName { code, version: 1 }),
        None => unreachable!("there are more numbers than definitions"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Aggregation, Scoring};

    fn definition(scoring: Scoring, aggregation: Aggregation) -> Definition {
        Definition { scoring, aggregation, ..Definition::default() }
    }

    fn name(code: &str, version: i32) -> DefinitionName {
        DefinitionName { code: code.parse().unwrap(), version }
    }

    fn version(code: &str, number: i32, title: Option<&str>, definition: Definition) -> DefinitionVersion {
        DefinitionVersion { name: name(code, number), title: title.map(Text::same), definition }
    }

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let written = name("sipas", 12);
        assert_eq!(written.to_string().parse(), Ok(written));
        for wrong in ["", "sipas", "sipas x", "a/b 1"] {
            assert_eq!(wrong.parse::<DefinitionName>(), Err(NotADefinitionName), "{wrong}");
        }
    }

    #[test]
    fn a_document_is_the_version_that_says_the_same_or_the_next_of_its_code() {
        let (top2, mean) = (
            definition(Scoring::Top2, Aggregation::Pooled),
            definition(Scoring::MeanMax, Aggregation::Pooled),
        );
        let known = [
            version("sipas", 1, Some("SIPAS"), top2.clone()),
            version("other", 7, Some("SIPAS"), mean.clone()),
            version("sipas", 2, Some("SIPAS"), mean.clone()),
        ];
        let document = |code: &str, title: &str, index: &Definition| DefinitionDocument {
            code: code.parse().unwrap(),
            title: Text::same(title),
            index: index.clone(),
        };
        let place = |document| place_document(&known, &document);
        assert_eq!(place(document("sipas", "SIPAS", &top2)), Placement::Known(0));
        assert_eq!(place(document("sipas", "SIPAS", &mean)), Placement::Known(2));
        assert_eq!(place(document("sipas", "PAPI", &mean)), Placement::New(name("sipas", 3)));
        assert_eq!(place(document("new", "SIPAS", &top2)), Placement::New(name("new", 1)));
    }

    #[test]
    fn a_round_keeps_the_version_it_names_while_that_says_the_same() {
        let (top2, mean) = (
            definition(Scoring::Top2, Aggregation::Pooled),
            definition(Scoring::MeanMax, Aggregation::Pooled),
        );
        let known = [
            version("a", 1, None, top2.clone()),
            version("b", 1, Some("B"), top2.clone()),
            version("mean_max-items", 1, Some("C"), top2.clone()),
        ];
        assert_eq!(place_declared(&known, Some(&name("b", 1)), &top2), Placement::Known(1));
        assert_eq!(place_declared(&known, Some(&name("b", 2)), &top2), Placement::Known(0));
        assert_eq!(place_declared(&known, None, &top2), Placement::Known(0));
        let expected = Placement::New(name("mean_max-pooled", 1));
        assert_eq!(place_declared(&known, Some(&name("b", 1)), &mean), expected);
        let items = definition(Scoring::MeanMax, Aggregation::Items);
        assert_eq!(place_declared(&known, None, &items), Placement::New(name("mean_max-items-2", 1)));
    }

    #[test]
    fn a_document_that_contradicts_itself_is_refused_without_a_form() {
        let read = |text: &str| serde_json::from_str::<DefinitionDocument>(text).unwrap().check();
        let with = |index: &str| format!(r#"{{"code": "c", "title": {{"vi": "C"}}, "index": {index}}}"#);
        assert_eq!(read(&with(r#"{"scoring": "top2", "aggregation": "pooled"}"#)), Ok(()));
        for (index, fault) in [
            (r#"{"scoring": "top2", "aggregation": "weights"}"#, DefinitionFault::WeightsMisplaced),
            (
                r#"{"scoring": "top2", "aggregation": "items", "weights": {"a": 1}}"#,
                DefinitionFault::WeightsMisplaced,
            ),
            (
                r#"{"scoring": "top2", "aggregation": "weights", "weights": {"a": -1}}"#,
                DefinitionFault::WeightOutOfRange("a".to_owned()),
            ),
            (
                r#"{"scoring": "top2", "aggregation": "weights", "weights": {"a": 0}}"#,
                DefinitionFault::WeightOutOfRange("each".to_owned()),
            ),
            (
                r#"{"scoring": "top2", "aggregation": "items", "points": {"s": {"1": 5}}}"#,
                DefinitionFault::PointsMisplaced,
            ),
        ] {
            assert_eq!(read(&with(index)), Err(DocumentFault::Definition(fault)), "{index}");
        }
        let untitled =
            r#"{"code": "c", "title": {"vi": " "}, "index": {"scoring": "top2", "aggregation": "pooled"}}"#;
        assert_eq!(read(untitled), Err(DocumentFault::Untitled));
    }
}
