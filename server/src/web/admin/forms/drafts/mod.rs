//! Forms that are being written.

mod edit;
mod list;
mod show;

pub(in crate::web::admin) use edit::{delete_draft, publish_draft, redo_draft, undo_draft, update_draft};
pub(in crate::web::admin) use list::{create_draft, list_drafts};
pub(in crate::web::admin) use show::{show_draft, show_draft_preview};

use crate::{
    auth::{Denied, Person},
    store::{
        self,
        form_drafts::{self, StoredDraft},
    },
    web::App,
};

/// The draft that an address names.
async fn draft(state: &App, person: &Person, id: &str) -> Result<StoredDraft, Denied> {
    let there = || Denied::NotThere(person.language().clone());
    let id = id.parse::<i64>().map_err(|_| there())?;
    match form_drafts::by_id(state.database.reader(), id).await {
        Ok(stored) => Ok(stored),
        Err(store::Error::NotFound(_)) => Err(there()),
        Err(error) => Err(error.into()),
    }
}
