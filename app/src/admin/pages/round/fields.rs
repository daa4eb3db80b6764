//! The fields of what everybody who plans a round chooses first.

use super::FormChoice;
use crate::{
    Texts,
    admin::{Field, FieldKind, Typed},
};
use domain::{GRACE_HOURS, Locale, RoundDocument};

/// Which of the fields a page has.
pub(super) struct BasicFields<'a> {
    /// Whether the code is chosen.
    pub(super) has_code: bool,
    /// The forms that can be chosen; `None` where the form stays.
    pub(super) forms: Option<&'a [FormChoice]>,
}

impl BasicFields<'_> {
    /// The fields with what stands in them. `fault` is what is wrong with a field.
    pub(super) fn build(
        &self,
        texts: &Texts,
        held: &Typed,
        fault: impl Fn(&str) -> Option<String>,
    ) -> Vec<Field> {
        let one = |name: &'static str, kind: FieldKind, key: &str| {
            Field::new(name, kind, texts.get(key)).holding(held.raw(name)).fault(fault(name))
        };
        let code = self
            .has_code
            .then(|| one("code", FieldKind::Code, "field-code").hint(texts.get("round-code-hint")));
        let form = self.forms.map(|forms| {
            let kind = FieldKind::Choice(FormChoice::options(texts, forms));
            one("form", kind, "round-form").hint(texts.get("round-form-hint"))
        });
        let titles = [
            one("title", FieldKind::Text, "round-title-vi"),
            one("title_en", FieldKind::Text, "round-title-en").optional(),
        ];
        let grace = texts.with("round-grace", [("hours", GRACE_HOURS.into())]);
        let period =
            [one("from", FieldKind::Day, "round-from"), one("to", FieldKind::Day, "round-to").hint(grace)];
        code.into_iter().chain(titles).chain(form).chain(period).collect()
    }
}

/// The titles of a plan as they stand in their fields.
pub(super) fn titles(document: &RoundDocument) -> [(&'static str, String); 2] {
    let written = |locale: &Locale| {
        let title = document.title.has(locale).then(|| document.title.get(locale).to_owned());
        title.unwrap_or_default()
    };
    [("title", document.title.get(&Locale::vi()).to_owned()), ("title_en", written(&Locale::en()))]
}
