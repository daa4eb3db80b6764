//! Places in addresses and names of fields: `form`, `question:q4`, `option:q1:3`; `question:#2` is the third of all questions.

use super::{Kind, Name, Place};
use std::str::FromStr;

/// An address that is none of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no place of a document")]
pub struct NoPlace;

impl Kind {
    /// The word for it in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Translation => "translation",
            Self::Section => "section",
            Self::Scale => "scale",
            Self::Level => "level",
            Self::Content => "content",
            Self::Factor => "factor",
            Self::Item => "item",
            Self::Question => "question",
            Self::Row => "row",
            Self::Choice => "option",
            Self::Asked => "asked",
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl Place {
    /// It in an address or in the name of a field.
    pub fn address(&self) -> String {
        let Some((kind, name)) = self.kind().zip(self.name()) else { return "form".to_owned() };
        match self.owner() {
            Some(owner) => {
                format!("{}:{}:{name}", kind.as_str(), owner.name().map(Name::to_string).unwrap_or_default())
            }
            None => format!("{}:{name}", kind.as_str()),
        }
    }
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(address: &str) -> Result<Self, NoPlace> {
        if address == "form" {
            return Ok(Self::Form);
        }
        let (kind, names) = address.split_once(':').ok_or(NoPlace)?;
        let kind = Kind::from_word(kind).ok_or(NoPlace)?;
        if !kind.is_local() {
            return Ok(Self::new(kind, &Self::Form, name(names)));
        }
        let (owner, own) = names.split_once(':').ok_or(NoPlace)?;
        let owner = Self::new(kind.parent().ok_or(NoPlace)?, &Self::Form, name(owner));
        Ok(Self::new(kind, &owner, name(own)))
    }
}

fn name(word: &str) -> Name {
    let position = word.strip_prefix('#').and_then(|at| at.parse().ok());
    position.map_or_else(|| Name::from(word), Name::At)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_again_by_its_address() {
        let places = [
            Place::Form,
            Place::Question("q4".into()),
            Place::Row(Name::At(7)),
            Place::Choice("q1".into(), "3".into()),
            Place::Level(Name::At(0), Name::At(2)),
            Place::Asked("q2".into(), "i7".into()),
        ];
        for place in places {
            assert_eq!(place.address().parse(), Ok(place));
        }
        assert_eq!(Place::Choice("q1".into(), "3".into()).address(), "option:q1:3");
        for wrong in ["", "q4", "planet:q4", "option:q1", "form:x:"] {
            assert_eq!(wrong.parse::<Place>(), Err(NoPlace), "{wrong}");
        }
    }
}
