//! A form version as somebody chooses it for a round.

use crate::Texts;
use domain::{Code, Text};

/// A published version of a form.
#[derive(Debug)]
pub struct FormChoice {
    /// Code of the form.
    pub code: Code,
    /// Number of the version.
    pub version: i32,
    /// Title of the form.
    pub title: Text,
}

impl FormChoice {
    /// The version as its choice sends it.
    pub(super) fn value(code: &Code, version: i32) -> String {
        format!("{code} {version}")
    }

    /// None and all of these, for a choice.
    pub(super) fn options(texts: &Texts, forms: &[Self]) -> Vec<(String, String)> {
        let forms = forms.iter().map(|Self { code, version, title }| {
            let number = texts.with("form-version-number", [("n", (*version).into())]);
            let words = format!("{} ({code}, {number})", title.get(&texts.locale));
            (Self::value(code, *version), words)
        });
        std::iter::once((String::new(), texts.get("choose"))).chain(forms).collect()
    }
}

/// The form and the number of its version that were chosen; a form that is named alone stands for its newest version.
pub fn read_form_choice(value: &str) -> Option<(Code, Option<i32>)> {
    let (code, version) = value.split_once(' ').unwrap_or((value, ""));
    let version = Some(version).filter(|version| !version.is_empty());
    Some((code.parse().ok()?, version.map(str::parse).transpose().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_as_it_was_offered_and_a_code_alone_means_the_newest() {
        let code: Code = "sipas-2026".parse().unwrap();
        assert_eq!(read_form_choice(&FormChoice::value(&code, 12)), Some((code.clone(), Some(12))));
        assert_eq!(read_form_choice("sipas-2026"), Some((code, None)));
        for wrong in ["", "a/b 1", "sipas-2026 x"] {
            assert_eq!(read_form_choice(wrong), None, "{wrong}");
        }
    }
}
