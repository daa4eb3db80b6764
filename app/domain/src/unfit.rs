//! What a round is read as: its method and its design; and why what is stored of it cannot be read so.

use crate::{
    Code, RoundDocument, RoundFault,
    form::{Form, FormFault},
    index::{Definition, DefinitionFault, Design, Method},
};

/// Why what is stored of a round cannot be interpreted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnfitReason {
    /// Its plan is no round document: what the reader of JSON says.
    #[error("its plan cannot be read: {0}")]
    Plan(String),
    /// The document of its form is no JSON: what the reader of JSON says.
    #[error("its form cannot be read: {0}")]
    FormDocument(String),
    /// The document of its form is no form.
    #[error("its form cannot be read: {0}")]
    Form(#[from] FormFault),
    /// Its form has an index, and it says nothing of how to compute it.
    #[error("it has no index definition")]
    NoDefinition,
    /// Its index definition is damaged: what the reader of JSON says.
    #[error("its index definition cannot be read: {0}")]
    DefinitionDocument(String),
    /// Its index definition does not fit its form.
    #[error(transparent)]
    Definition(#[from] DefinitionFault),
    /// There is no such agency any more.
    #[error("{0} is gone")]
    AgencyGone(Code),
    /// There is no such service area any more.
    #[error("{0} is gone")]
    ServiceAreaGone(Code),
    /// Its populations do not fit its lists.
    #[error(transparent)]
    Population(#[from] RoundFault),
    /// How far it has been brought is no stage.
    #[error("{0:?} is no stage of a round")]
    Stage(String),
}

/// How a plan with resolved lists reads the answers to its form. A plan for which this fails is not stored.
pub fn interpret(document: &RoundDocument, form: &Form) -> Result<(Method, Design), UnfitReason> {
    // What is declared for a form without an index means nothing.
    let none = Definition::default();
    let method = Method::new(form, if form.has_index() { &document.index } else { &none })?;
    let of = |list: &Option<Vec<Code>>| list.clone().unwrap_or_default();
    let design = document.design(&of(&document.agencies), &of(&document.service_areas))?;
    Ok((method, design))
}
