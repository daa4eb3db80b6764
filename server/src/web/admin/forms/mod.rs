//! Forms: those that are being written, the gallery, import, a preview as citizens see it, other wording as a new version, what
//! differs between versions, and the agreement of a second person.

mod adapt;
mod approval;
mod drafts;
mod list;
mod show;
mod templates;

pub(super) use adapt::{show_wording, update_wording};
pub(super) use approval::{approve_form, discard_form};
pub(super) use drafts::{
    create_draft, delete_draft, list_drafts, publish_draft, redo_draft, show_draft, show_draft_preview,
    undo_draft, update_draft,
};
pub(super) use list::{create_form, list_forms};
pub(super) use show::{show_document, show_form, show_preview};
pub(super) use templates::{list_templates, show_template, show_template_preview, take_template};

use crate::{
    acts::{self, FormDocument, FormImportFault, FormSource, ManageForms},
    auth::{Denied, May, Person},
    store::forms::{self, StoredForm},
    web::{App, admin::admin_page::see},
};
use app::admin::{Notice, pages::form_address};
use axum::response::Response;
use domain::{
    Code,
    form::{DocumentFault, FormDoubt},
};

/// Reads a document off the async threads: a large one takes its time.
async fn read_document(text: String) -> Result<Result<FormDocument, DocumentFault>, Denied> {
    Ok(tokio::task::spawn_blocking(move || FormDocument::read(text)).await?)
}

/// Takes a document and sends the browser to the page of its form; or what has to be confirmed first.
async fn store_form(
    state: &App,
    may: &May<ManageForms>,
    document: &FormDocument,
    confirmed: bool,
) -> Result<Result<Response, Vec<FormDoubt>>, Denied> {
    let source = FormSource::Person { email: &may.person.account.email, confirmed };
    match acts::import_form(may.act(state).await?, document, source).await {
        Ok((_, stored)) => Ok(Ok(stored_form(&document.form.code, &stored))),
        Err(fault) => match may.person.refused(fault)? {
            FormImportFault::NotConfirmed(doubts) => Ok(Err(doubts)),
            fault @ FormImportFault::Draft(..) => Err(anyhow::Error::from(fault).into()),
        },
    }
}

/// Sends the browser to the page of a form of which a version was stored.
fn stored_form(code: &Code, stored: &StoredForm) -> Response {
    see(&form_address(code, ""), if stored.published { Notice::FormTaken } else { Notice::DraftSaved })
}

/// Every version of the form that an address names, newest first.
async fn versions(state: &App, person: &Person, code: &str) -> Result<(Code, Vec<StoredForm>), Denied> {
    let there = || Denied::NotThere(person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    let all = forms::versions(state.database.reader(), &code).await?;
    if all.is_empty() { Err(there()) } else { Ok((code, all)) }
}
