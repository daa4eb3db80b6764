//! The questionnaires that are shipped: each can be looked at as citizens would see it, and taken.

use super::form_words::{FORMS, TEMPLATES, form_address, form_doubts, form_languages, form_lines, preview};
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, PageBody},
};
use domain::{form::Form, templates::words_in};

/// The list of the templates.
#[derive(Debug)]
pub struct TemplateListPage {
    /// Each with whether it has been taken.
    pub templates: Vec<(Form, bool)>,
    /// How the list is asked for.
    pub asked: ListQuery,
}

impl TemplateListPage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let rows = self.templates.iter().map(|(form, is_taken)| {
            let licence = form.licence.as_ref().map(|_| texts.get("template-licence-asks"));
            let taken = is_taken.then(|| texts.get("template-taken"));
            vec![
                ListCell::Link(
                    format!("{TEMPLATES}/{}", form.code),
                    form.title.get(&texts.locale).to_owned(),
                ),
                ListCell::Text(form.code.to_string()),
                ListCell::Text(form_languages(texts, form)),
                ListCell::Number(form_lines(form)),
                ListCell::Text(texts.get(if form.verified { "answer-yes" } else { "answer-no" })),
                ListCell::Text(licence.unwrap_or_default()),
                ListCell::Text(taken.unwrap_or_default()),
            ]
        });
        let columns = [
            ("title", "round-form"),
            ("code", "field-code"),
            ("languages", "form-languages"),
            ("lines", "form-lines"),
            ("verified", "template-verified"),
            ("licence", "template-licence"),
            ("state", "person-state"),
        ];
        List::new(texts, "gallery-title", TEMPLATES, &columns).holding(rows).asked(self.asked.clone())
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        PageBody::new(texts.get("gallery-title"))
            .beneath(FORMS, texts.get("forms-title"))
            .with(Block::Text(texts.get("gallery-lead")))
            .with(Block::List(self.list(texts)))
    }
}

/// One template.
#[derive(Debug)]
pub struct TemplatePage {
    /// The form that it is.
    pub form: Form,
    /// Whether it has been taken.
    pub is_taken: bool,
    /// Where it comes from: address and what is there.
    pub sources: Vec<(String, String)>,
    /// Whether its doubts were not confirmed.
    pub is_unconfirmed: bool,
}

impl TemplatePage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let (form, code) = (&self.form, self.form.code.as_str());
        let about = texts.with("gallery-about", [("code", code.into()), ("lines", form_lines(form).into())]);
        let take = if self.is_taken {
            Block::Ways(vec![(form_address(&form.code, ""), texts.get("template-taken-way"))])
        } else {
            let fault = self.is_unconfirmed.then(|| texts.get("form-not-sure"));
            let sure = form_doubts(texts, &form.doubts()).map(|why| {
                Field::new("sure", FieldKind::Tick, texts.get("gallery-sure")).hint(why).fault(fault)
            });
            Block::Form(FormBlock {
                action: format!("{TEMPLATES}/{code}"),
                fields: sure.into_iter().collect(),
                button: texts.get("gallery-take"),
                ..FormBlock::default()
            })
        };
        let words = |text: &str| words_in(text, &texts.locale).to_owned();
        let sources = self.sources.iter().map(|(address, what)| (words(address), words(what)));
        PageBody::new(form.title.get(&texts.locale))
            .beneath(FORMS, texts.get("forms-title"))
            .beneath(TEMPLATES, texts.get("gallery-title"))
            .with(Block::Text(about))
            .with(take)
            .with(Block::Heading(texts.get("form-preview")))
            .with(preview(texts, form, &format!("{TEMPLATES}/{code}/preview")))
            .with(Block::Heading(texts.get("template-source")))
            .with(Block::Facts(sources.collect()))
    }
}
