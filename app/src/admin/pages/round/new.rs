//! A new round: what everybody who plans one chooses first.

use super::{FormChoice, ROUNDS, fields::BasicFields};
use crate::{
    Texts,
    admin::{Block, FormBlock, PageBody, Typed, faults::new_round_fault},
};
use domain::plan::NewRoundFault;

/// What the page shows.
#[derive(Debug)]
pub struct NewRoundPage {
    /// The published versions of all forms, the newest of each first.
    pub forms: Vec<FormChoice>,
    /// The form that the way here names: its newest version is meant.
    pub named_form: String,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: Vec<NewRoundFault>,
}

impl NewRoundPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let form = FormBlock {
            action: "/admin/new-round".to_owned(),
            fields: BasicFields { has_code: true, forms: Some(&self.forms) }.build(
                texts,
                &self.held(),
                |name| {
                    let fault = self.faults.iter().rev().find(|fault| fault.field() == name);
                    fault.map(|fault| new_round_fault(texts, fault))
                },
            ),
            button: texts.get("round-make"),
            ..FormBlock::default()
        };
        let no_forms = self.forms.is_empty().then(|| {
            let gallery = vec![("/admin/forms".to_owned(), texts.get("forms-title"))];
            [Block::Ways(gallery), Block::Warning(texts.get("round-no-forms"))]
        });
        PageBody::new(texts.get("round-new"))
            .beneath(ROUNDS, texts.get("rounds-title"))
            .with(Block::Text(texts.get("round-new-lead")))
            .and(no_forms.into_iter().flatten())
            .with(Block::Form(form))
    }

    /// What was typed, with the form that was named where none was chosen.
    fn held(&self) -> Typed {
        let mut held = self.typed.clone();
        let named = self.forms.iter().find(|form| form.code.as_str() == self.named_form);
        if let Some(form) = named.filter(|_| held.raw("form").is_empty()) {
            held.0.retain(|(name, _)| name != "form");
            held.0.push(("form".to_owned(), FormChoice::value(&form.code, form.version)));
        }
        held
    }
}
