//! The index definitions that are there, and a new one.

use super::NEW_FORM;
use super::definition_fields::{
    DEFINITIONS, definition_address, definition_method, definition_title, document_fields, fault_words,
    stored_document,
};
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, PageBody, Typed},
};
use domain::index::{Definition, DefinitionEditFault, DefinitionVersion};

/// What the page shows.
#[derive(Debug)]
pub struct DefinitionListPage {
    /// The newest version of each.
    pub newest: Vec<DefinitionVersion>,
    /// Whether its reader may make definitions.
    pub manages: bool,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// What was typed of a new one, if it was not stored.
    pub typed: Option<Typed>,
    /// What is wrong with it.
    pub faults: Vec<DefinitionEditFault>,
}

impl DefinitionListPage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let rows = self.newest.iter().map(|version| {
            let method = definition_method(texts, &version.definition);
            vec![
                ListCell::Link(definition_address(&version.name.code), definition_title(texts, version)),
                ListCell::Text(version.name.code.to_string()),
                ListCell::Number(i64::from(version.name.version)),
                // Without a title it is called by its method.
                ListCell::Text(version.title.as_ref().map(|_| method).unwrap_or_default()),
            ]
        });
        let columns = [
            ("title", "definition"),
            ("code", "field-code"),
            ("version", "form-version"),
            ("method", "definition-method"),
        ];
        List::new(texts, "definitions-title", DEFINITIONS, &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.get("named-none"))
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let new = self
            .manages
            .then(|| [Block::Heading(texts.get("definition-new")), Block::Form(self.form(texts))]);
        let way = || Block::Ways(vec![(format!("#{NEW_FORM}"), texts.get("definition-new"))]);
        PageBody::new(texts.get("definitions-title"))
            .with(Block::Text(texts.get("definitions-lead")))
            .and(self.manages.then(way))
            .with(Block::List(self.list(texts)))
            .and(new.into_iter().flatten())
    }

    fn form(&self, texts: &Texts) -> FormBlock {
        let held = self.typed.clone().unwrap_or_else(|| stored_document(None, &Definition::default()));
        let code = Field::new("code", FieldKind::Code, texts.get("field-code"))
            .hint(texts.get("catalog-code-hint"))
            .holding(held.raw("code"))
            .fault(fault_words(texts, &self.faults, "code"));
        let fields = std::iter::once(code).chain(document_fields(texts, &held, &self.faults)).collect();
        FormBlock {
            id: Some(NEW_FORM),
            action: DEFINITIONS.to_owned(),
            fields,
            button: texts.get("definition-make"),
            ..FormBlock::default()
        }
    }
}
