//! Index definitions that rounds share: what there is, the versions of one, and how a new version is made.

mod fields;
mod list;
mod show;

pub(super) use fields::{definition_fields, fault_field, name_text, read_definition, read_name};
pub(super) use list::{create_definition, list_definitions};
pub(super) use show::{show_definition, update_definition};

use crate::{
    acts::{ManageForms, save_definition},
    auth::{Denied, May},
    web::{App, admin::desk::see},
};
use app::{Texts, admin::in_address};
use axum::response::Response;
use domain::{
    Code,
    index::{DefinitionDocument, DefinitionVersion},
};

const ROOM: &str = "/admin/definitions";

fn address(code: &Code) -> String {
    format!("{ROOM}/{}", in_address(code.as_str()))
}

/// The title of a version; where it has none, what it does.
fn title_text(texts: &Texts, version: &DefinitionVersion) -> String {
    let titled = version.title.as_ref().map(|title| title.get(&texts.locale).to_owned());
    titled.unwrap_or_else(|| method_text(texts, version))
}

/// What one answer is worth and how answers become the number, in few words.
fn method_text(texts: &Texts, version: &DefinitionVersion) -> String {
    let definition = &version.definition;
    let scoring = texts.get(&format!("scoring-short-{}", definition.scoring));
    format!("{scoring}; {}", texts.get(&format!("aggregation-short-{}", definition.aggregation)))
}

/// Stores a document that was checked as the next version of its definition, and shows the definition.
async fn store_definition(
    app: &App,
    may: &May<ManageForms>,
    document: &DefinitionDocument,
) -> Result<Response, Denied> {
    let (name, _) = save_definition(may.act(app).await?, document).await?;
    Ok(see(&address(&name.code), "done-definition"))
}
